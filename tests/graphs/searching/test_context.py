"""What a retrieval of context returns, and what each row owes to which hit."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphs.states import Edge, Node, state_of
from workbench.core.errors import BadInput
from workbench.core.property_graph.records import TextIndex, Vector, VectorIndex
from workbench.graphs.searching.context import retrieve_context
from workbench.graphs.searching.context_hits import ContextHit
from workbench.graphs.state import State

TEXTS = [TextIndex("texts", "node", ("t",)), TextIndex("notes", "edge", ("n",))]


@pytest.fixture
def chain() -> State:
    """0 - 1 - 2 - 3 - 4, words at 0 and 2, vectors at 0 and 3."""
    texts = {0: "graph memory", 2: "graph"}
    nodes = [
        Node(i, f"n{i}", ("A", "B") if i % 2 else ("A",), {"t": texts[i]} if i in texts else {})
        for i in range(5)
    ]
    edges = [Edge(i, i, i + 1, "K" if i < 3 else "L", {"n": f"note{i}"}) for i in range(4)]
    return state_of(
        nodes,
        edges,
        text_indexes=TEXTS,
        vector_indexes=[VectorIndex("v", "node", 2)],
        vectors=[Vector("v", 0, [1, 0]), Vector("v", 3, [0, 1])],
    )


def asked(state: State, **options: Any) -> dict[tuple[str, int], ContextHit]:
    return {(hit.kind, hit.id): hit for hit in retrieve_context(state, **options)}


GRAPH = {"text_index": "texts", "text_query": "graph"}


def test_a_hit_is_worth_more_than_what_lies_between_hits(chain: State) -> None:
    hits = retrieve_context(chain, **GRAPH)
    assert [(hit.id, hit.distance) for hit in hits] == [(2, 0), (0, 0), (1, 1), (3, 1)]
    assert next(h.id for h in retrieve_context(chain, compat=True, **GRAPH)) == 1


def test_distances_are_true_and_what_is_inherited_decays(chain: State) -> None:
    found = asked(chain, text_index="texts", text_query="memory", radius=3, graph_weight=0.2)
    inherited = [found["node", id].inherited for id in (1, 2, 3)]
    assert inherited == pytest.approx([0.2, 0.1, 0.05])
    assert [found["node", id].distance for id in range(4)] == [0, 1, 2, 3]
    assert ("node", 4) not in found


def test_own_and_inherited_are_apart_and_add_up(chain: State) -> None:
    vector = {"vector_index": "v", "vector_query": [1, 0]}
    for hit in retrieve_context(chain, radius=2, text_weight=2, **GRAPH, **vector):
        assert hit.score == pytest.approx(hit.own + hit.inherited)
        assert sum(part.score for part in hit.contributions) == pytest.approx(hit.score)
        own = [part for part in hit.contributions if part.distance == 0]
        assert sum(part.score for part in own) == pytest.approx(hit.own)
        assert {part.source for part in own} == set(hit.source_scores)


def test_scores_of_both_sources_are_shares_of_the_best(chain: State) -> None:
    found = asked(chain, vector_index="v", vector_query=[3, 1], radius=0, **GRAPH)
    own = {id: {p.source: p.score for p in found["node", id].contributions} for id in (0, 2, 3)}
    assert own[2] == {"text": 1.0}
    assert own[0]["vector"] == 1.0
    assert own[3]["vector"] == pytest.approx(1 / 3)
    assert found["node", 0].source_scores["vector"] == pytest.approx(3 / 10**0.5)


def test_what_is_inherited_names_its_hit_and_half_of_each_further_one(chain: State) -> None:
    node = asked(chain, **GRAPH)["node", 1]
    best, second = node.contributions
    assert (best.seed, best.source, best.distance) == (("node", 2), "text", 1)
    assert (second.seed, second.source, second.distance) == (("node", 0), "text", 1)
    other = asked(chain, **GRAPH)["node", 0].own
    assert [best.score, second.score] == pytest.approx([0.1, 0.1 * other / 2])
    assert node.source_scores == {}


def test_filters_bind_all_that_is_returned(chain: State) -> None:
    assert set(asked(chain, labels=["B"], **GRAPH)) == set()
    assert set(asked(chain, labels=["A"], radius=2, **GRAPH)) == {("node", i) for i in range(5)}
    assert set(asked(chain, properties={"t": "graph"}, radius=4, **GRAPH)) == {("node", 2)}
    vector = {"vector_index": "v", "vector_query": [0, 1], "labels": ["B"]}
    assert set(asked(chain, radius=4, **vector)) == {("node", 3), ("node", 1)}


def test_labels_may_be_given_once_over(chain: State) -> None:
    once = (label for label in ["A", "B"])
    vector = {"vector_index": "v", "vector_query": [0, 1]}
    assert set(asked(chain, labels=once, radius=4, **GRAPH, **vector)) == {("node", 3), ("node", 1)}


def test_edges_are_hits_whose_ends_are_next_to_them(chain: State) -> None:
    found = asked(chain, text_index="notes", text_query="note1", radius=2)
    assert {key: hit.distance for key, hit in found.items()} == {
        ("edge", 1): 0,
        ("node", 1): 1,
        ("node", 2): 1,
        ("node", 0): 2,
        ("node", 3): 2,
    }


def test_only_edges_of_the_type_are_found_and_walked(chain: State) -> None:
    found = asked(chain, text_index="notes", text_query="note2", radius=9, edge_type="K")
    assert set(found) == {("edge", 2), *(("node", i) for i in range(4))}
    assert asked(chain, text_index="notes", text_query="note3", edge_type="K") == {}


def test_directions_are_kept(chain: State) -> None:
    out = asked(chain, text_index="texts", text_query="memory", direction="out", radius=9)
    back = asked(chain, text_index="texts", text_query="memory", direction="in", radius=9)
    assert (len(out), len(back)) == (5, 1)


def test_nothing_asked_is_nothing_found(chain: State) -> None:
    assert retrieve_context(chain) == []
    assert retrieve_context(chain, compat=True) == []


def test_vectors_that_point_away_give_nothing(chain: State) -> None:
    found = asked(chain, vector_index="v", vector_query=[-1, -1])
    assert {key: hit.score for key, hit in found.items()} == {("node", 0): 0.0, ("node", 3): 0.0}


def test_without_a_graph_weight_only_hits_are_found(chain: State) -> None:
    assert set(asked(chain, graph_weight=0, **GRAPH)) == {("node", 0), ("node", 2)}


def test_the_original_sums_up_what_every_hit_gives(chain: State) -> None:
    state = state_of(
        [
            Node(0, "alice", ("P", "D"), {"text": "graph memory retrieval"}),
            Node(1, "bob", ("P",), {"text": "agent memory"}),
            Node(2, "carol", ("P",)),
        ],
        [Edge(0, 0, 1, "K"), Edge(1, 1, 2, "K")],
        text_indexes=[TextIndex("p", "node", ("text",))],
    )
    rows = [
        h.row() for h in retrieve_context(state, text_index="p", text_query="memory", compat=True)
    ]
    assert [(row["id"], row["distance"], row["source_scores"]) for row in rows] == [
        (0, 0, {"text": 1.0}),
        (1, 0, {"text": 1.0}),
        (2, 1, {"text": 1.0}),
    ]
    assert [row["score"] for row in rows] == pytest.approx([2.15, 2.15, 1.05])
    assert rows[2]["record"] == state.nodes.get(2)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"text_query": "x"}, "must be provided together"),
        ({"vector_index": "v"}, "must be provided together"),
        ({"radius": -1}, "radius must be non-negative"),
        ({"radius": "1"}, "radius is an integer"),
        ({"limit": 0}, "limit must be greater than zero"),
        ({"graph_weight": -1.0}, "graph_weight must be a finite number"),
        ({"decay": 2}, "decay must be from 0 to 1"),
        ({"direction": "up"}, "direction must be one of"),
    ],
)
def test_wrong_arguments_are_refused(chain: State, options: dict[str, Any], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        retrieve_context(chain, **options)
