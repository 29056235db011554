"""Which edges meet at a node, as compressed rows: all of one generation, in the order of ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from ...core.property_graph.records import Direction
from .columns import Ids

_KEPT = 24  # compressed rows of directions and types that are kept; the oldest makes room


class EdgeArrays(NamedTuple):
    """Edges by ascending id; `names[codes[i]]` is the type of the edge `ids[i]`."""

    ids: Ids
    sources: Ids
    targets: Ids
    codes: NDArray[np.int32]
    names: tuple[str, ...]

    def rows_of(self, edge_type: str) -> Ids:
        """Rows of the edges of a type."""
        if edge_type not in self.names:
            return np.empty(0, np.int64)
        return np.flatnonzero(self.codes == self.names.index(edge_type))


class Half:
    """What lies at each slot: neighbours `neighbors[offsets[slot]:offsets[slot + 1]]`.

    `rows` are the edges that lead to them, as rows of the arrays. `beside(slot)` gives the
    neighbours of one slot as a list, none for a slot beyond the last.
    """

    def __init__(
        self, offsets: NDArray[np.int64], neighbors: NDArray[np.int32], rows: NDArray[np.int32]
    ) -> None:
        self.offsets, self.neighbors, self.rows = offsets, neighbors, rows
        self.beside = _beside(offsets.data, neighbors.data)


class Slots:
    """Places of nodes in arrays: where ids are dense, the ids themselves."""

    def __init__(self, sources: Ids, targets: Ids) -> None:
        top = int(max(sources.max(), targets.max())) + 1 if len(sources) else 0
        self.ids: Ids | None = None
        if top > 8 * len(sources) + 4096:  # ids far apart would make arrays mostly of holes
            self.ids = np.unique(np.concatenate([sources, targets]))
        self.count = top if self.ids is None else len(self.ids)

    def of(self, ids: Iterable[int]) -> Ids:
        """Slots of the nodes that have one, in order; the others are left out."""
        found = self.find(ids)
        return found[found >= 0]

    def find(self, ids: Iterable[int]) -> Ids:
        """The slot of each node, -1 where it has none: then it has no edge."""
        given = ids if isinstance(ids, np.ndarray) else np.fromiter(ids, np.int64)
        if self.ids is None:
            return np.where(given < self.count, given, -1)
        at = np.minimum(np.searchsorted(self.ids, given), self.count - 1)
        return np.where(self.ids[at] == given, at, -1)

    def slot(self, id: int) -> int:
        """The slot of one node, -1 where it has no edge."""
        if self.ids is None:
            return id if id < self.count else -1
        at = int(np.searchsorted(self.ids, id))
        return at if at < self.count and self.ids[at] == id else -1

    def places(self, ids: Ids) -> Ids:
        """Slots of nodes that all have edges."""
        return ids if self.ids is None else np.searchsorted(self.ids, ids).astype(np.int64)

    def named(self, slots: NDArray[np.integer]) -> Ids:
        """Ids of the nodes of these slots."""
        named: Ids = slots.astype(np.int64) if self.ids is None else self.ids[slots]
        return named


class Adjacency:
    """Compressed rows in each direction, all edges or those of one type, made at first need."""

    def __init__(self, edges: EdgeArrays) -> None:
        self.edges = edges
        self._halves: dict[tuple[Direction, str | None], Half] = {}
        self._successors: dict[str | None, csr_array] = {}  # of the type asked for last

    @cached_property
    def slots(self) -> Slots:
        return Slots(self.edges.sources, self.edges.targets)

    def successors(self, edge_type: str | None) -> csr_array:
        """(slots, slots): 1 / k in row v and column u where v is one of k that u leads to."""
        if edge_type not in self._successors:
            half, count = self.half("out", edge_type), self.slots.count
            ones = np.ones(len(half.neighbors))
            parts = (ones, half.neighbors.copy(), half.offsets.astype(np.int32))
            once = csr_array(parts, shape=(count, count))
            once.sum_duplicates()  # parallel edges lead to one node
            many = np.diff(once.indptr)
            once.data = np.repeat(1 / np.maximum(many, 1), many)
            self._successors = {edge_type: once.T.tocsr()}
        return self._successors[edge_type]

    @property
    def out(self) -> Half:
        return self.half("out")

    @property
    def into(self) -> Half:
        return self.half("in")

    def half(self, direction: Direction, edge_type: str | None = None) -> Half:
        """Edges at each node: ascending ids; of both directions, outgoing before incoming."""
        key = (direction, edge_type)
        half = self._halves.get(key)
        if half is None:
            if len(self._halves) >= _KEPT:
                del self._halves[next(iter(self._halves))]
            half = self._halves[key] = self._made(direction, edge_type)
        return half

    def _made(self, direction: Direction, edge_type: str | None) -> Half:
        if direction == "both":
            return _interleaved(self.half("out", edge_type), self.half("in", edge_type))
        sources, targets = self.edges.sources, self.edges.targets
        near, far = (sources, targets) if direction == "out" else (targets, sources)
        chosen = None if edge_type is None else self.edges.rows_of(edge_type)
        if chosen is not None:
            near, far = near[chosen], far[chosen]
        offsets, rows = _grouped(self.slots.places(near), self.slots.count)
        neighbors = self.slots.places(far)[rows].astype(np.int32)
        return Half(offsets, neighbors, rows if chosen is None else chosen[rows].astype(np.int32))


def _beside(offsets: memoryview, neighbors: memoryview) -> Callable[[int], list[int]]:
    """A function over plain memory, which gives single numbers much faster than arrays do."""
    last = len(offsets) - 1

    def beside(slot: int) -> list[int]:
        if slot >= last:
            return []
        return neighbors[offsets[slot] : offsets[slot + 1]].tolist()

    return beside


def _grouped(keys: Ids, count: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Offsets of `count` groups, and the positions in `keys` group by group, ascending.

    A sparse matrix with one column a position is built by counting, which no sort matches.
    """
    shape = (count, len(keys))
    ones = np.ones(len(keys), np.bool_)
    matrix = csr_array((ones, (keys, np.arange(len(keys)))), shape=shape)
    return matrix.indptr.astype(np.int64), matrix.indices.astype(np.int32)


def _interleaved(first: Half, second: Half) -> Half:
    """At each slot what lies there in the first, then in the second."""
    offsets = first.offsets + second.offsets
    neighbors, rows = (np.empty(offsets[-1] if len(offsets) else 0, np.int32) for _ in range(2))
    counts_first, counts_second = np.diff(first.offsets), np.diff(second.offsets)
    at_first = np.arange(len(first.rows)) + np.repeat(second.offsets[:-1], counts_first)
    at_second = np.arange(len(second.rows)) + np.repeat(first.offsets[1:], counts_second)
    for whole, a, b in (
        (neighbors, first.neighbors, second.neighbors),
        (rows, first.rows, second.rows),
    ):
        whole[at_first], whole[at_second] = a, b
    return Half(offsets, neighbors, rows)
