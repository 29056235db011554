"""The rows of a table that are nearest to vectors, exactly.

A product in float32 tells which rows cannot be among the nearest; the others are scored in
float64. Of a sum of d products in float32, in whatever order, the error is at most
d u / (1 - d u) times the product of the lengths, u = 2^-24 (Higham, "Accuracy and Stability of
Numerical Algorithms", 2nd edition, section 3.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.property_graph.records import Metric
from ..state.vectors import VectorTable, lengths_of

Floats = NDArray[np.float64]
_UNIT = 2.0**-24  # of float32
_TINY = 2.0**-126  # what one operation may lose where numbers underflow
_HUGE = 1e38  # float32 ends at 3.4e38
_FEW = 512  # rows that are scored in float64 outright
_AT_A_TIME = 4096  # rows in float64 together
_QUERIES = 32  # products together: 12 MB of a table of 100,000 rows
_GROUPS = 64  # rows a group, of which the greatest stands for all


class Nearest(NamedTuple):
    """Best first, of equal scores the lower entity first."""

    entities: NDArray[np.int64]
    scores: Floats


def nearest(
    table: VectorTable,
    queries: NDArray[np.float32],
    count: int,
    slots: NDArray[np.int64] | None = None,
) -> list[Nearest]:
    """At most `count` of the rows, or of those at `slots`, for each row of `queries`."""
    found = []
    for start in range(0, len(queries), _QUERIES):
        batch = queries[start : start + _QUERIES]
        for query, product in zip(batch, _products(table, batch, slots), strict=True):
            chosen = None if product is None else _possible(table, query, product, count, slots)
            if chosen is None:
                chosen = np.arange(len(table)) if slots is None else slots
            found.append(_ranked(table, query, chosen, count))
    return found


def scores(rows: NDArray[np.float32], query: NDArray[np.float32], metric: Metric) -> Floats:
    """(n,) how near rows are to a query: sums in float64 from left to right.

    cosine: q c / (|q| |c|); dot: q c; euclidean: 1 / (1 + |q - c|).
    """
    parts = [_scored(part, query.astype(np.float64), metric) for part in _chunks(rows)]
    return np.concatenate(parts) if parts else np.zeros(0)


def _chunks(rows: NDArray[np.float32]) -> Iterator[Floats]:
    for start in range(0, len(rows), _AT_A_TIME):
        yield rows[start : start + _AT_A_TIME].astype(np.float64)


def _scored(rows: Floats, query: Floats, metric: Metric) -> Floats:
    if metric == "euclidean":
        distances = np.sqrt(_summed((query - rows) ** 2))
        nearness: Floats = 1.0 / (1.0 + distances)
        return nearness
    product = _summed(query * rows)
    if metric == "dot":
        return product
    lengths = np.sqrt(_summed(query[None] ** 2)) * np.sqrt(_summed(rows**2))
    found: Floats = product / lengths
    return found


def _summed(terms: Floats) -> Floats:
    """(n,) sums of rows from left to right; `sum` would add in pairs."""
    total: Floats = np.add.accumulate(terms, axis=1)[:, -1]
    return total


def _ranked(
    table: VectorTable, query: NDArray[np.float32], slots: NDArray[np.int64], count: int
) -> Nearest:
    entities = table.entities[slots]
    found = scores(table.rows[slots], query, table.index.metric)
    order = np.lexsort((entities, -found))[:count]
    return Nearest(entities[order], found[order])


def _products(
    table: VectorTable, queries: NDArray[np.float32], slots: NDArray[np.int64] | None
) -> Iterator[NDArray[np.float32] | None]:
    """For each query its float32 products with the rows, None where they would not help."""
    size = len(table) if slots is None else len(slots)
    if size <= _FEW:
        return iter([None] * len(queries))
    with np.errstate(over="ignore", invalid="ignore"):
        if slots is None or size * 4 > len(table):
            products = queries @ table.rows.T
            return iter(products if slots is None else products[:, slots])
        return iter(queries @ table.rows[slots].T)


def _possible(
    table: VectorTable,
    query: NDArray[np.float32],
    product: NDArray[np.float32],
    count: int,
    slots: NDArray[np.int64] | None,
) -> NDArray[np.int64] | None:
    """Slots that hold all of the `count` best; None where float32 cannot tell.

    At least `count` rows have a key of at least the bound, thus a true key of at least the bound
    less the slack; a row that keeps up with them has a key of at least the bound less twice it.
    """
    lengths = table.lengths if slots is None else table.lengths[slots]
    told = _keys(table.index.metric, product, lengths, query)
    if told is None:
        return None
    keys, slack = told
    bound = np.float64(_reached(keys, count) - 2 * slack)
    chosen = np.flatnonzero(keys >= bound)
    return chosen if slots is None else slots[chosen]


def _keys(
    metric: Metric, product: NDArray[np.float32], lengths: Floats, query: NDArray[np.float32]
) -> tuple[NDArray[Any], float] | None:
    """Numbers that order rows as scores do, and how far they may be from the truth.

    None where that is not to be told: numbers that float32 multiplies to infinity or to nothing.
    """
    length = float(lengths_of(query[None])[0])
    shortest, longest = float(lengths.min()), float(lengths.max())
    share, lost = 1.01 * (len(query) + 4) * _UNIT, len(query) * _TINY
    measured = length * (shortest if metric == "cosine" else longest)
    if length * longest > _HUGE or not lost < share * measured or share > 0.01:
        return None
    if metric == "cosine":
        return product / lengths, share * length + lost / shortest
    error = share * length * longest + lost
    if metric == "dot":
        return product, error
    # Half of what a squared distance is below that to zero. Distances so near to one another
    # that 1 / (1 + distance) does not tell them apart are ties.
    reach = length + longest
    return product - lengths * lengths / 2, error + 2.0**-49 * (reach + reach**2) + 2.0**-99


def _reached(keys: NDArray[Any], count: int) -> float:
    """A number that at least `count` of the keys reach, and seldom many more."""
    if count >= len(keys):
        return -np.inf
    groups = len(keys) // _GROUPS
    if count * 4 < groups:
        keys = keys[: groups * _GROUPS].reshape(_GROUPS, groups).max(axis=0)
    return float(np.partition(keys, len(keys) - count)[len(keys) - count])
