"""What was found out about a collection at its present generation."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from ...collections.mirrors.mirror import Mirror
from ..executing.run import Run
from .choosing import Choice
from .prepare import Filter
from .recent import Recent

REMEMBERED = 64  # filters of a collection, where they are no larger together than
BYTES = 2**26  # with a position and a mark for every row

Positions = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Matches:
    """Rows that satisfy a condition: ascending, or as a mask over all `size` rows, or both."""

    __slots__ = ("_at", "_mask", "_within", "count", "size")

    def __init__(self, size: int, *, at: Positions | None = None, mask: Mask | None = None) -> None:
        self.size, self._at, self._mask = size, at, mask
        self.count = int(np.count_nonzero(self.mask)) if at is None else len(at)
        self._within: dict[str, Matches] = {}

    @property
    def at(self) -> Positions:
        if self._at is None:
            self._at = np.flatnonzero(self.mask)
        return self._at

    @property
    def mask(self) -> Mask:
        if self._mask is None:
            self._mask = np.zeros(self.size, np.bool_)
            self._mask[self._at] = True
        return self._mask

    def within(self, mask: Mask | None, name: str) -> Matches:
        """Those of them that are in a mask too, which is the same one for a name."""
        if mask is None:
            return self
        found = self._within.get(name)
        if found is None:
            if self._mask is None:
                found = Matches(self.size, at=self.at[mask[self.at]])
            else:
                found = Matches(self.size, mask=self._mask & mask)
            self._within[name] = found
        return found


class Usable(NamedTuple):
    """The rows alive that have a vector, and how many; `mask` is None where all rows do."""

    mask: Mask | None
    rows: int


class Remembered(NamedTuple):
    """A filter's matches, and the way of a search among them, by its vectors."""

    matches: Matches
    choices: dict[str, Choice]


class Memory:
    """Of one generation; filters are kept with the values of their parameters."""

    def __init__(self, mirror: Mirror) -> None:
        self.generation = mirror.generation
        fitting = BYTES // (9 * max(mirror.points.size, 1))
        self.filters: Recent[Remembered] = Recent(min(max(fitting, 4), REMEMBERED))
        self.unfiltered: dict[str, Choice] = {}
        self._usable: dict[str, Usable] = {}

    def usable(self, mirror: Mirror, name: str) -> Usable:
        """`name` is of vectors; "" asks for all rows alive."""
        found = self._usable.get(name)
        if found is None:
            alive = mirror.points.alive
            mask = mirror.present(name) & alive if name else alive
            count = int(np.count_nonzero(mask))
            found = Usable(None if count == mirror.points.size else mask, count)
            self._usable[name] = found
        return found


def memory_of(mirror: Mirror) -> Memory:
    found = _MEMORIES.get(mirror)
    if found is None or found.generation != mirror.generation:
        found = _MEMORIES[mirror] = Memory(mirror)
    return found


def key_of(filter: Filter, alias: str, run: Run) -> Hashable | None:
    """What the outcome of a filter is kept by; None where it is not to be kept."""
    if not filter.lasting:
        return None
    given = run.parameters
    values = tuple([(type(given.get(name)), given.get(name)) for name in filter.parameters])
    try:
        hash(values)
    except TypeError:  # a list or an array: comparing it could cost more than it saves
        return None
    return filter.key, alias, run.compat, values


_MEMORIES: WeakKeyDictionary[Mirror, Memory] = WeakKeyDictionary()
