"""Facts: stored once, linked, trusted more or less, forgotten."""

from __future__ import annotations

from typing import Any

import pytest

from tests.collections.memory.conftest import Clock, memory_over
from workbench.collections.collections import Collections
from workbench.collections.memory.memory import Memory
from workbench.collections.memory.naming import fnv1a
from workbench.core.errors import BadInput


@pytest.mark.parametrize(
    ("text", "hash"),
    # From the test vectors of the IETF draft draft-eastlake-fnv.
    [(b"", 0xCBF29CE484222325), (b"a", 0xAF63DC4C8601EC8C), (b"foobar", 0x85944171F73967E8)],
)
def test_ids_are_the_published_hash(text: bytes, hash: int) -> None:
    assert fnv1a(text) == hash


def test_a_fact_has_the_hash_of_its_trimmed_text(memory: Memory) -> None:
    id = memory.remember("  glass is old\n", metadata={"room": 3})
    assert id == fnv1a(b"glass is old")
    found = memory.fact("glass is old")
    assert found is not None
    assert (found.id, found.text) == (id, "glass is old")
    assert found.metadata == {"room": 3}
    assert found.confidence == 0.5
    assert found.created_at == 1_700_000_000
    assert found.expires_at is None


def test_repeating_a_fact_changes_nothing(memory: Memory, database: Collections) -> None:
    memory.remember("blue boat", metadata={"seen": 1})
    memory.remember("blue boat", ["blue boat"])
    memory.feedback("blue boat", good=True)
    before = memory.fact("blue boat"), database.mirror("_semantic_memory").generation
    memory.remember(" blue boat ", ["blue boat"])
    assert (memory.fact("blue boat"), database.mirror("_semantic_memory").generation) == before


