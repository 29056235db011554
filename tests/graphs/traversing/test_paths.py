"""Shortest paths: every parallel edge counts, ties and errors are told."""

from __future__ import annotations

import random
from dataclasses import replace

import networkx as nx
import pytest

from tests.graphs.brute import Brute
from tests.graphs.states import Edge, random_state, state_of
from workbench.core.errors import BadInput
from workbench.graphs.state import State
from workbench.graphs.traversing import mirror, paths, shortest_path

WAYS = {"out": "out", "incoming": "in", "all": "both"}


@pytest.fixture(params=[1000, 0, 3], ids=["near", "far", "far after 3 nodes"])
def path(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever search finds it."""
    monkeypatch.setattr(paths, "_PATIENCE", request.param)
    monkeypatch.setattr(mirror, "_FEW", 8 * request.param)


@pytest.mark.usefixtures("path")
@pytest.mark.parametrize("weight", [None, "weight", "positive"])
@pytest.mark.parametrize("way", WAYS)
def test_paths_are_those_of_the_definition(way: str, weight: str | None) -> None:
    for seed in range(4):
        state = with_positive(random_state(seed, 30, 70))
        brute, roll = Brute(state.nodes.ids().tolist(), state.edges), random.Random(seed)
        for _ in range(8):
            ends = roll.choice(brute.nodes), roll.choice(brute.nodes)
            for first in (False, True):
                found = shortest_path(state, *ends, way, None, weight, compat=first)
                wanted = brute.shortest_path(*ends, WAYS[way], weight, first=first)
                assert found == wanted


def with_positive(state: State) -> State:
    """Its edges with one more weight, which is never 0, and ties often."""
    edges = [replace(e, properties={**e.properties, "positive": 1 + e.id % 3}) for e in state.edges]
    return state_of(state.nodes, edges)


@pytest.mark.usefixtures("path")
def test_distances_are_those_of_networkx() -> None:
    state = random_state(11, 60, 240)
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(state.nodes.ids().tolist())
    for edge in state.edges:
        graph.add_edge(edge.source, edge.target, w=float(edge.properties.get("weight", 1)))
    start = int(state.nodes.ids()[0])
    lengths = nx.single_source_dijkstra_path_length(graph, start, weight="w")

    for node in state.nodes.ids().tolist():
        found = shortest_path(state, start, node, weight_property="weight")
        assert (found and found.distance) == pytest.approx(lengths.get(node))


def test_the_lightest_of_parallel_edges_is_taken_and_named() -> None:
    weights = {0: 4, 1: 2, 2: 2}
    state = state_of(2, [Edge(id, 0, 1, "A", {"w": w}) for id, w in weights.items()])

    assert shortest_path(state, 0, 1, weight_property="w") == ([0, 1], [1], 2.0)
    assert shortest_path(state, 0, 1, weight_property="w", compat=True) == ([0, 1], [0], 4.0)


def test_with_both_an_opposite_edge_counts_too() -> None:
    state = state_of(2, [Edge(0, 0, 1, "A", {"w": 4}), Edge(1, 1, 0, "A", {"w": 2})])

    assert shortest_path(state, 0, 1, "both", None, "w") == ([0, 1], [1], 2.0)
    assert shortest_path(state, 0, 1, "both", None, "w", compat=True) == ([0, 1], [0], 4.0)


def test_a_node_reaches_itself_at_no_distance_and_an_island_never() -> None:
    state = state_of(3, [Edge(0, 0, 1, "A"), Edge(1, 0, 2, "B")])

    assert shortest_path(state, 1, 1) == ([1], [], 0.0)
    assert shortest_path(state, 1, 0) is None
    assert shortest_path(state, 0, 2, edge_type="A") is None


@pytest.mark.parametrize("bad", [-1.0, True, " 0.5", "1_0", "abc", "-2", "inf", "", "1e999"])
def test_an_edge_without_a_weight_is_named(bad: object) -> None:
    state = state_of(2, [Edge(7, 0, 1, "A", {"w": bad})])  # type: ignore[dict-item]

    with pytest.raises(BadInput, match=r"edge 7 has w = .*finite and non-negative"):
        shortest_path(state, 0, 1, weight_property="w")


@pytest.mark.parametrize(("text", "weight"), [("0.5", 0.5), ("1e-1", 0.1), ("+2", 2), (".5", 0.5)])
def test_text_of_a_number_weighs_what_it_says(text: str, weight: float) -> None:
    state = state_of(2, [Edge(0, 0, 1, "A", {"w": text})])
    found = shortest_path(state, 0, 1, weight_property="w")

    assert found is not None
    assert found.distance == weight


@pytest.mark.usefixtures("path")
def test_weights_that_a_sum_does_not_notice_are_searched_step_by_step() -> None:
    for much in (1e300, 1e17):
        weights = [(0, 1, much), (1, 2, 1.0), (0, 2, much), (2, 3, 1), (1, 3, 1)]
        edges = [Edge(id, a, b, "A", {"w": w}) for id, (a, b, w) in enumerate(weights)]
        found = shortest_path(state_of(4, edges), 0, 3, weight_property="w")
        assert found == ([0, 1, 3], [0, 4], much)


@pytest.mark.usefixtures("path")
def test_a_round_of_such_weights_is_no_trap() -> None:
    weights = [(0, 3, 1e17), (3, 1, 1), (1, 2, 1), (2, 1, 1)]
    edges = [Edge(id, a, b, "A", {"w": w}) for id, (a, b, w) in enumerate(weights)]
    found = shortest_path(state_of(4, edges), 0, 2, weight_property="w")

    assert found == ([0, 3, 1, 2], [0, 1, 2], 1e17)


def test_an_edge_that_is_not_met_may_weigh_anything() -> None:
    state = state_of(3, [Edge(0, 0, 1, "A"), Edge(1, 2, 1, "A", {"w": -1})])

    assert shortest_path(state, 0, 1, weight_property="w") == ([0, 1], [0], 1.0)
