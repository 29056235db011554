"""Collections as dictionaries."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

Vector = tuple[float, ...]


class Refused(Exception):
    """A statement cannot be answered, by the code that the language gives it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass
class Point:
    id: int
    payload: dict[str, Any]
    vector: Vector | None = None
    sparse: dict[str, dict[int, float]] = field(default_factory=dict)


@dataclass
class Edge:
    id: int
    source: int
    target: int
    label: str
    properties: dict[str, Any]


@dataclass
class Collection:
    """`written` counts changes: what is derived from the points holds for one count."""

    name: str
    kind: str
    dimension: int | None = None
    metric: str = "cosine"
    points: dict[int, Point] = field(default_factory=dict)
    edges: dict[int, Edge] = field(default_factory=dict)
    schema: tuple[Any, ...] | None = None
    written: int = 0
    words: dict[int, list[str]] = field(default_factory=dict)
    words_of: int = -1

    @property
    def lower_is_better(self) -> bool:
        return self.metric in ("euclidean", "hamming")


class World:
    """All collections by name."""

    def __init__(self) -> None:
        self.collections: dict[str, Collection] = {}

    @classmethod
    def loaded(cls, dataset: Iterable[Mapping[str, Any]], now: float) -> World:
        """A data set in the form of the shared cases; times are told from `now`."""
        world = cls()
        for one in dataset:
            made = Collection(
                one["name"], one["kind"], one.get("dimension"), one.get("metric") or "cosine"
            )
            for point in one["points"]:
                made.points[point["id"]] = _point(point, now)
            for edge in one.get("edges") or ():
                made.edges[edge["id"]] = _edge(edge)
            world.collections[made.name] = made
        return world

    def collection(self, name: str) -> Collection:
        if name not in self.collections:
            raise Refused("VELES-002")
        return self.collections[name]


def _point(given: Mapping[str, Any], now: float) -> Point:
    vector = given.get("vector")
    payload = _timed(deepcopy(given.get("payload") or {}), now)
    return Point(
        given["id"],
        payload,
        None if vector is None else floats(vector),
        _sparse(given.get("sparse")),
    )


def _sparse(given: Mapping[str, Any] | None) -> dict[str, dict[int, float]]:
    """Weights of the unnamed index, or of several by name."""
    if given is None:
        return {}
    if given and all(isinstance(one, Mapping) for one in given.values()):
        return {name: _weights(one) for name, one in given.items()}
    return {"": _weights(given)}


def _weights(given: Mapping[str, Any]) -> dict[int, float]:
    return {int(index): float(weight) for index, weight in given.items()}


def _edge(given: Mapping[str, Any]) -> Edge:
    properties = deepcopy(given.get("properties") or {})
    return Edge(given["id"], given["source"], given["target"], given["label"], properties)


def _timed(value: Any, now: float) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$now_offset"}:
            return int(now) + value["$now_offset"]
        return {key: _timed(one, now) for key, one in value.items()}
    return [_timed(one, now) for one in value] if isinstance(value, list) else value


def floats(values: Sequence[float]) -> Vector:
    """Components as 32 bits hold them."""
    form = f"{len(values)}f"
    return struct.unpack(form, struct.pack(form, *values))
