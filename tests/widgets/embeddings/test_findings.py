"""Duplicates, hubs and outliers against all similarities at once."""

from __future__ import annotations

from typing import Any

import networkx
import numpy as np
import pytest
from scipy.stats import skew

from tests.widgets.embeddings.clouds import clouds, points, similarities
from workbench.core.errors import BadInput
from workbench.widgets.embeddings import findings


def crowded() -> Any:
    """Chains and heaps: pairs that are near, and some that only a third point joins."""
    vectors = clouds(200)
    random = np.random.default_rng(8)
    near = [vectors[at] + random.normal(size=(4, 16)) * 0.01 for at in (3, 50, 51)]
    return np.concatenate([vectors, *near, 3 * vectors[[7, 7]]]).astype(np.float32)


def groups_by_all_pairs(vectors: Any, eps: float) -> list[list[int]]:
    graph = networkx.Graph(np.argwhere(similarities(vectors) >= 1 - eps).tolist())
    found = [sorted(group) for group in networkx.connected_components(graph) if len(group) > 1]
    return sorted(found, key=lambda group: (-len(group), group[0]))


@pytest.mark.parametrize("eps", [1e-6, 1e-4, 1e-3, 0.05, 0.3])
def test_groups_of_duplicates_are_those_of_all_pairs(eps: float) -> None:
    vectors = crowded()

    assert findings.duplicates(points(vectors), eps) == groups_by_all_pairs(vectors, eps)


def test_duplicates_are_told_with_their_similarity_to_the_first() -> None:
    made = points([[1, 0], [0, 1], [2, 0], [1, 0.01]])
    rows = findings.duplicate_rows(made, findings.duplicates(made, 1e-3))

    assert [row["id"] for row in rows] == ["p0", "p2", "p3"]
    assert rows.column("similarity") == pytest.approx([1, 1, 1 / (1 + 1e-4) ** 0.5])
    assert (rows[0]["group"], rows[0]["size"]) == (1, 3)


@pytest.mark.parametrize("eps", [0, 1e-9, 1])
def test_an_eps_that_single_precision_does_not_know_is_refused(eps: float) -> None:
    with pytest.raises(BadInput, match="1e-06"):
        findings.duplicates(points(clouds(9)), eps)


def test_hubs_are_counted_among_the_neighbours_of_all() -> None:
    made = points(clouds())
    near = findings.near(made, 10, 0)

    scores = similarities(made.vectors)
    np.fill_diagonal(scores, -2)
    all_near = np.argsort(-scores, axis=1, kind="stable")[:, :10]
    counts = np.bincount(all_near.ravel(), minlength=300)
    assert findings.occurrences(near).tolist() == counts.tolist()
    assert findings.skewness(counts) == pytest.approx(skew(counts))
    first = findings.hub_rows(made, near, 1)[0]
    assert (first["neighbour_of"], first["share"]) == (counts.max(), counts.max() / 300)


def test_hubs_among_very_many_points_are_counted_over_a_sample(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = points(clouds(1200))
    whole = findings.near(made, 5, 0)
    monkeypatch.setattr(type(made).sample, "__defaults__", (1000, 100))

    some = findings.near(made, 5, 0)
    assert (len(some.asked), some.total, some.whole) == (100, 1200, False)
    assert np.array_equal(some.positions, whole.positions[some.asked])


def test_counts_that_are_all_the_same_have_no_skewness() -> None:
    assert findings.skewness(np.array([3, 3, 3])) is None


def test_the_farthest_from_its_neighbours_is_the_first_outlier() -> None:
    vectors = clouds(100, d=3, groups=1) + 8
    vectors[41] = [-1, -2, 0]
    made = points(vectors)
    rows = findings.outlier_rows(made, findings.near(made, 5, 0), 3)

    expected = np.sort(similarities(vectors)[41])[::-1][1:6]
    assert rows[0]["id"] == "p41"
    assert rows[0]["mean_score"] == pytest.approx(expected.mean(), abs=1e-6)
    assert rows[0]["nearest_score"] == pytest.approx(expected.max(), abs=1e-6)


def test_one_point_alone_has_no_findings() -> None:
    made = points([[1.0, 2.0]])
    near = findings.near(made, 10, 0)

    assert findings.duplicates(made, 1e-4) == []
    assert len(findings.hub_rows(made, near, 5)) == len(findings.outlier_rows(made, near, 5)) == 0
