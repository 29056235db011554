"""A collection in this process, at one generation."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import partial
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Definition, VectorSpace
from ...core.collections.protocols import VectorRows, VectorStore
from ...core.collections.records import Change, Delta, Points, Vectors
from .adjacency import Adjacency
from .compacting import compacted
from .edge_rows import EdgeRows
from .grown import Grown
from .memory import Part, room
from .soundness import check
from .sparse import Entries, SparseIndex
from .table import Table
from .text import Read, TextIndex

Made = TypeVar("Made")


class Mirror:
    """What queries are answered from.

    Position p of `points` is row p of every vector space, of `text` and of every sparse index.
    What one query reads, no `apply` may change meanwhile: that is its caller's care.
    """

    def __init__(self, definition: Definition, store: VectorStore) -> None:
        self._definition, self.generation = definition, 0
        self._store = store
        self._empty()

    def _empty(self) -> None:
        definition = self._definition
        self.points, self.edges = Table(definition.ids), EdgeRows(definition.ids)
        self.vectors: dict[str, VectorRows] = {
            name: self._store.new(space, definition.options)
            for name, space in definition.vectors.items()
        }
        self._present: dict[str, Grown[np.bool_]] = {n: Grown(np.bool_) for n in self.vectors}
        self.sparse: dict[str, SparseIndex] = {}
        self._text: TextIndex | None = None
        self._adjacency: Adjacency | None = None
        self._used: dict[str, float] = {}
        self.definition = definition

    @classmethod
    def restored(
        cls,
        definition: Definition,
        store: VectorStore,
        *,
        generation: int,
        points: Table,
        edges: EdgeRows,
    ) -> Mirror:
        """A mirror of these rows; its vectors are still to be given, by `hold_vectors`."""
        mirror = cls(definition, store)
        mirror.points, mirror.edges, mirror.generation = points, edges, generation
        mirror.definition = definition
        return mirror

    def hold_vectors(self, name: str, rows: VectorRows, present: Grown[np.bool_]) -> None:
        """Take these vectors, one a position, for those of a name."""
        self.vectors[name], self._present[name] = rows, present

    def compacted(self) -> Mirror:
        """The same collection without dead positions; what can be made again is not made yet."""
        return compacted(self, self._store)

    @property
    def definition(self) -> Definition:
        return self._definition

    @definition.setter
    def definition(self, definition: Definition) -> None:
        self._definition = definition
        self.points.fields.indexed = frozenset(definition.indexes)
        limited = definition.options.get("memory_mb") is not None
        for fields in (self.points.fields, self.edges.table.fields):
            fields.grown = self.make_room if limited else None

    def present(self, name: str) -> NDArray[np.bool_]:
        """(size,) the points that have a vector of this name."""
        return self._present[name].view

    @property
    def text(self) -> TextIndex:
        """BM25 over the words of every payload; made when it is first asked for."""
        if self._text is None:
            self._text = TextIndex.over(self.points.payload_texts)
            self._text.drop(np.flatnonzero(~self.points.alive))
            self._used["text"] = time.monotonic()
            return self._roomy(self._text)
        self._used["text"] = time.monotonic()
        return self._text

    @property
    def adjacency(self) -> Adjacency:
        """Who is joined to whom, by position; another one after every change of these."""
        if self._adjacency is None:
            self._adjacency = Adjacency(self.points, self.edges)
            self._used["adjacency"] = time.monotonic()
            return self._roomy(self._adjacency)
        if len(self._adjacency.out.starts) <= self.points.size:
            self._adjacency = self._adjacency.widened(self.points.size)
        self._used["adjacency"] = time.monotonic()
        return self._adjacency

    def _roomy(self, made: Made) -> Made:
        """What was made, once there is room for it."""
        self.make_room()
        return made

    def apply(self, delta: Delta) -> None:
        """Bring the mirror to the generation of `delta`, whole or not at all.

        BadInput where the change contradicts itself or the definition; VELES-027 where what it
        adds does not fit into the memory that the collection may take.
        """
        change = delta.change
        check(change, self._definition)
        self.make_room(change)
        # What may be refused is read before anything changes.
        text = self._text is not None and not change.clear
        read = TextIndex.read(change.points.payloads) if text else None
        sparse = {name: SparseIndex.read(given) for name, given in change.points.sparse.items()}
        if change.clear:
            self._empty()
        self._drop(change)
        if len(change.points):
            self._store_points(change.points, sparse, read)
        if len(change.edges):
            self.edges.append(change.edges)
        if len(change.edges) or len(change.dropped_edges):
            self._adjacency = None
        self.generation = delta.generation

    def _drop(self, change: Change) -> None:
        if touched := self.edges.at(change.dropped):
            self.edges.drop(touched)
            self._adjacency = None
        if len(change.dropped_edges):
            self.edges.drop(change.dropped_edges)
        if len(change.dropped):
            self._forget(self.points.drop(change.dropped))

    def _forget(self, gone: NDArray[np.int64]) -> None:
        if self._adjacency is not None and not self._adjacency.survives(gone):
            self._adjacency = None
        if not len(gone):
            return
        for index in self.sparse.values():
            index.drop(gone)
        if self._text is not None:
            self._text.drop(gone)

    def _store_points(
        self, points: Points, sparse: Mapping[str, Entries], read: Read | None
    ) -> None:
        self._forget(self.points.drop(points.ids))
        first = self.points.size
        self.points.extend(points.ids, points.payloads)
        for name, space in self._definition.vectors.items():
            given = points.vectors.get(name) or _none(space, len(points))
            self.vectors[name].append(given.rows)
            self._present[name].extend(given.present)
        for name in sparse.keys() - self.sparse.keys():
            self.sparse[name] = SparseIndex()
            self.sparse[name].skip(first)
        for name, index in self.sparse.items():
            if name in sparse:
                index.extend(sparse[name])
            else:
                index.skip(len(points))
        if self._text is not None and read is not None:
            self._text.take(read)

    def prepare(self) -> None:
        """Make what CREATE INDEX asks for; otherwise it is made when it is first needed."""
        self.points.fields.prepare()

    def stop(self) -> None:
        """End what is being made of the vectors in the background."""
        for rows in self.vectors.values():
            rows.stop()

    def bytes(self) -> dict[str, int]:
        """Memory held, by part."""
        vectors = sum(rows.bytes for rows in self.vectors.values())
        payloads = (self.points.payload_texts, self.edges.table.payload_texts)
        columns = (*self.points.fields.held().values(), *self.edges.table.fields.held().values())
        return {
            "ids": self.points.bytes + sum(one.bytes for one in self._present.values()),
            "payloads": sum(one.bytes for one in payloads),
            "columns": sum(held for held, _ in columns),
            "vectors": vectors,
            "edges": self.edges.bytes,
            "text": 0 if self._text is None else self._text.bytes,
            "sparse": sum(index.bytes for index in self.sparse.values()),
            "adjacency": 0 if self._adjacency is None else self._adjacency.bytes,
        }

    def make_room(self, change: Change | None = None) -> None:
        """Let go of what was used least lately, where the collection takes more than it may.

        That is `memory_mb` of its options. VELES-027 where even then `change` does not fit.
        """
        limit = self._definition.options.get("memory_mb")
        if limit is not None:
            room(self, int(float(limit) * 2**20), change)

    def dispensable(self) -> list[Part]:
        """What can be made again, with its bytes and when it was last used."""
        found = [
            Part(held, used, partial(fields.forget, path))
            for fields in (self.points.fields, self.edges.table.fields)
            for path, (held, used) in fields.held().items()
        ]
        if self._text is not None:
            found.append(Part(self._text.bytes, self._used["text"], self._forget_text))
        if self._adjacency is not None:
            found.append(
                Part(self._adjacency.bytes, self._used["adjacency"], self._forget_adjacency)
            )
        for index in self.sparse.values():
            found.append(Part(index.spare, 0.0, index.forget))
        return found

    def _forget_text(self) -> None:
        self._text = None

    def _forget_adjacency(self) -> None:
        self._adjacency = None


def _none(space: VectorSpace, count: int) -> Vectors:
    return Vectors(np.zeros((count, space.dimension), np.float32), np.zeros(count, np.bool_))
