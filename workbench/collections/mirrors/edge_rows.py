"""The edges of a collection."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Id, IdType
from ...core.collections.records import Edges
from .column import Column
from .grown import Grown
from .table import Table


class EdgeRows:
    """Rows of `table` (an edge's id and its properties), each from a point to a point.

    `sources` and `targets` (size,) are ids of points; `labels` a column of texts.
    """

    def __init__(self, ids: IdType = "integer") -> None:
        self.table = Table()
        kind = np.uint64 if ids == "integer" else object
        self._sources: Grown[Any] = Grown(kind)
        self._targets: Grown[Any] = Grown(kind)
        self._labels: list[str] = []
        self._column: Column | None = None

    @property
    def sources(self) -> NDArray[Any]:
        return self._sources.view

    @property
    def targets(self) -> NDArray[Any]:
        return self._targets.view

    @property
    def labels(self) -> Column:
        if self._column is None or len(self._column) < len(self._labels):
            self._column = Column.of(self._labels)
        return self._column

    def append(self, edges: Edges) -> None:
        """Store edges, each in place of that of its id."""
        self.table.append(edges.ids, edges.properties)
        self._sources.extend(np.array(edges.sources, dtype=self.sources.dtype))
        self._targets.extend(np.array(edges.targets, dtype=self.targets.dtype))
        self._labels.extend(edges.labels)

    def drop(self, ids: Iterable[int]) -> None:
        self.table.drop(ids)

    def at(self, points: Iterable[Id]) -> list[int]:
        """The ids of the edges that begin or end at points."""
        wanted = np.array(list(points), dtype=self.sources.dtype)
        touched = np.isin(self.sources, wanted) | np.isin(self.targets, wanted)
        return [int(one) for one in self.table.ids[touched & self.table.alive]]
