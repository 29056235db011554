"""The edges of a collection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Id, IdType
from ...core.collections.records import Edges
from .column import Column
from .field import Field
from .grown import Grown
from .table import Table


class EdgeRows:
    """Rows of `table` (an edge's id and its properties), each from a point to a point.

    `sources` and `targets` (size,) are ids of points; `labels` a column of texts.
    """

    def __init__(self, ids: IdType = "integer") -> None:
        self.table = Table()
        self._sources, self._targets = ends(ids), ends(ids)
        self._labels = Field()

    @classmethod
    def restored(
        cls, table: Table, sources: Ends, targets: Ends, labels: Sequence[str]
    ) -> EdgeRows:
        """Edges of these rows."""
        edges = cls()
        edges.table, edges._sources, edges._targets = table, sources, targets
        edges._labels.extend(labels)
        return edges

    def take(self, positions: NDArray[np.int64]) -> EdgeRows:
        """The edges at positions, which are alive, apart."""
        sources, targets = self._sources.take(positions), self._targets.take(positions)
        labels = self.labels.take(positions).values()
        return EdgeRows.restored(self.table.take(positions), sources, targets, labels)

    @property
    def sources(self) -> NDArray[Any]:
        return self._sources.ids

    @property
    def targets(self) -> NDArray[Any]:
        return self._targets.ids

    @property
    def labels(self) -> Column:
        return self._labels.column

    @property
    def source_ends(self) -> Ends:
        return self._sources

    @property
    def target_ends(self) -> Ends:
        return self._targets

    def label(self, text: str) -> int:
        """The code of a label in `labels`; -1 where no edge ever had it."""
        return self._labels.places.get(text, -1)

    def append(self, edges: Edges) -> None:
        """Store edges, each in place of that of its id."""
        self.table.append(edges.ids, edges.properties)
        self._sources.extend(edges.sources)
        self._targets.extend(edges.targets)
        self._labels.extend(edges.labels)

    def drop(self, ids: Iterable[int]) -> None:
        self.table.drop(ids)

    def at(self, points: Iterable[Id]) -> list[int]:
        """The ids of the edges that begin or end at points."""
        wanted = list(points)
        if not self.table.count or not wanted:
            return []
        touched = self._sources.among(wanted) | self._targets.among(wanted)
        found: list[int] = self.table.ids[touched & self.table.alive].tolist()
        return found

    def placed(self, points: Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(size,) the positions of sources and of targets; -1 where there is no such point."""
        return self._sources.placed(points), self._targets.placed(points)

    @property
    def bytes(self) -> int:
        """Memory held, properties and columns left out."""
        parts = (self._sources, self._targets, self._labels)
        return self.table.bytes + sum(part.bytes for part in parts)


class IntegerEnds:
    """Ids of points, one an edge."""

    def __init__(self) -> None:
        self._ids: Grown[np.uint64] = Grown(np.uint64)

    def take(self, positions: NDArray[np.int64]) -> IntegerEnds:
        return IntegerEnds.of(self._ids.view[positions])

    @classmethod
    def of(cls, ids: NDArray[np.uint64]) -> IntegerEnds:
        made = cls()
        made._ids = Grown.of(ids)
        return made

    @property
    def ids(self) -> NDArray[Any]:
        return self._ids.view

    def extend(self, ids: Sequence[Id]) -> None:
        self._ids.extend(np.array(ids, np.uint64))

    def among(self, wanted: Sequence[Id]) -> NDArray[np.bool_]:
        return np.isin(self._ids.view, np.array(wanted, np.uint64))

    def placed(self, points: Table) -> NDArray[np.int64]:
        return points.positions(self._ids.view)

    @property
    def bytes(self) -> int:
        return self._ids.bytes


class TextEnds:
    """Ids of points, one an edge, as codes of what ids there are."""

    def __init__(self) -> None:
        self._field = Field()

    def take(self, positions: NDArray[np.int64]) -> TextEnds:
        return TextEnds.of(self._field.column.take(positions).values())

    @classmethod
    def of(cls, ids: Sequence[str]) -> TextEnds:
        made = cls()
        made.extend(ids)
        return made

    @property
    def ids(self) -> NDArray[Any]:
        return np.array(self.texts, dtype=object)[self.codes]

    @property
    def codes(self) -> NDArray[np.int32]:
        """(size,) places in `texts`."""
        return self._field.column.codes

    @property
    def texts(self) -> Sequence[str]:
        return self._field.column.texts

    def extend(self, ids: Sequence[Id]) -> None:
        self._field.extend(ids)

    def among(self, wanted: Sequence[Id]) -> NDArray[np.bool_]:
        codes = [self._field.places.get(one, -1) for one in wanted if isinstance(one, str)]
        return np.isin(self.codes, np.array(codes, np.int32))

    def placed(self, points: Table) -> NDArray[np.int64]:
        return points.positions(self.texts)[self.codes]

    @property
    def bytes(self) -> int:
        return self._field.bytes


Ends = IntegerEnds | TextEnds


def ends(ids: IdType) -> Ends:
    """Ids of points of one type, none so far."""
    return IntegerEnds() if ids == "integer" else TextEnds()
