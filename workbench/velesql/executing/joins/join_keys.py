"""Keys of two tables as numbers that are equal where the values are."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import ARRAY, BOOLEAN, EXACT, FLOAT, INTEGER, TEXT, Column
from ..predicates.sameness import key

Codes = NDArray[np.int64]


def shared_codes(left: Column, right: Column) -> tuple[Codes, Codes]:
    """A code for each value of each side, the same for equal values; -1 for NULL.

    Values are equal as `=` has it: 1 and 1.0 are, TRUE and 1 are not, nor '1' and 1; integers
    of any size by their exact value.
    """
    sides = (left, right)
    codes = tuple(np.full(len(side), -1, np.int64) for side in sides)
    first = 0
    for numbering in (_booleans, _numbers, _texts, _others):
        first += numbering(sides, codes, first)
    return codes[0], codes[1]


def _booleans(sides: tuple[Column, ...], codes: tuple[Codes, ...], first: int) -> int:
    for side, out in zip(sides, codes, strict=True):
        where = side.kinds == BOOLEAN
        out[where] = first + side.numbers[where].astype(np.int64)
    return 2


def _numbers(sides: tuple[Column, ...], codes: tuple[Codes, ...], first: int) -> int:
    """Numbers that a float64 tells apart in one sort; the few beyond it by their own values."""
    small, large = [], []
    for side in sides:
        numeric = (side.kinds == INTEGER) | (side.kinds == FLOAT)
        exact = numeric & (np.abs(side.numbers) < EXACT)
        small.append(exact)
        large.append(np.flatnonzero(numeric & ~exact))
    values = np.concatenate([s.numbers[w] for s, w in zip(sides, small, strict=True)])
    found, inverse = np.unique(values, return_inverse=True)
    at = 0
    for out, where in zip(codes, small, strict=True):
        count = int(where.sum())
        out[where] = first + inverse[at : at + count]
        at += count
    seen: dict[Any, int] = {}
    for side, out, places in zip(sides, codes, large, strict=True):
        for place in places.tolist():
            out[place] = first + len(found) + seen.setdefault(side.value(place), len(seen))
    return len(found) + len(seen)


def _texts(sides: tuple[Column, ...], codes: tuple[Codes, ...], first: int) -> int:
    seen: dict[str, int] = {}
    for side, out in zip(sides, codes, strict=True):
        where = side.kinds == TEXT
        if where.any():
            numbers = [seen.setdefault(text, len(seen)) for text in side.texts]
            out[where] = first + np.array(numbers, np.int64)[side.codes[where]]
    return len(seen)


def _others(sides: tuple[Column, ...], codes: tuple[Codes, ...], first: int) -> int:
    """Arrays and objects, by what they hold."""
    seen: dict[Hashable, int] = {}
    for side, out in zip(sides, codes, strict=True):
        for place in np.flatnonzero(side.kinds >= ARRAY).tolist():
            out[place] = first + seen.setdefault(key(side.value(place)), len(seen))
    return len(seen)
