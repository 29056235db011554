"""Rows with an id and a JSON object: the points of a collection, and its edges."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Id, IdType
from .column import Column
from .grown import Grown

Path = tuple[str, ...]


class Table:
    """Rows at positions from 0, in the order in which they came.

    A row never moves: one that is stored anew gets a new position, and the old one is dead.
    `ids` (size,) and `alive` (size,) cover all positions; they are views, not to be written.
    """

    def __init__(self, ids: IdType = "integer") -> None:
        self._type = ids
        self._ids: Grown[Any] = Grown(np.uint64 if ids == "integer" else object)
        self._alive: Grown[np.bool_] = Grown(np.bool_)
        self._payloads: list[str] = []
        self._at: dict[Id, int] = {}
        self._columns: dict[Path, Column] = {}
        self._order: NDArray[np.int64] | None = None

    @property
    def size(self) -> int:
        """Positions in use, dead ones too."""
        return len(self._payloads)

    @property
    def count(self) -> int:
        """Rows that are alive."""
        return len(self._at)

    @property
    def ids(self) -> NDArray[Any]:
        return self._ids.view

    @property
    def alive(self) -> NDArray[np.bool_]:
        return self._alive.view

    @property
    def whole(self) -> bool:
        """No position is dead."""
        return self.count == self.size

    def id(self, position: int) -> Id:
        found: Id = (
            self._ids.view[position].item() if self._type == "integer" else self.ids[position]
        )
        return found

    def position(self, id: Id) -> int:
        """Where the row of an id is; -1 where there is none."""
        return self._at.get(id, -1) if type(id) is not bool else -1

    def positions(self, ids: Iterable[Id]) -> NDArray[np.int64]:
        return np.fromiter((self.position(one) for one in ids), np.int64)

    @property
    def keys(self) -> NDArray[Any]:
        """(size,) sorts positions by their ids: the ids, or the ranks of texts."""
        if self._type == "integer":
            return self.ids
        return np.unique(self.ids.astype(str), return_inverse=True)[1]

    @property
    def order(self) -> NDArray[np.int64]:
        """The positions that are alive, by ascending id."""
        if self._order is None:
            alive = np.flatnonzero(self.alive)
            self._order = alive[np.argsort(self.keys[alive], kind="stable")]
        return self._order

    def text(self, position: int) -> str:
        """A row's JSON object."""
        return self._payloads[position]

    def payload(self, position: int) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self._payloads[position])
        return found

    def column(self, path: Path) -> Column:
        """(size,) the values at a path into the JSON objects; a step that leads nowhere is missing.

        Rows that are dead keep the values that they had.
        """
        found = self._columns.get(path)
        if found is None or len(found) < self.size:
            found = self._columns[path] = Column.of(
                (_at(json.loads(text), path) for text in self._payloads), missing=...
            )
        return found

    def append(self, ids: Sequence[Id], payloads: Sequence[str]) -> NDArray[np.int64]:
        """Store rows, each in place of that of its id: their positions."""
        first = self.size
        self.drop(one for one in ids if one in self._at)
        self._ids.extend(np.array(ids, dtype=self._ids.view.dtype))
        self._alive.extend(np.ones(len(ids), np.bool_))
        self._payloads.extend(payloads)
        self._at.update(zip(ids, range(first, first + len(ids)), strict=True))
        self._order = None
        return np.arange(first, self.size)

    def drop(self, ids: Iterable[Id]) -> NDArray[np.int64]:
        """Remove rows: the positions that they had."""
        gone = np.array([self._at.pop(one) for one in list(ids) if one in self._at], np.int64)
        self.alive[gone] = False
        self._order = None
        return gone


def _at(value: Any, path: Path) -> Any:
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return ...
        value = value[step]
    return value
