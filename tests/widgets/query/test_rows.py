"""Columns, texts and ids of rows; the graph in them."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest

from tests.widgets.query.answers import LAMP, NELL, PEOPLE, SWORN, result
from workbench.core.values import Path, Rows
from workbench.widgets.query import cells, drawn
from workbench.widgets.query.cells import Column


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2], ("integer", 0)),
        ([1, 2.5, None], ("number", 1)),
        ([True, 1], ("mixed", 0)),
        ([None, None], ("", 2)),
        (["a"], ("text", 0)),
        ([datetime(2026, 1, 1, tzinfo=UTC)], ("time", 0)),
        ([UUID(int=1)], ("uuid", 0)),
        ([NELL, LAMP], ("node", 0)),
        ([[NELL], (1,)], ("list", 0)),
        ([{"a": 1}], ("map", 0)),
    ],
)
def test_a_column_tells_its_type_and_its_nulls(
    values: list[object], expected: tuple[str, int]
) -> None:
    assert cells.columns(Rows(("c",), [(v,) for v in values])) == [Column("c", *expected)]


def test_a_cell_is_cut_where_it_is_long_and_half_a_surrogate_is_told() -> None:
    assert cells.text_of("x" * 3000) == "x" * 2000 + "…"
    assert cells.text_of("\ud800") == "\\ud800"
    assert cells.text_of(None) == ""


def test_only_so_many_rows_and_letters_are_shown() -> None:
    assert len(cells.shown(Rows(("a",), [(1,)] * 6000))) == 5000
    wide = Rows(("a",), [("x" * 2000,)] * 2000)
    assert len(cells.shown(wide)) == 1001


def test_a_row_stands_for_its_id_and_its_nodes_and_edges() -> None:
    assert PEOPLE.row_ids == [["row1", "nell"], ["lamp"], ["row3", "e1"]]
    path = Path((NELL, LAMP), (SWORN,))
    assert cells.ids(({"way": [path]},), None) == ["nell", "lamp", "e1"]


def test_rows_are_found_by_any_of_their_ids() -> None:
    assert PEOPLE.rows_of(["lamp", "row3"]).column("id") == [None, "row3"]
    assert len(PEOPLE.rows_of([])) == 0


def test_the_graph_has_each_node_once_with_a_place() -> None:
    columns = drawn.columns(PEOPLE.scene)
    assert columns["node_id"] == ["nell", "lamp"]
    assert columns["node_label"] == ["Nell", "Soft Lantern"]
    assert [list(columns["source"]), list(columns["target"])] == [[0], [1]]
    assert len({*zip(columns["x"].tolist(), columns["y"].tolist(), strict=True)}) == 2


def test_what_is_left_out_is_told() -> None:
    cut = result(Rows(("a",), [(1,)] * 6000, truncated=True))
    assert cut.left_out() == [
        "the limit of 6000 rows cut the result: more exist",
        "the first 5,000 rows are shown at most",
    ]
    assert cut.summary().startswith("6000 rows; 1 columns; postgres 18.6 in 1.2 ms; the limit")
