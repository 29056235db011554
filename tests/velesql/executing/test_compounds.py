"""UNION, UNION ALL, INTERSECT and EXCEPT."""

from __future__ import annotations

import pytest

from tests.velesql.executing.asking import Asked, of
from workbench.core.errors import VelesFailed

A, B = "SELECT v FROM t WHERE id < 4", "SELECT v FROM t WHERE id > 2"
TABLE = of("v", 1, 2, 2, 1.0, "1", True, None, ...)


def test_rows_are_compared_by_type_and_value() -> None:
    whole = "SELECT v FROM t UNION SELECT v FROM t"

    assert TABLE.rows(whole) == [(1,), (2,), ("1",), (True,), (None,)]


def test_each_operation() -> None:
    assert TABLE.rows(f"{A} UNION ALL {A}") == [(1,), (2,), (2,)] * 2
    assert TABLE.rows(f"{A} INTERSECT {B}") == [(1,), (2,)]
    assert TABLE.rows(f"{A} EXCEPT {B}") == []
    assert TABLE.rows(f"{B} EXCEPT {A}") == [("1",), (True,), (None,)]


def test_operations_go_from_left_to_right_without_precedence() -> None:
    one = "SELECT v FROM t WHERE v = 2"

    assert TABLE.rows(f"{A} EXCEPT {one} UNION {one}") == [(1,), (2,)]
    assert TABLE.rows(f"{A} UNION {one} INTERSECT {one}") == [(2,)]


def test_order_and_limit_are_of_the_whole_and_names_of_the_first() -> None:
    query = (
        "SELECT v AS x FROM t WHERE v = 2 UNION SELECT id FROM t ORDER BY x DESC LIMIT 3 OFFSET 1"
    )
    got = TABLE.result(query)

    assert (got.columns, got.values) == (("x",), [(7,), (6,), (5,)])


def test_an_operand_has_its_own_limit_and_no_default_one() -> None:
    table = of("v", *range(30))

    assert len(table.rows("SELECT v FROM t UNION SELECT v FROM t")) == 30
    query = "(SELECT v FROM t ORDER BY v DESC LIMIT 2) UNION ALL SELECT v FROM t WHERE v = 0"
    assert table.rows(query) == [(29,), (28,), (0,)]


def test_whole_rows_are_compared_by_id_and_payload() -> None:
    table = of("v", 1, 2).beside("u", (1, {"v": 1}), (2, {"v": 9}), (3, {"w": 4}))

    got = table.result("SELECT * FROM t UNION SELECT * FROM u ORDER BY v DESC, id")
    assert got.columns == ("id", "v", "w")
    assert got.values == [(2, 9, None), (2, 2, None), (1, 1, None), (3, None, 4)]
    assert table.result("SELECT * FROM t INTERSECT SELECT * FROM u").ids == [1]


def test_of_the_same_rows_the_higher_score_is_kept() -> None:
    table = Asked({"v": 1}, {"v": 2}, vectors=[[0, 1], [1, 0]])
    near = "FROM t WHERE vector NEAR [1, 0]"

    got = table.result(f"SELECT * {near} UNION SELECT * FROM t")
    assert (got.ids, got.scores) == ([2, 1], [1.0, 1.0])
    got = table.result(f"SELECT * {near} INTERSECT SELECT * {near} AND v = 1")
    assert (got.columns, got.values) == (("id", "v", "score"), [(1, 1, 0.0)])
    assert table.rows(f"SELECT v, score {near} EXCEPT SELECT v, score FROM t") == []


def test_rows_of_different_width_are_not_joined() -> None:
    for other in ("SELECT v, id FROM t", "SELECT * FROM t"):
        with pytest.raises(VelesFailed) as error:
            TABLE.rows(f"SELECT v FROM t UNION {other}")
        assert error.value.code == "VELES-010"


def test_an_order_may_use_paths_scores_and_ids_of_rows() -> None:
    table = Asked({"m": {"x": 1}}, {"m": {"x": 5}}, {})

    assert table.result("SELECT * FROM t UNION SELECT * FROM t ORDER BY m.x DESC").ids == [2, 1, 3]
    assert table.rows("SELECT m FROM t UNION SELECT m FROM t ORDER BY id DESC")[0] == (None,)


def test_groups_can_be_operands() -> None:
    query = "SELECT COUNT(*) AS n FROM t UNION SELECT MAX(id) AS m FROM t"

    assert TABLE.result(query).values == [(8,)]
