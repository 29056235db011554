"""One field of many rows, as arrays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

# What a value is. Missing and null are both NULL to a query, and told apart by what stores them.
MISSING, NULL, BOOLEAN, INTEGER, FLOAT, TEXT, ARRAY, OBJECT = range(8)
RANK = np.array([0, 0, 1, 2, 2, 3, 4, 5], dtype=np.uint8)  # order between values of two types
EXACT = 2**53  # above it a float64 does not tell integers apart


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """n values of any JSON type.

    `kinds` (n,) uint8 says what each is. `numbers` (n,) float64 holds numbers, booleans as 1 and
    0, and NaN elsewhere. `codes` (n,) int32 are places in `texts`, which are distinct and in no
    order, -1 elsewhere. `objects` (n,) holds what does not fit: arrays, objects, and integers
    beyond 2^53 as they are; it is None where there are none.
    """

    kinds: NDArray[np.uint8]
    numbers: NDArray[np.float64]
    codes: NDArray[np.int32]
    texts: Sequence[str] = ()
    objects: NDArray[np.object_] | None = None

    def __len__(self) -> int:
        return len(self.kinds)

    @classmethod
    def of(cls, values: Iterable[Any], *, missing: Any = ...) -> Column:
        """From Python values; `missing` stands for a field that is not there."""
        seen: dict[str, int] = {}
        rows = [_cells(value, seen, missing) for value in values]
        n = len(rows)
        kinds = np.fromiter((row[0] for row in rows), np.uint8, n)
        numbers = np.fromiter((row[1] for row in rows), np.float64, n)
        codes = np.fromiter((row[2] for row in rows), np.int32, n)
        objects = None
        if any(row[3] is not None for row in rows):
            objects = np.empty(n, dtype=object)
            for at, row in enumerate(rows):
                objects[at] = row[3]
        return cls(kinds, numbers, codes, tuple(seen), objects)

    def take(self, positions: NDArray[np.int64]) -> Column:
        """The values at positions; -1 gives missing ones."""
        outside = positions < 0
        kinds, numbers = self.kinds[positions], self.numbers[positions]
        codes = self.codes[positions]
        objects = None if self.objects is None else self.objects[positions]
        if outside.any():
            kinds[outside], numbers[outside], codes[outside] = MISSING, np.nan, -1
            if objects is not None:
                objects[outside] = None
        return Column(kinds, numbers, codes, self.texts, objects)

    def value(self, at: int) -> Any:
        """One value as Python has it; None for NULL and for what is missing."""
        kind = self.kinds[at]
        if kind == TEXT:
            return self.texts[self.codes[at]]
        if kind <= NULL:
            return None
        if self.objects is not None and (found := self.objects[at]) is not None:
            return found
        if kind == FLOAT:
            return float(self.numbers[at])
        return bool(self.numbers[at]) if kind == BOOLEAN else int(self.numbers[at])

    def values(self) -> list[Any]:
        return [self.value(at) for at in range(len(self))]

    @property
    def nulls(self) -> NDArray[np.bool_]:
        return self.kinds <= NULL


def _cells(value: Any, seen: dict[str, int], missing: Any) -> tuple[int, float, int, Any]:
    if value is missing:
        return MISSING, np.nan, -1, None
    if value is None:
        return NULL, np.nan, -1, None
    if isinstance(value, bool):
        return BOOLEAN, float(value), -1, None
    if isinstance(value, int):
        return INTEGER, _rounded(value), -1, value if abs(value) > EXACT else None
    if isinstance(value, float):
        return FLOAT, value, -1, None
    if isinstance(value, str):
        return TEXT, np.nan, seen.setdefault(value, len(seen)), None
    return (ARRAY if isinstance(value, list) else OBJECT), np.nan, -1, value


def _rounded(value: int) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def order_key(value: Any) -> tuple[int, Any]:
    """Sorts values of any types: NULL, booleans, numbers, texts, arrays, objects."""
    if value is None:
        return 0, 0
    if isinstance(value, bool):
        return 1, value
    if isinstance(value, int | float):
        return 2, value
    if isinstance(value, str):
        return 3, value
    rank = 4 if isinstance(value, list) else 5
    return rank, json.dumps(value, sort_keys=True, ensure_ascii=False)
