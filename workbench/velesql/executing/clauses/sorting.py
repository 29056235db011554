"""Values as numbers: in their order, and by what is the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import (
    BOOLEAN,
    EXACT,
    FLOAT,
    INTEGER,
    RANK,
    TEXT,
    Column,
    order_key,
)
from ..predicates.sameness import key

Ranks = NDArray[np.float64]
Rows = NDArray[np.int64]
Groups = NDArray[np.int64]

_SPREAD = 4  # codes may be so many times more than rows before they are made dense by sorting
_SOME = 1000  # codes that cost nothing, however few the rows


def ranks(column: Column) -> Ranks:
    """(n,) numbers that order as the values do, equal where these are; NULL has the least."""
    if column.objects is not None:
        return _ranks_one_by_one(column)
    if len(column) == 0:
        return np.zeros(0)
    least, most = int(column.kinds.min()), int(column.kinds.max())
    if least >= INTEGER and most <= FLOAT:
        return column.numbers
    nulls = column.nulls
    known = column.kinds[~nulls]
    least = int(known.min()) if len(known) else TEXT
    if least == TEXT:
        return _text_ranks(column)
    if most == BOOLEAN or (least >= INTEGER and most <= FLOAT):
        return np.where(nulls, -np.inf, column.numbers)
    return _ranks_of_types(column)


def _text_ranks(column: Column) -> Ranks:
    """Places of the texts in their order by code point, -1 for NULL."""
    if len(column.texts) > len(column):
        used = np.unique(column.codes[column.codes >= 0]).tolist()
    else:
        used = list(range(len(column.texts)))
    used.sort(key=column.texts.__getitem__)
    places = np.full(len(column.texts) + 1, -1.0)
    places[used] = np.arange(len(used))
    found: Ranks = places[column.codes]  # the code -1 finds the last
    return found


def _ranks_of_types(column: Column) -> Ranks:
    """Booleans, numbers and texts beside each other."""
    minor = np.where(column.kinds == TEXT, _text_ranks(column), column.numbers)
    minor[column.nulls] = 0.0
    major = RANK[column.kinds]
    order = np.lexsort((minor, major))
    starts = np.zeros(len(order), np.bool_)
    starts[1:] = (np.diff(minor[order]) != 0) | (np.diff(major[order]) != 0)
    found = np.empty(len(order))
    found[order] = np.cumsum(starts)
    return found


def _ranks_one_by_one(column: Column) -> Ranks:
    keys = [order_key(value) for value in listed(column)]
    places = {one: float(at) for at, one in enumerate(sorted(set(keys)))}
    return np.array([places[one] for one in keys])


def listed(column: Column) -> list[Any]:
    """The values as Python has them; None for NULL."""
    return column.values()


def order(
    keys: Sequence[Ranks], ties: NDArray[Any] | None = None, first: int | None = None
) -> Rows:
    """Places in ascending order of the keys, the foremost first, equals by `ties` or by place.

    `first` is how many are wanted at the least; None for all.
    """
    n = len(keys[0])
    candidates = None
    if first is not None and 0 < first < n // 4:
        limit = np.partition(keys[0], first - 1)[first - 1]
        candidates = np.flatnonzero(keys[0] <= limit)
    all_keys = [*keys] if ties is None else [*keys, ties]
    if candidates is None:
        return np.lexsort(all_keys[::-1])
    found: Rows = candidates[np.lexsort([one[candidates] for one in reversed(all_keys)])]
    return found


def group_codes(columns: Sequence[Column]) -> tuple[Groups, int]:
    """(n,) a number from 0 for each combination of values, and a bound of the numbers."""
    found, bound = _codes(columns[0])
    for column in columns[1:]:
        codes, size = _codes(column)
        if bound * size > _SPREAD * len(codes) + _SOME:
            found, bound = _dense(found)
            codes, size = _dense(codes)
        found, bound = found * size + codes, bound * size
    if bound > _SPREAD * len(found) + _SOME:
        return _dense(found)
    return found, bound


def _dense(codes: NDArray[Any]) -> tuple[Groups, int]:
    values, found = np.unique(codes, return_inverse=True)
    return found, len(values)


def _codes(column: Column) -> tuple[Groups, int]:
    """A number from 0 for each value of one column; NULL and missing are one."""
    if len(column) == 0:
        return np.zeros(0, np.int64), 0
    least, most = int(column.kinds.min()), int(column.kinds.max())
    if column.objects is None and most == TEXT and _texts_and_nulls(column):
        return column.codes.astype(np.int64) + 1, len(column.texts) + 1
    if column.objects is None and least >= INTEGER and most <= FLOAT:
        return _number_codes(column.numbers)
    return _mixed_codes(column)


def _texts_and_nulls(column: Column) -> bool:
    return bool(((column.kinds == TEXT) | column.nulls).all())


def _number_codes(numbers: Ranks) -> tuple[Groups, int]:
    low, high = numbers.min(), numbers.max()
    if high - low <= _SPREAD * len(numbers):
        found = (numbers - low).astype(np.int64)
        if (found == numbers - low).all():
            return found, int(high - low) + 1
    return _dense(numbers)


def _mixed_codes(column: Column) -> tuple[Groups, int]:
    """NULL is 0; booleans, texts, numbers and the rest follow, each in a range of its own."""
    found = np.zeros(len(column), np.int64)
    kinds, size = column.kinds, 3
    booleans, texts = kinds == BOOLEAN, kinds == TEXT
    found[booleans] = 1 + column.numbers[booleans].astype(np.int64)
    found[texts] = size + column.codes[texts]
    size += len(column.texts)
    short = (kinds == INTEGER) | (kinds == FLOAT)
    if column.objects is not None:
        short &= np.abs(column.numbers) < EXACT
    if short.any():
        codes, count = _number_codes(column.numbers[short])
        found[short] = size + codes
        size += count
    rest = np.flatnonzero((kinds > BOOLEAN) & ~texts & ~short).tolist()
    seen: dict[Any, int] = {}
    for at in rest:
        found[at] = size + seen.setdefault(key(column.value(at)), len(seen))
    return found, size + len(seen)
