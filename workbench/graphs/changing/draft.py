"""A change of nodes and edges in the making, over a state that stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput, RecordNotFound
from ...core.property_graph.change import Change
from ...core.property_graph.records import EdgeRecord, NodeRecord
from .overlay import Overlay
from .rules import checked_labels, checked_names, checked_properties, checked_text, without

if TYPE_CHECKING:
    from ..state.state import State

EXTERNAL_ID = "external_id"


class Draft:
    """What a call, a Cypher statement or a transaction is about to change.

    Every rule of records is checked as the draft grows, each method whole or not at all;
    reads of the draft see what it changed. `counts` are the original's counters.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self._nodes: Overlay[NodeRecord] = Overlay(state.nodes.get, state.next_ids["node"])
        self._edges: Overlay[EdgeRecord] = Overlay(state.edges.get, state.next_ids["edge"])
        self._named: dict[str, int | None] = {}
        self._at: dict[int, set[int]] = {}  # edges of the draft at a node
        self.counts: Counter[str] = Counter()

    def node(self, id: int) -> NodeRecord | None:
        return self._nodes.get(id)

    def edge(self, id: int) -> EdgeRecord | None:
        return self._edges.get(id)

    def id_of(self, external_id: str) -> int | None:
        if external_id in self._named:
            return self._named[external_id]
        return self.state.nodes.id_of(external_id)

    def edges_at(self, node_id: int) -> list[int]:
        """The edges that begin or end at a node, ascending."""
        below = () if node_id not in self.state.nodes else self.state.edges.at(node_id)
        known = {int(edge) for edge in below} | self._at.get(node_id, set())
        return sorted(edge for edge in known if edge not in self._edges.dropped)

    def add_node(
        self,
        external_id: str | None = None,
        labels: Iterable[str] | None = None,
        properties: Mapping[str, Any] | None = None,
    ) -> int:
        """Add a node; its id. Without an external id it gets `node:<id>`."""
        kept, named = checked_properties(properties), checked_labels(labels)
        name = f"node:{self._nodes.next_id}" if external_id is None else external_id
        self._free(checked_text(name, "external_id"))
        id = self._nodes.take_id()
        self._nodes.store(id, NodeRecord(id, name, named, kept))
        self._named[name] = id
        self.counts.update(
            nodes_created=1,
            labels_added=len(named),
            properties_set=len(kept) + (external_id is not None),
        )
        return id

    def add_edge(
        self,
        source: int,
        target: int,
        edge_type: str,
        properties: Mapping[str, Any] | None = None,
    ) -> int:
        """Add an edge between two nodes that exist; its id."""
        kind, kept = checked_text(edge_type, "edge_type"), checked_properties(properties)
        ends = self._existing(source).id, self._existing(target).id
        id = self._edges.take_id()
        self._edges.store(id, EdgeRecord(id, *ends, kind, kept))
        for end in ends:
            self._at.setdefault(end, set()).add(id)
        self.counts.update(relationships_created=1, properties_set=len(kept))
        return id

    def update_node(
        self,
        id: int,
        *,
        external_id: str | None = None,
        add_labels: Iterable[str] = (),
        remove_labels: Iterable[str] = (),
        set_properties: Mapping[str, Any] | None = None,
        remove_properties: Iterable[str] = (),
    ) -> NodeRecord:
        """Change a node; how it is then. What is both removed and set is set."""
        there = self._existing(id)
        id = there.id
        if isinstance(set_properties, Mapping) and EXTERNAL_ID in set_properties:
            raise BadInput("external_id is no property here; give external_id= to rename a node")
        added, removed = checked_labels(add_labels), checked_labels(remove_labels)
        labels = without(there.labels, removed, added)
        kept = self._changed(there.properties, set_properties, remove_properties)
        name = there.external_id
        if external_id is not None and checked_text(external_id, "external_id") != name:
            name = self._rename(id, name, external_id)
        self._nodes.store(id, NodeRecord(id, name, labels, kept))
        before, after = set(there.labels), set(labels)
        self.counts.update(labels_added=len(after - before), labels_removed=len(before - after))
        return self._nodes.put[id]

    def update_edge(
        self,
        id: int,
        *,
        set_properties: Mapping[str, Any] | None = None,
        remove_properties: Iterable[str] = (),
    ) -> EdgeRecord:
        """Change an edge's properties; how it is then."""
        there = self._existing_edge(id)
        kept = self._changed(there.properties, set_properties, remove_properties)
        changed = EdgeRecord(there.id, there.source, there.target, there.edge_type, kept)
        self._edges.store(there.id, changed)
        return changed

    def delete_node(self, id: int, *, detach: bool = False) -> None:
        """Remove a node, with `detach` its edges too; refused where a variable is its own."""
        if not isinstance(detach, bool):
            raise BadInput(f"detach is True or False, not {detach!r}")
        there = self._existing(id)
        id = there.id
        owned = sorted(v.id for v in self.state.variables.values() if v.owner_id == id)
        if owned:
            raise BadInput(
                f"node {id} owns variable {owned[0]}, which cannot be deleted; keep the node"
            )
        edges = self.edges_at(id)
        if edges and not detach:
            raise BadInput(
                f"node {id} still has {len(edges)} relationships; delete them first, or detach=True"
            )
        for edge in edges:
            self.delete_edge(edge)
        self._nodes.drop(id)
        self._named[there.external_id] = None
        self.counts["nodes_deleted"] += 1

    def delete_edge(self, id: int) -> None:
        self._edges.drop(self._existing_edge(id).id)
        self.counts["relationships_deleted"] += 1

    def change(self, reason: str = "") -> Change:
        """All of it as one change, with the vectors that go with their nodes and edges."""
        nodes, edges = self._nodes.gone, self._edges.gone
        return Change(
            nodes=self._nodes.stored,
            edges=self._edges.stored,
            dropped_nodes=nodes,
            dropped_edges=edges,
            dropped_vectors=[*self._vectors_of("node", nodes), *self._vectors_of("edge", edges)],
            next_ids={"node": self._nodes.next_id, "edge": self._edges.next_id},
            reason=reason,
        )

    def __bool__(self) -> bool:
        return bool(
            self._nodes.put or self._edges.put or self._nodes.dropped or self._edges.dropped
        )

    def _vectors_of(self, target: str, ids: list[int]) -> list[tuple[str, int]]:
        indexes = [i.name for i in self.state.vector_indexes.values() if i.target == target]
        return [
            (name, id)
            for name in sorted(indexes)
            for id in ids
            if self.state.vectors[name].get(id) is not None
        ]

    def _changed(
        self,
        properties: Mapping[str, Any],
        given: Mapping[str, Any] | None,
        removed: Iterable[str],
    ) -> dict[str, Any]:
        new, gone = checked_properties(given), checked_names(removed, "remove_properties")
        kept = {key: value for key, value in properties.items() if key not in gone}
        self.counts.update(
            properties_set=len(new),
            properties_removed=sum(key in properties and key not in new for key in set(gone)),
        )
        return kept | new

    def _rename(self, id: int, old: str, new: str) -> str:
        self._free(new)
        self._named[old], self._named[new] = None, id
        self.counts["properties_set"] += 1
        return new

    def _free(self, external_id: str) -> None:
        taken = self.id_of(external_id)
        if taken is not None:
            raise BadInput(f'external_id "{external_id}" already exists: it is node {taken}')

    def _existing(self, id: int) -> NodeRecord:
        found = self.node(_id(id, "node"))
        if found is None:
            raise RecordNotFound(f"node {id} not found")
        return found

    def _existing_edge(self, id: int) -> EdgeRecord:
        found = self.edge(_id(id, "edge"))
        if found is None:
            raise RecordNotFound(f"edge {id} not found")
        return found


def _id(value: Any, what: str) -> int:
    number = getattr(value, "__index__", None)
    if number is None or isinstance(value, bool) or getattr(value, "ndim", 0) != 0:
        raise BadInput(f"a {what} is named by its id, an integer from 0 on, not {value!r}")
    return int(number())
