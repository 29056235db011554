"""What names mean, in every clause alike."""

from __future__ import annotations

import pytest

from tests.velesql.executing.asking import Asked

TABLE = Asked(
    {"id": "own", "score": 7, "t": {"x": "inner"}, "x": 1, "a.b": 2, "a": {"b": 3}},
    {"payload": {"x": 9}, "x": 2},
)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("id", [1, 2]),
        ("t.id", [1, 2]),
        ("payload.id", ["own", None]),
        ("t.payload.id", ["own", None]),
        ("score", [1.0, 1.0]),
        ("payload.score", [7, None]),
        ("x", [1, 2]),
        ("t.x", [1, 2]),
        ("payload.x", [1, 2]),
        ("payload.payload.x", [None, 9]),
        ("payload.t.x", ["inner", None]),
        ("t.t.x", ["inner", None]),
        ('"a.b"', [2, None]),
        ("a.b", [3, None]),
        ("nowhere.at.all", [None, None]),
    ],
)
def test_a_name_leads_to_a_value(name: str, values: list[object]) -> None:
    assert [row[0] for row in TABLE.rows(f"SELECT {name} AS v FROM t ORDER BY id")] == values


def test_an_alias_takes_the_place_of_the_collection_name() -> None:
    assert TABLE.rows("SELECT w.x, t.x AS inner_one FROM t AS w LIMIT 1") == [(1, "inner")]


def test_ids_are_exact_in_conditions_and_orders() -> None:
    table = Asked().beside("far", *((id, {}) for id in (2**64 - 1, 2**53 + 1, 2**53, 2)))

    ids = table.result("SELECT * FROM far ORDER BY id DESC").ids
    assert ids == [2**64 - 1, 2**53 + 1, 2**53, 2]
    assert table.result(f"SELECT * FROM far WHERE id = {2**53 + 1}").ids == [2**53 + 1]
    assert table.rows("SELECT MAX(id) FROM far") == [(2**64 - 1,)]


def test_a_bare_name_in_a_join_is_of_the_first_table_whose_row_has_it() -> None:
    table = Asked({"k": 1, "v": "left"}, {"k": 2}).beside(
        "u", (1, {"k": 1, "v": "right"}), (2, {"k": 2, "v": "other", "w": 5})
    )

    joined = "FROM t JOIN u ON t.k = u.k"
    assert table.rows(f"SELECT v, w {joined}") == [("left", None), ("other", 5)]
    assert table.rows(f"SELECT t.id {joined} WHERE v = 'other'") == [(2,)]
    assert table.rows(f"SELECT v, COUNT(*) {joined} GROUP BY v") == [("left", 1), ("other", 1)]


def test_rows_that_a_join_has_not_have_neither_id_nor_score() -> None:
    table = Asked({"k": 1}).beside("u", (1, {"k": 1}), (2, {"k": 2}))

    got = table.result("SELECT t.id, u.id, score FROM t RIGHT JOIN u ON t.k = u.k ORDER BY u.id")
    assert got.values == [(1, 1, 1.0), (None, 2, 0.0)]
    assert (got.ids, got.scores) == ([1, None], [1.0, 0.0])
