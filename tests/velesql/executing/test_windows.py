"""ROW_NUMBER, RANK and DENSE_RANK."""

from __future__ import annotations

import sqlite3
from random import Random

from tests.velesql.executing.asking import Asked, of


def test_windows_agree_with_sqlite() -> None:
    random = Random(3)
    rows = [(random.choice("xyz"), random.randint(0, 4), random.randint(0, 2)) for _ in range(80)]
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, p, a, b)")
    base.executemany("INSERT INTO t (p, a, b) VALUES (?, ?, ?)", rows)
    over = "OVER (PARTITION BY p ORDER BY a DESC, b"
    query = (
        f"SELECT id, ROW_NUMBER() {over}{{}}) AS n, RANK() {over}) AS r, DENSE_RANK() {over}) AS d "
        "FROM t ORDER BY id LIMIT 100"
    )

    table = Asked(*({"p": p, "a": a, "b": b} for p, a, b in rows))
    assert table.rows(query.format("")) == base.execute(query.format(", id")).fetchall()
    base.close()


def test_equals_keep_the_order_of_the_rows() -> None:
    table = of("v", 2, 1, 2, 1)

    rows = table.rows("SELECT id, ROW_NUMBER() OVER (ORDER BY v) AS n FROM t ORDER BY n")
    assert rows == [(2, 1), (4, 2), (1, 3), (3, 4)]


def test_a_window_without_an_order_numbers_the_rows_as_they_come() -> None:
    table = of("v", 1, 1)

    query = "SELECT ROW_NUMBER() OVER () AS n, RANK() OVER () AS r FROM t"
    assert table.rows(query) == [(1, 1), (2, 1)]


def test_null_is_one_partition_and_comes_first() -> None:
    table = of("v", None, 1, ..., 1)

    parts = "DENSE_RANK() OVER (PARTITION BY v ORDER BY id) AS p"
    assert table.rows(f"SELECT {parts}, RANK() OVER (ORDER BY v) AS r FROM t") == [
        (1, 1),
        (1, 3),
        (2, 1),
        (2, 3),
    ]


def test_windows_count_all_rows_before_the_limit() -> None:
    table = of("v", *range(50))

    query = "SELECT ROW_NUMBER() OVER (ORDER BY v DESC) AS n FROM t ORDER BY id LIMIT 2"
    assert table.rows(query) == [(50,), (49,)]


def test_a_column_without_an_alias_is_named_by_its_text() -> None:
    got = of("v", 1).result("SELECT rank() over (partition by v order by id desc) FROM t")

    assert got.columns == ("RANK() OVER (PARTITION BY v ORDER BY id DESC)",)


def test_nearest_is_first_in_a_window_over_distances() -> None:
    table = Asked({}, {}, vectors=[[9, 9], [1, 1]], metric="euclidean")

    query = (
        "SELECT id, RANK() OVER (ORDER BY similarity() DESC) AS r FROM t "
        "WHERE vector NEAR [0, 0] ORDER BY id"
    )
    assert table.rows(query) == [(1, 2), (2, 1)]
