"""Tables that show rows of a collection with other fields."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import MISSING, NULL, Column
from ....collections.mirrors.edge_rows import EdgeRows
from ....collections.mirrors.fields import Path
from ....collections.mirrors.table import Table
from ..names import id_column, or_else


class View(Table):
    """The rows of a table as they are now; whoever comes after changes what fields they have."""

    def __init__(self, rows: Table) -> None:
        vars(self).update(vars(rows))
        self._statistics = None

    def columns(self, paths: Iterable[Path]) -> list[Column]:
        return [self.column(path) for path in paths]

    def matching(self, path: Path, operator: str, value: Any) -> NDArray[np.int64] | None:
        return None


class Edges(View):
    """Edges with the fields that SELECT EDGES shows: edge_id, source, target, label, properties.

    Other names are properties too.
    """

    def __init__(self, edges: EdgeRows) -> None:
        super().__init__(edges.table)
        self._edges = edges

    def column(self, path: Path) -> Column:
        if path == ("edge_id",):
            return id_column(self.ids)
        if path in (("source",), ("target",)):
            return id_column(getattr(self._edges, f"{path[0]}s"))
        if path == ("label",):
            return self._edges.labels
        rest = path[1:] if len(path) > 1 and path[0] == "properties" else path
        return self._edges.table.column(rest)


class Overlaid(View):
    """Points whose fields are those of the points of the same ids in another collection.

    A point that the other collection has not got keeps its own.
    """

    def __init__(self, points: Table, other: Table) -> None:
        super().__init__(points)
        self._points, self._other = points, other
        self._at = other.positions(points.ids)

    def column(self, path: Path) -> Column:
        """As the other collection has it where that has the point, missing fields too."""
        theirs = self._other.column(path).take(self._at)
        absent = (self._at >= 0) & (theirs.kinds == MISSING)
        theirs.kinds[absent] = NULL  # what is missing there is not taken from here
        found = or_else(theirs, self._points.column(path))
        if absent.any():
            found.kinds[absent] = MISSING
        return found

    def payload(self, position: int) -> dict[str, Any]:
        at = int(self._at[position])
        return self._points.payload(position) if at < 0 else self._other.payload(at)

    def payloads(self, positions: Iterable[int] | NDArray[np.int64]) -> list[dict[str, Any]]:
        return [self.payload(int(at)) for at in positions]

    def text(self, position: int) -> str:
        at = int(self._at[position])
        return self._points.text(position) if at < 0 else self._other.text(at)
