"""Scores of vectors by their metric, and of sparse ones."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tests.velesql.judge.world import Collection, Point, Vector


def score(metric: str, one: Vector, other: Vector) -> float:
    return _METRICS[metric](one, other)


def _dot(one: Vector, other: Vector) -> float:
    return math.fsum(a * b for a, b in zip(one, other, strict=True))


def _cosine(one: Vector, other: Vector) -> float:
    length = math.sqrt(_dot(one, one)) * math.sqrt(_dot(other, other))
    return _dot(one, other) / length if length else 0.0


def _euclidean(one: Vector, other: Vector) -> float:
    return math.sqrt(math.fsum((a - b) ** 2 for a, b in zip(one, other, strict=True)))


def _hamming(one: Vector, other: Vector) -> float:
    return float(sum((a > 0.5) != (b > 0.5) for a, b in zip(one, other, strict=True)))


def _jaccard(one: Vector, other: Vector) -> float:
    most = math.fsum(max(a, b) for a, b in zip(one, other, strict=True))
    least = math.fsum(min(a, b) for a, b in zip(one, other, strict=True))
    if not any(one) and not any(other):
        return 1.0
    return least / most if most else 0.0


_METRICS = {
    "cosine": _cosine,
    "dot": _dot,
    "euclidean": _euclidean,
    "hamming": _hamming,
    "jaccard": _jaccard,
}


def score_of(point: Point | None, collection: Collection, query: Vector) -> float | None:
    """None where there is no vector to compare."""
    if point is None or point.vector is None:
        return None
    return score(collection.metric, point.vector, query)


def sparse_score(point: Point | None, index: str, query: Mapping[int, float]) -> float | None:
    """None where no index is shared."""
    weights = {} if point is None else point.sparse.get(index, {})
    shared = weights.keys() & query.keys()
    return math.fsum(weights[at] * query[at] for at in shared) if shared else None


def nearness(collection: Collection, raw: float) -> float:
    """More for what is more similar."""
    return -raw if collection.lower_is_better else raw
