"""Frontiers expanded by Cypher over a graph's projection: one statement a frontier and way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from ...core.errors import BadInput
from ...core.property_graph.protocols import AsksGraph
from ...core.property_graph.records import Direction, Scalar
from ..state.adjacency import Adjacency, EdgeArrays
from ..state.columns import ids_of
from ..state.edges import ONE_WAY
from ..state.numbers import weight_of
from .expanding import Steps, Whole

_AT_ONCE = 5000  # nodes of a frontier in one statement
_KNOWN = "UNWIND $ids AS id MATCH (n:TongNode {tong_id: id}) RETURN n.tong_id AS id"
_NODES = "MATCH (n:TongNode) RETURN n.tong_id AS id"
_EDGES = (
    "MATCH (a:TongNode)-[e%s]->(b:TongNode) "
    "RETURN e.tong_id AS edge, a.tong_id AS source, b.tong_id AS target, type(e) AS kind"
)
_STEPS = (
    "UNWIND $ids AS id MATCH (a:TongNode {tong_id: id})%s(b:TongNode) "
    "RETURN id, e.tong_id AS edge, b.tong_id AS other, %s AS value"
)
_VALUE = "MATCH (:TongNode)-[e {tong_id: $id}]->(:TongNode) RETURN e[$key] AS value"


class Projected:
    """One state of a graph that is walked on by Cypher; answers are those of its mirror."""

    def __init__(self, asks: AsksGraph) -> None:
        self._asks = asks
        self._seen: dict[tuple[int, str], Scalar] = {}  # values of edges that are no weights

    def missing(self, ids: Sequence[int]) -> int | None:
        known = {row[0] for part in _parts(ids) for row in self._rows(_KNOWN, ids=part)}
        return next((id for id in ids if id not in known), None)

    def steps(
        self,
        frontier: Sequence[int],
        direction: Direction,
        edge_type: str | None,
        weight: str | None = None,
    ) -> Steps:
        place = {node: at for at, node in enumerate(frontier)}
        rows: list[tuple[int, int, int, int, int, float]] = []
        for way_at, way in enumerate(ONE_WAY[direction]):
            for id, edge, other, value in self._stepped(frontier, way, edge_type, weight):
                found = self._weight(edge, weight, value)
                rows.append((place[id], way_at, edge, id, other, found))
        rows.sort(key=lambda row: row[:3])
        _, _, edges, origins, targets, weights = zip(*rows, strict=True) if rows else [()] * 6
        return Steps(ids_of(origins), ids_of(edges), ids_of(targets), np.array(weights, float))

    def layers(
        self,
        starts: Sequence[int],
        direction: Direction,
        edge_type: str | None,
        most: int | None,
    ) -> list[list[int]]:
        seen, layers = set(starts), [list(starts)]
        while layers[-1] and len(layers) - 1 != most:
            targets = self.steps(layers[-1], direction, edge_type).targets.tolist()
            layers.append([id for id in dict.fromkeys(targets) if id not in seen])
            seen.update(layers[-1])
        return [layer for layer in layers[1:] if layer]

    def whole(self, edge_type: str | None) -> Whole:
        nodes = np.sort(ids_of(row[0] for row in self._rows(_NODES)))
        rows = sorted(self._rows(_EDGES % _typed(edge_type)))
        numbering = {name: at for at, name in enumerate(dict.fromkeys(row[3] for row in rows))}
        ids, sources, targets = (ids_of(row[at] for row in rows) for at in range(3))
        codes = np.array([numbering[row[3]] for row in rows], np.int32)
        edges = EdgeArrays(ids, sources, targets, codes, tuple(numbering))
        return Whole(nodes, Adjacency(edges))

    def edge_property(self, edge_id: int, key: str) -> Scalar | None:
        if (edge_id, key) in self._seen:
            return self._seen[edge_id, key]
        rows = self._rows(_VALUE, id=edge_id, key=key)
        return rows[0][0] if rows else None

    def _stepped(
        self, frontier: Sequence[int], way: Direction, edge_type: str | None, weight: str | None
    ) -> Iterator[tuple[int, int, int, Any]]:
        edge = f"[e{_typed(edge_type)}]"
        arrow = f"-{edge}->" if way == "out" else f"<-{edge}-"
        value = "null" if weight is None else "e[$key]"
        text, key = _STEPS % (arrow, value), {} if weight is None else {"key": weight}
        for part in _parts(frontier):
            yield from self._rows(text, ids=part, **key)

    def _weight(self, edge: int, key: str | None, value: Scalar | None) -> float:
        if key is None or value is None:
            return 1.0
        found = weight_of(value)
        if found != found:  # no weight: kept for the error that names it
            self._seen[edge, key] = value
        return found

    def _rows(self, text: str, **parameters: Any) -> list[Any]:
        return list(self._asks(text, parameters).values)


def _typed(edge_type: str | None) -> str:
    """`:TYPE` of a pattern."""
    if edge_type is None:
        return ""
    if "`" in edge_type or "\\" in edge_type:
        raise BadInput(f"a type with a back-tick or a backslash cannot be asked of: {edge_type!r}")
    return f":`{edge_type}`"


def _parts(ids: Iterable[int]) -> Iterator[list[int]]:
    held = list(ids)
    for start in range(0, len(held), _AT_ONCE):
        yield held[start : start + _AT_ONCE]
