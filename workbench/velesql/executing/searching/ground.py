"""The rows that may be ranked, and the best of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...planning.memory import Matches
from ..relation import Relation, Source
from .scores import Numbers, Rows, Scored

_MANY = 4  # times as many rows as are wanted, before it pays to look for the last of them first


class Ground:
    """Rows of a relation that satisfy a filter; `matches` is None where all that live do."""

    def __init__(self, relation: Relation, matches: Matches | None) -> None:
        self.relation, self.matches = relation, matches

    @property
    def rows(self) -> Rows:
        """All of them, ascending."""
        if self.matches is not None:
            return self.matches.at
        live = self.relation.live
        return np.arange(self.relation.n) if live is None else np.flatnonzero(live)

    def keys(self, rows: Rows) -> NDArray[Any]:
        """What sorts equals: the ids; rows of a join are in the order of theirs."""
        first = self.relation.first
        return rows if first.positions is not None else first.table.keys[rows]

    def scored(self, source: Source, at: Rows, values: Numbers) -> Scored:
        """The rows of the ground where a source is at some positions, with their values."""
        if source.positions is None:
            kept = self._allowed(at)
            return Scored(at, values) if kept is None else Scored(at[kept], values[kept])
        place = np.full(source.table.size + 1, -1, np.int64)  # the last one is for -1
        place[at] = np.arange(len(at))
        found = place[source.positions]
        rows = np.flatnonzero(found >= 0)
        kept = self._allowed(rows)
        rows = rows if kept is None else rows[kept]
        return Scored(rows, values[found[rows]])

    def best(self, found: Scored, k: int | None, *, lower: bool = False) -> Scored:
        """The `k` best, equals by id; all where k is None."""
        rows, values = found
        rank = values if lower else -values
        if k is not None and len(rows) > _MANY * k:
            near = _nearest(rank, k)
            rows, values, rank = rows[near], values[near], rank[near]
        order = np.lexsort((self.keys(rows), rank))[:k]
        return Scored(rows[order], values[order])

    def by_id(self, rows: Rows) -> Rows:
        return rows[np.argsort(self.keys(rows), kind="stable")]

    def _allowed(self, rows: Rows) -> NDArray[np.bool_] | None:
        mask = self.relation.live if self.matches is None else self.matches.mask
        return None if mask is None else mask[rows]


def _nearest(rank: Numbers, k: int) -> Rows:
    if k == 0:
        return np.zeros(0, np.int64)
    return np.flatnonzero(rank <= np.partition(rank, k - 1)[k - 1])
