"""Aggregates of groups, computed over arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import EXACT, FLOAT, INTEGER, NULL, Column
from ..predicates.comparison import numeric
from .sorting import listed, ranks


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """n rows in `size` groups: `of` (n,) is the group of each, `counts` and `firsts` (size,)
    are the rows of each group, and the place of its first one."""

    of: NDArray[np.int64]
    size: int
    counts: NDArray[np.int64]
    firsts: NDArray[np.int64]

    @classmethod
    def numbered(cls, codes: NDArray[np.int64], bound: int) -> Groups:
        """Groups in the order of their first rows, of any numbers below a bound."""
        counts = np.bincount(codes, minlength=bound)
        present = np.flatnonzero(counts)
        firsts = _firsts(codes, bound, len(present))[present]
        order = np.argsort(firsts)
        places = np.zeros(bound, np.int64)
        places[present[order]] = np.arange(len(present))
        return cls(places[codes], len(present), counts[present][order], firsts[order])

    @classmethod
    def one(cls, n: int) -> Groups:
        """All rows, also where there are none."""
        return cls(np.zeros(n, np.int64), 1, np.array([n]), np.zeros(1, np.int64))


_LOOKED_AT = 4096  # rows in which few groups are expected to be all found


def _firsts(codes: NDArray[np.int64], bound: int, groups: int) -> NDArray[np.int64]:
    """(bound,) the first place of each code; of equal indexes the last assignment holds."""
    found = np.full(bound, -1, np.int64)
    for n in (_LOOKED_AT, len(codes)):
        found[codes[:n][::-1]] = np.arange(min(n, len(codes)))[::-1]
        if n >= len(codes) or np.count_nonzero(found >= 0) == groups:
            break
    return found


def counted(groups: Groups, column: Column | None) -> Column:
    """COUNT: all rows, or those with a value."""
    if column is None:
        return whole(groups.counts)
    known = column.kinds > NULL
    if known.all():
        return whole(groups.counts)
    return whole(np.bincount(groups.of[known], minlength=groups.size))


def whole(numbers: NDArray[Any]) -> Column:
    n = len(numbers)
    values = numbers.astype(np.float64)
    return Column(np.full(n, INTEGER, np.uint8), values, np.full(n, -1, np.int32))


def summed(groups: Groups, column: Column) -> Column:
    """SUM of the numbers: whole and exact where all are whole; NULL where there is none."""
    of, numbers, kinds = _numbers(groups, column)
    inexact = column.objects is not None or np.abs(numbers).sum() >= EXACT
    if inexact and (kinds == INTEGER).any():
        return _summed_exactly(groups, column)
    totals = _totals(of, numbers, groups)
    found = np.where(_seen(groups, of), INTEGER, NULL)
    if (kinds == FLOAT).any():
        found[np.bincount(of[kinds == FLOAT], minlength=groups.size) > 0] = FLOAT
    return _numeric(found, totals)


def _totals(
    of: NDArray[np.int64], numbers: NDArray[np.float64], groups: Groups
) -> NDArray[np.float64]:
    return np.bincount(of, numbers, groups.size).astype(np.float64)  # of no rows: integers


def averaged(groups: Groups, column: Column) -> Column:
    """AVG of the numbers, a float; NULL where there is none."""
    of, numbers, _ = _numbers(groups, column)
    if column.objects is not None or np.abs(numbers).sum() >= EXACT:
        return _averaged_exactly(groups, column)
    counts = np.bincount(of, minlength=groups.size)
    totals = _totals(of, numbers, groups)
    return _numeric(np.where(counts > 0, FLOAT, NULL), totals / np.maximum(counts, 1))


def extreme(groups: Groups, column: Column, *, most: bool) -> Column:
    """MIN or MAX in the order of all values; NULL where there is none but NULL."""
    known = column.kinds > NULL
    keys = ranks(column)
    of, rows = groups.of, None
    if not known.all():
        rows = np.flatnonzero(known)
        of, keys = of[rows], keys[rows]
    best = np.full(groups.size, -np.inf if most else np.inf)
    (np.maximum if most else np.minimum).at(best, of, keys)
    if keys is column.numbers and _alike(column):
        return _numeric(np.where(groups.counts > 0, column.kinds[0], NULL), best)
    return column.take(_places(groups, of, np.flatnonzero(keys == best[of]), rows))


def _alike(column: Column) -> bool:
    return len(column) > 0 and bool((column.kinds == column.kinds[0]).all())


def _places(
    groups: Groups,
    of: NDArray[np.int64],
    hits: NDArray[np.int64],
    rows: NDArray[np.int64] | None,
) -> NDArray[np.int64]:
    """(size,) the first place of a hit in each group, -1 where there is none."""
    found = np.full(groups.size, -1, np.int64)
    found[of[hits][::-1]] = (hits if rows is None else rows[hits])[::-1]
    return found


def first(groups: Groups, column: Column) -> Column:
    """FIRST: the value in the first row of each group."""
    return column.take(groups.firsts)


def _numbers(
    groups: Groups, column: Column
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.uint8]]:
    """Of the rows with numbers: their groups, the numbers, and what these are."""
    known = numeric(column)
    if known.all():
        return groups.of, column.numbers, column.kinds
    return groups.of[known], column.numbers[known], column.kinds[known]


def _seen(groups: Groups, of: NDArray[np.int64]) -> NDArray[np.bool_]:
    if of is groups.of:
        return groups.counts > 0
    return np.bincount(of, minlength=groups.size) > 0


def _numeric(kinds: NDArray[Any], numbers: NDArray[np.float64]) -> Column:
    kinds = kinds.astype(np.uint8)
    values = np.where(kinds > NULL, numbers, np.nan)
    return Column(kinds, values, np.full(len(kinds), -1, np.int32))


def _summed_exactly(groups: Groups, column: Column) -> Column:
    return Column.of([_total(values) for values in _listed_by(groups, column)])


def _averaged_exactly(groups: Groups, column: Column) -> Column:
    totals = [(_total(values), len(values)) for values in _listed_by(groups, column)]
    return Column.of([None if not n else _quotient(total, n) for total, n in totals])


def _listed_by(groups: Groups, column: Column) -> list[list[int | float]]:
    """The numbers of each group, as Python has them: 64-bit floats round whole ones."""
    found: list[list[int | float]] = [[] for _ in range(groups.size)]
    for group, value in zip(groups.of.tolist(), listed(column), strict=True):
        if type(value) in (int, float):
            found[group].append(value)
    return found


def _total(values: list[int | float]) -> int | float | None:
    try:
        return sum(values) if values else None
    except OverflowError:  # a whole number too large for a float, beside a float
        return float("inf")


def _quotient(total: int | float | None, count: int) -> float:
    try:
        return (total or 0) / count
    except OverflowError:
        return float("inf")
