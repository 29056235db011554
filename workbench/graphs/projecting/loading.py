"""A whole state into an empty database."""

from __future__ import annotations

from collections.abc import Iterable

from ...core.property_graph.protocols import Databases
from ...core.property_graph.records import EdgeRecord, NodeRecord
from ...core.protocols import Graph
from ..state.state import State
from .rows import COMMON, ID, Names, Row, batches, edge_row, node_row

# Rows of a statement: between 2,000 and 8,000 ArcadeDB is equally fast.
ROWS = 4_000
_INDEX = f"CREATE INDEX tong_id IF NOT EXISTS FOR (n:{COMMON}) ON (n.{ID})"


# Fewer records than this are stored faster by statements than the types for a fill are made.
FILLED = 2_000


def load(state: State, databases: Databases, name: str, store: Graph) -> None:
    """Store all nodes and edges; BadInput for names that the engine cannot hold, nothing stored.

    `store` is open on the empty database `name`. The index comes first: edges find their ends
    by it.
    """
    nodes, edges = grouped(state, databases)
    store.write(_INDEX)
    if len(state.nodes) + len(state.edges) >= FILLED:
        _know(nodes, edges, store)
        if databases.fill(name, {(COMMON, *labels): rows for labels, rows in nodes.items()}, edges):
            return
    for labels, rows in nodes.items():
        text = create_nodes(labels)
        for batch in batches(rows, ROWS):
            store.write(text, {"rows": batch})
    for kind, rows in edges.items():
        text = create_edges(kind)
        for batch in batches(rows, ROWS):
            store.write(text, {"rows": batch})


def _know(nodes: Iterable[Iterable[str]], edges: Iterable[str], store: Graph) -> None:
    """Let the database know labels and types: by nodes and edges that go at once."""
    texts = [create_nodes(labels) for labels in nodes]
    for text in texts:
        store.write(text, {"rows": [{ID: -1}]})
    for kind in edges:
        store.write(f"MATCH (a) WITH a LIMIT 1 CREATE (a)-[:{quoted(kind)}]->(a)")
    store.write("MATCH (n) DETACH DELETE n")


def grouped(
    state: State, databases: Databases
) -> tuple[dict[tuple[str, ...], list[Row]], dict[str, list[Row]]]:
    """Rows of nodes by their set of labels, and of edges by type."""
    names = Names()
    nodes, edges = by_labels(state.nodes, names), by_type(state.edges, names)
    names.check(databases)
    return nodes, edges


def by_labels(nodes: Iterable[NodeRecord], names: Names) -> dict[tuple[str, ...], list[Row]]:
    groups: dict[tuple[str, ...], list[Row]] = {}
    for node in nodes:
        names.node(node)
        groups.setdefault(tuple(sorted(set(node.labels))), []).append(node_row(node))
    return groups


def by_type(edges: Iterable[EdgeRecord], names: Names) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for edge in edges:
        names.edge(edge)
        groups.setdefault(edge.edge_type, []).append(edge_row(edge))
    return groups


def create_nodes(labels: Iterable[str]) -> str:
    named = "".join(f":{quoted(label)}" for label in (COMMON, *labels))
    return f"UNWIND $rows AS row CREATE (n{named}) SET n = row"


def create_edges(kind: str) -> str:
    return f"UNWIND $rows AS row MATCH {_ENDS} CREATE (a)-[r:{quoted(kind)}]->(b) SET r = row.p"


def merge_edges(kind: str) -> str:
    """As `create_edges`, where some may be there already."""
    edge = f"[r:{quoted(kind)} {{{ID}: row.p.{ID}}}]"
    return f"UNWIND $rows AS row MATCH {_ENDS} MERGE (a)-{edge}->(b) SET r = row.p"


_ENDS = f"(a:{COMMON} {{{ID}: row.s}}), (b:{COMMON} {{{ID}: row.t}})"


def quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"
