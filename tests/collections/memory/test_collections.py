"""Semantic, episodic and procedural memory, each a collection."""

from __future__ import annotations

import threading

import pytest

from tests.collections.memory.conftest import WORDS, Clock
from workbench.collections.collections import Collections
from workbench.collections.memory.memory import Memory
from workbench.core.errors import BadInput
from workbench.velesql.store import Veles


def test_contents_are_found_by_vector_and_deleted(memory: Memory) -> None:
    semantic = memory.semantic
    semantic.store("blue glass", id=7)
    semantic.store("named otherwise", id=2**64 - 1, vector=[float(w == "glass") for w in WORDS])
    hits = semantic.query("glass", 5)
    assert [(hit.id, hit.text) for hit in hits] == [
        (2**64 - 1, "named otherwise"),
        (7, "blue glass"),
    ]
    assert [hit.score for hit in hits] == pytest.approx([1.0, 0.5**0.5])
    assert semantic.delete(7)
    assert not semantic.delete(7)
    assert len(semantic.query("glass", 5)) == 1


def test_storing_another_content_under_an_id_begins_anew(memory: Memory) -> None:
    id = memory.remember("blue glass", metadata={"n": 1})
    memory.semantic.store("blue glass", ttl=5)
    kept = memory.fact(id)
    assert kept is not None
    assert (kept.metadata, kept.expires_at) == ({"n": 1}, 1_700_000_005)
    memory.semantic.store("old glass", id=id)
    anew = memory.fact(id)
    assert anew is not None
    assert (anew.text, anew.metadata, anew.expires_at) == ("old glass", {}, None)


def test_episodes_are_recalled_by_time_and_by_likeness(memory: Memory, clock: Clock) -> None:
    episodic = memory.episodic
    for text, when in (("old boat", 50.0), ("bread", 70.5), ("blue boat", 60), ("oven", 60)):
        episodic.record(text, timestamp=when)
    now = episodic.record("glass")
    assert [one.description for one in episodic.recent(3)] == ["glass", "bread", "blue boat"]
    assert episodic.recent(1)[0].timestamp == clock.now
    assert [one.id for one in episodic.older_than(70.5)] == [3, 4, 1]
    assert [one.id for one in episodic.older_than(70.5, 2)] == [3, 4]
    similar = episodic.similar("old boat", 2)
    assert [one.id for one in similar] == [1, 3]
    assert [one.score for one in similar] == pytest.approx([1.0, 0.5])
    assert episodic.delete(now)
    assert not episodic.delete(now)


def test_episodes_end(memory: Memory, clock: Clock) -> None:
    memory.episodic.record("boat", ttl=5)
    memory.episodic.record("old boat", timestamp=clock.now - 100)
    clock.now += 5
    assert [one.description for one in memory.episodic.recent()] == ["old boat"]
    assert [one.id for one in memory.episodic.older_than(clock.now)] == [2]
    assert memory.episodic.expire() == 1


def test_a_procedure_is_learnt_used_and_recalled(memory: Memory, clock: Clock) -> None:
    procedural = memory.procedural
    id = procedural.learn("clean glass", ["dust", " wash "])
    procedural.learn("paint boat", ["paint"], confidence=0.4)
    clock.now += 60
    used = procedural.reinforce("clean glass", success=True)
    assert (used.id, used.steps, used.confidence) == (id, ("dust", "wash"), 0.6)
    assert (used.usage_count, used.success_count, used.failure_count) == (1, 1, 0)
    assert (used.created_at, used.last_used_at) == (1_700_000_000, 1_700_000_060)
    assert procedural.reinforce("paint boat", success=False).confidence == 0.35
    assert [one.name for one in procedural.list()] == ["clean glass", "paint boat"]
    assert [one.name for one in procedural.recall("boat glass", confidence=0.5)] == ["clean glass"]
    assert next(one.name for one in procedural.recall("paint boat")) == "paint boat"


def test_learning_again_keeps_or_replaces(memory: Memory) -> None:
    procedural = memory.procedural
    procedural.learn("clean glass", ["dust"])
    procedural.reinforce("clean glass", success=True)
    procedural.learn("clean glass", ["dust"])
    assert procedural.list()[0].usage_count == 1
    procedural.learn("clean glass", ["dust", "wash"])
    found = procedural.list()
    assert [(one.steps, one.usage_count) for one in found] == [(("dust", "wash"), 0)]
    with pytest.raises(BadInput, match="steps"):
        procedural.learn("clean glass", "dust")
    with pytest.raises(BadInput, match="no procedure"):
        procedural.reinforce("bake", success=True)


def test_weak_procedures_are_evicted(memory: Memory) -> None:
    procedural = memory.procedural
    for name, confidence in (("a", 0.1), ("b", 0.2), ("c", 0.15)):
        procedural.learn(name, ["do it"], confidence=confidence)
    procedural.reinforce("c", success=False)
    assert procedural.evict(0.2, uses=1) == 1
    assert [one.name for one in procedural.list()] == ["b", "a"]
    assert procedural.evict() == 1
    assert procedural.evict() == 0
    assert procedural.delete("b")
    assert procedural.list() == []


def test_veles_asks_all_three(memory: Memory, database: Collections) -> None:
    memory.procedural.learn("clean glass", ["dust"], confidence=0.7)
    memory.episodic.record("visit", timestamp=memory.episodic._area.now() - 40_000)
    veles = Veles(database)
    text = "SELECT name, steps FROM _procedural_memory WHERE confidence > 0.5 LIMIT 10"
    assert list(veles.result(text).values) == [("clean glass", ["dust"])]
    text = "SELECT description FROM _episodic_memory WHERE description MATCH 'visit' LIMIT 5"
    assert list(veles.result(text).values) == [("visit",)]


def test_two_processes_lose_no_use_of_a_procedure(memory: Memory, other: Memory) -> None:
    memory.procedural.learn("clean glass", ["dust"], confidence=0.0)

    def use(which: Memory, success: bool) -> None:
        for _ in range(15):
            which.procedural.reinforce("clean glass", success=success)

    threads = [
        threading.Thread(target=use, args=(one, success))
        for one in (memory, other)
        for success in (True, False)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for one in (memory, other):
        found = one.procedural.list()[0]
        assert (found.usage_count, found.success_count, found.failure_count) == (60, 30, 30)


def test_two_processes_remember_one_fact_together(memory: Memory, other: Memory) -> None:
    memory.remember("blue boat", metadata={"n": 1})
    other.feedback("blue boat", good=True)
    other.remember("old boat", ["blue boat"])
    memory.feedback("blue boat", good=True)
    found = other.fact("blue boat")
    assert found is not None
    assert (found.confidence, found.metadata) == (0.7, {"n": 1})
    assert [node.properties["text"] for node in memory.why("old").nodes] == [
        "old boat",
        "blue boat",
    ]
