"""Nodes and edges as the rows that a projection stores.

A node has its labels and `TongNode`, which all nodes share, so that one index finds any of
them; beside its own properties it has `external_id`, unless one of them hides it, `tong_id`,
and `tong_labels` where the engine would not give its labels back as they are: an engine keeps
a set. An edge has its type, its properties and `tong_id`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from ...core.errors import BadInput
from ...core.property_graph.protocols import Databases
from ...core.property_graph.records import EdgeRecord, NodeRecord

COMMON = "TongNode"
ID, LABELS, EXTERNAL_ID = "tong_id", "tong_labels", "external_id"
HIDDEN = frozenset({ID, LABELS})

Row = dict[str, Any]
Item = TypeVar("Item")


def node_row(node: NodeRecord) -> Row:
    row: Row = {EXTERNAL_ID: node.external_id, **node.properties, ID: node.id}
    if len(node.labels) > 1:
        row[LABELS] = list(node.labels)
    return row


def edge_row(edge: EdgeRecord) -> Row:
    return {"s": edge.source, "t": edge.target, "p": {**edge.properties, ID: edge.id}}


def batches(rows: Iterable[Item], size: int) -> Iterator[list[Item]]:
    left = iter(rows)
    while batch := list(islice(left, size)):
        yield batch


class Names:
    """The names of records on their way into a database; what it cannot hold is BadInput."""

    def __init__(self) -> None:
        self.labels: set[str] = set()
        self.types: set[str] = set()
        self.keys: set[str] = set()

    def node(self, node: NodeRecord) -> None:
        self.labels.update(node.labels)
        self.keys.update(node.properties)

    def edge(self, edge: EdgeRecord) -> None:
        self.types.add(edge.edge_type)
        self.keys.update(edge.properties)

    def check(self, databases: Databases) -> None:
        """BadInput, which is of Cypher alone: all else about the graph goes on."""
        taken = sorted(HIDDEN & self.keys) + [COMMON] * (COMMON in self.labels)
        if taken:
            raise BadInput(
                f"the graph has the name {taken[0]!r}, which Cypher's database needs for itself; "
                "rename it to ask in Cypher, or ask by query()"
            )
        try:
            databases.admit(self.labels, self.types, self.keys)
        except BadInput as error:
            raise BadInput(f"Cypher cannot be asked here: {error}") from error
