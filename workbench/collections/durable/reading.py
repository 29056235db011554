"""What changed in the tables of a collection, as the values that a mirror takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Definition, Id
from ...core.collections.records import Change, Delta, Edges, Points, Vectors
from .faults import missing
from .kept_json import sparse_vectors
from .statements import Queries
from .store import Snapshot
from .template import EDGE, POINT, Layout

_SIGN = np.uint64(1 << 63)
_STATE = {"generation": int, "deltas_from": int, "points": bool, "edges": bool, "gone": bool}


class Reading:
    """The reads of one collection, each from a snapshot."""

    def __init__(self, definition: Definition) -> None:
        self._definition, self._layout = definition, Layout(definition)
        self._queries = Queries.of(self._layout)
        self._id = int if self._layout.integers else str

    def since(self, generation: int, snapshot: Snapshot) -> Delta:
        found = snapshot.arrays(self._queries.state.format(since=generation), _STATE)
        if not len(found["generation"]):
            raise missing(self._definition.name)
        state = {name: column.item() for name, column in found.items()}
        newest = state["generation"]
        # A mirror that is ahead is of tables that were put back to an earlier day.
        if generation == 0 or not state["deltas_from"] <= generation <= newest:
            points, edges = self._points(-1, snapshot), self._edges(-1, snapshot)
            return Delta(newest, Change(clear=True, points=points, edges=edges))
        dropped, dropped_edges = self._gone(generation, snapshot) if state["gone"] else ((), ())
        points = self._points(generation, snapshot) if state["points"] else Points()
        edges = self._edges(generation, snapshot) if state["edges"] else Edges()
        return Delta(newest, Change(False, dropped_edges, dropped, points, edges))

    def _points(self, start: int, snapshot: Snapshot) -> Points:
        layout = self._layout
        columns: dict[str, Any] = {"id": self._id, "payload": str, "sparse": str}
        for column, name in layout.vectors.items():
            columns |= {f"has_{column}": bool, column: layout.dimensions[name]}
        found = snapshot.arrays(f"{self._queries.points}{start}", columns)
        vectors = {
            name: Vectors(found[column], found[f"has_{column}"])
            for column, name in layout.vectors.items()
        }
        sparse = sparse_vectors(found["sparse"])
        return Points(_ids(found["id"]), found["payload"], vectors, sparse)

    def _edges(self, start: int, snapshot: Snapshot) -> Edges:
        columns = {"id": int, "source": self._id, "target": self._id, "label": str}
        found = snapshot.arrays(f"{self._queries.edges}{start}", columns | {"properties": str})
        ends = _ids(found["source"]), _ids(found["target"])
        return Edges(_integers(found["id"]), *ends, found["label"], found["properties"])

    def _gone(self, start: int, snapshot: Snapshot) -> tuple[Sequence[Id], Sequence[int]]:
        found = snapshot.arrays(f"{self._queries.gone}{start}", {"kind": str, "id": str})
        gone = list(zip(found["kind"], found["id"], strict=True))
        points = [id for kind, id in gone if kind == POINT]
        edges = [int(id) for kind, id in gone if kind == EDGE]
        return [self._id(id) for id in points], edges


def _ids(column: Any) -> list[Id]:
    return column if isinstance(column, list) else [*_integers(column)]


def _integers(column: NDArray[np.int64]) -> list[int]:
    """Ids as they are, where they came less 2^63."""
    found: list[int] = (column.view(np.uint64) ^ _SIGN).tolist()
    return found
