"""Rows with an id and a JSON object: the points of a collection, and its edges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Id, IdType
from .column import Column
from .fields import Fields, Path
from .grown import Grown
from .ids import IntegerPlaces, Places, TextPlaces
from .payloads import Payloads

if TYPE_CHECKING:
    from .statistics import Statistics


class Table:
    """Rows at positions from 0, in the order in which they came.

    A row never moves: one that is stored anew gets a new position, and the old one is dead.
    `ids` (size,) and `alive` (size,) cover all positions; they are views, not to be written.
    """

    def __init__(self, ids: IdType = "integer") -> None:
        self._type = ids
        self._ids: Grown[Any] = Grown(np.uint64 if ids == "integer" else object)
        self._alive: Grown[np.bool_] = Grown(np.bool_)
        self._places: Places = IntegerPlaces() if ids == "integer" else TextPlaces()
        self.payload_texts = Payloads()
        self.fields = Fields(self.payload_texts)
        self._keys: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None
        self._statistics: Statistics | None = None

    @classmethod
    def restored(
        cls, ids: IdType, rows: NDArray[Any], alive: NDArray[np.bool_], payloads: Payloads
    ) -> Table:
        """A table of these rows; an id is alive at one position at most."""
        table = cls(ids)
        table._ids, table._alive = Grown.of(rows), Grown.of(alive)
        table.payload_texts, table.fields = payloads, Fields(payloads)
        at = np.flatnonzero(alive)
        table._places.put(rows[at], at)
        return table

    def take(self, positions: NDArray[np.int64]) -> Table:
        """The rows at positions, which are alive, apart."""
        alive = np.ones(len(positions), np.bool_)
        return Table.restored(
            self._type, self.ids[positions], alive, self.payload_texts.take(positions)
        )

    @property
    def type(self) -> IdType:
        return self._type

    @property
    def size(self) -> int:
        """Positions in use, dead ones too."""
        return len(self._alive)

    @property
    def count(self) -> int:
        """Rows that are alive."""
        return len(self._places)

    @property
    def ids(self) -> NDArray[Any]:
        return self._ids.view

    @property
    def alive(self) -> NDArray[np.bool_]:
        return self._alive.view

    @property
    def whole(self) -> bool:
        """No position is dead."""
        return len(self._places) == len(self._alive)

    def id(self, position: int) -> Id:
        found: Id = self.ids.item(position)
        return found

    def position(self, id: Id) -> int:
        """Where the row of an id is; -1 where there is none."""
        return self._places.get(id) if type(id) is not bool else -1

    def positions(self, ids: Iterable[Id] | NDArray[Any]) -> NDArray[np.int64]:
        """Where the rows of ids are, -1 where there is none."""
        if isinstance(ids, np.ndarray):
            return self._places.many(ids)
        wanted = list(ids)
        if bool in set(map(type, wanted)):
            return np.fromiter(map(self.position, wanted), np.int64, len(wanted))
        return self._places.many(wanted)

    @property
    def keys(self) -> NDArray[Any]:
        """(size,) sorts positions by their ids: the ids, or the ranks of texts, 0 of dead rows."""
        if self._type == "integer":
            return self.ids
        order = self.order
        if self._keys is None or self._keys[0] is not order or len(self._keys[1]) < self.size:
            ranks = np.zeros(self.size, np.int64)
            ranks[order] = np.arange(len(order))
            self._keys = order, ranks
        return self._keys[1]

    @property
    def order(self) -> NDArray[np.int64]:
        """The positions that are alive, by ascending id; texts by code point."""
        return self._places.order

    def text(self, position: int) -> str:
        """A row's JSON object."""
        return self.payload_texts.text(position)

    def payload(self, position: int) -> dict[str, Any]:
        found: dict[str, Any] = self.payload_texts.object(position)
        return found

    def payloads(self, positions: Sequence[int] | NDArray[np.int64]) -> list[dict[str, Any]]:
        """The JSON objects of rows."""
        plain = positions.tolist() if isinstance(positions, np.ndarray) else positions
        return self.payload_texts.some(plain)

    def column(self, path: Path) -> Column:
        """(size,) the values at a path into the JSON objects; a step that leads nowhere is missing.

        Rows that are dead keep the values that they had.
        """
        return self.fields.column(path)

    def columns(self, paths: Iterable[Path]) -> list[Column]:
        """Several columns, read in one pass."""
        return self.fields.columns(paths)

    def matching(self, path: Path, operator: str, value: Any) -> NDArray[np.int64] | None:
        """The positions, ascending, of the rows alive whose value at a path is `operator value`.

        `operator` is = with a text, a boolean or a number, or < <= > >= with a number. None where
        the rows have to be compared one by one: for other values, where integers lie beyond
        2^53, and the first time that a path is asked for that no index names.
        """
        there = self.fields.lookup(path)
        if there is None:
            return None
        lookup, column = there
        found = lookup.find(column, operator, value)
        return found if found is None or self.whole else found[self.alive[found]]

    @property
    def statistics(self) -> Statistics:
        """What planning knows of the values."""
        from .statistics import Statistics

        if self._statistics is None:
            self._statistics = Statistics(self)
        return self._statistics

    def append(
        self, ids: Sequence[Id] | NDArray[Any], payloads: Sequence[str]
    ) -> NDArray[np.int64]:
        """Store rows, each in place of that of its id: their positions."""
        self.drop(ids)
        return self.extend(ids, payloads)

    def extend(
        self, ids: Sequence[Id] | NDArray[Any], payloads: Sequence[str]
    ) -> NDArray[np.int64]:
        """Store rows of ids that are not there: their positions."""
        new = np.array(ids, dtype=self._ids.view.dtype)
        positions = np.arange(self.size, self.size + len(new))
        self.payload_texts.extend(payloads)
        self._ids.extend(new)
        self._alive.extend(np.ones(len(new), np.bool_))
        self._places.put(new, positions)
        return positions

    def drop(self, ids: Iterable[Id] | NDArray[Any]) -> NDArray[np.int64]:
        """Remove rows: the positions that they had, in the order of ids."""
        at = self.positions(ids if isinstance(ids, np.ndarray) else list(dict.fromkeys(ids)))
        gone = at[at >= 0]
        if len(gone):
            self.alive[gone] = False
            self._places.drop(self.ids[gone].tolist())
        return gone

    @property
    def bytes(self) -> int:
        """Memory of ids and places; payloads and columns have their own."""
        return self._ids.bytes + self._alive.bytes + self._places.bytes
