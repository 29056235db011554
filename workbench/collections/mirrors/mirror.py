"""A collection in this process, at one generation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Definition, VectorSpace
from ...core.collections.protocols import VectorRows, VectorStore
from ...core.collections.records import Change, Delta, Points, SparseVector, Vectors
from .adjacency import Adjacency
from .edge_rows import EdgeRows
from .grown import Grown
from .sparse import SparseIndex
from .table import Table
from .text import TextIndex


class Mirror:
    """What queries are answered from.

    Position p of `points` is row p of every vector space, of `text` and of every sparse index.
    What one query reads, no `apply` may change meanwhile: that is its caller's care.
    """

    def __init__(self, definition: Definition, store: VectorStore) -> None:
        self.definition, self.generation = definition, 0
        self._store = store
        self._empty()

    def _empty(self) -> None:
        definition = self.definition
        self.points, self.edges = Table(definition.ids), EdgeRows(definition.ids)
        self.vectors: dict[str, VectorRows] = {
            name: self._store.new(space, definition.options)
            for name, space in definition.vectors.items()
        }
        self._present: dict[str, Grown[np.bool_]] = {n: Grown(np.bool_) for n in self.vectors}
        self.sparse: dict[str, SparseIndex] = {}
        self._text: TextIndex | None = None
        self._adjacency: Adjacency | None = None

    def present(self, name: str) -> NDArray[np.bool_]:
        """(size,) the points that have a vector of this name."""
        return self._present[name].view

    @property
    def text(self) -> TextIndex:
        """BM25 over the words of every payload; made when it is first asked for."""
        if self._text is None:
            self._text = TextIndex()
            self._text.append([self.points.text(at) for at in range(self.points.size)])
            self._text.drop(np.flatnonzero(~self.points.alive))
        return self._text

    @property
    def adjacency(self) -> Adjacency:
        """Who is joined to whom, by position."""
        if self._adjacency is None:
            self._adjacency = Adjacency(self.points, self.edges)
        return self._adjacency

    def apply(self, delta: Delta) -> None:
        """Bring the mirror to the generation of `delta`."""
        change = delta.change
        if change.clear:
            self._empty()
        self._drop(change)
        if len(change.points):
            self._store_points(change.points)
        if len(change.edges):
            self.edges.append(change.edges)
        self.generation, self._adjacency = delta.generation, None

    def _drop(self, change: Change) -> None:
        if change.dropped:
            self.edges.drop(self.edges.at(change.dropped))
        self.edges.drop(change.dropped_edges)
        self._forget(self.points.drop(change.dropped))

    def _forget(self, gone: NDArray[np.int64]) -> None:
        for index in self.sparse.values():
            index.drop(gone)
        if self._text is not None:
            self._text.drop(gone)

    def _store_points(self, points: Points) -> None:
        self._forget(self.points.drop(points.ids))
        first = self.points.size
        self.points.append(points.ids, points.payloads)
        for name, space in self.definition.vectors.items():
            given = points.vectors.get(name) or _none(space, len(points))
            self.vectors[name].append(given.rows)
            self._present[name].extend(given.present)
        for name in points.sparse.keys() - self.sparse.keys():
            self.sparse[name] = SparseIndex()
            self.sparse[name].append([None] * first)
        nothing: Sequence[SparseVector | None] = [None] * len(points)
        for name, index in self.sparse.items():
            index.append(points.sparse.get(name, nothing))
        if self._text is not None:
            self._text.append(points.payloads)


def _none(space: VectorSpace, count: int) -> Vectors:
    return Vectors(np.zeros((count, space.dimension), np.float32), np.zeros(count, np.bool_))
