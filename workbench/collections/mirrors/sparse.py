"""Sparse vectors: for every index, who has a weight there."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...core.collections.records import SparseVector


class SparseIndex:
    """Sparse vectors of rows numbered from 0 as they came."""

    def __init__(self) -> None:
        self._rows: list[SparseVector | None] = []

    def append(self, vectors: Sequence[SparseVector | None]) -> None:
        self._rows.extend(vectors)

    def drop(self, positions: NDArray[np.int64]) -> None:
        for at in positions:
            self._rows[at] = None

    def scores(self, query: SparseVector) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """(size,) inner products over the common indexes, and (size,) whether there are any."""
        scores, shared = np.zeros(len(self._rows)), np.zeros(len(self._rows), np.bool_)
        for at, row in enumerate(self._rows):
            common = query.keys() & (row or {}).keys()
            shared[at] = bool(common)
            scores[at] = sum(query[index] * (row or {})[index] for index in common)
        return scores, shared
