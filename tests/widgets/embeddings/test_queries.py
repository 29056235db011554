"""What queries retrieve, and why a golden point was missed, against sorting all similarities."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.widgets.embeddings.clouds import clouds, points
from workbench.widgets.embeddings.points import Points, unit
from workbench.widgets.embeddings.queries import Query, answered, hit_rows, why_rows

KINDS = ["tower" if at % 2 else "keeper" for at in range(300)]


@pytest.fixture(scope="module")
def made() -> Points:
    return points(clouds(), kind=KINDS)


def query(made: Points, **given: Any) -> Query:
    return Query("q", unit(made.vectors[[5]] + made.vectors[[6]])[0], **given)


def ranked(made: Points) -> Any:
    """Positions, best first, and all similarities, in double precision."""
    x = made.vectors.astype(float)
    q = x[5] + x[6]
    scores = x @ q / np.linalg.norm(x, axis=1) / np.linalg.norm(q)
    return np.argsort(-scores, kind="stable"), scores


def test_hits_are_the_nearest_and_golden_ones_are_marked(made: Points) -> None:
    order, scores = ranked(made)
    golden = f"p{order[2]}"
    rows = hit_rows(made, answered(made, [query(made, golden=(golden,), top_n=4)]))

    assert rows.column("id") == [f"p{at}" for at in order[:4]]
    assert rows.column("score") == pytest.approx(scores[order[:4]], abs=1e-6)
    assert rows.column("golden") == [False, False, True, False]


def test_a_golden_point_beyond_the_cut_is_told_with_its_rank(made: Points) -> None:
    order, scores = ranked(made)
    row = why_rows(made, answered(made, [query(made, golden=(f"p{order[41]}",))]))[0]

    assert (row["found"], row["rank"]) == (False, 42)
    assert row["why"] == "others are nearer: rank 42, and the search returns 10"
    assert row["score"] == pytest.approx(scores[order[41]], abs=1e-6)
    assert row["last_hit"] == pytest.approx(scores[order[9]], abs=1e-6)


def test_a_golden_point_below_the_threshold_is_told_so(made: Points) -> None:
    order, scores = ranked(made)
    asked = query(made, golden=(f"p{order[1]}",), threshold=float(scores[order[0]]) - 1e-6)
    found = answered(made, [asked])[0]

    assert [at for at, _ in found.hits] == [order[0]]
    assert found.golden[0].why.startswith(f"its score {scores[order[1]]:.3f} is not above")


def test_a_golden_point_outside_what_is_searched_is_told_so(made: Points) -> None:
    asked = query(made, golden=("p6", "p5"), where={"kind": "tower"}, top_n=60)
    found = answered(made, [asked])[0]

    order, _ = ranked(made)
    assert found.golden[1].rank == [at for at in order if at % 2].index(5) + 1
    assert found.golden[0].why == "outside what is searched: kind is keeper, not tower"
    assert found.golden[1].why == "found"
    assert all(KINDS[at] == "tower" for at, _ in found.hits)


def test_a_golden_point_without_a_vector_is_told_so(made: Points) -> None:
    absent = replace(made, absent={"gone": "it stands without a vector"})
    found = answered(absent, [query(absent, golden=("gone", "nobody"))])[0]

    assert found.golden[0].why == "no vector: it stands without a vector"
    assert found.golden[1].why == "no vector: it is not among these points"
    assert found.golden[1].rank is None


def test_an_id_of_several_points_counts_by_its_best(made: Points) -> None:
    order, _ = ranked(made)
    ids = list(made.ids)
    ids[order[0]] = ids[order[200]] = "both"
    twice = replace(made, frame=made.frame.with_columns(id=np.array(ids)))

    found = answered(twice, [query(twice, golden=("both",))])[0].golden[0]
    assert (found.rank, found.position) == (1, order[0])


def test_equals_are_ranked_by_position() -> None:
    same = points([[1, 0], [0, 1], [1, 0], [2, 0]])
    found = answered(same, [Query("q", np.array([1, 0], np.float32), ("p3",), top_n=2)])[0]

    assert [at for at, _ in found.hits] == [0, 2]
    assert found.golden[0].rank == 3


def test_a_query_without_direction_finds_nothing(made: Points) -> None:
    found = answered(made, [Query("q", np.zeros(16, np.float32), ("p1",))])[0]

    assert (found.hits, found.golden[0].why) == ((), "the query has no direction")
