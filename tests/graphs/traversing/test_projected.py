"""Cypher over the projection answers what the mirror answers, in the same order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.graphs.states import Edge, random_state, state_of
from workbench.core.errors import BadInput
from workbench.core.values import Rows
from workbench.graphs.analysing import (
    Flow,
    connected_components,
    local_propagate,
    pagerank,
    propagate,
)
from workbench.graphs.state import State
from workbench.graphs.traversing import (
    Projected,
    bfs,
    frontier,
    k_hop,
    neighbors,
    random_walk,
    shortest_path,
)

WAYS = ("out", "in", "both")
KINDS = (None, "A", "missing")


class Counted:
    """Asks a store, and counts its statements."""

    def __init__(self, store: Any) -> None:
        self.store, self.asked = store, 0

    def __call__(self, text: str, parameters: Mapping[str, Any], /) -> Rows:
        self.asked += 1
        rows: Rows = self.store.rows(text, parameters, reviewed=True)
        return rows


def projected(store: Any, state: State) -> Projected:
    store.write("CREATE INDEX tong_id IF NOT EXISTS FOR (n:TongNode) ON (n.tong_id)")
    nodes = [{**node.properties, "tong_id": node.id} for node in state.nodes]
    store.write("UNWIND $rows AS row CREATE (n:TongNode) SET n = row", {"rows": nodes})
    for kind in state.edges.types():
        edges = (edge for edge in state.edges if edge.edge_type == kind)
        rows = [
            {"s": e.source, "t": e.target, "p": {**e.properties, "tong_id": e.id}} for e in edges
        ]
        ends = "MATCH (a:TongNode {tong_id: row.s}), (b:TongNode {tong_id: row.t})"
        text = f"UNWIND $rows AS row {ends} CREATE (a)-[e:`{kind}`]->(b) SET e = row.p"
        store.write(text, {"rows": rows})
    return Projected(Counted(store))


def test_walks_are_those_of_the_mirror(graph: Any) -> None:
    state = random_state(3, 30, 70)
    found, nodes = projected(graph, state), state.nodes.ids().tolist()
    for way in WAYS:
        for kind in KINDS[:2]:
            assert neighbors(found, nodes[3], way, kind) == neighbors(state, nodes[3], way, kind)
            assert k_hop(found, nodes[5], 3, way, kind) == k_hop(state, nodes[5], 3, way, kind)
            assert bfs(found, nodes[7], way, kind) == bfs(state, nodes[7], way, kind)
            starts = [nodes[9], nodes[2], nodes[9]]
            assert frontier(found, starts, 2, way, kind) == frontier(state, starts, 2, way, kind)
            walks = [random_walk(at, nodes[1], 5, way, kind, seed=4) for at in (found, state)]
            assert walks[0] == walks[1]


@pytest.mark.parametrize("weight", [None, "weight"])
def test_paths_are_those_of_the_mirror(graph: Any, weight: str | None) -> None:
    state = random_state(5, 25, 60)
    found, nodes = projected(graph, state), state.nodes.ids().tolist()
    for at, way in enumerate(WAYS * 3):
        ends = nodes[at], nodes[-at - 1]
        for compat in (False, True):
            path = shortest_path(found, *ends, way, None, weight, compat=compat)
            assert path == shortest_path(state, *ends, way, None, weight, compat=compat)


def test_whole_graphs_are_analysed_alike(graph: Any) -> None:
    state = random_state(6, 30, 40)
    found, seeds = projected(graph, state), dict.fromkeys(state.nodes.ids().tolist()[:4], 0.5)
    flow = Flow("weight", 0.9)

    for kind in KINDS:
        assert connected_components(found, kind) == connected_components(state, kind)
        assert pagerank(found, edge_type=kind) == pagerank(state, edge_type=kind)
    assert propagate(found, seeds, 3, flow) == propagate(state, seeds, 3, flow)
    assert local_propagate(found, seeds, 2, flow=flow) == local_propagate(state, seeds, flow=flow)


def test_a_frontier_is_one_statement_a_way(graph: Any) -> None:
    star = state_of(9, [Edge(id, id % 2, id, "A") for id in range(9)])
    found = projected(graph, star)
    asks: Counted = found._asks  # type: ignore[assignment]
    counts = []
    for way in WAYS:
        asks.asked = 0
        found.steps([0, 1, 2, 3, 4], way, None)  # type: ignore[arg-type]
        counts.append(asks.asked)

    assert counts == [1, 1, 2]


def test_errors_are_those_of_the_mirror(graph: Any) -> None:
    state = state_of(2, [Edge(5, 0, 1, "A", {"weight": "1 0"})])
    found = projected(graph, state)

    with pytest.raises(BadInput, match="node 7 not found"):
        bfs(found, 7)
    with pytest.raises(BadInput, match=r"edge 5 has weight = '1 0'.*finite and non-negative"):
        shortest_path(found, 0, 1, weight_property="weight")
    with pytest.raises(BadInput, match="edge 5 has weight = '1 0'"):
        propagate(found, {0: 1.0}, 1, Flow("weight"))


def test_a_type_that_no_pattern_can_hold_is_refused(graph: Any) -> None:
    with pytest.raises(BadInput, match="back-tick"):
        neighbors(projected(graph, state_of(1)), 0, edge_type="A`")
