"""Columns that come out, DISTINCT and LIMIT."""

from __future__ import annotations

import pytest

from tests.velesql.executing.asking import Asked, of
from workbench.core.errors import VelesFailed


def test_a_star_has_the_fields_in_the_order_in_which_they_are_first_seen() -> None:
    got = Asked({"b": 1}, {"a": 2, "b": 3}, {"c": None}).result("SELECT * FROM t")

    assert got.columns == ("id", "b", "a", "c")
    assert got.values == [(1, 1, None, None), (2, 3, 2, None), (3, None, None, None)]
    assert (got.ids, got.scores) == ([1, 2, 3], [1.0, 1.0, 1.0])


def test_a_star_has_bindings_and_the_score_of_a_search() -> None:
    table = Asked({"a": 1}, vectors=[[0, 2]])

    got = table.result("LET b = a + 1 SELECT * FROM t WHERE vector NEAR [0, 1]")
    assert (got.columns, got.values) == (("id", "a", "b", "score"), [(1, 1, 2, 1.0)])
    got = table.result("SELECT * FROM t WHERE vector NEAR [0, 1]")
    assert (got.columns, got.values) == (("id", "a", "score"), [(1, 1, 1.0)])
    assert table.result("SELECT * FROM t").columns == ("id", "a")


def test_fields_called_id_or_score_stand_beside_those_of_the_row() -> None:
    table = Asked({"id": "x", "score": 2}, vectors=[[0, 1]])

    assert table.result("SELECT * FROM t").columns == ("id", "payload.id", "score")
    got = table.result("SELECT * FROM t WHERE vector NEAR [0, 1]")
    assert got.columns == ("id", "payload.id", "payload.score", "score")
    assert table.result("SELECT id, payload.id FROM t").columns == ("id", "payload.id")


def test_names_lose_their_table_where_no_two_are_alike() -> None:
    table = Asked({"k": 1, "n": "t"}).beside("u", (5, {"k": 1, "m": {"x": 2}}))
    joined = "FROM t JOIN u ON t.k = u.k"

    assert table.result(f"SELECT t.n, u.m.x, payload.k {joined}").columns == ("n", "m.x", "k")
    assert table.result(f"SELECT t.k, u.k, u.k AS n {joined}").columns == ("t.k", "u.k", "n")
    star = table.result(f"SELECT * {joined}")
    assert star.columns == ("t.id", "t.k", "n", "u.id", "u.k", "m")
    assert star.values == [(1, 1, "t", 5, 1, {"x": 2})]
    assert table.result(f"SELECT u.*, n {joined}").columns == ("id", "k", "m", "n")


def test_aggregates_and_functions_keep_their_text() -> None:
    table = Asked({"k": 1}, vectors=[[0, 1]])

    columns = table.result("SELECT count(*), Sum(t.k), max(k) AS m FROM t").columns
    assert columns == ("COUNT(*)", "SUM(t.k)", "m")
    near = "SELECT similarity(), similarity(vector, $q) FROM t WHERE vector NEAR [0, 1]"
    got = table.result(near, q=[0, -1])
    assert (got.columns, got.values) == (("similarity()", "similarity(vector, $q)"), [(1.0, -1.0)])


def test_no_row_has_columns_still() -> None:
    got = of("a", 1).result("SELECT a, id AS n FROM t WHERE a > 5")

    assert (got.columns, got.values, got.ids) == (("a", "n"), [], [])
    assert of("a", 1).result("SELECT * FROM t LIMIT 0").columns == ("id",)


def test_ten_rows_come_where_no_limit_is() -> None:
    table = of("a", *range(30))

    assert table.result("SELECT * FROM t").ids == list(range(1, 11))
    assert table.result("SELECT * FROM t LIMIT 3 OFFSET 28").ids == [29, 30]
    assert table.result("SELECT * FROM t OFFSET 25").ids == [26, 27, 28, 29, 30]
    assert table.result("SELECT * FROM t LIMIT $n", n=2).ids == [1, 2]
    assert table.result(f"SELECT * FROM t LIMIT {10**30} OFFSET {10**30}").ids == []


@pytest.mark.parametrize("limit", [-1, 1.5, "3", True, None])
def test_a_limit_is_a_whole_number(limit: object) -> None:
    with pytest.raises(VelesFailed) as error:
        of("a", 1).rows("SELECT * FROM t LIMIT $n", n=limit)

    assert error.value.code == "E006"


def test_distinct_rows_are_told_by_type_and_null_is_a_value() -> None:
    table = of("a", 1, 1.0, True, "1", None, ..., [1], [1.0], {"x": 1}, {"x": 1})

    assert table.rows("SELECT DISTINCT a FROM t") == [
        (1,), (True,), ("1",), (None,), ([1],), ({"x": 1},)
    ]  # fmt: skip


def test_the_best_row_stands_for_its_equals_and_the_limit_counts_afterwards() -> None:
    table = Asked({"a": 1}, {"a": 1}, {"a": 2}, vectors=[[1, 1], [0, 1], [1, 0]])

    got = table.result("SELECT DISTINCT a FROM t WHERE vector NEAR [0, 1] LIMIT 2")
    assert (got.values, got.ids) == ([(1,), (2,)], [2, 3])


def test_distinct_comes_before_windows_and_with_aggregates() -> None:
    table = of("a", 3, 3, 1)

    assert table.rows("SELECT DISTINCT a, ROW_NUMBER() OVER (ORDER BY a) AS n FROM t") == [
        (3, 2), (1, 1)
    ]  # fmt: skip
    assert table.rows("SELECT DISTINCT COUNT(*) FROM t GROUP BY id") == [(1,)]


def test_distinct_rows_of_one_table_of_a_join() -> None:
    table = Asked({"k": 1}).beside("u", (1, {"k": 1}), (2, {"k": 1}))

    assert table.rows("SELECT DISTINCT t.* FROM t JOIN u ON t.k = u.k") == [(1, 1)]
