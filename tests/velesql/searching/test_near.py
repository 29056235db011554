"""NEAR and similarity(…): the rows that brute force gives, in its order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.velesql.searching.making import Made, made, nearest, similarity
from workbench.core.collections.definition import Definition, VectorSpace
from workbench.core.collections.records import Change, Points, Vectors
from workbench.core.errors import VelesFailed

METRICS = ("cosine", "dot", "euclidean", "hamming", "jaccard")
QUERY = np.array([0.4, -1.0, 0.7, 0.2, 1.5, -0.3], np.float32)


@pytest.fixture(scope="module")
def world() -> Made:
    return made(absent=20)


def pairs(result: Any) -> list[tuple[int, float]]:
    return [(id, pytest.approx(score)) for id, score in zip(result.ids, result.scores, strict=True)]


@pytest.mark.parametrize("metric", METRICS)
def test_near_is_brute_force_by_every_metric(metric: str) -> None:
    world = made(60, metric=metric, absent=5)
    query = np.abs(QUERY) if metric == "jaccard" else QUERY
    got = world.ask("SELECT * FROM c WHERE vector NEAR $q LIMIT 25", q=query)
    assert nearest(world.rows(), query, metric)[:25] == pairs(got)


@pytest.mark.parametrize(
    ("condition", "keep"),
    [
        ("kind = 'k3'", lambda p: p["kind"] == "k3"),
        ("half = 0", lambda p: p["half"] == 0),
        ("n > 10", lambda p: p["n"] > 10),
        ("id = 17", lambda p: p["n"] == 17),
        ("half = 1 AND n < 60", lambda p: p["half"] == 1 and p["n"] < 60),
        ("(kind = 'k1' OR kind = 'k2')", lambda p: p["kind"] in ("k1", "k2")),
        ("kind = 'none'", lambda p: False),
    ],
)
def test_filters_come_before_ranking(world: Made, condition: str, keep: Any) -> None:
    rows = [row for row in world.rows() if keep(row[1])]
    got = world.ask(f"SELECT * FROM c WHERE vector NEAR $q AND {condition} LIMIT 7", q=QUERY)
    assert nearest(rows, QUERY)[:7] == pairs(got)


def test_the_same_filter_gives_the_same_rows_again(world: Made) -> None:
    text = "SELECT * FROM c WHERE vector NEAR $q AND kind = $k LIMIT 5"
    first = world.ask(text, q=QUERY, k="k4")
    other = world.ask(text, q=QUERY, k="k5")
    assert (list(world.ask(text, q=QUERY, k="k4").ids), set(other.ids) & set(first.ids)) == (
        list(first.ids),
        set(),
    )


def test_values_that_python_takes_for_equal_are_told_apart(world: Made) -> None:
    text = "SELECT * FROM c WHERE vector NEAR $q AND half = $h LIMIT 5"
    assert len(world.ask(text, q=QUERY, h=1).ids) == 5
    assert list(world.ask(text, q=QUERY, h=True).ids) == []
    assert len(world.ask(text, q=QUERY, h=1.0).ids) == 5


def test_dead_rows_never_appear_whether_many_or_few_are_dead() -> None:
    world = made(absent=10)
    gone: set[int] = set()
    for last in (2, 20, 150):
        world.ask("DELETE FROM c WHERE n <= $last", last=last)
        gone = set(range(1, last + 1))
        rows = [row for row in world.rows() if row[0] not in gone]
        got = world.ask("SELECT * FROM c WHERE vector NEAR $q LIMIT 12", q=QUERY)
        assert nearest(rows, QUERY)[:12] == pairs(got)


def test_a_filter_sees_what_was_written_since_it_was_remembered() -> None:
    world = made(50)
    text = "SELECT * FROM c WHERE vector NEAR $q AND kind = 'k3' LIMIT 20"
    before = set(world.ask(text, q=QUERY).ids)
    world.ask("UPDATE c SET kind = 'k3' WHERE id = 20")
    assert set(world.ask(text, q=QUERY).ids) == before | {20}


def test_near_or_filter_puts_rows_without_a_vector_last(world: Made) -> None:
    got = world.ask("SELECT * FROM c WHERE vector NEAR $q OR n <= 100 LIMIT 1000", q=QUERY)
    last = sorted(id for id in world.absent if id <= 100)
    assert list(got.ids) == [id for id, _ in nearest(world.rows(), QUERY)] + last
    assert list(got.scores)[-len(last) :] == [1.0] * len(last)


@pytest.mark.parametrize("metric", ["cosine", "euclidean"])
@pytest.mark.parametrize("operator", [">", ">=", "<", "<="])
def test_a_threshold_lets_through_what_is_closer_or_farther(metric: str, operator: str) -> None:
    world, limit = made(60, metric=metric, absent=6), 2.5 if metric == "euclidean" else 0.2
    closer = {">": 1, ">=": 1, "<": -1, "<=": -1}[operator] * (-1 if metric == "euclidean" else 1)
    want = [one for one in nearest(world.rows(), QUERY, metric) if closer * (one[1] - limit) > 0]
    text = f"SELECT * FROM c WHERE similarity(vector, $q) {operator} {limit} LIMIT 100"
    assert want == pairs(world.ask(text, q=QUERY))


def test_a_threshold_and_a_filter_lose_no_row(world: Made) -> None:
    rows = [row for row in world.rows() if row[1]["half"] == 1]
    want = [one for one in nearest(rows, QUERY) if one[1] > 0.1][:6]
    text = "SELECT * FROM c WHERE similarity(vector, $q) > 0.1 AND half = 1 LIMIT 6"
    assert want == pairs(world.ask(text, q=QUERY))


def test_a_threshold_under_or_ranks_all_rows_by_their_real_similarity(world: Made) -> None:
    want = [
        (id, score) for id, score in nearest(world.rows(), QUERY) if score > 0.5 or id % 20 == 3
    ]
    last = sorted(id for id in world.absent if id % 20 == 3)
    text = "SELECT * FROM c WHERE similarity(vector, $q) > 0.5 OR kind = 'k3' LIMIT 100"
    got = world.ask(text, q=QUERY)
    assert [*want, *((id, 1.0) for id in last)] == pairs(got)


def test_not_a_threshold_is_ranked_and_leaves_out_rows_without_a_vector(world: Made) -> None:
    want = [one for one in nearest(world.rows(), QUERY) if one[1] < 0]
    text = "SELECT * FROM c WHERE NOT similarity(vector, $q) >= 0 LIMIT 200"
    assert want == pairs(world.ask(text, q=QUERY))


def test_beside_near_a_threshold_only_filters(world: Made) -> None:
    other = np.roll(QUERY, 1)
    rows = [row for row in world.rows() if row[2] is not None]
    rows = [row for row in rows if similarity("cosine", row[2], other) > 0.2]
    text = "SELECT * FROM c WHERE vector NEAR $q AND similarity(vector, $r) > 0.2 LIMIT 9"
    assert nearest(rows, QUERY)[:9] == pairs(world.ask(text, q=QUERY, r=other))


def test_a_threshold_that_is_null_or_no_number_lets_nothing_through(world: Made) -> None:
    text = "SELECT * FROM c WHERE similarity(vector, $q) > $t"
    for threshold in (None, "0.1", True):
        assert list(world.ask(text, q=QUERY, t=threshold).ids) == []


def test_an_order_by_similarity_is_near_with_the_other_rows_last(world: Made) -> None:
    near = nearest(world.rows(), QUERY)
    text = "SELECT * FROM c ORDER BY similarity(vector, $q) DESC LIMIT $n"
    assert near[:8] == pairs(world.ask(text, q=QUERY, n=8))
    whole = world.ask(text, q=QUERY, n=500)
    assert list(whole.ids) == [id for id, _ in near] + sorted(world.absent)


def test_equals_come_by_id_at_the_cut(world: Made) -> None:
    query = world.vectors[2]
    ranking = [id for id, _ in nearest(world.rows(), query)]
    for k in (1, 2, 3):
        got = world.ask("SELECT * FROM c WHERE vector NEAR $q LIMIT $k", q=query, k=k)
        assert list(got.ids) == ranking[:k]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT * FROM c WHERE vector NEAR [1, 0]", "VELES-004"),
        ("SELECT * FROM c WHERE similarity(vector, [1]) > 0", "VELES-004"),
        ("SELECT * FROM c WHERE vector NEAR $nan", "VELES-005"),
        ("SELECT * FROM c WHERE vektor NEAR $q", "E002"),
        ("SELECT * FROM c WHERE vector SPARSE_NEAR {1: 1.0} USING 'lexikon'", "VELES-009"),
        ("SELECT * FROM m WHERE vector NEAR [1, 0]", "VELES-015"),
        ("SELECT * FROM m WHERE vector SPARSE_NEAR {1: 1.0}", "VELES-015"),
        ("SELECT * FROM m WHERE similarity(vector, [1]) > 0 OR x = 1", "VELES-015"),
        ("SELECT * FROM c WHERE body MATCH $none", "E006"),
        ("SELECT * FROM c WHERE vector NEAR $q WITH (oversampling = 0.5)", "VELES-009"),
    ],
)
def test_a_search_that_cannot_be_says_why(world: Made, text: str, code: str) -> None:
    if "m" not in world.database.definitions():
        world.database.create(Definition("m", "metadata"))
    wrong = np.array([np.nan] * 6, np.float32)
    with pytest.raises(VelesFailed) as failed:
        world.ask(text, q=QUERY, nan=wrong, none=None)
    assert failed.value.code == code


def test_a_named_space_is_searched_by_its_name() -> None:
    world = made(1)
    spaces = {"title": VectorSpace(2), "body": VectorSpace(2, "euclidean")}
    world.database.create(Definition("two", "vector", vectors=spaces))
    title, body = np.array([[1, 0], [0, 1]], np.float32), np.array([[3, 4], [0, 1]], np.float32)
    there = np.ones(2, np.bool_)
    vectors = {"title": Vectors(title, there), "body": Vectors(body, there)}
    world.database.write("two", Change(points=Points([1, 2], ["{}", "{}"], vectors)))
    query = np.array([1, 0], np.float32)
    for column, ids in (("title", [1, 2]), ("vector", [1, 2]), ("body", [2, 1])):
        assert list(world.ask(f"SELECT * FROM two WHERE {column} NEAR $q", q=query).ids) == ids


@pytest.mark.parametrize("mode", ["fast", "accurate", "perfect", "custom:64", "adaptive:16:128"])
def test_a_mode_changes_no_row_of_a_small_collection(world: Made, mode: str) -> None:
    text = f"SELECT * FROM c WHERE vector NEAR $q LIMIT 6 WITH (mode = '{mode}')"
    assert nearest(world.rows(), QUERY)[:6] == pairs(world.ask(text, q=QUERY))
