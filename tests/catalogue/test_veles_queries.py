"""What the queries of collections answer over the small world's four places."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.catalogue.small_collections import PLACES
from tests.catalogue.small_world import EMBEDDER, vector
from workbench.catalogue.asking import ask
from workbench.catalogue.catalogue import Catalogue
from workbench.core.answer import Answer
from workbench.core.errors import BadParameters

LAMP = "a lamp on the rocks"


def answered(store: Any, name: str, **given: Any) -> Answer:
    query = Catalogue.shipped().get(f"veles/{name}")
    return ask(query, given, store=store, embedder=lambda: EMBEDDER)


def by_cosine(text: str) -> list[tuple[int, float]]:
    """Brute force over the titles: ids and cosines, the nearest first."""
    found = [(int(p["id"]), float(np.dot(vector(p["title"]), vector(text)))) for p in PLACES]  # type: ignore[arg-type]
    return sorted(found, key=lambda one: -one[1])


def test_nearest_embeds_a_text_and_takes_a_vector(small_collections: Any) -> None:
    given = {"collection": "docs", "field": "title"}
    answer = answered(small_collections, "nearest", embedding=LAMP, **given)
    assert [row[0] for row in answer.rows.values] == [id for id, _ in by_cosine(LAMP)]
    assert [row[1] for row in answer.rows.values] == pytest.approx([s for _, s in by_cosine(LAMP)])
    assert [step.store for step in answer.trace] == ["embedder", "collections"]
    same = answered(small_collections, "nearest", embedding=vector(LAMP), **given)
    assert same.rows.values == answer.rows.values
    assert len(same.trace) == 1


def test_a_filter_leaves_as_many_as_there_are(small_collections: Any) -> None:
    given = {"collection": "docs", "field": "title", "filter": "kind", "equal": "light"}
    answer = answered(small_collections, "nearest_where_equal", embedding=LAMP, top_n=2, **given)
    assert [row[0] for row in answer.rows.values] == [2, 3]


def test_linked_points_are_those_beside_a_pier(small_collections: Any) -> None:
    given = {"collection": "docs", "field": "title", "label": "BESIDE", "linked": "kind"}
    answer = answered(small_collections, "nearest_linked", embedding=LAMP, equal="pier", **given)
    assert [row[0] for row in answer.rows.values] == [2]


def test_each_kind_has_its_best_point(small_collections: Any) -> None:
    given = {"collection": "docs", "group": "kind", "field": "title", "embedding": LAMP}
    answer = answered(small_collections, "nearest_of_each", **given)
    assert [(row[0], row[2], row[3]) for row in answer.rows.values] == [
        ("light", 2, LAMP),
        ("pier", 1, "a pier of wood"),
    ]


def test_neighbours_stand_on_both_sides(small_collections: Any) -> None:
    found = answered(small_collections, "neighbours", _collection="docs", id=2, field="kind")
    assert [row[1:] for row in found.rows.values] == [(1, "pier"), (3, "light")]


def test_counts_hold_null_as_a_value(small_collections: Any) -> None:
    found = answered(small_collections, "count_by", collection="docs", field="kind")
    assert found.rows.values == [("light", 2), (None, 1), ("pier", 1)]


def test_memories_are_asked_of_their_own_collections(small_collections: Any) -> None:
    events = answered(small_collections, "memory_recent_events", since=1_700_000_001.0)
    assert [row[2] for row in events.rows.values] == ["the lamp was mended"]
    facts = answered(small_collections, "memory_facts", embedding="the lamp is out")
    assert [row[2] for row in facts.rows.values] == ["the lamp is lit at dusk"]  # one is expired
    sure = answered(small_collections, "memory_strong_procedures")
    assert sure.rows.values == [(1, "mend the lamp", 0.7, 3, 2, 1)]


def test_a_name_is_a_name_whatever_stands_in_it(small_collections: Any) -> None:
    found = answered(small_collections, "count_by", collection="docs", field='kind" FROM x --')
    assert found.rows.values == [(None, 4)]
    with pytest.raises(BadParameters):
        answered(small_collections, "count_by", collection="docs")
