"""Some of many points, and of many edges."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...core.collections.records import Edges, Points, Vectors


def some_points(points: Points, places: Sequence[int]) -> Points:
    """Those at some places."""
    if len(places) == len(points):
        return points
    at = np.asarray(places, np.int64)
    return Points(
        _some(points.ids, places),
        _some(points.payloads, places),
        {name: Vectors(rows[at], there[at]) for name, (rows, there) in points.vectors.items()},
        {name: _some(vectors, places) for name, vectors in points.sparse.items()},
    )


def some_edges(edges: Edges, places: Sequence[int]) -> Edges:
    """Those at some places."""
    if len(places) == len(edges):
        return edges
    return Edges(
        _some(edges.ids, places),
        _some(edges.sources, places),
        _some(edges.targets, places),
        _some(edges.labels, places),
        _some(edges.properties, places),
    )


def _some(column: Sequence[Any], places: Sequence[int]) -> list[Any]:
    return [column[at] for at in places]
