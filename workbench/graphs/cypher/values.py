"""Native values as values of the graph: records instead of the engine's nodes and edges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from ...core.errors import StaleHandle
from ...core.property_graph.records import EdgeRecord, NodeRecord
from ...core.values import Edge, Node, Path
from ..projecting.rows import HIDDEN, ID


@dataclass(frozen=True, slots=True)
class PathRecord:
    """A walk: one node more than edges."""

    nodes: tuple[NodeRecord, ...]
    edges: tuple[EdgeRecord, ...]


class Records:
    """Finds the records of what a query returned."""

    def __init__(
        self,
        node: Callable[[int], NodeRecord | None],
        edge: Callable[[int], EdgeRecord | None],
    ) -> None:
        self._node_of, self._edge_of = node, edge

    def value(self, value: Any) -> Any:
        """The value with every node, edge and path in it, however deep, as records."""
        if isinstance(value, Node):
            return self._node(value)
        if isinstance(value, Edge):
            return self._edge(value)
        if isinstance(value, Path):
            nodes = tuple(self._node(node) for node in value.nodes)
            return PathRecord(nodes, tuple(self._edge(edge) for edge in value.edges))
        if isinstance(value, list | tuple):
            return [self.value(one) for one in value]
        if isinstance(value, Mapping):
            return {key: self.value(one) for key, one in value.items() if key not in HIDDEN}
        return value

    def _node(self, node: Node) -> NodeRecord:
        found = self._node_of(node.properties[ID])
        return found or _gone("node", node.properties[ID])

    def _edge(self, edge: Edge) -> EdgeRecord:
        found = self._edge_of(edge.properties[ID])
        return found or _gone("edge", edge.properties[ID])


def _gone(kind: str, id: int) -> NoReturn:
    raise StaleHandle(f"the graph changed while it was asked for {kind} {id}; ask again")
