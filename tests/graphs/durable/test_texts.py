"""Records found by PostgreSQL answer as the records themselves do, after any changes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from workbench.core.property_graph.change import Change
from workbench.core.property_graph.records import EdgeRecord, NodeRecord, TextIndex
from workbench.graphs.durable.tables import Tables
from workbench.graphs.durable.texts import Texts
from workbench.graphs.searching.text_query import Found, TextQuery
from workbench.graphs.searching.text_search import search_text
from workbench.graphs.state import State
from workbench.stores.relational.postgres import Postgres

INDEXES = (
    TextIndex("plain", "node", ("title", "body")),
    TextIndex("folded", "node", ("body",), fold=True, bigrams=True),
    TextIndex("pieces", "node", ("title", "body"), "trigram"),
    TextIndex("folded pieces", "node", ("body",), "trigram", fold=True, bigrams=True),
    TextIndex("notes", "edge", ("note",), bigrams=True),
)
WORDS = [
    "graph",
    "graphs",
    "autograph",
    "database",
    "data",
    "Data",
    "café",
    "café",
    "CAFE",
    "naïve",
    "don't",
    "O'Neil",
    "\\back",
    "图数据库",
    "数据",
    "数",
    "据库系统",
    "東京タワー",
    "서울",
    "100%",
    "under_score",
    "a_b",
    "🙂",
    "👩\u200d🔬🙂",
    "x'",
    "''",
    "ÅNGSTRÖM",
    "straße",
    "İstanbul",
]
QUERIES = (
    "graph",
    "data graph",
    "cafe",
    "café naive",
    "数据",
    "图数",
    "数",
    "图数据库",
    "don't",
    "o'neil",
    "\\back",
    "100%",
    "under_score",
    "🙂🙂🙂",
    "👩‍🔬🙂",
    "ata gra",
    "graph graph data",
    "タワー",
    "서울 data",
    "istanbul",
)


class World:
    """A graph that changes at random, in tables and in its mirror."""

    def __init__(self, store: Postgres, tables: Tables, seed: int) -> None:
        self.roll, self.tables = random.Random(seed), tables
        self.texts = Texts(store, tables._graph)
        self.state = State.of(tables.load())

    def text(self) -> Any:
        if self.roll.random() < 0.1:
            return self.roll.choice([7, True, "", "  ", "!?"])
        words = self.roll.choices(WORDS, k=self.roll.randrange(1, 9))
        return self.roll.choice([" ", "  ", ", ", "\n"]).join(words)

    def node(self, id: int) -> NodeRecord:
        labels = ("A",) if self.roll.random() < 0.5 else ("A", "B")
        keys = [key for key in ("title", "body") if self.roll.random() < 0.8]
        return NodeRecord(id, f"n{id}", labels, {key: self.text() for key in keys} | {"k": id % 3})

    def edge(self, id: int) -> EdgeRecord:
        return EdgeRecord(id, id % 20, id % 7, self.roll.choice("KL"), {"note": self.text()})

    def commit(self, **change: Any) -> None:
        delta = self.tables.commit(Change(**change), expecting=self.state.generation)
        self.state.apply(delta)

    def candidates(self, query: TextQuery) -> Found | None:
        return self.texts.candidates(query, self.state.generation)


@pytest.fixture
def world(tong: Postgres, tables: Tables) -> World:
    world = World(tong, tables, 5)
    world.commit(text_indexes=INDEXES[:2])
    world.commit(nodes=[world.node(id) for id in range(60)])
    world.commit(edges=[world.edge(id) for id in range(40)])
    world.commit(text_indexes=INDEXES[2:])
    return world


def answers(world: World, index: TextIndex, mode: str, query: str, **options: Any) -> Any:
    """With and without PostgreSQL; an error is an answer too."""
    try:
        args = (world.state, index.name, query)
        alone = search_text(*args, mode=mode, limit=100, **options)  # type: ignore[arg-type]
    except ValueError as error:
        return str(error), str(error)
    asked = search_text(
        *args,
        mode=mode,  # type: ignore[arg-type]
        limit=100,
        candidates=world.candidates,
        **options,
    )
    return asked, alone


def check_all(world: World, queries: Sequence[str] = QUERIES) -> int:
    hits = 0
    for index in INDEXES:
        for mode in ("all", "any", "phrase", "prefix", "substring"):
            for query in queries:
                asked, alone = answers(world, index, mode, query)
                assert asked == alone, (index.name, mode, query)
                hits += isinstance(asked, list) and len(asked)
    return hits


def test_the_answer_is_the_same_with_and_without_postgres(world: World) -> None:
    assert check_all(world) > 1000


def test_updates_and_deletions_are_followed(world: World) -> None:
    for _ in range(3):
        changed = world.roll.sample(sorted(r.id for r in world.state.nodes), 12)
        gone = [edge.id for edge in world.state.edges if edge.id % 5 == 0][:4]
        world.commit(nodes=[world.node(id) for id in changed[:8]], dropped_edges=gone)
        world.commit(dropped_nodes=[id for id in changed[8:] if id >= 20])
    assert check_all(world, QUERIES[::2]) > 300


def test_filters_do_not_change_the_counts_of_words(world: World) -> None:
    for options in ({"labels": ["B"]}, {"properties": {"k": 1}}, {"properties": {"k": 1.0}}):
        for mode in ("all", "any", "phrase"):
            asked, alone = answers(world, INDEXES[0], mode, "data graph", **options)
            assert asked == alone
    asked, alone = answers(world, INDEXES[4], "any", "data 数", edge_type="K")
    assert asked == alone
    assert asked


def test_an_index_that_is_dropped_leaves_no_row(world: World, tong: Postgres) -> None:
    world.commit(dropped_text_indexes=[index.name for index in INDEXES])
    given = {"graph": world.tables._graph}
    found = tong.rows("SELECT count(*) AS n FROM tong_texts WHERE graph = $graph", given)
    assert found.values[0][0] == 0


def test_a_state_that_is_not_the_newest_answers_for_itself(world: World) -> None:
    snapshot = world.state.copy()
    before = search_text(snapshot, "plain", "graph")
    world.commit(dropped_nodes=[before[0].id])
    query = TextQuery.of(INDEXES[0], "graph")
    assert world.texts.candidates(query, snapshot.generation) is None
    old = lambda asked: world.texts.candidates(asked, snapshot.generation)  # noqa: E731
    assert search_text(snapshot, "plain", "graph", candidates=old) == before


LONG = {
    "a megabyte of distinct words": lambda: " ".join(f"w{i:07d}" for i in range(110_000)),
    "a megabyte of one word": lambda: "graph " * 170_000,
    "a word of a megabyte": lambda: "w" * 1_000_000 + " w0000042",
    "a megabyte of Chinese": lambda: "".join(chr(0x4E00 + i * 7 % 20000) for i in range(330_000)),
}


@pytest.mark.parametrize("kind", LONG)
def test_long_texts_are_searched_whole(world: World, kind: str) -> None:
    text = LONG[kind]()
    world.commit(nodes=[NodeRecord(3, "long", (), {"body": text})])
    for index in INDEXES[:3]:
        for query in ("graph w0000042", text[41:44]):
            asked, alone = answers(world, index, "any", query)
            assert asked == alone
            assert isinstance(asked, str) or any(hit.id == 3 for hit in asked) == finds(
                index, text, query
            )


def finds(index: TextIndex, text: str, query: str) -> bool:
    if index.tokenizer == "trigram":
        return any(part in text for part in query.split())
    if "\u4e00" in text:
        return index.bigrams and query in text
    return bool(set(query.split()) & set(text.split()))


def test_a_long_prefix_is_looked_for_in_the_records(world: World) -> None:
    world.commit(nodes=[NodeRecord(3, "long", (), {"body": "v" * 400 + "tail"})])
    for query in ("v" * 50, "v" * 401, "v" * 400 + "ta"):
        asked, alone = answers(world, INDEXES[0], "prefix", query)
        assert asked == alone
        assert [hit.id for hit in asked] == ([] if query == "v" * 401 else [3])


def test_graphs_do_not_see_each_others_texts(
    world: World, tong: Postgres, make: Callable[[], Tables]
) -> None:
    other = World(tong, make(), 6)
    other.commit(text_indexes=INDEXES[:1], nodes=[NodeRecord(0, "a", (), {"body": "graph"})])
    hits = search_text(other.state, "plain", "graph", candidates=other.candidates)
    assert [(hit.id, hit.matched_fields) for hit in hits] == [(0, ("body",))]
    found = other.candidates(TextQuery.of(INDEXES[0], "graph"))
    assert found is not None
    assert (found.documents, found.length, found.frequencies) == (1, 1, (1,))


def test_a_small_change_writes_only_its_own_rows(world: World, tong: Postgres) -> None:
    statement = "SELECT entity, xmin::text AS by FROM tong_texts WHERE graph = $graph"
    given = {"graph": world.tables._graph}
    before = {tuple(row) for row in tong.rows(statement, given).values}
    world.commit(nodes=[NodeRecord(7, "n7", ("A",), {"title": "graph", "body": "café"})])
    after = {tuple(row) for row in tong.rows(statement, given).values}
    assert {entity for entity, _ in after - before} == {7}
