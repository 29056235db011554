"""Components, PageRank, subgraphs and batches, against definitions and other libraries."""

from __future__ import annotations

import networkx as nx
import pytest
import rustworkx as rx

from tests.graphs.brute import Brute
from tests.graphs.states import Edge, Node, random_state, state_of
from workbench.core.errors import BadInput
from workbench.core.property_graph.records import Vector, VectorIndex
from workbench.graphs.analysing import compute_batch, connected_components, pagerank
from workbench.graphs.state import State

KINDS = (None, "A", "missing")


def worlds() -> list[State]:
    far = [Node(id, f"far{id}") for id in (3, 10**7, 10**9, 10**12)]
    edges = [Edge(0, 3, 10**9, "A"), Edge(1, 10**9, 3, "B"), Edge(4, 10**12, 10**12, "A")]
    return [
        *(random_state(s, 50, 60) for s in range(5)),
        random_state(5, 7, 0),
        state_of(far, edges),
    ]


WORLDS = [(state, Brute(state.nodes.ids().tolist(), state.edges)) for state in worlds()]


@pytest.mark.parametrize("kind", KINDS)
def test_components_stand_in_breadth_first_order(kind: str | None) -> None:
    for state, brute in WORLDS:
        assert connected_components(state, kind) == brute.components(kind)


def test_components_are_those_of_rustworkx() -> None:
    state = random_state(21, 300, 250)
    ids, graph = state.nodes.ids().tolist(), rx.PyDiGraph()
    graph.add_nodes_from(ids)
    at = {id: place for place, id in enumerate(ids)}
    graph.add_edges_from_no_data([(at[e.source], at[e.target]) for e in state.edges])
    wanted = {frozenset(ids[v] for v in part) for part in rx.weakly_connected_components(graph)}

    assert {frozenset(part) for part in connected_components(state)} == wanted


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("rounds", "damping"), [(0, 0.85), (1, 1.0), (20, 0.85), (3, 0.0)])
def test_ranks_are_those_of_the_definition(kind: str | None, rounds: int, damping: float) -> None:
    for state, brute in WORLDS:
        found = pagerank(state, rounds, damping, edge_type=kind)
        wanted = brute.pagerank(rounds, damping, kind)
        assert list(found) == brute.nodes
        assert found == pytest.approx(wanted, abs=1e-12)


def test_ranks_that_settled_are_those_of_networkx() -> None:
    state = random_state(4, 80, 300)
    graph = nx.DiGraph((e.source, e.target) for e in state.edges)
    graph.add_nodes_from(state.nodes.ids().tolist())
    found = pagerank(state, 500, 0.85, 1e-14)

    assert found == pytest.approx(nx.pagerank(graph, 0.85, tol=1e-13), abs=1e-10)


def test_a_tolerance_ends_the_rounds_after_the_one_that_keeps_it() -> None:
    state = state_of(2, [Edge(0, 0, 1, "A"), Edge(1, 1, 0, "A")])  # settled from the start
    lone = random_state(2, 20, 40)

    assert pagerank(state, 50, tolerance=0.0) == pagerank(state, 1)
    assert pagerank(lone, 50, tolerance=10.0) == pagerank(lone, 1)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"damping": 1.1}, "damping must be between 0.0 and 1.0"),
        ({"damping": float("nan")}, "damping must be between 0.0 and 1.0"),
        ({"tolerance": -1.0}, "tolerance must be finite and non-negative"),
        ({"tolerance": float("inf")}, "tolerance must be finite and non-negative"),
        ({"iterations": -1}, "iterations must be a whole number"),
    ],
)
def test_bad_arguments_are_told(arguments: dict[str, float], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        pagerank(state_of(1), **arguments)  # type: ignore[arg-type]


def test_an_empty_graph_has_no_ranks_and_no_components() -> None:
    assert (pagerank(state_of(0)), connected_components(state_of(0))) == ({}, [])


def test_a_subgraph_keeps_ids_inner_edges_and_their_vectors() -> None:
    index = VectorIndex("emb", "node", 2), VectorIndex("rel", "edge", 2)
    vectors = [Vector("emb", 0, [1, 0]), Vector("emb", 3, [0, 1]), Vector("rel", 1, [1, 1])]
    edges = [Edge(0, 0, 1, "A"), Edge(1, 1, 0, "B"), Edge(2, 1, 3, "A"), Edge(3, 1, 1, "A")]
    whole = state_of(4, edges, vector_indexes=index, vectors=vectors)
    part = whole.induced([1, 0, 1])

    assert [n.id for n in part.nodes] == [0, 1]
    assert [e.id for e in part.edges] == [0, 1, 3]
    assert [(v.index, v.entity) for v in part.model().vectors] == [("emb", 0), ("rel", 1)]
    assert [e.id for e in whole.induced([0, 1], "A").edges] == [0, 3]
    assert part.next_ids == whole.next_ids


def test_a_subgraph_of_a_node_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadInput, match="node 9 not found"):
        state_of(2).induced([0, 9])


def test_jobs_are_answered_in_order() -> None:
    state = state_of(3, [Edge(0, 0, 1, "A"), Edge(1, 1, 2, "A")])
    jobs = [
        {"op": "bfs", "start": 1, "direction": "both"},
        {"op": "shortest_path", "start": 0, "target": 2},
        {"op": "connected_components", "edge_type": "B"},
        {"op": "subgraph", "nodes": [2, 1]},
    ]
    found = compute_batch(state, jobs)

    assert found[:3] == [[1, 2, 0], ([0, 1, 2], [0, 1], 2.0), [[0], [1], [2]]]
    assert [e.id for e in found[3].edges] == [1]


@pytest.mark.parametrize(
    ("job", "words"),
    [
        ({"op": "bfs", "start": 9}, "job 1: node 9 not found"),
        ({"op": "dance"}, "job 1: op must be one of bfs, .*, not 'dance'"),
        ({"start": 1}, "job 1: op must be one of"),
        ({"op": "bfs", "from": 1}, "job 1: bfs: .*argument"),
        ({"op": "pagerank", "damping": 2}, "job 1: damping must be between"),
        ("bfs", "job 1: a job is a mapping"),
    ],
)
def test_an_error_tells_its_job(job: dict[str, object], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        compute_batch(state_of(1), [{"op": "pagerank"}, job])
