"""Two models turned onto each other, against scipy's Procrustes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.linalg import orthogonal_procrustes

from tests.widgets.embeddings.clouds import clouds, points, similarities
from workbench.core.errors import BadInput
from workbench.widgets.embeddings.alignment import align

RANDOM = np.random.default_rng(2)
TURN = np.linalg.qr(RANDOM.normal(size=(16, 16)))[0]


@pytest.mark.parametrize("metric", ["cosine", "l2"])
def test_a_turned_copy_falls_on_the_first(metric: str) -> None:
    here, shift = clouds(), 0 if metric == "cosine" else 40
    found = align(points(here, metric), points(here @ TURN + shift, metric), 10)

    assert found.moved == pytest.approx(np.zeros(300), abs=1e-4)
    assert found.kept.tolist() == [1.0] * 300
    assert found.fit == pytest.approx(1)


def test_the_turn_is_that_of_scipy() -> None:
    a, b = points(clouds()), points(clouds() @ TURN + RANDOM.normal(size=(300, 16)))
    found = align(a, b, 10)

    turn, _ = orthogonal_procrustes(b.compared.astype(float), a.compared.astype(float))
    expected = np.linalg.norm(a.compared - b.compared.astype(float) @ turn, axis=1)
    assert found.moved == pytest.approx(expected, abs=1e-6)
    assert found.rows(a)[0]["moved"] == pytest.approx(expected.max(), abs=1e-6)


def test_kept_neighbours_are_those_that_both_have() -> None:
    a, b = points(clouds()), points(clouds() @ TURN + RANDOM.normal(size=(300, 16)))

    def near(vectors: Any) -> Any:
        scores = similarities(vectors)
        np.fill_diagonal(scores, -2)
        return np.argsort(-scores, axis=1, kind="stable")[:, :8].tolist()

    pairs = zip(near(a.vectors), near(b.vectors), strict=True)
    assert align(a, b, 8).kept.tolist() == [len({*x} & {*y}) / 8 for x, y in pairs]


def test_models_of_different_widths_are_compared_without_loss() -> None:
    here = clouds()
    wider = np.pad(here, ((0, 0), (0, 5))) @ np.linalg.qr(RANDOM.normal(size=(21, 21)))[0]

    for a, b in ((here, wider), (wider, here)):
        found = align(points(a), points(b), 5)
        assert found.moved == pytest.approx(np.zeros(300), abs=1e-4)


def test_one_point_that_moved_is_the_first_of_the_report() -> None:
    there = clouds()
    there[17] = -there[17]
    found = align(points(clouds()), points(there @ TURN), 10)

    rows = found.rows(points(clouds()))
    assert (rows[0]["id"], rows[0]["neighbours_kept"]) == ("p17", 0.0)
    assert rows[0]["moved"] > 10 * rows[1]["moved"]


def test_ids_that_only_one_has_are_counted_and_left_out() -> None:
    found = align(points(clouds()[:50]), points(clouds()[:40]), 5)

    assert found.at.tolist() == list(range(40))
    assert found.told.startswith("40 shared ids, 10 only here, 0 only there; fit 1.000")


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(BadInput, match="expected cosine, as here, found l2"):
        align(points(clouds(9)), points(clouds(9), "l2"), 3)
    with pytest.raises(BadInput, match="two ids or more that both have, found 1"):
        align(points(clouds(9)), points(clouds(1)), 3)
