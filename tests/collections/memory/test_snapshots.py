"""Going back to what was remembered."""

from __future__ import annotations

from typing import Any

import pytest

from tests.collections.memory.conftest import Clock
from workbench.collections.collections import Collections
from workbench.collections.memory import packing
from workbench.collections.memory.memory import Memory
from workbench.core.collections.records import Change, Points
from workbench.core.errors import BadInput

NAMES = ("_semantic_memory", "_episodic_memory", "_procedural_memory")


def state(database: Collections) -> list[Any]:
    """All that is stored, but for where it stands."""
    found = []
    for name in NAMES:
        mirror = database.mirror(name)
        at = mirror.points.order
        edges = [e for e in range(mirror.edges.table.size) if mirror.edges.table.alive[e]]
        found.append(
            (
                mirror.points.ids[at].tolist(),
                mirror.points.payloads(at),
                mirror.vectors["vector"].rows(at).tolist(),
                mirror.present("vector")[at].tolist(),
                sorted(
                    (
                        mirror.edges.table.id(e),
                        int(mirror.edges.sources[e]),
                        int(mirror.edges.targets[e]),
                    )
                    for e in edges
                ),
            )
        )
    return found


@pytest.fixture
def full(memory: Memory) -> Memory:
    memory.remember("old boat", metadata={"n": 2**63 + 1, "ü": "\U0001f6f6"}, ttl=100)
    memory.remember("blue boat", [("near", "old boat")])
    memory.describe("Ada", {"born": 1815})
    memory.episodic.record("bread")
    memory.procedural.learn("clean glass", ["dust"])
    return memory


def test_a_memory_goes_back_as_it_was(full: Memory, database: Collections, clock: Clock) -> None:
    before = state(database)
    assert full.snapshot("as it was") == 1
    full.forget("old boat")
    full.remember("paint")
    full.procedural.reinforce("clean glass", success=True)
    full.episodic.record("oven")
    changed = state(database)
    assert full.snapshot() == 2
    full.rollback(1)
    assert state(database) == before
    full.rollback(2)
    assert state(database) == changed
    assert [(r["snapshot"], r["note"], r["points"]) for r in full.snapshots.table()] == [
        (1, "as it was", 5),
        (2, "", 6),
    ]


def test_what_comes_back_still_expires(full: Memory, clock: Clock) -> None:
    full.snapshot()
    clock.now += 100
    full.expire()
    full.rollback(1)
    assert [fact.text for fact in full.recall("old")] == []
    assert full.expire() == 1


def test_snapshots_outlast_the_process_and_are_dropped(full: Memory, other: Memory) -> None:
    number = full.snapshot()
    full.remember("paint")
    other.rollback(number)
    assert full.fact("paint") is None
    other.snapshots.drop(number)
    with pytest.raises(BadInput, match="no snapshot 1; there are: none"):
        full.rollback(number)
    with pytest.raises(BadInput, match="no snapshot"):
        full.snapshots.drop(5)


def test_going_back_is_whole_or_not_at_all(
    full: Memory, database: Collections, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.snapshot()
    full.remember("paint")
    before = state(database)
    real = packing.unpacked

    def third_fails(parts: Any, mirror: Any) -> Change:
        if mirror.definition.name != "_procedural_memory":
            return real(parts, mirror)
        return Change(points=Points([1], ['{"a": "\\u0000"}']))  # which PostgreSQL refuses

    monkeypatch.setattr("workbench.collections.memory.snapshots.unpacked", third_fails)
    with pytest.raises(Exception, match="U\\+0000"):
        full.rollback(1)
    assert state(database) == before


def test_large_snapshots_are_kept_in_parts(
    full: Memory, database: Collections, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "_PART", 100)
    before = state(database)
    full.snapshot()
    assert database.mirror("_snapshots_memory").points.count > 10
    full.remember("paint")
    full.rollback(1)
    assert state(database) == before
