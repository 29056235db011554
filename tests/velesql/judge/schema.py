"""What a graph's schema asks of nodes and edges (section 15)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.velesql.judge.world import Collection, Edge, Point, Refused
from workbench.velesql.tree.statements import EdgeType, NodeType

_TYPES: dict[str, Any] = {
    "STRING": lambda value: isinstance(value, str),
    "INTEGER": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "FLOAT": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "BOOLEAN": lambda value: isinstance(value, bool),
    "VECTOR": lambda value: isinstance(value, list),
}


def check_nodes(points: Sequence[Point], collection: Collection) -> None:
    """Points to be stored; edges at them must still join what they may."""
    if collection.schema is None:
        return
    for point in points:
        _check_fields(point, collection)
    after = collection.points | {point.id: point for point in points}
    stored = {point.id for point in points}
    for edge in collection.edges.values():
        if edge.source in stored or edge.target in stored:
            _check_ends(edge, collection, after)


def check_edge(edge: Edge, collection: Collection) -> None:
    if collection.schema is not None:
        _check_ends(edge, collection, collection.points)


def _check_fields(point: Point, collection: Collection) -> None:
    kinds = {one.label: one for one in collection.schema or () if isinstance(one, NodeType)}
    for label in point.payload.get("_labels") or ():
        if label not in kinds:
            raise Refused("VELES-017")
        for name, kind in kinds[label].properties:
            value = point.payload.get(name)
            if value is not None and not _TYPES[kind](value):
                raise Refused("VELES-017")


def _check_ends(edge: Edge, collection: Collection, points: dict[int, Point]) -> None:
    source, target = (
        points[one].payload.get("_labels") or () for one in (edge.source, edge.target)
    )
    for one in collection.schema or ():
        fits = isinstance(one, EdgeType) and one.type == edge.label
        if fits and one.source in source and one.target in target:  # type: ignore[union-attr]
            return
    raise Refused("VELES-017")
