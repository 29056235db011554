"""Rows by the value of a column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .column import BOOLEAN, EXACT, FLOAT, INTEGER, Column
from .radix import order_of

Positions = NDArray[np.int64]

_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": np.equal,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}


class Lookup:
    """Positions grouped by text, and sorted by number, of the rows that a column had.

    Rows that the column has got since are compared one by one, up to a tenth of all.
    """

    def __init__(self, column: Column, places: Mapping[str, int]) -> None:
        self._places, self._size = places, len(column)
        texts = np.flatnonzero(column.codes >= 0)
        codes, distinct = column.codes[texts], len(column.texts)
        self._by_text = texts[order_of(codes, distinct)]
        self._starts = np.append(0, np.cumsum(np.bincount(codes, minlength=distinct)))
        numeric = np.flatnonzero((column.kinds == INTEGER) | (column.kinds == FLOAT))
        order = np.argsort(column.numbers[numeric], kind="stable")
        self._by_number = numeric[order]
        self._numbers = column.numbers[self._by_number]
        self._truths = [
            np.flatnonzero((column.kinds == BOOLEAN) & (column.numbers == value))
            for value in (0.0, 1.0)
        ]
        self._exact = _exact(column)

    def covers(self, column: Column) -> bool:
        """Few enough rows came since."""
        return len(column) - self._size <= max(1000, self._size // 10)

    def find(self, column: Column, operator: str, value: Any) -> Positions | None:
        """The positions where `value <operator>` of it is true, ascending, dead rows too.

        `column` is the one of now. None where that is not told by arrays alone: `operator` is
        none of = < <= > >=, or not an order of numbers, or integers lie beyond 2^53.
        """
        kind = type(value)
        if operator not in _COMPARED or (operator != "=" and kind not in (int, float)):
            return None
        if kind in (int, float) and not (self._exact and -EXACT <= value <= EXACT):
            return None
        found = self._find(operator, value)
        if found is None or self._size == len(column):
            return found
        if kind in (int, float) and column.objects is not None and not _exact(column):
            return None
        return np.concatenate([found, self._later(column, operator, value)])

    def _find(self, operator: str, value: Any) -> Positions | None:
        if isinstance(value, str):
            code = self._places.get(value, -1)
            if not 0 <= code < len(self._starts) - 1:
                return np.zeros(0, np.int64)
            return self._by_text[self._starts[code] : self._starts[code + 1]]
        if isinstance(value, bool):
            return self._truths[value]
        return self._between(operator, value) if isinstance(value, int | float) else None

    def _between(self, operator: str, value: float) -> Positions:
        first, last = 0, len(self._numbers)
        if operator in ("=", ">", ">="):
            first = int(self._numbers.searchsorted(value, "right" if operator == ">" else "left"))
        if operator in ("=", "<", "<="):
            last = int(self._numbers.searchsorted(value, "left" if operator == "<" else "right"))
        return ascending(self._by_number[first:last], self._size)

    def _later(self, column: Column, operator: str, value: Any) -> Positions:
        late = slice(self._size, None)
        kinds = column.kinds[late]
        if isinstance(value, str):
            hit = column.codes[late] == self._places.get(value, -2)
        elif isinstance(value, bool):
            hit = (kinds == BOOLEAN) & (column.numbers[late] == value)
        else:
            numeric = (kinds == INTEGER) | (kinds == FLOAT)
            hit = numeric & _COMPARED[operator](column.numbers[late], float(value))
        return self._size + np.flatnonzero(hit)

    @property
    def bytes(self) -> int:
        arrays = (self._by_text, self._starts, self._by_number, self._numbers, *self._truths)
        return sum(array.nbytes for array in arrays)


def ascending(positions: Positions, size: int) -> Positions:
    """Distinct positions in order; through a mask where they are many."""
    if 16 * len(positions) < size:
        return np.sort(positions)
    mask = np.zeros(size, np.bool_)
    mask[positions] = True
    return np.flatnonzero(mask)


def _exact(column: Column) -> bool:
    """No integer lies where a float64 does not tell it from its neighbours."""
    if column.objects is None:
        return True
    large = (column.kinds == INTEGER) & (np.abs(column.numbers) >= EXACT)
    return all(column.objects[at] is None for at in np.flatnonzero(large).tolist())