def test_repeating_with_metadata_replaces_it_and_keeps_the_rest(memory: Memory) -> None:
    memory.remember("blue boat", metadata={"seen": 1, "by": "Ada"}, ttl=60)
    memory.feedback("blue boat", good=True)
    memory.remember("blue boat", metadata={"seen": 2})
    found = memory.fact("blue boat")
    assert found is not None
    assert found.metadata == {"seen": 2}
    assert (found.confidence, found.expires_at) == (0.6, 1_700_000_060)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"text": " \n"}, "not empty"),
        ({"text": "x" * 2049}, "2048 bytes"),
        ({"text": "ü" * 1025}, "2048 bytes"),
        ({"text": "half \ud800"}, "surrogate"),
        ({"text": "a\0b"}, "U.0000"),
        ({"ttl": 0}, "ttl"),
        ({"ttl": -1}, "ttl"),
        ({"ttl": float("nan")}, "ttl"),
        ({"metadata": {"content": 1}}, "'content' is reserved"),
        ({"metadata": {"expires_at": 1}}, "'expires_at' is reserved"),
        ({"metadata": {"_labels": []}}, "'_labels' is reserved"),
        ({"metadata": {"x": float("inf")}}, "JSON"),
        ({"metadata": {"x": "y" * 65536}}, "65536 bytes"),
        ({"links": ["never remembered"]}, "nothing is remembered"),
        ({"links": "glass"}, "one text"),
        ({"links": [("", 1)]}, "label"),
        ({"links": [("near", 1, 2)]}, "label, id or text"),
    ],
)
def test_what_cannot_be_a_fact_is_refused(memory: Memory, given: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        memory.remember(**{"text": "glass", **given})
    assert memory.list().facts == []


def test_the_longest_fact_and_the_largest_metadata_are_kept(memory: Memory) -> None:
    memory.remember("ü" * 1024, metadata={"x": "y" * (65536 - len('{"x": ""}'))})
    assert memory.fact("ü" * 1024) is not None


def test_two_texts_of_one_hash_are_told_apart(memory: Memory, database: Collections) -> None:
    memory.semantic.store("another text", id=fnv1a(b"glass"))
    with pytest.raises(BadInput, match="word it otherwise"):
        memory.remember("glass")


def test_links_are_stored_once_and_taken_back(memory: Memory, database: Collections) -> None:
    a = memory.remember("old boat")
    b = memory.remember("blue harbour", [a, ("holds", "old boat"), ("holds", a)])
    assert database.mirror("_semantic_memory").edges.table.count == 2
    first = memory.relate(b, "holds", a, {"since": 1900})
    assert memory.relate("blue harbour", "holds", a) == first
    assert database.mirror("_semantic_memory").edges.table.count == 2
    assert memory.unrelate(b, a, "holds") == 1
    assert memory.unrelate(b, a) == 1
    assert memory.unrelate(b, a) == 0


def test_a_link_to_what_is_not_there_is_an_error(memory: Memory) -> None:
    memory.remember("glass")
    with pytest.raises(BadInput, match="nothing is remembered as 7"):
        memory.relate("glass", "near", 7)


def test_feedback_stays_within_nothing_and_certainty(memory: Memory) -> None:
    memory.remember("glass")
    raised = [memory.feedback("glass", good=True) for _ in range(6)]
    assert raised == [0.6, 0.7, 0.8, 0.9, 1.0, 1.0]
    lowered = [memory.feedback("glass", good=False) for _ in range(21)]
    assert lowered[:2] == [0.95, 0.9]
    assert lowered[-2:] == [0.0, 0.0]
    with pytest.raises(BadInput, match="no fact"):
        memory.feedback("paint", good=True)


def test_what_is_forgotten_takes_its_links_along(memory: Memory, database: Collections) -> None:
    memory.remember("old boat")
    memory.remember("harbour", ["old boat"])
    assert memory.forget("old boat")
    assert not memory.forget("old boat")
    assert database.mirror("_semantic_memory").edges.table.count == 0
    assert [hit.text for hit in memory.recall("old boat harbour")] == ["harbour"]


def test_facts_are_listed_page_by_page(memory: Memory) -> None:
    ids = sorted(memory.remember(f"boat {n}") for n in range(7))
    memory.describe("Turner", {"born": 1775})
    pages: list[list[int]] = []
    cursor = None
    while not pages or cursor is not None:
        page = memory.list(cursor, 3)
        cursor = page.cursor
        pages.append([fact.id for fact in page.facts])
    assert pages == [ids[:3], ids[3:6], ids[6:]]


def test_expired_facts_are_gone_before_they_are_removed(memory: Memory, clock: Clock) -> None:
    memory.remember("old boat", ttl=10, metadata={"n": 1})
    memory.remember("blue boat", ["old boat"])
    memory.feedback("old boat", good=True)
    clock.now += 10
    assert memory.fact("old boat") is None
    assert not memory.forget("glass")
    assert [fact.text for fact in memory.recall("old boat")] == ["blue boat"]
    assert [fact.text for fact in memory.recall_fused("old boat")] == ["blue boat"]
    assert [fact.text for fact in memory.list().facts] == ["blue boat"]
    assert [hit.text for hit in memory.semantic.query("old boat")] == ["blue boat"]
    assert [node.properties["text"] for node in memory.why("blue").nodes] == ["blue boat"]
    with pytest.raises(BadInput, match="nothing is remembered"):
        memory.remember("glass", ["old boat"])
    assert memory.expire() == 1
    assert memory.expire() == 0


def test_a_fact_that_expired_is_remembered_as_new(
    memory: Memory, clock: Clock, database: Collections
) -> None:
    memory.remember("old boat", ttl=10, metadata={"n": 1})
    memory.remember("blue boat", ["old boat"])
    memory.feedback("old boat", good=True)
    clock.now += 11
    memory.remember("old boat")
    found = memory.fact("old boat")
    assert found is not None
    assert (found.metadata, found.confidence) == ({}, 0.5)
    assert found.expires_at is None
    assert found.created_at == clock.now
    assert database.mirror("_semantic_memory").edges.table.count == 0


def test_a_memory_is_of_one_embedder(memory: Memory, database: Collections, clock: Clock) -> None:
    class Longer:
        model, dimension = "longer", 9

        def embed(self, texts: Any) -> Any:
            raise AssertionError("not reached")

    with pytest.raises(BadInput, match="counted words with 8 components"):
        memory_over(database, clock, embedder=Longer())
    memory_over(database, clock, embedder=Longer(), name="another")


def test_veles_asks_the_same_facts(memory: Memory, database: Collections) -> None:
    from workbench.velesql.store import Veles

    memory.remember("old boat", metadata={"room": 3})
    memory.remember("harbour", [("holds", "old boat")])
    text = "MATCH (a:Fact)-[:holds]->(b:Fact) WHERE b.room = 3 RETURN a.content, b.content"
    found = Veles(database).result(text, {"_collection": "_semantic_memory"})
    assert list(found.values) == [("harbour", "old boat")]


def test_a_name_is_one_of_collections(database: Collections, clock: Clock) -> None:
    with pytest.raises(BadInput, match="name: expected ASCII"):
        memory_over(database, clock, name='x" y')
