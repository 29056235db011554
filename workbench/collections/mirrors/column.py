"""One field of many rows, as arrays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars

# What a value is. Missing and null are both NULL to a query, and told apart by what stores them.
MISSING, NULL, BOOLEAN, INTEGER, FLOAT, TEXT, ARRAY, OBJECT = range(8)
RANK = np.array([0, 0, 1, 2, 2, 3, 4, 5], dtype=np.uint8)  # order between values of two types
EXACT = 2**53  # above it a float64 does not tell integers apart


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """n values of any JSON type.

    `kinds` (n,) uint8 says what each is. `numbers` (n,) float64 holds numbers, booleans as 1 and
    0, and NaN elsewhere. `codes` (n,) int32 are places in `texts`, which are distinct and in no
    order, -1 elsewhere; there may be more texts than the codes use. `objects` (n,) holds what
    does not fit: arrays, objects, and integers beyond 2^53 as they are; it is None where there
    are none.
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
        from .field import Field

        field = Field()
        given = list(values)
        field.extend(given if missing is ... else [... if v is missing else v for v in given])
        return field.column

    def take(self, positions: NDArray[np.int64]) -> Column:
        """The values at positions; -1 gives missing ones."""
        if not len(self) and len(positions):
            return Column.of([...] * len(positions))
        kinds, numbers = self.kinds[positions], self.numbers[positions]
        codes = self.codes[positions]
        objects = None if self.objects is None else self.objects[positions]
        outside = positions < 0
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
        """All values as Python has them."""
        if not len(self):
            return []
        if self.kinds.min() == self.kinds.max():
            return self._alike(int(self.kinds[0]))
        found = np.full(len(self), None, dtype=object)
        for kind in np.flatnonzero(np.bincount(self.kinds)).tolist():
            if kind > NULL:
                at = np.flatnonzero(self.kinds == kind)
                # One by one: numpy would take a list of lists for a table.
                for place, value in zip(at.tolist(), self.take(at)._alike(kind), strict=True):
                    found[place] = value
        return found.tolist()

    def _alike(self, kind: int) -> list[Any]:
        found: list[Any]
        if kind <= NULL:
            return [None] * len(self)
        if kind == TEXT:
            return list(map(self.texts.__getitem__, self.codes.tolist()))
        if self.objects is not None and kind not in (FLOAT, BOOLEAN):
            plain = kind == INTEGER
            return [self.value(at) for at in range(len(self))] if plain else list(self.objects)
        type_ = {FLOAT: np.float64, BOOLEAN: np.bool_}.get(kind, np.int64)
        found = self.numbers.astype(type_).tolist()
        return found

    @property
    def nulls(self) -> NDArray[np.bool_]:
        return self.kinds <= NULL

    def series(self, name: str = "") -> polars.Series | None:
        """The values for polars, NULL as null; None where they are of several types.

        Booleans, 64-bit integers, floats and texts; integers among floats are floats.
        """
        from .series import series

        return series(self, name)

    @property
    def bytes(self) -> int:
        """Memory held, texts and objects left out."""
        objects = 0 if self.objects is None else self.objects.nbytes
        return self.kinds.nbytes + self.numbers.nbytes + self.codes.nbytes + objects


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
