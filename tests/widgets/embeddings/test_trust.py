"""Trust numbers against scikit-learn and against counting by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from sklearn.manifold import trustworthiness

from tests.widgets.embeddings.clouds import clouds, points
from workbench.widgets.embeddings import trust
from workbench.widgets.embeddings.projection import project
from workbench.widgets.embeddings.trust import judge

METRICS = {"cosine": "cosine", "l2": "euclidean"}


def nearest(distances: Any, k: int) -> Any:
    distances = distances.copy()
    np.fill_diagonal(distances, np.inf)
    return np.argsort(distances, axis=1, kind="stable")[:, :k]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("k", [1, 10, 149])
def test_trustworthiness_and_continuity_are_those_of_scikit_learn(metric: str, k: int) -> None:
    made = points(clouds(), metric)
    xy = project(made, "pca", 0).xy
    found = judge(made, xy, k, 0).trust

    expected = trustworthiness(made.vectors.astype(float), xy.astype(float), n_neighbors=k,
                               metric=METRICS[metric])  # fmt: skip
    assert found.trustworthiness == pytest.approx(expected, abs=1e-9)
    space = made.vectors if metric == "l2" else made.compared  # by cosine: chords, the same order
    torn = trustworthiness(xy.astype(float), space.astype(float), n_neighbors=k)
    assert found.continuity == pytest.approx(torn, abs=1e-6)


def test_the_overlap_is_the_share_of_common_neighbours() -> None:
    made = points(clouds(), "l2")
    xy = project(made, "pca", 0).xy
    found = judge(made, xy, 12, 0)

    x, y = made.vectors.astype(float), xy.astype(float)
    space = nearest(np.linalg.norm(x[:, None] - x, axis=2), 12)
    plane = nearest(np.linalg.norm(y[:, None] - y, axis=2), 12)
    shares = [
        len(set(a) & set(b)) / 12 for a, b in zip(space.tolist(), plane.tolist(), strict=True)
    ]
    assert found.overlap == pytest.approx(shares)
    assert found.trust.overlap == pytest.approx(np.mean(shares))


def test_a_map_that_is_the_truth_is_trusted_wholly() -> None:
    flat = clouds(d=2)
    found = judge(points(flat, "l2"), flat, 10, 0).trust

    assert (found.trustworthiness, found.continuity, found.overlap) == (1.0, 1.0, 1.0)


def test_a_map_without_meaning_is_as_good_as_chance() -> None:
    made = points(clouds(1500, groups=1), "l2")
    found = judge(made, np.random.default_rng(0).normal(size=(1500, 2)).astype("f4"), 30, 0).trust

    assert found.chance == pytest.approx(30 / 1499)
    assert found.overlap == pytest.approx(found.chance, abs=0.003)
    assert found.trustworthiness == pytest.approx(0.5, abs=0.02)


def test_a_sample_asks_some_points_against_all_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    made = points(clouds(1500))
    xy = project(made, "pca", 0).xy
    whole = judge(made, xy, 10, 0)
    monkeypatch.setattr(trust, "EXACT", 1000)
    found = judge(made, xy, 10, 5)

    assert found.trust.how == "over 500 points drawn by seed, each against all 1,500"
    asked = ~np.isnan(found.overlap)
    assert (asked.sum(), found.trust.asked) == (500, 500)
    assert np.array_equal(found.overlap[asked], whole.overlap[asked])
    assert found.trust.trustworthiness == pytest.approx(whole.trust.trustworthiness, abs=0.015)
    assert np.array_equal(judge(made, xy, 10, 5).overlap, found.overlap, equal_nan=True)


def test_near_points_on_a_map_far_from_its_origin_keep_their_ranks() -> None:
    line = np.column_stack([1e4 + np.arange(64) ** 1.5 / 64, np.full(64, 1e4)]).astype(np.float32)
    made = points(line, "l2")

    assert judge(made, line - line.mean(axis=0), 5, 0).trust.overlap == pytest.approx(1.0)


def test_equal_points_are_ranked_by_position_and_never_break_it() -> None:
    same = np.tile([[1.0, 2.0, 3.0]], (40, 1))
    found = judge(points(same), np.zeros((40, 2), np.float32), 5, 0).trust

    assert (found.trustworthiness, found.continuity, found.overlap) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize("n", [1, 2, 3])
def test_too_few_points_are_not_judged(n: int) -> None:
    made = points(clouds(n))
    found = judge(made, np.zeros((n, 2), np.float32), 10, 0).trust

    assert found.trustworthiness is None
    assert [row["value"] for row in found.rows()][:3] == [None, None, None]


def test_the_numbers_come_with_their_meaning() -> None:
    made = points(clouds())
    rows = judge(made, project(made, "pca", 0).xy, 7, 0).trust.rows()

    assert rows.columns == ("measure", "value", "meaning", "computed")
    assert rows.column("computed") == ["exact, over all 300 points"] * 4
    assert rows[2]["meaning"].startswith("share of the 7 nearest in truth")
