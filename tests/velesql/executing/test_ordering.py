"""ORDER BY, arithmetic and LET."""

from __future__ import annotations

import pytest

from tests.velesql.executing.asking import Asked, of

MIXED = of("v", {"a": 1}, "b", 2.5, None, [1], True, "a", ..., False, 2)


def ids(table: Asked, order: str, **parameters: object) -> list[object]:
    return list(table.result(f"SELECT * FROM t ORDER BY {order} LIMIT 100", **parameters).ids)


def test_values_of_all_types_have_an_order() -> None:
    assert ids(MIXED, "v") == [4, 8, 9, 6, 10, 3, 7, 2, 5, 1]
    assert ids(MIXED, "v DESC") == [1, 5, 2, 7, 3, 10, 6, 9, 4, 8]


def test_types_without_arrays_have_the_same_order() -> None:
    table = of("v", "b", 2.5, None, True, "a", ..., False, 2)

    assert ids(table, "v") == [3, 6, 7, 4, 8, 2, 5, 1]


def test_whole_numbers_beyond_a_float_are_in_their_order() -> None:
    table = of("v", 2**53 + 1, 2**53, 2**53 + 2, 5)

    assert ids(table, "v DESC") == [3, 1, 2, 4]


def test_equals_are_by_ascending_id_in_both_directions() -> None:
    table = Asked({"a": 1, "b": 2}, {"a": 1, "b": 1}, {"a": 2, "b": 1}, {"a": 1, "b": 2})

    assert ids(table, "a, b DESC") == [1, 4, 2, 3]
    assert ids(table, "a DESC") == [3, 1, 2, 4]


def test_the_first_rows_of_many_are_those_of_the_whole_order() -> None:
    table = of("v", *(at * 7 % 10 for at in range(200)))

    whole = ids(table, "v, id DESC")
    assert table.result("SELECT * FROM t ORDER BY v, id DESC LIMIT 5 OFFSET 17").ids == whole[17:22]


def test_an_order_replaces_the_ranking_over_all_rows_and_its_equals_are_by_id() -> None:
    table = Asked({"v": 1}, {"v": 1}, {"v": 0}, vectors=[[0, 1], [1, 0], [-1, 0]])

    assert ids(table, "v DESC") == [1, 2, 3]
    near = "SELECT * FROM t WHERE vector NEAR [1, 0] ORDER BY v DESC LIMIT 2"
    assert table.result(near).ids == [1, 2]


def test_nearest_first_whatever_the_metric_means() -> None:
    table = Asked({}, {}, {}, vectors=[[5, 5], [1, 1], None], metric="euclidean")
    near = "SELECT * FROM t WHERE vector NEAR [0, 0] ORDER BY"

    assert table.result(f"{near} similarity() DESC").ids == [2, 1]
    assert table.result(f"{near} similarity()").ids == [1, 2]
    assert table.result(f"{near} vector_score DESC").ids == [1, 2]
    assert ids(table, "similarity(vector, $q) DESC", q=[5, 4]) == [1, 2, 3]
    assert ids(table, "similarity(vector, $q)", q=[5, 4]) == [3, 2, 1]
    assert table.result(f"{near} similarity(vector, $q) DESC", q=[5, 4]).ids == [1, 2]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("a + b * 2", 13),
        ("(a + b) * 2", 16),
        ("-a - -b", 2),
        ("b / a", 5 / 3),
        ("a / 0", 0),
        ("a / (a - 3)", 0),
        ("nothing / 0", None),
        ("a + nothing", None),
        ("a + name", None),
        ("a + yes", None),
        ("big + 1", 2**53 + 2),
        ("big * big", (2**53 + 1) ** 2),
        ("9007199254740992 + a - a", 2**53),
        ("$p * a", 4.5),
        ("1e308 * 10 - 1e308 * 10", None),
    ],
)
def test_arithmetic(expression: str, value: object) -> None:
    table = Asked({"a": 3, "b": 5, "name": "x", "yes": True, "big": 2**53 + 1})

    assert table.rows(f"LET v = {expression} SELECT v FROM t", p=1.5) == [(value,)]


def test_whole_numbers_stay_whole() -> None:
    (row,) = of("a", 7).rows("LET s = a * 2 LET q = a / 7 SELECT s, q FROM t")

    assert [type(one) for one in row] == [int, float]


def test_bindings_use_those_before_them_and_hide_fields_and_scores() -> None:
    table = of("a", 1, 2)

    query = "LET a = a * 10 LET a = a + 1 LET vector_score = 5 SELECT a, vector_score FROM t"
    assert table.rows(f"{query} ORDER BY a DESC") == [(21, 5), (11, 5)]
    assert table.rows("LET x = a SELECT id FROM t WHERE x = 1") == []


def test_an_alias_comes_before_a_field_in_an_order() -> None:
    table = Asked({"a": 1, "b": 2}, {"a": 2, "b": 1})

    assert table.rows("SELECT a AS b FROM t ORDER BY b DESC") == [(2,), (1,)]
    assert table.rows("SELECT a AS b FROM t ORDER BY 0 - b") == [(2,), (1,)]


def test_score_variables_are_0_where_nothing_scored() -> None:
    query = "LET a = vector_score + bm25_score + graph_score SELECT a, sparse_score, score FROM t"

    assert of("v", 1).rows(query) == [(0.0, 0.0, 1.0)]
