"""The graph made to hold what the tables `nodes` and `edges` hold.

Differs from the original: what an ordinary load changes in the tables is all it changes in the
graph; where the graph's counts disagree with the tables, or the load before was cut short,
everything is compared and stored anew (D24). Nodes without a record never appear (D18).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from ..core.errors import StoreUnavailable
from ..core.protocols import Graph, IndexedGraph, Reads
from ..core.values import Edge, Node
from .difference import Changes
from .edges import Key, key_of
from .embedding import Progress
from .extract import Extract

PART = 20_000  # records a call, after each of which progress is told

_NODE_COUNTS = "SELECT node_type, count(*) FROM nodes GROUP BY 1"
_EDGE_COUNTS = "SELECT edge_label, count(*) FROM edges GROUP BY 1"


_K = TypeVar("_K", bound=Hashable)
_R = TypeVar("_R")


class GraphCounts(NamedTuple):
    """What was stored and removed, and what of the model's labels the graph holds now.

    `reloaded` says that everything was stored anew, not only what had changed.
    """

    nodes_stored: int
    edges_stored: int
    nodes_removed: int
    edges_removed: int
    nodes: int
    edges: int
    reloaded: bool


class Census(NamedTuple):
    """Numbers of nodes by label and of edges by type; a count of zero is left out."""

    nodes: Counter[str]
    edges: Counter[str]


def in_tables(store: Reads) -> Census:
    nodes, edges = (store.rows(text, reviewed=True) for text in (_NODE_COUNTS, _EDGE_COUNTS))
    return Census(Counter(dict(nodes.values)), Counter(dict(edges.values)))


def in_graph(graph: Graph, *expected: Census) -> Census:
    """The counts of every label and type that one of the censuses names."""
    labels = {label for census in expected for label in census.nodes}
    types = {kind for census in expected for kind in census.edges}
    nodes = {k: _count(graph, f"MATCH (n:{_quoted(k)}) RETURN count(n) AS n") for k in labels}
    edges = {k: _count(graph, f"MATCH ()-[r:{_quoted(k)}]->() RETURN count(r) AS n") for k in types}
    return Census(+Counter(nodes), +Counter(edges))


def wanted(extract: Extract) -> Census:
    return Census(
        Counter(node.labels[0] for node in extract.nodes),
        Counter(edge.type for edge in extract.edges),
    )


@dataclass(frozen=True, slots=True)
class GraphChanges:
    """What to store in the graph and what to remove, and the labels whose index comes or goes.

    `why` everything is stored anew; empty where only what changed is. `before` is what the
    tables held.
    """

    before: Census
    nodes: Sequence[Node] = ()
    edges: Sequence[Edge] = ()
    gone_nodes: Sequence[Node] = ()
    gone_edges: Sequence[Edge] = ()
    index: Sequence[str] = ()
    unindex: Sequence[str] = ()
    why: str = ""


class Tables(NamedTuple):
    """What changes in the tables that the graph repeats, and what they hold before."""

    nodes: Changes
    edges: Changes
    indexes: Changes
    before: Census


def compare(graph: Graph, extract: Extract, tables: Tables, *, whole: bool) -> GraphChanges:
    """What it takes for the graph to hold the extract; nothing is written.

    That is what changes in the tables; or everything, where the load before was not `whole` or
    the graph's counts differ from theirs.
    """
    added = [label for (label,) in tables.indexes.added]
    removed = [label for (label,) in tables.indexes.deleted]
    after = wanted(extract)
    there = in_graph(graph, tables.before, after)
    if whole and there == tables.before:
        nodes, edges = tables.nodes.stored_keys(), tables.edges.stored_keys()
        return GraphChanges(
            tables.before,
            [node for node in extract.nodes if (node.id, node.labels[0]) in nodes] if nodes else (),
            [edge for edge in extract.edges if key_of(edge) in edges] if edges else (),
            [Node(node_id, (label,)) for node_id, label in tables.nodes.deleted],
            [_edge(key) for key in tables.edges.deleted],
            added,
            removed,
        )
    why = f"the graph holds {_told(there)}, the tables {_told(tables.before)}"
    strays = _all_strays(graph, extract, tables.before, after)
    labels = [anchor.noun for anchor in extract.model.anchors]
    why = why if whole else "the load before was not whole"
    return GraphChanges(tables.before, extract.nodes, extract.edges, *strays, labels, removed, why)


def apply(
    graph: IndexedGraph, changes: GraphChanges, progress: Progress
) -> tuple[int, int, int, int]:
    """The numbers stored and removed, nodes before edges."""
    total = len(changes.nodes) + len(changes.edges)
    removed = graph.drop(changes.gone_nodes, changes.gone_edges)
    graph.index(changes.index)
    stored = [0, 0]
    for nodes in _parts(changes.nodes):
        stored[0] += graph.put(nodes, ())[0]
        progress("graph", sum(stored), total)
    for edges in _parts(changes.edges):
        stored[1] += graph.put((), edges)[1]
        progress("graph", sum(stored), total)
    graph.unindex(changes.unindex)
    return stored[0], stored[1], *removed


def _parts(records: Sequence[_R]) -> Iterator[Sequence[_R]]:
    return (records[at : at + PART] for at in range(0, len(records), PART))


def _all_strays(
    graph: Graph, extract: Extract, before: Census, after: Census
) -> tuple[list[Node], list[Edge]]:
    """What has no record under the labels and types of either census."""
    labels, types = before.nodes | after.nodes, before.edges | after.edges
    keep_nodes = {(node.id, node.labels[0]) for node in extract.nodes}
    keep_edges = {key_of(edge) for edge in extract.edges}
    nodes = _strays(((key, label) for label in labels for key in _ids(graph, label)), keep_nodes)
    edges = _strays((key for kind in types for key in _keys(graph, kind)), keep_edges)
    return [Node(node_id, (label,)) for node_id, label in nodes], [_edge(key) for key in edges]


def check(found: Census, expected: Census) -> None:
    """StoreUnavailable where the graph does not hold what was stored."""
    if found == expected:
        return
    raise StoreUnavailable(
        f"the graph holds {_told(found)} where the tables hold {_told(expected)}: another "
        "program writes to it, or it lost writes. Load again when nothing else writes."
    )


def _told(census: Census) -> str:
    counts: Mapping[str, int] = {**census.nodes, **census.edges}
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "nothing"


def _strays(found: Iterable[_K], keep: set[_K]) -> list[_K]:
    """Keys without a record, and those that occur twice; each once."""
    return [key for key, times in Counter(found).items() if times > 1 or key not in keep]


def _count(graph: Graph, text: str) -> int:
    return int(graph.rows(text, reviewed=True).values[0][0])


def _ids(graph: Graph, label: str) -> list[str]:
    found = graph.rows(f"MATCH (n:{_quoted(label)}) RETURN n.id AS id", reviewed=True)
    return [node_id for (node_id,) in found.values if node_id is not None]


def _keys(graph: Graph, kind: str) -> list[Key]:
    text = (
        f"MATCH (a)-[r:{_quoted(kind)}]->(b) RETURN a.id AS source, b.id AS target, "
        "labels(a)[0] AS first, labels(b)[0] AS second"
    )
    return [(*ends, kind) for ends in graph.rows(text, reviewed=True).values if None not in ends]


def _edge(key: Sequence[str]) -> Edge:
    source, target, first, second, kind = key
    return Edge(source, kind, target, {}, first, second)


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"
