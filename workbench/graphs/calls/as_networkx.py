"""Records as a graph of networkx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...core.property_graph.records import EdgeRecord, NodeRecord

if TYPE_CHECKING:
    import networkx


def as_networkx(nodes: Iterable[NodeRecord], edges: Iterable[EdgeRecord]) -> networkx.MultiDiGraph:
    """Ids are the keys of nodes and of edges; a property of the name of a part goes before it."""
    import networkx

    made = networkx.MultiDiGraph()
    for node in nodes:
        own = {"labels": list(node.labels), "name": node.external_id}
        made.add_node(node.id, **{**own, **node.properties})
    for edge in edges:
        told = {"type": edge.edge_type, **edge.properties}
        made.add_edge(edge.source, edge.target, key=edge.id, **told)
    return made
