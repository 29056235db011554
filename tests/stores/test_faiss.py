"""Exact neighbours against brute force in numpy, and HNSW against both."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import BadInput
from workbench.stores.vector.faiss import METRICS, Flat, Metric

RANDOM = np.random.default_rng(11)
VECTORS = RANDOM.normal(size=(700, 24)).astype(np.float32)
QUERIES = RANDOM.normal(size=(40, 24)).astype(np.float32)


def brute(vectors: Any, queries: Any, metric: str) -> Any:
    """All scores (m, n) in double precision."""
    x, q = np.asarray(vectors, np.float64), np.asarray(queries, np.float64)
    if metric == "l2":
        return -np.linalg.norm(q[:, None] - x[None], axis=2)
    if metric == "cosine":
        x = x / np.linalg.norm(x, axis=1, keepdims=True)
        q = q / np.linalg.norm(q, axis=1, keepdims=True)
    return q @ x.T


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("count", [1, 40])
def test_neighbours_are_those_of_brute_force(metric: Metric, count: int) -> None:
    found = Flat(VECTORS, metric=metric).neighbours(QUERIES[:count], 15)

    scores = brute(VECTORS, QUERIES[:count], metric)
    expected = np.argsort(-scores, axis=1, kind="stable")[:, :15]
    assert np.array_equal(found.positions, expected)
    assert np.allclose(found.scores, np.take_along_axis(scores, expected, 1), atol=1e-6)


def test_equals_come_in_the_order_given_however_many_there_are() -> None:
    vectors = np.concatenate([VECTORS[:50], np.tile(VECTORS[7], (300, 1)), VECTORS[:50]])

    found = Flat(vectors).neighbours(VECTORS[7:8], 320)
    assert found.positions[0, :302].tolist() == [7, *range(50, 350), 357]
    assert Flat(vectors).neighbours(VECTORS[7:8], 5).positions[0].tolist() == [7, 50, 51, 52, 53]


def test_a_vector_is_not_its_own_neighbour_even_among_equals() -> None:
    vectors = np.tile(VECTORS[0], (9, 1))

    found = Flat(vectors).all_neighbours(3).positions
    assert found.tolist()[:2] == [[1, 2, 3], [0, 2, 3]]
    assert found.tolist()[8] == [0, 1, 2]


@pytest.mark.parametrize("metric", METRICS)
def test_all_neighbours_are_those_of_brute_force(metric: Metric) -> None:
    scores = brute(VECTORS, VECTORS, metric)
    np.fill_diagonal(scores, -np.inf)

    found = Flat(VECTORS, metric=metric).all_neighbours(6)
    assert np.array_equal(found.positions, np.argsort(-scores, axis=1, kind="stable")[:, :6])


def test_more_than_there_are_gives_all_and_then_none() -> None:
    found = Flat(np.eye(3)).neighbours([[1.0, 0.5, 0.2]], 5)

    assert found.positions.tolist() == [[0, 1, 2, -1, -1]]
    assert np.isnan(found.scores[0, 3:]).all()
    assert [hit.id for hit in Flat(np.eye(3)).nearest([0, 1, 0.5], 9)] == [1, 2, 0]


def test_ids_are_those_given_and_scores_are_higher_for_nearer() -> None:
    index = Flat([[0, 0], [3, 4], [0, 1]], ids=["a", "b", "c"], metric="l2")

    assert index.nearest([0, 0], 3) == [("a", 0.0, {}), ("c", -1.0, {}), ("b", -5.0, {})]


def test_a_vector_without_direction_is_neither_found_nor_asked() -> None:
    index = Flat([[0, 0], [1, 0], [0, 1]])

    assert index.neighbours([[1, 0], [0, 0]], 3).positions.tolist() == [[1, 2, -1], [-1, -1, -1]]
    assert index.all_neighbours(1).positions.tolist() == [[-1], [2], [1]]


def test_near_points_far_from_the_origin_keep_their_order() -> None:
    """Single precision takes squares of 1e4 apart, in which steps of 0.01 are lost."""
    line = np.column_stack([1000 + np.arange(200) / 128, np.full(200, 1000.0)])

    found = Flat(line, metric="l2").neighbours(line[:1], 40)
    assert found.positions[0].tolist() == list(range(40))


def test_very_long_and_very_short_vectors_have_a_direction() -> None:
    index = Flat([[3e38, 0], [0, 1e-30], [1, 1]])

    hits = index.nearest([1e30, 0], 3)
    assert [hit.id for hit in hits] == [0, 2, 1]
    assert hits[0].score == pytest.approx(1.0, abs=1e-7)


def test_no_vectors_have_no_neighbours() -> None:
    assert Flat(np.zeros((0, 4))).nearest([1, 0, 0, 0], 3) == []


@pytest.mark.parametrize(
    ("make", "told"),
    [
        (lambda: Flat([1.0, 2.0]), r"shape \(n, d\), found \(2,\)"),
        (lambda: Flat([[1.0], [float("nan")]]), "row 1 holds NaN"),
        (lambda: Flat([[1.0]], ids=["a", "b"]), "expected 1 ids"),
        (lambda: Flat([[1.0]], metric="dot"), "found 'dot'"),  # type: ignore[arg-type]
        (lambda: Flat([[1.0]]).neighbours([[1.0, 2.0]], 1), "expected 1 numbers"),
        (lambda: Flat([[1.0]]).neighbours([[1.0]], 0), "k: expected 1 or more"),
        (lambda: Flat([[1e30]], metric="l2"), "lengths up to 1e"),
    ],
)
def test_wrong_input_is_named(make: Any, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        make()


def test_the_module_is_loaded_by_those_who_ask_for_it() -> None:
    code = "import sys, workbench.stores.vector, workbench; print('faiss' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
