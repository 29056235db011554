"""NULL in conditions: unknown, or the original's two values."""

from __future__ import annotations

import pytest

from tests.velesql.executing.asking import of

# Rows: 1 has 5, 2 has null, 3 has no such field, 4 has a text.
BOTH = [
    ("v = 5", [1], [1]),
    ("v != 5", [4], [2, 3, 4]),
    ("NOT v = 5", [4], [2, 3, 4]),
    ("NOT v != 5", [1], [1]),
    ("v > 1", [1], [1]),
    ("NOT v > 1", [], [2, 3, 4]),
    ("v IS NULL", [2, 3], [2, 3]),
    ("v IS NOT NULL", [1, 4], [1, 4]),
    ("v = NULL", [], [2]),
    ("v != NULL", [], [1, 3, 4]),
    ("NOT v = NULL", [], [1, 3, 4]),
    ("v < NULL", [], []),
    ("v IN (5, NULL)", [1], [1, 2]),
    ("v NOT IN (5, NULL)", [], [3, 4]),
    ("v NOT IN (5, 6)", [4], [2, 3, 4]),
    ("v BETWEEN 1 AND 9", [1], [1]),
    ("v NOT BETWEEN 6 AND 9", [1], [1, 2, 3, 4]),
    ("v BETWEEN 1 AND NULL", [], []),
    ("v NOT BETWEEN 6 AND NULL", [1], [1, 2, 3, 4]),
    ("v LIKE '%'", [4], [4]),
    ("v NOT LIKE 'x'", [1, 4], [1, 2, 3, 4]),
    ("v CONTAINS 5", [], []),
    ("NOT v CONTAINS 5", [1, 4], [1, 2, 3, 4]),
    ("NOT (v > 1 AND id = 2)", [1, 3, 4], [1, 2, 3, 4]),
    ("v > 1 OR id = 3", [1, 3], [1, 3]),
    ("NOT (v > 9 OR id = 1)", [], [2, 3, 4]),
    ("NOT GEO_BBOX(v, 0, 0, 1, 1)", [], [1, 2, 3, 4]),
]


@pytest.mark.parametrize(("condition", "three", "two"), BOTH, ids=[one[0] for one in BOTH])
def test_rows_that_stay_in_either_logic(condition: str, three: list[int], two: list[int]) -> None:
    table = of("v", 5, None, ..., "text")

    assert table.where(condition) == three
    assert table.where(condition, compat=True) == two


def test_null_in_an_array_is_looked_for_in_two_valued_logic_alone() -> None:
    table = of("a", [1, None], [2], 3)

    assert table.where("a CONTAINS NULL") == []
    assert table.where("NOT a CONTAINS NULL") == [3]
    assert table.where("a CONTAINS NULL", compat=True) == [1]
    assert table.where("a CONTAINS ANY (2, NULL)") == [2]
    assert table.where("NOT a CONTAINS ALL (2, NULL)") == [1, 3]


def test_having_leaves_out_groups_of_which_nothing_is_known() -> None:
    table = of("n", None, None)

    assert table.rows("SELECT COUNT(*) FROM t HAVING SUM(n) > 1") == []
    assert table.rows("SELECT COUNT(*) FROM t HAVING SUM(n) > 1 OR COUNT(*) = 2") == [(2,)]
