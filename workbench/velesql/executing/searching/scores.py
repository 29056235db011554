"""What a search gave the rows of a relation."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Rows = NDArray[np.int64]
Numbers = NDArray[np.float64]

UNRANKED = 1.0  # the score of a row that no search ranked


class Scored(NamedTuple):
    """Rows of a relation, best first, and what each got."""

    rows: Rows
    values: Numbers


class Scores:
    """Of the `n` rows of a relation, by the names that a query has for them.

    `score` is the primary one, by which rows are ranked: 1 where none was given. The others are
    0 there. `lower_is_better` says that it is a distance, `unreached` which rows qualify though
    the search cannot compare them. Rows that a search did not have to look at have none: arrays
    tell of the rows of the `Ranked` they came with.
    """

    __slots__ = ("_found", "_full", "_unranked", "lower_is_better", "n", "unreached")

    def __init__(
        self,
        n: int,
        found: dict[str, Scored],
        *,
        lower_is_better: bool = False,
        unranked: float = UNRANKED,
        unreached: Rows | None = None,
    ) -> None:
        self.n, self.lower_is_better, self.unreached = n, lower_is_better, unreached
        self._found, self._unranked = found, unranked
        self._full: dict[str, Numbers] = {}

    def of(self, name: str) -> Numbers:
        """(n,) the scores under a name."""
        full = self._full.get(name)
        if full is None:
            full = np.full(self.n, self._unranked if name == "score" else 0.0)
            found = self._found.get(name)
            if found is not None:
                full[found.rows] = found.values
            self._full[name] = full
        return full

    @property
    def score(self) -> Numbers:
        return self.of("score")

    @property
    def vector_score(self) -> Numbers:
        return self.of("vector_score")

    @property
    def bm25_score(self) -> Numbers:
        return self.of("bm25_score")

    @property
    def sparse_score(self) -> Numbers:
        return self.of("sparse_score")

    @property
    def fused_score(self) -> Numbers:
        return self.of("fused_score")


class Ranked(NamedTuple):
    """Rows that qualify, best first; `values` (len(rows),) are their primary scores."""

    rows: Rows
    scores: Scores
    values: Numbers
