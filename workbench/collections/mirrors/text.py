"""Words of payloads, ranked by BM25."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


class TextIndex:
    """One document a row: every string of its payload, at any depth."""

    def append(self, payloads: Sequence[str]) -> None:
        raise NotImplementedError

    def drop(self, positions: NDArray[np.int64]) -> None:
        raise NotImplementedError

    def scores(self, query: str) -> NDArray[np.float64]:
        """(size,) BM25 scores; 0 where no word of the query is."""
        raise NotImplementedError
