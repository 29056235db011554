"""GROUP BY, HAVING and aggregates."""

from __future__ import annotations

import sqlite3
from random import Random

import pytest

from tests.velesql.executing.asking import Asked, of
from workbench.core.errors import VelesFailed

BIG = 2**53


def test_null_and_missing_keys_are_one_group() -> None:
    table = of("k", "a", None, ..., "a", 1, 1.0, True, "1", [1], [1.0])

    rows = table.rows("SELECT k, COUNT(*) FROM t GROUP BY k LIMIT 100")
    assert rows == [("a", 2), (None, 2), (1, 2), (True, 1), ("1", 1), ([1], 2)]


def test_groups_come_in_the_order_of_their_first_rows() -> None:
    assert of("k", 9, 3, 9, 5).rows("SELECT k FROM t GROUP BY k") == [(9,), (3,), (5,)]


def test_aggregates_skip_what_they_do_not_take() -> None:
    table = of("v", 1, "x", None, 2.5, True, ...)

    query = "SELECT COUNT(*), COUNT(v), SUM(v), AVG(v), MIN(v), MAX(v) FROM t"
    assert table.rows(query) == [(6, 4, 3.5, 1.75, True, "x")]


def test_nothing_to_aggregate_counts_0_and_is_null_else() -> None:
    query = "SELECT COUNT(*), COUNT(v), SUM(v), AVG(v), MIN(v), MAX(v) FROM t WHERE v > 99"

    assert of("v", 1).rows(query) == [(0, 0, None, None, None, None)]
    assert of("v", 1).rows(f"{query} GROUP BY v") == []


def test_sums_of_whole_numbers_are_whole_and_exact() -> None:
    table = of("n", BIG, 1, 1)
    ((total, mean, most),) = table.rows("SELECT SUM(n), AVG(n), MAX(n) FROM t")

    assert (total, type(total)) == (BIG + 2, int)
    assert (mean, type(mean)) == ((BIG + 2) / 3, float)
    assert most == BIG
    assert of("n", BIG + 1, 2**70, 1).rows("SELECT SUM(n) FROM t") == [(BIG + 2 + 2**70,)]
    assert of("n", BIG + 1, BIG).rows("SELECT MIN(n), MAX(n) FROM t") == [(BIG, BIG + 1)]


def test_aggregates_agree_with_sqlite() -> None:
    random = Random(7)
    rows = [
        (random.choice(["a", "b", None]), random.randint(0, 3), random.choice([1.5, 2, None, 7]))
        for _ in range(300)
    ]
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE t (k, j, v)")
    base.executemany("INSERT INTO t VALUES (?, ?, ?)", rows)
    query = (
        "SELECT k, j, COUNT(*) AS n, COUNT(v), SUM(v), AVG(v), MIN(v), MAX(v) FROM t "
        "WHERE j > 0 GROUP BY k, j HAVING COUNT(*) > 20 ORDER BY k, j DESC LIMIT 100"
    )

    table = Asked(*({"k": k, "j": j, "v": v} for k, j, v in rows))
    assert table.rows(query) == base.execute(query).fetchall()
    base.close()


def test_having_may_use_aggregates_that_are_not_shown() -> None:
    table = of("k", "a", "b", "a")

    assert table.rows("SELECT k FROM t GROUP BY k HAVING COUNT(*) > 1 OR MAX(k) = 'z'") == [("a",)]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT k FROM t HAVING COUNT(*) > 1",
        "SELECT k FROM t ORDER BY COUNT(*)",
        "SELECT COUNT(*) FROM t ORDER BY k",
        "SELECT k, RANK() OVER (ORDER BY k) AS r FROM t GROUP BY k",
    ],
)
def test_rows_and_groups_are_not_mixed(query: str) -> None:
    with pytest.raises(VelesFailed) as error:
        of("k", 1, 2).rows(query)

    assert error.value.code == "V017"


def test_groups_are_limited() -> None:
    table = of("k", *range(30))

    with pytest.raises(VelesFailed) as error:
        table.rows("SELECT k FROM t GROUP BY k WITH (max_groups = 29)")
    assert error.value.code == "VELES-027"
    assert len(table.rows("SELECT k FROM t GROUP BY k LIMIT 50 WITH (group_limit = 30)")) == 30


def test_below_a_vector_search_rows_without_a_key_are_left_out() -> None:
    table = Asked(
        {"k": "a", "v": 1}, {"k": "a", "v": 2}, {"v": 3}, {"k": "b", "v": None}, {"k": "b", "v": 5},
        vectors=[[1, 0], [0, 1], [1, 0], [3, 4], None],
    )  # fmt: skip

    query = (
        "SELECT k, MAX(score) AS best, AVG(score), FIRST(v), COUNT(*), SUM(v) FROM t "
        "WHERE vector NEAR [0, 1] GROUP BY k ORDER BY best DESC"
    )
    assert table.rows(query) == [
        ("a", 1.0, 0.5, 2, 2, 3),
        ("b", pytest.approx(0.8), pytest.approx(0.8), None, 1, None),
    ]


def test_groups_of_several_columns_with_many_values_are_told_apart() -> None:
    table = Asked(*({"a": at * 10**9, "b": f"t{at % 7}", "c": at / 3} for at in range(200)))

    rows = table.rows("SELECT a, b, c, COUNT(*) AS n FROM t GROUP BY a, b, c LIMIT 500")
    assert rows == [(at * 10**9, f"t{at % 7}", at / 3, 1) for at in range(200)]


def test_a_search_for_words_keeps_the_group_without_a_key() -> None:
    table = Asked({"k": "a", "t": "fog"}, {"t": "fog"}, {"k": "a", "t": "sea"})

    assert table.rows("SELECT k, COUNT(*) FROM t WHERE t MATCH 'fog' GROUP BY k ORDER BY k") == [
        (None, 1), ("a", 1)
    ]  # fmt: skip
