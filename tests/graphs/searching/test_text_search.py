"""What text search finds, in which order, and why."""

from __future__ import annotations

import random
from typing import Any

import bm25s
import pytest

from tests.graphs.states import Edge, Node, state_of
from workbench.core.errors import BadInput
from workbench.core.property_graph.records import TextIndex
from workbench.graphs.searching.text_search import TextHit, search_text
from workbench.graphs.state import State

WORDS = [
    "graph",
    "database",
    "local",
    "engine",
    "memory",
    "agent",
    "query",
    "index",
    "node",
    "edge",
]


def world(*texts: Any, **index: Any) -> State:
    """Nodes with the property `t` under the index `i`."""
    nodes = [Node(id, f"n{id}", (), {"t": text}) for id, text in enumerate(texts)]
    definition = TextIndex("i", "node", index.pop("properties", ("t",)), **index)
    return state_of(nodes, text_indexes=[definition])


def ids(hits: list[TextHit]) -> list[int]:
    return [hit.id for hit in hits]


@pytest.fixture(scope="module")
def random_world() -> State:
    roll = random.Random(3)
    texts = [
        " ".join(roll.choices(WORDS, range(len(WORDS), 0, -1), k=roll.randrange(1, 30)))
        for _ in "x" * 200
    ]
    return world(*texts)


@pytest.mark.parametrize(
    "query", ["graph", "graph edge", "memory agent query node", "edge edge query"]
)
def test_bm25_is_that_of_an_independent_implementation(random_world: State, query: str) -> None:
    corpus = [str(node.properties["t"]).split() for node in random_world.nodes]
    peer = bm25s.BM25(k1=1.2, b=0.75, method="atire", idf_method="lucene", dtype="float64")
    peer.index(corpus, show_progress=False)
    expected = peer.get_scores(query.split())
    hits = search_text(random_world, "i", query, mode="any", limit=200)
    assert {hit.id: hit.score for hit in hits} == pytest.approx(
        {id: score for id, score in enumerate(expected) if score}, rel=1e-9
    )
    assert ids(hits) == sorted(ids(hits), key=lambda id: (-round(expected[id], 12), id))


@pytest.mark.parametrize("ranking", ["bm25", "simple"])
def test_contributions_add_up_to_the_score(random_world: State, ranking: Any) -> None:
    for hit in search_text(random_world, "i", "graph edge agent", mode="any", ranking=ranking):
        assert sum(part.score for part in hit.contributions) == pytest.approx(hit.score, rel=1e-12)


def test_contributions_name_field_and_term() -> None:
    nodes = [Node(0, "a", (), {"title": "graph graph", "body": "graph data"}), Node(1, "b")]
    state = state_of(nodes, text_indexes=[TextIndex("i", "node", ("title", "body"))])
    [hit] = search_text(state, "i", "graph data")
    shares = {(part.field, part.term): part.score for part in hit.contributions}
    assert set(shares) == {("title", "graph"), ("body", "graph"), ("body", "data")}
    assert shares["title", "graph"] == pytest.approx(2 * shares["body", "graph"])


def test_rare_words_and_repeated_words_count_more() -> None:
    state = world("graph graph graph", "graph data", "data data zebra", "data graph x")
    assert ids(search_text(state, "i", "graph")) == [0, 1, 3]
    assert ids(search_text(state, "i", "zebra graph", mode="any"))[0] == 2


def test_a_phrase_is_whole_words_that_follow_one_another() -> None:
    state = world("autograph database", "graph  data", "Graph-Data!", "data graph", "graph x data")
    assert ids(search_text(state, "i", "graph data", mode="phrase")) == [1, 2]
    substrings = search_text(state, "i", "graph data", mode="substring", ranking="simple")
    assert ids(substrings) == [0, 1]


def test_what_has_no_word_is_found_as_a_substring() -> None:
    [hit] = search_text(world("!!", "🙂🙂 ok"), "i", "🙂", mode="substring")
    assert (hit.id, hit.score > 0) == (1, True)


def test_a_phrase_stands_within_one_field() -> None:
    nodes = [Node(0, "a", (), {"x": "graph", "y": "data"}), Node(1, "b", (), {"y": "graph data"})]
    state = state_of(nodes, text_indexes=[TextIndex("i", "node", ("x", "y"))])
    assert ids(search_text(state, "i", "graph data", mode="phrase")) == [1]
    assert ids(search_text(state, "i", "graph data", ranking="simple")) == [0, 1]


def test_accents_are_found_without_them_where_the_index_folds() -> None:
    texts = ("Café au lait", "cafe\u0301", "cafe")
    assert ids(search_text(world(*texts, fold=True), "i", "CAFE", ranking="simple")) == [0, 1, 2]
    assert ids(search_text(world(*texts), "i", "café")) == [1, 0]


def test_chinese_words_of_one_and_two_letters_are_found() -> None:
    state = world("图数据库", "本地检索", "数据", "据数", bigrams=True)
    assert ids(search_text(state, "i", "数据", ranking="simple")) == [0, 2]
    assert ids(search_text(state, "i", "据", ranking="simple")) == [0, 2, 3]
    assert ids(search_text(state, "i", "图数 库", mode="phrase")) == []
    assert ids(search_text(state, "i", "数据库", mode="phrase")) == [0]


def test_only_texts_are_searched() -> None:
    assert ids(search_text(world(7, True, "7", ""), "i", "7")) == [2]


def test_equal_scores_come_by_id_and_pages_after_that() -> None:
    state = world(*["graph"] * 5)
    assert ids(search_text(state, "i", "graph", limit=2, offset=1)) == [1, 2]
    assert ids(search_text(state, "i", "graph", offset=9)) == []


def test_edges_are_found_and_filtered_by_their_type() -> None:
    edges = [Edge(0, 0, 1, "CITES", {"n": "team"}), Edge(1, 1, 0, "KNOWS", {"n": "team"})]
    state = state_of(2, edges, text_indexes=[TextIndex("i", "edge", ("n",))])
    [hit] = search_text(state, "i", "team", edge_type="KNOWS", ranking="simple")
    assert hit.row() == {"kind": "edge", "id": 1, "score": 1.0, "matched_fields": ["n"]}
    with pytest.raises(BadInput, match="labels cannot be used"):
        search_text(state, "i", "team", labels=["A"])


def test_properties_are_filtered_by_type_and_value() -> None:
    nodes = [Node(i, f"n{i}", (), {"t": "x", "k": k}) for i, k in enumerate([1, 1.0, True, "1"])]
    state = state_of(nodes, text_indexes=[TextIndex("i", "node", ("t",))])
    found = [ids(search_text(state, "i", "x", properties={"k": k})) for k in (1, 1.0, True, "1")]
    assert found == [[0], [1], [2], [3]]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"limit": 0}, "greater than zero"),
        ({"limit": True}, "limit is an integer"),
        ({"offset": -1}, "zero or more"),
        ({"edge_type": "K"}, "edge_type cannot be used with a node"),
        ({"ranking": "best"}, "bm25, simple"),
        ({"properties": {"k": None}}, "properties"),
    ],
)
def test_wrong_options_are_refused(options: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        search_text(world("graph"), "i", "graph", **options)


def test_an_unknown_index_names_those_that_there_are() -> None:
    with pytest.raises(BadInput, match='"j" not found; expected one of: i'):
        search_text(world("graph"), "j", "graph")
