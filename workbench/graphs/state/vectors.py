"""The vectors of one index, as rows that grow and shrink in place."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ...core.property_graph.records import VectorIndex

_FIRST = 16  # rows of the first allocation


class VectorTable:
    """At most one row of float32 an entity; rows lie in no order.

    A row put or dropped costs what it is long: the place of a dropped row is taken by the last.
    A copy shares all arrays with its source until one of the two changes.
    """

    def __init__(self, index: VectorIndex) -> None:
        self.index = index
        self._slots: dict[int, int] = {}
        self._entities: NDArray[np.int64] = np.zeros(0, np.int64)
        self._rows: NDArray[np.float32] = np.zeros((0, index.dimensions), np.float32)
        self._lengths: NDArray[np.float64] = np.zeros(0)
        self._shared = False

    def __len__(self) -> int:
        return len(self._slots)

    def __contains__(self, entity: object) -> bool:
        return entity in self._slots

    @property
    def entities(self) -> NDArray[np.int64]:
        """(n,) whose the rows are; a view, to be read until the next change."""
        return self._entities[: len(self)]

    @property
    def rows(self) -> NDArray[np.float32]:
        """(n, dimensions), in the order of `entities`; a view likewise."""
        return self._rows[: len(self)]

    @property
    def lengths(self) -> NDArray[np.float64]:
        """(n,) Euclidean lengths of the rows, within 1e-12 relative; a view likewise."""
        return self._lengths[: len(self)]

    def get(self, entity: int) -> NDArray[np.float32] | None:
        """(dimensions,) a copy of the row, None where there is none."""
        slot = self._slots.get(entity)
        return None if slot is None else self._rows[slot].copy()

    def ordered(self) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """Entities ascending, and their rows: copies."""
        order = np.argsort(self.entities)
        return self.entities[order], self.rows[order]

    def slots(self, entities: NDArray[np.int64]) -> NDArray[np.int64]:
        """The positions in `rows` of those that have one; `entities` are distinct."""
        if len(entities) * 8 < len(self):
            found = (self._slots.get(entity, -1) for entity in entities.tolist())
            slots = np.fromiter(found, np.int64, len(entities))
            return slots[slots >= 0]
        return np.flatnonzero(np.isin(self.entities, entities))

    def put(self, entities: Iterable[int] | NDArray[np.int64], rows: ArrayLike) -> None:
        """Store rows, each for its entity; of two for one entity the last stays."""
        listed = entities.tolist() if isinstance(entities, np.ndarray) else list(entities)
        given = np.asarray(rows, np.float32).reshape(len(listed), self.index.dimensions)
        if not listed:
            return
        self._own(len(self) + len(listed))
        slots = np.fromiter((self._slot(entity) for entity in listed), np.int64, len(listed))
        self._entities[slots] = listed
        self._rows[slots] = given
        self._lengths[slots] = lengths_of(given)

    def drop(self, entities: Iterable[int] | NDArray[np.int64]) -> None:
        """Remove rows; entities without one are passed over."""
        listed = entities.tolist() if isinstance(entities, np.ndarray) else entities
        gone = [entity for entity in listed if entity in self._slots]
        if not gone:
            return
        self._own(len(self))
        for entity in dict.fromkeys(gone):
            self._remove(entity)

    def copy(self) -> VectorTable:
        """The same rows; neither moves with the other."""
        other = VectorTable(self.index)
        other._slots, other._entities = self._slots, self._entities
        other._rows, other._lengths = self._rows, self._lengths
        self._shared = other._shared = True
        return other

    def _slot(self, entity: int) -> int:
        return self._slots.setdefault(entity, len(self._slots))

    def _remove(self, entity: int) -> None:
        slot, last = self._slots.pop(entity), len(self._slots)
        if slot == last:
            return
        moved = int(self._entities[last])
        self._slots[moved], self._entities[slot] = slot, moved
        self._rows[slot], self._lengths[slot] = self._rows[last], self._lengths[last]

    def _own(self, size: int) -> None:
        """Arrays of this table alone, with room for `size` rows."""
        if self._shared:
            self._slots = dict(self._slots)
        if not self._shared and size <= len(self._entities):
            return
        room = len(self._entities)
        if size > room:
            room = size if not room else max(_FIRST, size, room * 3 // 2)
        self._entities = _grown(self.entities, room)
        self._rows = _grown(self.rows, room)
        self._lengths = _grown(self.lengths, room)
        self._shared = False


def lengths_of(rows: NDArray[np.float32]) -> NDArray[np.float64]:
    """(n,) Euclidean lengths, summed in float64."""
    lengths: NDArray[np.float64] = np.sqrt(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))
    return lengths


def _grown(array: NDArray[np.generic], room: int) -> NDArray:  # type: ignore[type-arg]
    grown = np.empty((room, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
