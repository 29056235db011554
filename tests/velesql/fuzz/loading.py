"""The same data for executor and judge."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tests.velesql.in_memory import InMemory
from workbench.core.collections.definition import DEFAULT_VECTOR, Definition, VectorSpace
from workbench.core.collections.records import Change, Edges, Points, Vectors


def database(dataset: Sequence[Mapping[str, Any]]) -> InMemory:
    """Mirrors of a data set, sparse vectors by the name of their index."""
    made = InMemory()
    for one in dataset:
        dimension = one.get("dimension")
        vectors = {DEFAULT_VECTOR: VectorSpace(dimension, one["metric"])} if dimension else {}
        made.create(Definition(one["name"], one["kind"], vectors=vectors))
        made.write(one["name"], Change(points=_points(one), edges=_edges(one)))
    return made


def _points(collection: Mapping[str, Any]) -> Points:
    points, dimension = collection["points"], collection.get("dimension")
    vectors = {DEFAULT_VECTOR: _vectors(points, dimension)} if dimension else {}
    names = {name for point in points for name in point.get("sparse") or ()}
    return Points(
        [point["id"] for point in points],
        [json.dumps(point["payload"], ensure_ascii=False) for point in points],
        vectors,
        {name: [_weights(point, name) for point in points] for name in sorted(names)},
    )


def _vectors(points: Sequence[Mapping[str, Any]], dimension: int) -> Vectors:
    given = [point.get("vector") for point in points]
    rows = np.array([one or [0.0] * dimension for one in given], np.float32)
    present = np.array([one is not None for one in given], np.bool_)
    return Vectors(rows.reshape(len(given), dimension), present)


def _weights(point: Mapping[str, Any], name: str) -> dict[int, float] | None:
    found = (point.get("sparse") or {}).get(name)
    return None if found is None else {int(index): weight for index, weight in found.items()}


def _edges(collection: Mapping[str, Any]) -> Edges:
    edges = collection["edges"]
    return Edges(
        [edge["id"] for edge in edges],
        [edge["source"] for edge in edges],
        [edge["target"] for edge in edges],
        [edge["label"] for edge in edges],
        [json.dumps(edge["properties"]) for edge in edges],
    )
