"""A column that grows."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .column import ARRAY, BOOLEAN, EXACT, FLOAT, INTEGER, MISSING, NULL, OBJECT, TEXT, Column
from .grown import Grown


class Kinds(dict[type, int]):
    """What a value of a Python type is."""

    def __missing__(self, found: type) -> int:
        for known, kind in _KNOWN:
            if issubclass(found, known):
                self[found] = kind
                return kind
        return OBJECT


_KNOWN: tuple[tuple[type, int], ...] = (
    (type(...), MISSING),
    (type(None), NULL),
    (bool, BOOLEAN),
    (int, INTEGER),
    (float, FLOAT),
    (str, TEXT),
    (list, ARRAY),
    (tuple, ARRAY),
    (np.bool_, BOOLEAN),
    (np.integer, INTEGER),
    (np.floating, FLOAT),
)
_KINDS = Kinds(_KNOWN)


class Field:
    """Values of one path, appended in any number; `...` stands for one that is missing."""

    def __init__(self) -> None:
        self._kinds: Grown[np.uint8] = Grown(np.uint8)
        self._numbers: Grown[np.float64] = Grown(np.float64)
        self._codes: Grown[np.int32] = Grown(np.int32)
        self._objects: Grown[np.object_] | None = None
        self._texts: list[str] = []
        self.places: dict[str, int] = {}  # the code of each text
        self._column: Column | None = None

    def __len__(self) -> int:
        return len(self._kinds)

    @property
    def column(self) -> Column:
        """All values so far; it stays as it is when more come."""
        if self._column is None:
            objects = None if self._objects is None else self._objects.view
            kinds, numbers, codes = self._kinds.view, self._numbers.view, self._codes.view
            self._column = Column(kinds, numbers, codes, self._texts, objects)
        return self._column

    def extend(self, values: Sequence[Any]) -> None:
        kinds = np.fromiter(map(_KINDS.__getitem__, map(type, values)), np.uint8, len(values))
        numbers = self._numbered(values, kinds)
        objects = _odd(values, kinds, numbers)
        self._keep_objects(objects, len(values))
        self._codes.extend(self._coded(values, kinds))
        self._kinds.extend(kinds)
        self._numbers.extend(numbers)
        self._column = None

    def _numbered(self, values: Sequence[Any], kinds: NDArray[np.uint8]) -> NDArray[np.float64]:
        numeric = (kinds >= BOOLEAN) & (kinds <= FLOAT)
        numbers = np.full(len(values), np.nan)
        if numeric.all():
            return _floats(values)
        if numeric.any():
            numbers[numeric] = _floats(list(compress(values, numeric.tolist())))
        return numbers

    def _coded(self, values: Sequence[Any], kinds: NDArray[np.uint8]) -> NDArray[np.int32]:
        texts = kinds == TEXT
        codes = np.full(len(values), -1, np.int32)
        if not texts.any():
            return codes
        found = values if texts.all() else list(compress(values, texts.tolist()))
        for text in dict.fromkeys(found):
            if text not in self.places:
                self.places[text] = len(self._texts)
                self._texts.append(text)
        codes[texts] = np.fromiter(map(self.places.__getitem__, found), np.int32, len(found))
        return codes

    def _keep_objects(self, objects: dict[int, Any], count: int) -> None:
        if self._objects is None:
            if not objects:
                return
            self._objects = Grown(object)
            self._objects.extend(np.full(len(self), None, dtype=object))
        cells = np.full(count, None, dtype=object)
        for at, value in objects.items():
            cells[at] = value
        self._objects.extend(cells)

    @property
    def bytes(self) -> int:
        """Memory held; a text is taken for 170 bytes with its place, an object for 300."""
        odd = 0
        if self._objects is not None:
            odd = self._objects.bytes + 300 * int(np.count_nonzero(self._kinds.view >= ARRAY))
        arrays = self._kinds.bytes + self._numbers.bytes + self._codes.bytes
        return arrays + odd + 170 * len(self._texts)


def _odd(
    values: Sequence[Any], kinds: NDArray[np.uint8], numbers: NDArray[np.float64]
) -> dict[int, Any]:
    """Arrays, objects and integers beyond 2^53, by place."""
    large = np.flatnonzero((kinds == INTEGER) & (np.abs(numbers) >= EXACT)).tolist()
    found = {at: int(values[at]) for at in large if abs(values[at]) > EXACT}
    found.update((at, values[at]) for at in np.flatnonzero(kinds >= ARRAY).tolist())
    return found


def _floats(values: Sequence[Any]) -> NDArray[np.float64]:
    try:
        return np.array(values, np.float64)
    except OverflowError:
        return np.array([_rounded(value) for value in values], np.float64)


def _rounded(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
