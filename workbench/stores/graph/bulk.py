"""Many nodes and edges, stored and removed batch by batch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from neo4j import Transaction

from ...core.errors import BadInput, BadParameters, WorkbenchError
from ...core.values import Edge, Node
from . import batches, names, statements
from .batches import EdgeGroup, NodeGroup, Row
from .dialects import Dialect
from .door import Door
from .indexes import Indexes
from .names import Names
from .records import fault


class Bulk:
    """Stores and removes through the writing door, each batch in a transaction of its own.

    Every label gets a uniqueness constraint on `id` before its first node is stored; where
    nodes share an id already, an index. A batch that fails leaves nothing behind; a note on
    its error says how much the batches before it stored.
    """

    def __init__(self, door: Door, dialect: Dialect, seconds: float) -> None:
        self._door, self._dialect, self._seconds = door, dialect, seconds
        self._as_text = bool(dialect.zoned_from_text)
        self.indexes = Indexes(door, dialect, seconds)

    def put(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> tuple[int, int]:
        taken = self._names_in_use()
        if isinstance(nodes, Collection) and isinstance(edges, Collection):
            taken.admit(*names.of(nodes, edges))
        stored = [0, 0]
        with _told(stored):
            for group, rows in batches.nodes(nodes, zoned_as_text=self._as_text):
                taken.admit(labels=group.labels)
                self._store_nodes(group, rows)
                stored[0] += len(rows)
            for ends, rows in batches.edges(edges, zoned_as_text=self._as_text):
                taken.admit(types=(ends.type,))
                self._store_edges(ends, rows, taken)
                stored[1] += len(rows)
        return stored[0], stored[1]

    def admit(self, labels: Collection[str], types: Collection[str]) -> None:
        """BadInput where the engine cannot take these beside the names that it has."""
        self._names_in_use().admit(labels, types)

    def drop(self, nodes: Iterable[Node], edges: Iterable[Edge]) -> tuple[int, int]:
        gone = [0, 0]
        for ends, rows in batches.edge_ends(edges):
            gone[1] += self._removed(statements.remove_edges(ends), rows)
        for group, rows in batches.node_ids(nodes):
            gone[0] += self._removed(statements.remove_nodes(group), rows)
        return gone[0], gone[1]

    def _store_nodes(self, group: NodeGroup, rows: list[Row]) -> None:
        self.indexes.make(group.labels[0])
        text = statements.store_nodes(group, self._dialect)
        label = group.labels[0]
        with self._batch(text, ((f"node {label} {row['id']!r}", row) for row in rows)) as batch:
            if group.labels[1:] and self._dialect.new_nodes_need_all_labels:
                batch.run(statements.create_nodes(group), {"rows": rows}).consume()
            batch.run(text, {"rows": rows}).consume()

    def _store_edges(self, group: EdgeGroup, rows: list[Row], taken: Names) -> None:
        for label in {group.source_label, group.target_label} & taken.labels:
            self.indexes.make(label)
        text = statements.store_edges(group, self._dialect)
        named = (
            (f"edge {r['source']!r} -{group.type}-> {r['target']!r}", r["properties"]) for r in rows
        )
        with self._batch(text, named) as batch:
            found = batch.run(text, {"rows": rows}).single(strict=True)
            if (found["pairs"], found["edges"]) != (len(rows), len(rows)):
                raise BadInput(self._doubt(batch, group, rows))

    def _removed(self, text: str, rows: list[Row]) -> int:
        with self._batch(text, ()) as batch:
            return int(batch.run(text, {"rows": rows}).single(strict=True)["removed"])

    @contextmanager
    def _batch(
        self, text: str, named: Iterable[tuple[str, Mapping[Any, Any]]]
    ) -> Iterator[Transaction]:
        """A transaction; a value that the driver cannot send is blamed on its record."""
        try:
            with self._door.transaction(text, self._seconds, keep=True) as batch:
                yield batch
        except BadParameters as error:
            raise BadInput(fault(named) or str(error)) from error

    def _doubt(self, batch: Transaction, group: EdgeGroup, rows: list[Row]) -> str:
        found = batch.run(statements.ends_in_doubt(group), {"rows": rows})
        complaints = []
        for source, sources, target, targets in found:
            ends = [(source, sources, group.source_label), (target, targets, group.target_label)]
            for end, number, label in ends:
                if number != 1:
                    complaints.append(f"{number or 'no'} nodes {label or 'of any label'} {end!r}")
        return (
            f"{group.type} edges need one node at each end, found {'; '.join(complaints)} …: "
            "store the nodes first, or name their labels. This batch was not stored."
        )

    def _names_in_use(self) -> Names:
        if self._dialect.label_and_type_may_share_a_name:
            return Names(may_share=True)
        with self._door.session(names.IN_USE, self._seconds) as session:
            found = [tuple(row) for row in session.run(names.IN_USE)]
        labels = [name for kind, name in found if kind == "label"]
        types = [name for kind, name in found if kind == "type"]
        return Names(labels, types, unfit=self._dialect.unfit_in_names)


@contextmanager
def _told(stored: list[int]) -> Iterator[None]:
    try:
        yield
    except WorkbenchError as error:
        if any(stored):
            error.add_note(f"Stored before it: {stored[0]:,} nodes and {stored[1]:,} edges.")
        raise
