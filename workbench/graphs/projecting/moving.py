"""A database brought from one generation to a later one by what changed between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...core.property_graph.change import Change
from ...core.property_graph.protocols import Databases
from ...core.property_graph.records import EdgeRecord, NodeRecord
from ...core.protocols import Graph
from ..state.state import State
from .loading import ROWS, by_labels, by_type, create_nodes, merge_edges, quoted
from .rows import COMMON, ID, Names, Row, batches, node_row

_EDGES_AT = (
    f"UNWIND $rows AS row MATCH (a:{COMMON} {{{ID}: row.s}})-[r]->() WHERE r.{ID} = row.id DELETE r"
)
_EDGES = f"MATCH ()-[r]->() WHERE r.{ID} IN $ids DELETE r"
_NODES = f"UNWIND $ids AS id MATCH (n:{COMMON} {{{ID}: id}}) DETACH DELETE n"
_LABELS = f"MATCH (n:{COMMON}) WHERE n.{ID} IN $ids RETURN n.{ID} AS id, labels(n) AS labels"


@dataclass
class Net:
    """What several changes leave: a record by id, None where it went."""

    nodes: dict[int, NodeRecord | None] = field(default_factory=dict)
    edges: dict[int, EdgeRecord | None] = field(default_factory=dict)

    @classmethod
    def of(cls, changes: Iterable[Change]) -> Net:
        net = cls()
        for change in changes:
            net.nodes |= dict.fromkeys(change.dropped_nodes)
            net.edges |= dict.fromkeys(change.dropped_edges)
            net.nodes |= {node.id: node for node in change.nodes}
            net.edges |= {edge.id: edge for edge in change.edges}
        return net

    def __len__(self) -> int:
        return len(self.nodes) + len(self.edges)

    @property
    def dropped_nodes(self) -> list[int]:
        return [id for id, node in self.nodes.items() if node is None]

    @property
    def dropped_edges(self) -> list[int]:
        return [id for id, edge in self.edges.items() if edge is None]


def check(net: Net, state: State, databases: Databases) -> None:
    """BadInput where the database could not hold what the state holds after these changes."""
    names = Names()
    names.labels.update(state.nodes.labels())
    names.types.update(state.edges.types())
    for node in filter(None, net.nodes.values()):
        names.node(node)
    for edge in filter(None, net.edges.values()):
        names.edge(edge)
    names.check(databases)


def move(net: Net, store: Graph, sources: Mapping[int, int]) -> None:
    """Make the changes; making them twice, or on top of a part of them, gives the same.

    `sources` are the nodes at which dropped edges begin, where they are known: an edge is
    found fast only from there.
    """
    _drop(net, store, sources)
    _store_nodes([node for node in net.nodes.values() if node is not None], store)
    kept = [edge for edge in net.edges.values() if edge is not None]
    for kind, rows in by_type(kept, Names()).items():
        for batch in batches(rows, ROWS):
            store.write(merge_edges(kind), {"rows": batch})


def _drop(net: Net, store: Graph, sources: Mapping[int, int]) -> None:
    gone = net.dropped_nodes
    rows = [
        {"id": id, "s": sources[id]}
        for id in net.dropped_edges
        if id in sources and net.nodes.get(sources[id], True) is not None
    ]
    anywhere = [id for id in net.dropped_edges if id not in sources]
    for batch in batches(rows, ROWS):
        store.write(_EDGES_AT, {"rows": batch})
    for ids in batches(anywhere, ROWS):
        store.write(_EDGES, {"ids": ids})
    for ids in batches(gone, ROWS):
        store.write(_NODES, {"ids": ids})


def _store_nodes(nodes: list[NodeRecord], store: Graph) -> None:
    there = _labels(nodes, store)
    new = [node for node in nodes if node.id not in there]
    for labels, rows in by_labels(new, Names()).items():
        for batch in batches(rows, ROWS):
            store.write(create_nodes(labels), {"rows": batch})
    changed: dict[tuple[str, str], list[Row]] = {}
    for node in nodes:
        if node.id in there:
            key = _relabelled(there[node.id], set(node.labels))
            changed.setdefault(key, []).append(node_row(node))
    for (added, removed), rows in changed.items():
        for batch in batches(rows, ROWS):
            store.write(_changing(added, removed), {"rows": batch})


def _labels(nodes: list[NodeRecord], store: Graph) -> dict[int, set[str]]:
    """The labels by id of those that are in the database."""
    found: dict[int, set[str]] = {}
    for ids in batches([node.id for node in nodes], ROWS):
        rows = store.rows(_LABELS, {"ids": ids}, reviewed=True).values
        found |= {id: {*labels} - {COMMON} for id, labels in rows}
    return found


def _relabelled(before: set[str], after: set[str]) -> tuple[str, str]:
    added, removed = sorted(after - before), sorted(before - after)
    return "".join(f":{quoted(x)}" for x in added), "".join(f":{quoted(x)}" for x in removed)


def _changing(added: str, removed: str) -> str:
    text = f"UNWIND $rows AS row MATCH (n:{COMMON} {{{ID}: row.{ID}}}) SET n = row"
    text += f" SET n{added}" if added else ""
    return text + (f" REMOVE n{removed}" if removed else "")
