"""Values of the driver to values of `core`."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from neo4j import Record, graph, spatial
from neo4j import time as temporal

from ...core.errors import NotSupported
from ...core.values import Edge, Node, Path

_PLAIN = frozenset({type(None), bool, int, float, str, bytes})
_WHOLE = slice(None)


class Conversion:
    """Turns records into tuples of plain Python and `core` values.

    Dates and times become Python's, cut to microseconds, a zone becomes its offset; a
    duration becomes ISO 8601 text, a point a dict of x, y, z where it has one, and srid.
    A node that is only the end of an edge comes without properties: `nameless` then holds
    its element id until `names` (element id to node id) tells it.
    """

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        self._names = names or {}
        self.nameless: set[str] = set()

    def rows(self, records: Iterable[Record]) -> list[tuple[Any, ...]]:
        return [self._row(record) for record in records]

    def _row(self, record: Record) -> tuple[Any, ...]:
        # Record's own iterator is a Python generator; its base class gives the same values.
        values: tuple[Any, ...] = tuple.__getitem__(record, _WHOLE)
        if _PLAIN.issuperset(map(type, values)):
            return values
        return tuple(self.value(value) for value in record)

    def value(self, value: Any) -> Any:
        kind = type(value)
        if kind in _PLAIN:
            return value
        if convert := _CONVERSIONS.get(kind):
            return convert(self, value)
        if isinstance(value, graph.Relationship):  # a class of its own for every type
            return self._edge(value)
        raise NotSupported(
            f"the engine returned a {kind.__name__}, which has no value here; "
            "turn it into text or a number in the query"
        )

    def _properties(self, entity: graph.Entity) -> dict[str, Any]:
        return {name: self.value(value) for name, value in entity.items()}

    def _node(self, node: graph.Node) -> Node:
        labels = tuple(sorted(node.labels))
        return Node(self._id(node), labels, self._properties(node))

    def _id(self, node: graph.Node) -> str:
        own = node.get("id")
        return self._names.get(node.element_id, node.element_id) if own is None else str(own)

    def _end(self, node: graph.Node | None) -> str:
        if node is None:
            return ""
        if not node.labels and not len(node) and node.element_id not in self._names:
            self.nameless.add(node.element_id)
        return self._id(node)

    def _edge(self, edge: graph.Relationship) -> Edge:
        source, target = edge.nodes
        properties = self._properties(edge)
        return Edge(self._end(source), edge.type, self._end(target), properties, id=edge.element_id)

    def _path(self, path: graph.Path) -> Path:
        nodes = tuple(self._node(node) for node in path.nodes)
        return Path(nodes, tuple(self._edge(edge) for edge in path.relationships))

    def _list(self, values: list[Any]) -> list[Any]:
        if _PLAIN.issuperset(map(type, values)):
            return values
        return [self.value(value) for value in values]

    def _map(self, values: dict[str, Any]) -> dict[str, Any]:
        return {name: self.value(value) for name, value in values.items()}


def _date(_: Conversion, value: temporal.Date) -> datetime.date:
    return datetime.date(value.year, value.month, value.day)


def _clock(value: temporal.Time | temporal.DateTime) -> datetime.time:
    micros = value.nanosecond // 1000
    return datetime.time(value.hour, value.minute, value.second, micros, _zone(value))


def _time(_: Conversion, value: temporal.Time) -> datetime.time:
    return _clock(value)


def _datetime(_: Conversion, value: temporal.DateTime) -> datetime.datetime:
    day = datetime.date(value.year, value.month, value.day)
    return datetime.datetime.combine(day, _clock(value))


def _zone(value: temporal.Time | temporal.DateTime) -> datetime.timezone | None:
    offset = value.utc_offset()
    return None if offset is None else datetime.timezone(offset)


def _duration(_: Conversion, value: temporal.Duration) -> str:
    return value.iso_format()


def _point(_: Conversion, value: spatial.Point) -> dict[str, Any]:
    return {**dict(zip("xyz", value, strict=False)), "srid": value.srid}


_CONVERSIONS: dict[type, Callable[[Conversion, Any], Any]] = {
    graph.Node: Conversion._node,
    graph.Path: Conversion._path,
    list: Conversion._list,
    dict: Conversion._map,
    temporal.Date: _date,
    temporal.Time: _time,
    temporal.DateTime: _datetime,
    temporal.Duration: _duration,
    spatial.CartesianPoint: _point,
    spatial.WGS84Point: _point,
    spatial.Point: _point,
}
