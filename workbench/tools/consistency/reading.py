"""All nodes and edges of the tables and of the graph, read page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from ...core.protocols import Asks
from ...core.values import Rows
from .fixes import EDGE, NODE
from .frames import Record, frame, together, without_id

if TYPE_CHECKING:
    import polars

PAGE = 50_000  # rows a page: tens of megabytes of Python values at a time
RANGE = 2_000  # nodes of a range: their edges come within an engine's time limit
_SURROGATES = "\ud800"
_LAST = ("\uffff", "\U0010ffff")
ALL = 10**9  # a row limit where the page sets the number; PostgreSQL counts rows in 32 bits


class Graph(NamedTuple):
    """Everything in a graph, and `unread` by label or type: what has no text for an id."""

    nodes: polars.DataFrame
    edges: polars.DataFrame
    unread: dict[str, int]


def in_table(bench: Asks, table: str) -> polars.DataFrame:
    """All rows of nodes, edges or their grist_ tables."""
    columns = NODE if table.endswith("nodes") else EDGE
    name = "vedana/nodes_page" if columns is NODE else "vedana/edges_page"
    pages, after = [], [""] * len(columns)
    while True:
        answer = bench.ask(name, row_limit=ALL, table=table, after=after, page=PAGE)
        values = answer.rows.values
        pages.append(frame(columns, ((row[:-1], row[-1]) for row in values)))
        if len(values) < PAGE:
            return together(columns, pages)
        after = list(values[-1][:-1])


def in_graph(bench: Asks, nodes: polars.DataFrame) -> Graph:
    """The whole graph; `nodes` are those of the table, whose ids part it into ranges."""
    counts = bench.ask("vedana/check_graph_counts", row_limit=ALL).rows
    labels, types = _counted(counts, nodes=True), _counted(counts, nodes=False)
    ranges = {label: _ranges(nodes, label) for (label,) in labels if label}
    read = [
        frame(NODE, _as_nodes(label, _page(bench, "nodes", one, label=label)))
        for label, found in ranges.items()
        for one in found
    ]
    edges = [
        frame(EDGE, _as_edges(label, kind, _page(bench, "edges", one, label=label, type=kind)))
        for label, kind in types
        for one in ranges.get(label, ())
    ]
    return _account(together(NODE, read), together(EDGE, edges), labels + types)


def _counted(counts: Rows, *, nodes: bool) -> Counter[tuple[str, ...]]:
    """Nodes by first label, or edges by the first label where they start and their type."""
    found: Counter[tuple[str, ...]] = Counter()
    for labels, kind, count in counts.values:
        if (kind is None) == nodes and count:
            first = labels[0] if labels else ""
            found[(first,) if nodes else (first, kind)] += count
    return found


def _ranges(nodes: polars.DataFrame, label: str) -> list[tuple[str, str]]:
    """Ranges (after, until] that part all texts, whatever order of texts the engine has.

    Engines order by UTF-16 or by UTF-8, which agree on texts below the surrogates; of the
    last two ranges the second is empty by the one and holds what is left by the other.
    """
    import polars

    found = nodes.filter(polars.col("node_type") == label)["node_id"].to_list()
    usable = sorted(one for one in found if one and max(one) < _SURROGATES)
    ends = ["", *usable[RANGE - 1 :: RANGE], *_LAST]
    return list(pairwise(ends))


def _page(bench: Asks, what: str, ends: tuple[str, str], **given: str) -> Rows:
    given = {**given, "after": ends[0], "until": ends[1]}
    return bench.ask(f"vedana/check_graph_{what}", row_limit=ALL, **given).rows


def _as_nodes(label: str, rows: Rows) -> Iterator[Record]:
    return (((one, label), without_id(held)) for one, held in rows.values)


def _as_edges(label: str, kind: str, rows: Rows) -> Iterator[Record]:
    for source, target, labels, held in rows.values:
        if target is not None:
            yield (source, str(target), label, labels[0] if labels else "", kind), held


def _account(
    nodes: polars.DataFrame, edges: polars.DataFrame, counted: Counter[tuple[str, ...]]
) -> Graph:
    """What the engine counts and no page holds."""
    read: Counter[tuple[str, ...]] = Counter(nodes.select("node_type").rows())
    read.update(edges.select("from_node_type", "edge_label").rows())
    unread = {" | ".join(key): count for key, count in (counted - read).items()}
    return Graph(nodes, edges, unread)
