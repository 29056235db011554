"""The graph against the tables nodes and edges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ...core.findings import Inconsistency
from ...core.protocols import Asks
from . import fixes
from .fixes import EDGE, NODE
from .frames import compare
from .reading import in_graph, in_table

if TYPE_CHECKING:
    import polars


def check_graph(bench: Asks) -> Iterator[Inconsistency]:
    """What is missing in the graph, left over, stale, a stub, there twice, or cannot be read."""
    nodes, edges = in_table(bench, "nodes"), in_table(bench, "edges")
    graph = in_graph(bench, nodes)
    yield from _check(graph.nodes, nodes, NODE)
    yield from _check(graph.edges, edges, EDGE)
    for name, count in graph.unread.items():
        yield Inconsistency("no id", "graph", name, str(count), "0", fixes.DROP_WITHOUT_ID)


def _check(
    seen: polars.DataFrame, expected: polars.DataFrame, columns: tuple[str, ...]
) -> Iterator[Inconsistency]:
    """A group of which the graph holds nothing is one finding: it was never loaded, or is lost."""
    group = ["node_type"] if columns == NODE else ["from_node_type", "edge_label"]
    lost = expected.select(group).unique().join(seen.select(group), on=group, how="anti")
    counts = expected.join(lost, on=group, how="semi").group_by(group).len().sort(group)
    for *key, count in counts.rows():
        fix = fixes.put_nodes(*key) if columns == NODE else fixes.put_edges(*key)
        yield Inconsistency("count", "graph", " | ".join(key), "0", str(count), fix)
    left = expected.join(lost, on=group, how="anti")
    for kind, *parts in compare(seen, left, columns).rows():
        yield _found(kind, parts, columns)


def _found(kind: str, parts: list[str], columns: tuple[str, ...]) -> Inconsistency:
    *key, seen, expected = parts
    put, drop = (fixes.put_node, fixes.drop_node)
    if columns == EDGE:
        put, drop = fixes.put_edge, fixes.drop_edge
    fix = drop(key) if kind == "orphan" else put(key)
    if kind == "duplicate":
        fix = f"{drop(key)}; {put(key)}"
    elif columns == NODE and seen == "{}":
        kind = "ghost"
    return Inconsistency(kind, "graph", " | ".join(key), seen or "", expected or "", fix)
