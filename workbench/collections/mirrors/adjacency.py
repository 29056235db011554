"""Who is joined to whom: compressed sparse rows, both ways."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .edge_rows import EdgeRows
from .radix import order_of
from .table import Table


class Neighbours(NamedTuple):
    """Of point p: `edges[starts[p]:starts[p+1]]` and, at the same places, `points`."""

    starts: NDArray[np.int64]
    edges: NDArray[np.int64]
    points: NDArray[np.int64]

    def degrees(self, points: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many edges are at each of `points`."""
        found: NDArray[np.int64] = self.starts[points + 1] - self.starts[points]
        return found

    @property
    def bytes(self) -> int:
        return sum(part.nbytes for part in self)


class Adjacency:
    """The edges that are alive, by the positions of points; equals by edge position.

    An edge of which a point is missing is left out.
    """

    def __init__(self, points: Table, edges: EdgeRows) -> None:
        sources, targets = edges.placed(points)
        there = edges.table.alive & (sources >= 0) & (targets >= 0)
        alive = np.flatnonzero(there)
        # An edge that waits for a point counts as soon as that point is stored.
        self._waiting = len(alive) < edges.table.count
        self._labels = edges.labels.codes
        if len(alive) < edges.table.size:
            sources, targets = sources[alive], targets[alive]
        self.out = _rows(points.size, sources, targets, alive)
        self.into = _rows(points.size, targets, sources, alive)
        self._by_labels: dict[frozenset[int], Adjacency] = {}

    def labelled(self, codes: Iterable[int]) -> Adjacency:
        """Of these edges those whose label is one of `codes`."""
        wanted = frozenset(codes)
        found = self._by_labels.get(wanted)
        if found is None:
            found = object.__new__(Adjacency)
            found._waiting, found._labels, found._by_labels = True, self._labels, {}
            known = np.isin(self._labels, np.array(list(wanted), np.int64))
            found.out, found.into = _kept(self.out, known), _kept(self.into, known)
            self._by_labels[wanted] = found
        return found

    def survives(self, gone: NDArray[np.int64]) -> bool:
        """Whether points can go, and others come, without a change but in the number of points."""
        if self._waiting:
            return False
        known = gone[gone < len(self.out.starts) - 1]
        return not (self.out.degrees(known).any() or self.into.degrees(known).any())

    def widened(self, size: int) -> Adjacency:
        """The same with points without edges, up to `size` points in all."""
        found = object.__new__(Adjacency)
        found._waiting, found._labels, found._by_labels = False, self._labels, {}
        found.out, found.into = _wider(self.out, size), _wider(self.into, size)
        return found

    @property
    def bytes(self) -> int:
        by_labels = sum(one.bytes for one in self._by_labels.values())
        return self.out.bytes + self.into.bytes + by_labels


def _rows(
    size: int, at: NDArray[np.int64], others: NDArray[np.int64], edges: NDArray[np.int64]
) -> Neighbours:
    places = order_of(at, size)
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(at, minlength=size), out=starts[1:])
    return Neighbours(starts, edges[places], others[places])


def _kept(neighbours: Neighbours, known: NDArray[np.bool_]) -> Neighbours:
    kept = known[neighbours.edges]
    before = np.zeros(len(kept) + 1, np.int64)
    np.cumsum(kept, out=before[1:])
    return Neighbours(before[neighbours.starts], neighbours.edges[kept], neighbours.points[kept])


def _wider(neighbours: Neighbours, size: int) -> Neighbours:
    more = np.full(size + 1 - len(neighbours.starts), len(neighbours.edges))
    return neighbours._replace(starts=np.concatenate([neighbours.starts, more]))
