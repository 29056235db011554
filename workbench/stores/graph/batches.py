"""Nodes and edges as batches of rows, one statement each; nothing is sent here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import count
from typing import Any, NamedTuple, TypeVar

from ...core.errors import BadInput
from ...core.values import Edge, Node
from .records import Zoned, check_edge, check_node, prepared, shown, weight

# Rows in one transaction. On ArcadeDB 26.10, batches of 1,000 to 5,000 are equally fast;
# smaller ones hold less of a heap of 512 MB.
ROWS = 2_000
# Bytes of one message, about: ArcadeDB takes 16 MiB, and never answers a larger one.
BYTES = 4_000_000
LARGEST_RECORD = 12_000_000

Row = dict[str, Any]
Group = TypeVar("Group")
Record = TypeVar("Record", Node, Edge)


class NodeGroup(NamedTuple):
    """Nodes that one statement serves."""

    labels: tuple[str, ...]
    zoned: Zoned = ()


class EdgeGroup(NamedTuple):
    """Edges that one statement serves; an empty label means an end of any label."""

    source_label: str
    type: str
    target_label: str
    zoned: Zoned = ()


def nodes(records: Iterable[Node], *, zoned_as_text: bool) -> Iterator[tuple[NodeGroup, list[Row]]]:
    """Batches of rows that are the nodes' properties with their `id`."""

    def keyed(node: Node) -> tuple[NodeGroup, Row, int]:
        check_node(node)
        properties, zoned = prepared(node, zoned_as_text=zoned_as_text)
        row = {**properties, "id": node.id}
        return NodeGroup(node.labels, zoned), row, weight(row)

    return _batches(records, keyed)


def edges(records: Iterable[Edge], *, zoned_as_text: bool) -> Iterator[tuple[EdgeGroup, list[Row]]]:
    """Batches of rows {at, source, target, properties}; `at` is another in every row."""
    at = count()

    def keyed(edge: Edge) -> tuple[EdgeGroup, Row, int]:
        check_edge(edge)
        properties, zoned = prepared(edge, zoned_as_text=zoned_as_text)
        group = EdgeGroup(edge.source_label, edge.type, edge.target_label, zoned)
        ends = {"at": next(at), "source": edge.source, "target": edge.target}
        return group, {**ends, "properties": properties}, weight(ends) + weight(properties)

    return _batches(records, keyed)


def node_ids(records: Iterable[Node]) -> Iterator[tuple[NodeGroup, list[Row]]]:
    """Batches of rows {id} by first label, for nodes to remove."""

    def keyed(node: Node) -> tuple[NodeGroup, Row, int]:
        check_node(node)
        row = {"id": node.id}
        return NodeGroup(node.labels[:1]), row, weight(row)

    return _batches(records, keyed)


def edge_ends(records: Iterable[Edge]) -> Iterator[tuple[EdgeGroup, list[Row]]]:
    """Batches of rows {source, target}, for edges to remove."""

    def keyed(edge: Edge) -> tuple[EdgeGroup, Row, int]:
        check_edge(edge)
        row = {"source": edge.source, "target": edge.target}
        return EdgeGroup(edge.source_label, edge.type, edge.target_label), row, weight(row)

    return _batches(records, keyed)


class _Waiting:
    """A group's rows that are not sent yet, and their bytes."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self.bytes = 0


def _batches(
    records: Iterable[Record], keyed: Callable[[Record], tuple[Group, Row, int]]
) -> Iterator[tuple[Group, list[Row]]]:
    """Rows by group as soon as a group has a batch, in order of arrival; the rest at the end."""
    waiting: dict[Group, _Waiting] = {}
    for record in records:
        group, row, heavy = keyed(record)
        if heavy > LARGEST_RECORD:
            raise BadInput(
                f"{shown(record)} holds about {heavy:,} bytes; at most {LARGEST_RECORD:,} fit. "
                "Keep large values in the object store, and their names here."
            )
        batch = waiting.setdefault(group, _Waiting())
        if len(batch.rows) == ROWS or (batch.rows and batch.bytes + heavy > BYTES):
            yield group, batch.rows
            batch = waiting[group] = _Waiting()
        batch.rows.append(row)
        batch.bytes += heavy
    yield from ((group, batch.rows) for group, batch in waiting.items())
