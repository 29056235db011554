"""What a graph's schema asks of nodes and edges (section 15)."""

from __future__ import annotations

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


def check_node(point: Point, collection: Collection) -> None:
    if collection.schema is None:
        return
    kinds = {one.label: one for one in collection.schema if isinstance(one, NodeType)}
    for label in point.payload.get("_labels") or ():
        if label not in kinds:
            raise Refused("VELES-017")
        for name, kind in kinds[label].properties:
            value = point.payload.get(name)
            if value is not None and not _TYPES[kind](value):
                raise Refused("VELES-017")


def check_edge(edge: Edge, collection: Collection) -> None:
    if collection.schema is None:
        return
    source, target = (collection.points[one].payload for one in (edge.source, edge.target))
    for one in collection.schema:
        if isinstance(one, EdgeType) and one.type == edge.label:
            ends = (
                one.source in source.get("_labels", ()),
                one.target in target.get("_labels", ()),
            )
            if all(ends):
                return
    raise Refused("VELES-017")
