"""Searches over a graph in PostgreSQL and over its snapshot give the same rows."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.graphs.opened import Opened, opened
from workbench.core.errors import BadInput
from workbench.graphs.graph import PropertyGraph

WORDS = ("graph", "graphs", "data", "database", "图数据库", "café", "x" * 150)


@pytest.fixture(scope="module")
def found(servers: Any) -> Iterator[Opened]:
    with opened(servers) as found:
        yield found


@pytest.fixture(scope="module")
def world(found: Opened) -> PropertyGraph:
    """Texts in which a word stands up to nine times, one in which it stands 20,000 times."""
    roll, graph = random.Random(7), found.graphs.make("texts")
    texts = [
        [word for word in WORDS for _ in range(max(0, roll.randrange(-4, 10)))] for _ in range(150)
    ]
    for words in texts:
        roll.shuffle(words)
    nodes = [{"labels": ["AB"[at % 2]], "properties": _halves(t)} for at, t in enumerate(texts)]
    graph.add_nodes([*nodes, {"properties": {"title": "data " * 20_000}}])
    graph.create_fulltext_index("words", ["title", "body"])
    graph.create_fulltext_index("pieces", ["title", "body"], tokenizer="trigram")
    return graph


def _halves(words: list[str]) -> dict[str, str]:
    at = len(words) // 2
    return {"title": " ".join(words[:at]), "body": " ".join(words[at:])}


QUERIES: tuple[dict[str, Any], ...] = (
    {"query": "data"},
    {"query": "data graph data", "mode": "any"},
    {"query": "data graph", "mode": "all", "labels": ["A"]},
    {"query": "dat gra", "mode": "prefix"},
    {"query": "graph data", "mode": "phrase"},
    {"query": "数据"},
    {"query": "图"},
    {"query": "cafe " + "x" * 150, "mode": "any"},
    {"query": "data", "limit": 7, "offset": 11},
    {"query": "data graph", "mode": "any", "ranking": "simple"},
)


@pytest.mark.parametrize("asked", QUERIES, ids=lambda asked: f"{asked['query'][:12]}-{len(asked)}")
def test_words_are_counted_by_tables_as_by_records(
    world: PropertyGraph, asked: dict[str, Any]
) -> None:
    given = {"limit": 200} | asked
    hits = world.search_text("words", **given)
    assert hits == world.snapshot().search_text("words", **given)
    assert hits
    for hit in hits:
        assert sum(part.score for part in hit.contributions) == pytest.approx(hit.score)


@pytest.mark.parametrize("query", ["ata", "dat% aph", "数据库"])
def test_fragments_are_counted_by_tables_as_by_records(world: PropertyGraph, query: str) -> None:
    hits = world.search_text("pieces", query, "any", limit=200)
    assert hits == world.snapshot().search_text("pieces", query, "any", limit=200)


def test_rows_that_were_kept_without_counts_are_counted_in_the_records(
    world: PropertyGraph, found: Opened
) -> None:
    before = [world.search_text("words", query, "any") for query in ("data", "graph data", "café")]
    found.store.write("UPDATE tong_texts SET words = strip(words) WHERE entity % 2 = 0")
    after = [world.search_text("words", query, "any") for query in ("data", "graph data", "café")]
    assert after == before


@pytest.mark.parametrize("call", ["search_text", "search_vector", "search_vectors"])
def test_an_option_that_a_search_lacks_is_named(world: PropertyGraph, call: str) -> None:
    with pytest.raises(BadInput, match=r"no option 'k'; its options: .*limit"):
        getattr(world, call)("words", "data", k=3)


def test_contributions_of_a_context_add_up(world: PropertyGraph) -> None:
    for source, target in ((0, 1), (1, 2), (2, 150)):
        world.add_edge(source, target, "NEXT")
    rows = world.retrieve_context(text_query="data", text_index="words", radius=2, limit=40)
    assert any(row.inherited for row in rows)
    for row in rows:
        assert sum(part.score for part in row.contributions) == pytest.approx(row.score)
        assert row.own + row.inherited == pytest.approx(row.score)
