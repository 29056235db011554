"""Records by id: columns that never change, shared by copies, under what changed since."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from .columns import Ids, changed_properties, frozen, merged_ids
from .properties import ANY, Column, PropertyIndex, typed


class Record(Protocol):
    @property
    def id(self) -> int: ...
    @property
    def properties(self) -> Any: ...


R = TypeVar("R", bound=Record)
# Changes that are kept beside the columns: few enough to look through, so many that folding
# them in, which is work in proportion to the whole, is rare.
_AT_LEAST, _SHARE = 4096, 32
_WHOLE = (int, np.integer)


class Frozen(Generic[R]):
    """Columns that never change, and what is derived of them at first need."""

    def __init__(self, ids: Ids, texts: list[str]) -> None:
        self.ids, self._texts = frozen(ids), texts
        dense = len(ids) > 0 and int(ids[-1]) == len(ids) - 1
        self.below = len(ids) if dense else 0  # all ids below this are there, each its own row

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, id: int) -> int:
        """The row of an id; -1 where there is none."""
        if 0 <= id < self.below:
            return id
        row = int(np.searchsorted(self.ids, id))
        return row if row < len(self.ids) and self.ids[row] == id else -1

    def rows(self, ids: Ids) -> Ids:
        """The row of each id, -1 where there is none."""
        if not len(self.ids):
            return np.full(len(ids), -1)
        rows = np.minimum(np.searchsorted(self.ids, ids), len(self.ids) - 1)
        return np.where(self.ids[rows] == ids, rows, -1)

    @abstractmethod
    def record(self, row: int) -> R: ...

    @abstractmethod
    def folded(self, changed: dict[int, R | None]) -> Frozen[R]:
        """Columns with these changes in them."""

    @cached_property
    def properties(self) -> PropertyIndex:
        return PropertyIndex.of(self.ids, self._texts)

    def _inherit(self, older: Frozen[R], changed: dict[int, R | None]) -> None:
        """Bring an index that was made already up to date instead of making it again."""
        if "properties" in older.__dict__:
            self.properties = older.properties.updated(changed, changed_properties(changed))


F = TypeVar("F", bound=Frozen[Any])


class Records(Generic[R, F]):
    """Records of one kind as they are at one generation."""

    def __init__(self, base: F) -> None:
        self._base = base
        self._changed: dict[int, R | None] = {}  # stored since, None where dropped
        self._ids: Ids | None = base.ids
        self._count = len(base)

    def get(self, id: int) -> R | None:
        """The record of this id, None where there is none."""
        if id in self._changed:
            return self._changed[id]
        row = self._base.row(id)
        return None if row < 0 else self._base.record(row)

    def __contains__(self, id: object) -> bool:
        if type(id) is int and not self._changed and 0 <= id < self._base.below:
            return True
        if id in self._changed:
            return self._changed[id] is not None
        return isinstance(id, _WHOLE) and self._base.row(int(id)) >= 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[R]:
        """Records in the order of their ids."""
        return self.records(self.ids())

    def records(self, ids: Iterable[int]) -> Iterator[R]:
        """The records of these ids, in the order given; those that are not there are left out."""
        for id in ids.tolist() if isinstance(ids, np.ndarray) else ids:
            record = self.get(id)
            if record is not None:
                yield record

    def ids(self) -> Ids:
        """Ascending ids, an array that cannot be written to."""
        if self._ids is None:
            there = [id for id in self._changed if self._base.row(id) >= 0]
            stored = [id for id, record in self._changed.items() if record is not None]
            self._ids = frozen(merged_ids(self._base.ids, there, stored))
        return self._ids

    def with_property(self, key: str, value: Any = ANY) -> Ids:
        """Ascending ids of the records with this key, or with exactly this value and type."""
        found = self._base.properties.having(key, value)
        return self._overlaid(found, lambda record: _has(record, key, value))

    def in_columns(self) -> int:
        """How many of the records lie in the columns as they were made."""
        return len(self._base) - sum(self._base.row(id) >= 0 for id in self._changed)

    def property_columns(self) -> Mapping[str, Column]:
        """Of each key which records have it and with what value, at this generation."""
        index = self._base.properties
        if self._changed:
            index = index.updated(self._changed, changed_properties(self._changed))
        return index.columns

    def _overlaid(self, found: Ids, matches: Any) -> Ids:
        """What was found in the columns, corrected by what changed since."""
        if not self._changed:
            return found
        at = np.searchsorted(found, list(self._changed))
        there = [
            id
            for id, row in zip(self._changed, at.tolist(), strict=True)
            if row < len(found) and found[row] == id
        ]
        new = [id for id, r in self._changed.items() if r is not None and matches(r)]
        return merged_ids(found, there, new)

    def _changed_at(self, ids: Ids) -> Iterable[int]:
        """Where in `ids` those stand that changed."""
        if not self._changed:
            return ()
        return [at for at, id in enumerate(ids.tolist()) if id in self._changed]

    def store(self, records: Iterable[R]) -> None:
        """Add these, or put them in the place of those that have their ids."""
        for record in records:
            if record.id not in self:
                self._count += 1
                self._ids = None
            self._changed[record.id] = record
        self._settle()

    def drop(self, ids: Iterable[int]) -> None:
        """Remove these; one that is not there is left out."""
        for id in ids:
            if id in self:
                self._count -= 1
                self._changed[id] = None
                self._ids = None
        self._settle()

    def _settle(self) -> None:
        """Fold changes into the columns once they are many."""
        if len(self._changed) > max(_AT_LEAST, len(self._base) // _SHARE):
            self._base = self._base.folded(self._changed)  # type: ignore[assignment]
            self._changed = {}
            self._ids = self._base.ids
            self._settled()

    def _settled(self) -> None:
        """Forget what was kept beside the columns."""

    def _copy_into(self, other: Records[R, F]) -> None:
        other._changed = dict(self._changed)
        other._ids, other._count = self._ids, self._count


def _has(record: Record, key: str, value: Any) -> bool:
    if key not in record.properties:
        return False
    return value is ANY or typed(record.properties[key]) == typed(value)
