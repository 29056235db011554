"""Records of one kind as they will be: those of a state below those of a draft."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Record = TypeVar("Record")


class Overlay(Generic[Record]):
    """Reads through to `below`; what was put or dropped here hides what is there."""

    def __init__(self, below: Callable[[int], Record | None], next_id: int) -> None:
        self._below = below
        self._first = self.next_id = next_id
        self.put: dict[int, Record] = {}
        self.dropped: set[int] = set()

    def get(self, id: int) -> Record | None:
        if id in self.dropped:
            return None
        found = self.put.get(id)
        return self._below(id) if found is None else found

    def store(self, id: int, record: Record) -> None:
        self.put[id] = record

    def take_id(self) -> int:
        self.next_id += 1
        return self.next_id - 1

    def drop(self, id: int) -> None:
        self.put.pop(id, None)
        self.dropped.add(id)

    @property
    def gone(self) -> list[int]:
        """Ids that the state has and the draft removes."""
        return sorted(id for id in self.dropped if id < self._first)

    @property
    def stored(self) -> list[Record]:
        return [self.put[id] for id in sorted(self.put)]
