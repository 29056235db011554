"""Sparse vectors: for every index, who has a weight there."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from operator import index as whole
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.collections.records import SparseVector
from ...core.errors import BadInput
from .grown import Grown
from .postings import Postings, summed


class Entries(NamedTuple):
    """Rows with `lengths` entries each, one after another, and whether each has a vector."""

    present: NDArray[np.bool_]
    lengths: NDArray[np.int64]
    indexes: NDArray[np.int64]
    weights: NDArray[np.float64]


class SparseIndex:
    """Sparse vectors of rows numbered from 0 as they came."""

    def __init__(self) -> None:
        self._alive: Grown[np.bool_] = Grown(np.bool_)
        self._ends: Grown[np.int64] = Grown(np.int64)
        self._indexes: Grown[np.int64] = Grown(np.int64)
        self._weights: Grown[np.float64] = Grown(np.float64)
        self._postings: Postings | None = None

    def __len__(self) -> int:
        return len(self._alive)

    @staticmethod
    def read(vectors: Sequence[SparseVector | None]) -> Entries:
        """What `extend` takes in; None where a row has no vector of this name.

        BadInput where an index is no integer from 0 to 2^63 - 1 or a weight is no number.
        """
        given = [vector or {} for vector in vectors]
        lengths = np.fromiter(map(len, given), np.int64, len(given))
        total = int(lengths.sum())
        weights_of = chain.from_iterable(vector.values() for vector in given)
        try:
            indexes = np.fromiter(map(whole, chain.from_iterable(given)), np.int64, total)
            weights = np.fromiter(weights_of, np.float64, total)
        except (TypeError, ValueError, OverflowError) as error:
            raise BadInput(f"a sparse vector has weights by index from 0 on: {error}") from error
        if total and indexes.min() < 0:
            raise BadInput(f"an index of a sparse vector is 0 or more; there is {indexes.min()}")
        present = np.fromiter((one is not None for one in vectors), np.bool_, len(given))
        return Entries(present, lengths, indexes, weights)

    def append(self, vectors: Sequence[SparseVector | None]) -> None:
        """Add rows."""
        self.extend(self.read(vectors))

    def skip(self, count: int) -> None:
        """Add rows without a vector."""
        nothing = np.zeros(0, np.int64)
        absent = np.zeros(count, np.bool_)
        self.extend(Entries(absent, np.zeros(count, np.int64), nothing, np.zeros(0)))

    def extend(self, entries: Entries) -> None:
        """Add rows that were read."""
        present, lengths, indexes, weights = entries
        first, taken = len(self), len(self._indexes)
        self._alive.extend(present)
        self._ends.extend(taken + np.cumsum(lengths))
        self._indexes.extend(indexes)
        self._weights.extend(weights)
        if self._postings is not None and len(indexes):
            rows = np.repeat(np.arange(first, len(self)), lengths)
            self._postings.add(indexes, rows, weights)

    def take(self, kept: NDArray[np.bool_]) -> SparseIndex:
        """An index of the rows of a mask (size,)."""
        entries = np.repeat(kept, self.lengths)
        index = SparseIndex()
        indexes, weights = self._indexes.view[entries], self._weights.view[entries]
        index.extend(Entries(self.present[kept], self.lengths[kept], indexes, weights))
        return index

    def drop(self, positions: NDArray[np.int64]) -> None:
        self._alive.view[positions] = False

    @property
    def present(self) -> NDArray[np.bool_]:
        """(size,) whether a row has a vector of this name, and is not dropped."""
        return self._alive.view

    def vector(self, position: int) -> SparseVector | None:
        """A row's vector; None where it has none."""
        if not self._alive.view[position]:
            return None
        ends = self._ends.view
        span = slice(int(ends[position - 1]) if position else 0, int(ends[position]))
        indexes, weights = self._indexes.view[span], self._weights.view[span]
        return dict(zip(indexes.tolist(), weights.tolist(), strict=True))

    def matches(self, query: SparseVector) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """The rows that share an index with `query`, ascending, and their inner products."""
        found = ((self.postings.of(index), weight) for index, weight in query.items())
        rows, scores = summed(len(self), [(had[0], had[1] * weight) for had, weight in found])
        kept = self._alive.view[rows]
        return (rows, scores) if kept.all() else (rows[kept], scores[kept])

    def scores(self, query: SparseVector) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """(size,) inner products over the common indexes, and (size,) whether there are any."""
        scores, shared = np.zeros(len(self)), np.zeros(len(self), np.bool_)
        rows, found = self.matches(query)
        scores[rows], shared[rows] = found, True
        return scores, shared

    @property
    def postings(self) -> Postings:
        """The rows by index; made when a query first needs them."""
        if self._postings is None:
            self._postings = Postings(np.float64)
            rows = np.repeat(np.arange(len(self)), self.lengths)
            self._postings.add(self._indexes.view, rows, self._weights.view)
        return self._postings

    @property
    def lengths(self) -> NDArray[np.int64]:
        """(size,) how many entries a row has."""
        return np.diff(self._ends.view, prepend=0)

    @property
    def entries(self) -> Entries:
        """All rows, as they could be taken in again."""
        return Entries(self.present, self.lengths, self._indexes.view, self._weights.view)

    def forget(self) -> None:
        """Let go of what can be made again."""
        self._postings = None

    @property
    def bytes(self) -> int:
        parts = (self._alive, self._ends, self._indexes, self._weights)
        return sum(part.bytes for part in parts) + self.spare

    @property
    def spare(self) -> int:
        """The bytes that `forget` frees."""
        return 0 if self._postings is None else self._postings.bytes
