"""What a database holds, read natively, as the records that it stands for."""

from __future__ import annotations

from typing import Any

from workbench.core.property_graph.records import EdgeRecord, NodeRecord
from workbench.core.protocols import Graph
from workbench.graphs.state.state import State

_NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS p"
_EDGES = (
    "MATCH (a)-[r]->(b) RETURN a.tong_id AS s, b.tong_id AS t, type(r) AS type, properties(r) AS p"
)


def held(store: Graph) -> tuple[list[Any], list[Any]]:
    """Nodes and edges by id; values as texts, which tell 1, 1.0 and true apart."""
    nodes = [(p["tong_id"], sorted(labels), _told(p)) for labels, p in store.rows(_NODES).values]
    edges = [(p["tong_id"], s, t, kind, _told(p)) for s, t, kind, p in store.rows(_EDGES).values]
    return sorted(nodes), sorted(edges)


def expected(state: State) -> tuple[list[Any], list[Any]]:
    """What `held` gives of a database that holds exactly this state."""
    return [_node(node) for node in state.nodes], [_edge(edge) for edge in state.edges]


def _node(node: NodeRecord) -> Any:
    shown = {"external_id": node.external_id, **node.properties, "tong_id": node.id}
    if len(node.labels) > 1:
        shown["tong_labels"] = [*node.labels]
    return node.id, sorted({*node.labels, "TongNode"}), _told(shown)


def _edge(edge: EdgeRecord) -> Any:
    shown = {**edge.properties, "tong_id": edge.id}
    return edge.id, edge.source, edge.target, edge.edge_type, _told(shown)


def _told(properties: Any) -> list[tuple[str, str]]:
    return sorted((key, repr(value)) for key, value in properties.items())
