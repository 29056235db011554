"""Where the row of an id is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import MAX_ID, Id
from .grown import Grown

LATE = 4096  # ids that are kept apart at least before arrays are made anew
DENSE = 4  # cells of an array by id that are worth making, per id that is looked up
FEW = 16  # ids that are looked up one by one
MENDED = 64  # ids that are put into an order one by one, at a copy of the order each


class Places(Protocol):
    """Positions by id."""

    def __len__(self) -> int: ...

    def get(self, id: Id) -> int:
        """-1 where an id is not."""

    def many(self, ids: Sequence[Id] | NDArray[Any]) -> NDArray[np.int64]:
        """The positions of ids, -1 where one is not."""

    def put(self, ids: NDArray[Any], places: NDArray[np.int64]) -> None:
        """Take in ids that are not there."""

    def drop(self, ids: Iterable[Id]) -> None:
        """Remove ids, which are there."""

    @property
    def order(self) -> NDArray[np.int64]:
        """The positions by ascending id."""

    @property
    def bytes(self) -> int: ...


class IntegerPlaces:
    """Sorted arrays of 16 bytes an id, and a dict of what has come and gone since."""

    def __init__(self) -> None:
        self._ids: Grown[np.uint64] = Grown(np.uint64)
        self._places: Grown[np.int64] = Grown(np.int64)
        self._late: dict[Any, int] = {}
        self._count, self._top = 0, -1
        self._memory = self._ids.view.data

    def __len__(self) -> int:
        return self._count

    def get(self, id: Id) -> int:
        if (late := self._late.get(id)) is not None:
            return late
        if not isinstance(id, int | np.integer):
            return -1
        at = bisect_left(self._memory, id)
        if at < len(self._memory) and self._memory[at] == id:
            return int(self._places.view[at])
        return -1

    def many(self, ids: Sequence[Id] | NDArray[Any]) -> NDArray[np.int64]:
        wanted = None if len(ids) < FEW else _unsigned(ids)
        if wanted is None:
            plain = ids.tolist() if isinstance(ids, np.ndarray) else ids
            return np.fromiter(map(self.get, plain), np.int64, len(ids))
        self._settle()
        known, places = self._ids.view, self._places.view
        if not len(known):
            return np.full(len(ids), -1)
        if (reach := int(known[-1] - known[0]) + 1) <= DENSE * len(wanted):
            by_id = np.full(reach + 1, -1)
            by_id[known - known[0]] = places
            # What lies below the first id wraps around, to beyond the last.
            found: NDArray[np.int64] = by_id[np.minimum(wanted - known[0], np.uint64(reach))]
            return found
        at = np.minimum(known.searchsorted(wanted), len(known) - 1)
        return np.where(known[at] == wanted, places[at], -1)

    def put(self, ids: NDArray[Any], places: NDArray[np.int64]) -> None:
        if not len(ids):
            return
        self._count += len(ids)
        rising = int(ids[0]) > self._top and bool((ids[1:] > ids[:-1]).all())
        self._top = max(self._top, int(ids[-1] if rising else ids.max()))
        if rising:
            self._ids.extend(ids)
            self._places.extend(places)
            self._memory = self._ids.view.data
            return
        if len(ids) > LATE:
            self._settle()
            self._merge(ids, places)
            return
        self._late.update(zip(ids.tolist(), places.tolist(), strict=True))
        self._bound()

    def drop(self, ids: Iterable[Id]) -> None:
        gone = dict.fromkeys(ids, -1)
        self._late.update(gone)
        self._count -= len(gone)
        self._bound()

    def _bound(self) -> None:
        if len(self._late) > LATE + len(self._ids) // 8:
            self._settle()

    def _settle(self) -> None:
        if not self._late:
            return
        late = np.fromiter(self._late, np.uint64, len(self._late))
        places = np.fromiter(self._late.values(), np.int64, len(late))
        self._late = {}
        self._merge(late, places)

    def _merge(self, late: NDArray[np.uint64], places: NDArray[np.int64]) -> None:
        """Put ids into the arrays in place of what they had; a place of -1 takes one out."""
        kept = np.ones(len(self._ids), np.bool_)
        if len(kept):
            at = np.minimum(self._ids.view.searchsorted(late), len(kept) - 1)
            kept[at[self._ids.view[at] == late]] = False
        there = places >= 0
        ids = np.concatenate([self._ids.view[kept], late[there]])
        order = np.argsort(ids, kind="stable")
        places = np.concatenate([self._places.view[kept], places[there]])
        self._ids, self._places = Grown.of(ids[order]), Grown.of(places[order])
        self._memory = self._ids.view.data

    @property
    def order(self) -> NDArray[np.int64]:
        self._settle()
        return self._places.view

    @property
    def bytes(self) -> int:
        """Memory held; an id in the dict is taken for 100 bytes."""
        return self._ids.bytes + self._places.bytes + 100 * len(self._late)


class TextPlaces:
    """A dict, and its ids sorted where somebody asked for their order."""

    def __init__(self) -> None:
        self._at: dict[Id, int] = {}
        self._sorted: list[Any] = []
        self._order: NDArray[np.int64] = np.zeros(0, np.int64)
        self._touched: set[Id] = set()

    def __len__(self) -> int:
        return len(self._at)

    def get(self, id: Id) -> int:
        return self._at.get(id, -1) if isinstance(id, str) else -1

    def many(self, ids: Sequence[Id] | NDArray[Any]) -> NDArray[np.int64]:
        plain = ids.tolist() if isinstance(ids, np.ndarray) else ids
        return np.fromiter(map(self.get, plain), np.int64, len(ids))

    def put(self, ids: NDArray[Any], places: NDArray[np.int64]) -> None:
        self._at.update(zip(ids.tolist(), places.tolist(), strict=True))
        self._touched.update(ids.tolist())

    def drop(self, ids: Iterable[Id]) -> None:
        for one in dict.fromkeys(ids):
            del self._at[one]
            self._touched.add(one)

    @property
    def order(self) -> NDArray[np.int64]:
        """By code point."""
        if len(self._touched) > MENDED:
            self._sorted = sorted(self._at)
            places = map(self._at.__getitem__, self._sorted)
            self._order = np.fromiter(places, np.int64, len(self._sorted))
        else:
            for one in self._touched:
                self._mend(one)
        self._touched = set()
        return self._order

    def _mend(self, id: Id) -> None:
        at, place = bisect_left(self._sorted, id), self._at.get(id)
        if at < len(self._sorted) and self._sorted[at] == id:
            del self._sorted[at]
            self._order = np.delete(self._order, at)
        if place is not None:
            self._sorted.insert(at, id)
            self._order = np.insert(self._order, at, place)

    @property
    def bytes(self) -> int:
        """Memory held; an id is taken for 160 bytes with its text and its place."""
        return 160 * len(self._at) + 8 * len(self._sorted) + self._order.nbytes


def _unsigned(ids: Sequence[Id] | NDArray[Any]) -> NDArray[np.uint64] | None:
    """Ids as an array; None where one cannot be an integer id."""
    if isinstance(ids, np.ndarray) and ids.dtype.kind == "u":
        return ids.astype(np.uint64, copy=False)
    plain: Sequence[Any] = ids.tolist() if isinstance(ids, np.ndarray) else ids
    if set(map(type, plain)) != {int} or min(plain) < 0 or max(plain) > MAX_ID:
        return None
    return np.array(plain, np.uint64)
