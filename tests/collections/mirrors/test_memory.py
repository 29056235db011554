"""What a mirror takes, and what it lets go of."""

from __future__ import annotations

import json

import numpy as np
import pytest

from tests.collections.mirrors.worlds import definition
from workbench.collections.mirrors.mirror import Mirror
from workbench.core.collections.records import Change, Delta, Points, Vectors
from workbench.core.errors import VelesFailed
from workbench.stores.vector.rows.store import FaissStore


def points(count: int, first: int = 0) -> Change:
    rows = np.ones((count, 3), np.float32)
    texts = [json.dumps({"a": f"word{at % 50}", "b": at}) for at in range(count)]
    ids = list(range(first, first + count))
    return Change(points=Points(ids, texts, {"vector": Vectors(rows, np.ones(count, np.bool_))}))


def filled(**options: float) -> Mirror:
    mirror = Mirror(definition(**options), FaissStore())
    mirror.apply(Delta(1, points(5000)))
    return mirror


def test_every_part_is_accounted_for() -> None:
    mirror = filled()
    before = mirror.bytes()
    texts = sum(len(mirror.points.text(at)) for at in range(5000))
    assert before["payloads"] == texts + 9 * 5000
    assert before["vectors"] >= 5000 * (3 + 2) * 4
    assert 5000 * 25 <= before["ids"] <= 5000 * 30
    assert (before["columns"], before["text"], before["adjacency"]) == (0, 0, 0)
    mirror.points.column(("a",))
    assert mirror.text.scores("word3").any()
    assert mirror.adjacency.out.edges.tolist() == []
    after = mirror.bytes()
    assert after["columns"] >= 13 * 5000
    assert after["text"] >= 8 * 5000
    assert after["adjacency"] >= 2 * 8 * 5001


def test_what_was_used_least_lately_goes_first() -> None:
    mirror = filled(memory_mb=1.0)
    mirror.points.columns([("a",), ("b",)])
    mirror.text.scores("word1")
    mirror.points.column(("b",))
    held = sum(mirror.bytes().values())
    least = mirror.points.fields.held()[("a",)][0]
    mirror.definition = definition(memory_mb=(held - least // 2) / 2**20)
    mirror.make_room()
    assert set(mirror.points.fields.held()) == {("b",)}
    assert mirror.bytes()["text"] > 0
    assert mirror.points.column(("a",)).value(49) == "word49"


def test_a_change_that_does_not_fit_is_refused_and_changes_nothing() -> None:
    mirror = filled(memory_mb=0.8)
    mirror.text.scores("word1")
    with pytest.raises(VelesFailed, match=r"payloads .* MB") as failed:
        mirror.apply(Delta(2, points(20_000, first=5000)))
    assert failed.value.code == "VELES-027"
    assert (mirror.points.count, mirror.generation) == (5000, 1)
    mirror.apply(Delta(2, Change(dropped=[1])))
    assert mirror.points.count == 4999


def test_removing_is_never_refused() -> None:
    mirror = filled(memory_mb=0.8)
    mirror.definition = definition(memory_mb=0.01)
    mirror.apply(Delta(2, Change(dropped=[1, 2])))
    mirror.apply(Delta(3, Change(clear=True)))
    assert mirror.points.count == 0


def test_a_column_is_made_at_the_cost_of_another() -> None:
    mirror = filled()
    mirror.points.column(("a",))
    held = sum(mirror.bytes().values())
    mirror.definition = definition(memory_mb=(held + 1000) / 2**20)
    assert mirror.points.column(("b",)).value(7) == 7
    assert set(mirror.points.fields.held()) == {("b",)}
    mirror.definition = definition(memory_mb=0.01)
    with pytest.raises(VelesFailed, match="VELES-027"):
        mirror.points.column(("a",))
