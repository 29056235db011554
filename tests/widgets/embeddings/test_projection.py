"""Principal axes against a singular value decomposition; the others repeat and are named."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pytest

from tests.widgets.embeddings.clouds import clouds, points
from workbench.core.errors import BadInput, EngineNotInstalled
from workbench.widgets.embeddings.points import unit
from workbench.widgets.embeddings.projection import pca, project


def by_svd(vectors: Any) -> tuple[Any, Any]:
    """Places on the two main axes, signs free, and all shares of the variance."""
    x = np.asarray(vectors, np.float64)
    left, sizes, _ = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
    return left[:, :2] * sizes[:2], sizes**2 / (sizes**2).sum()


def test_places_and_shares_are_those_of_a_decomposition_in_double_precision() -> None:
    vectors = clouds()
    made = pca(vectors)

    places, shares = by_svd(vectors)
    signs = np.sign((places * made.xy).sum(axis=0))
    assert made.xy == pytest.approx(places * signs, abs=1e-5)
    assert made.explained == pytest.approx(tuple(shares[:2]), abs=1e-9)
    assert made.told == f"PCA, exact: the two axes keep {shares[:2].sum():.1%} of the variance"


def test_the_largest_loading_of_an_axis_is_positive_and_of_equals_the_first() -> None:
    axes = pca(clouds()).axes
    assert axes is not None
    assert (axes[np.abs(axes).argmax(axis=0), [0, 1]] > 0).all()

    diagonal = pca(np.array([[1, -1], [-1, 1], [3, -3], [-3, 3]], np.float32)).axes
    assert diagonal is not None
    assert diagonal[:, 0] == pytest.approx([0.5**0.5, -(0.5**0.5)])


@pytest.mark.parametrize("turn", [lambda x: x[::-1], lambda x: x.copy(order="F")])
def test_the_map_is_the_same_in_any_order_and_layout(turn: Any) -> None:
    vectors = clouds()

    assert pca(turn(vectors)).axes == pytest.approx(pca(vectors).axes, abs=1e-9)
    assert np.array_equal(pca(vectors).xy, pca(vectors).xy)


def test_a_small_spread_far_from_the_origin_is_not_lost_in_single_precision() -> None:
    vectors = (clouds() * 0.01 + 100).astype(np.float32)

    places, shares = by_svd(vectors)
    made = pca(vectors)
    assert np.abs(made.xy) == pytest.approx(np.abs(places), abs=1e-7)
    assert made.explained == pytest.approx(tuple(shares[:2]), rel=1e-6)


@pytest.mark.parametrize(
    ("given", "xy", "kept"),
    [
        ([[1.0], [3.0]], [[-1, 0], [1, 0]], (1.0, 0.0)),
        ([[1.0, 2.0]], [[0, 0]], (0.0, 0.0)),
        ([[1.0, 2.0]] * 3, [[0, 0]] * 3, (0.0, 0.0)),
    ],
)
def test_few_or_equal_vectors_have_a_place(given: Any, xy: Any, kept: Any) -> None:
    made = pca(np.array(given, np.float32))

    assert (made.xy.tolist(), made.explained) == (xy, kept)


def test_a_query_is_projected_on_the_same_axes() -> None:
    made = points(clouds())
    projection = project(made, "pca", 0)

    again = projection.place(made, unit(made.vectors[:7]))
    assert again == pytest.approx(projection.xy[:7], abs=1e-6)
    assert projection.placing == "queries are projected on the same axes"


def test_tsne_repeats_itself_and_keeps_groups_together() -> None:
    made = points(clouds(120))
    first, second = project(made, "tsne", 1), project(made, "tsne", 1)

    assert np.array_equal(first.xy, second.xy)
    middles = np.array([first.xy[g::4].mean(axis=0) for g in range(4)])
    away = np.linalg.norm(first.xy[:, None] - middles, axis=2).argmin(axis=1)
    assert (away == np.arange(120) % 4).mean() > 0.95
    assert "seed 1" in first.told


def test_where_there_are_no_axes_a_query_stands_among_its_nearest_points() -> None:
    made = points(clouds(120), metric="l2")
    places = np.column_stack([np.arange(120) % 4, np.zeros(120)])
    projection = project(made, places, 0)

    assert projection.place(made, made.vectors[[2]])[0] == pytest.approx([2, 0], abs=1e-6)
    assert projection.placing == "a query stands in the middle of its 5 nearest points"
    assert np.isnan(project(points(clouds(9)), np.zeros((9, 2)), 0).place(
        points(clouds(9)), np.zeros((1, 16), np.float32))).all()  # fmt: skip


@pytest.mark.parametrize(
    ("projection", "told"),
    [
        ("mds", "'pca', 'tsne' or an array of shape"),
        (np.zeros((4, 2)), r"shape \(9, 2\), one row a point, found shape \(4, 2\)"),
        (np.full((9, 2), np.nan), "finite numbers"),
    ],
)
def test_a_projection_that_is_none_is_refused(projection: Any, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        project(points(clouds(9)), projection, 0)


def test_an_absent_library_is_named_with_its_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openTSNE", None)

    with pytest.raises(EngineNotInstalled, match=r"pip install 'polystore-workbench\[maps\]'"):
        project(points(clouds(9)), "tsne", 0)
