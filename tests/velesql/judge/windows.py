"""ROW_NUMBER, RANK and DENSE_RANK (section 11)."""

from __future__ import annotations

from typing import Any

from tests.velesql.judge.expressions import in_order, keys
from tests.velesql.judge.scopes import Row, value
from tests.velesql.judge.values import identity
from tests.velesql.judge.views import RowView
from workbench.velesql.tree.selects import Item, Window


def numbered(item: Item, rows: list[Row], view: RowView) -> None:
    """Write into each row its number within its partition; equals keep the order of the rows."""
    window = item.what
    assert isinstance(window, Window)
    found: dict[Any, list[Row]] = {}
    for row in rows:
        key = tuple(identity(value(column.path, row)) for column in window.partition_by)
        found.setdefault(key, []).append(row)
    for partition in found.values():
        _number(item, window, partition, view)


def _number(item: Item, window: Window, rows: list[Row], view: RowView) -> None:
    asked = view.searches.asked
    at = {id(row): keys(window.order_by, view.of(row), asked) for row in rows}
    ordered = in_order(rows, window.order_by, lambda row: at[id(row)])
    rank = dense = 0
    for place, row in enumerate(ordered, 1):
        if place == 1 or at[id(row)] != at[id(ordered[place - 2])]:
            rank, dense = place, dense + 1
        number = {"ROW_NUMBER": place, "RANK": rank, "DENSE_RANK": dense}[window.function]
        row.named[f"window {id(item)}"] = number
