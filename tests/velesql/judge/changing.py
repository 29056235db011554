"""INSERT, UPDATE, DELETE, of points, nodes and edges (section 15)."""

from __future__ import annotations

import json
from typing import Any

from tests.velesql.judge.answers import Judged, table
from tests.velesql.judge.asked import Asked, vector_of
from tests.velesql.judge.schema import check_edge, check_nodes
from tests.velesql.judge.scopes import Row
from tests.velesql.judge.searching import Searches
from tests.velesql.judge.world import Collection, Edge, Point, Refused, Vector
from workbench.velesql.tree.predicates import Predicate
from workbench.velesql.tree.statements import (
    Delete,
    DeleteEdge,
    Insert,
    InsertEdge,
    InsertNode,
    Truncate,
    Update,
)


def insert(tree: Insert, asked: Asked) -> Judged:
    """All rows or none; each replaces the point of its id, also one that stands before it."""
    collection = asked.world.collection(tree.collection)
    given: dict[int, Point] = {}
    for row in tree.rows:
        fields = {name: asked.bound(value) for name, value in zip(tree.columns, row, strict=True)}
        point = _point(fields, collection)
        given[point.id] = point
    made = list(given.values())
    check_nodes(made, collection)
    for point in made:
        collection.points[point.id] = point
    return _changed(collection, len(made))


def _point(fields: dict[str, Any], collection: Collection) -> Point:
    number = _id(fields.pop("id", None))
    vector = _vector(fields.pop("vector", None), collection)
    if vector is None and collection.kind == "vector":
        raise Refused("VELES-016")
    return Point(number, fields, vector)


def _id(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**64:
        raise Refused("VELES-010")
    return value


def _vector(value: Any, collection: Collection) -> Vector | None:
    if value is None:
        return None
    if collection.dimension is None:
        raise Refused("VELES-014")
    if not isinstance(value, list | tuple):
        raise Refused("E006")
    return vector_of(value, collection.dimension)


def _changed(collection: Collection, count: int) -> Judged:
    collection.written += 1
    return table((), (), affected=count)


def _chosen(where: Predicate | None, collection: Collection, asked: Asked) -> list[Point]:
    searches = Searches(where, {collection.name: collection}, asked)
    every = list(collection.points.values())
    if where is None:
        return every
    rows = [Row({collection.name: point}) for point in every]
    return [
        point for point, row in zip(every, rows, strict=True) if searches.holds(where, row) is True
    ]


def update(tree: Update, asked: Asked) -> Judged:
    collection = asked.world.collection(tree.collection)
    fields = {name: asked.bound(value) for name, value in tree.changes}
    vector = _vector(fields.pop("vector", None), collection)
    chosen = _chosen(tree.where, collection, asked)
    made = [
        Point(one.id, {**one.payload, **fields}, vector or one.vector, one.sparse) for one in chosen
    ]
    check_nodes(made, collection)
    for point in made:
        collection.points[point.id] = point
    return _changed(collection, len(made))


def delete(tree: Delete, asked: Asked) -> Judged:
    """A point goes with the edges at it."""
    collection = asked.world.collection(tree.collection)
    gone = {point.id for point in _chosen(tree.where, collection, asked)}
    for one in gone:
        del collection.points[one]
    collection.edges = {
        key: edge
        for key, edge in collection.edges.items()
        if edge.source not in gone and edge.target not in gone
    }
    return _changed(collection, len(gone))


def insert_node(tree: InsertNode, asked: Asked) -> Judged:
    collection = asked.world.collection(tree.collection)
    fields = {name: asked.bound(value) for name, value in tree.fields}
    payload = fields.pop("payload", {})
    if isinstance(payload, str):
        payload = json.loads(payload)
    number = _id(asked.bound(tree.id))
    vector = _vector(fields.pop("vector", None), collection)
    point = Point(number, {**payload, **fields}, vector)
    check_nodes([point], collection)
    collection.points[number] = point
    return _changed(collection, 1)


def insert_edge(tree: InsertEdge, asked: Asked) -> Judged:
    collection = asked.world.collection(tree.collection)
    source, target, label = (asked.bound(one) for one in (tree.source, tree.target, tree.label))
    number = None if tree.id is None else _id(asked.bound(tree.id))
    if number is None:
        number = max(collection.edges, default=0) + 1
    if number in collection.edges:
        raise Refused("VELES-019")
    if source not in collection.points or target not in collection.points:
        raise Refused("VELES-022")
    properties = {name: asked.bound(value) for name, value in tree.properties}
    edge = Edge(number, source, target, label, properties)
    check_edge(edge, collection)
    collection.edges[number] = edge
    return _changed(collection, 1)


def delete_edge(tree: DeleteEdge, asked: Asked) -> Judged:
    collection = asked.world.collection(tree.collection)
    number = tree.id if isinstance(tree.id, int) else asked.bound(tree.id)
    if number not in collection.edges:
        raise Refused("VELES-020")
    del collection.edges[number]
    return _changed(collection, 1)


def truncate(tree: Truncate, asked: Asked) -> Judged:
    collection = asked.world.collection(tree.collection)
    count = len(collection.points)
    collection.points, collection.edges = {}, {}
    _changed(collection, count)
    return table(("deleted_count",), [(count,)], affected=count)
