"""What the comparison takes for the same, and what it does not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.velesql.fuzz.comparing import differing
from tests.velesql.judge.answers import Judged, Shown
from workbench.velesql.executing.result import Result


def judged(*rows: tuple[int, float, object], ordered: bool = True) -> Judged:
    """Rows by score: id, score, and the one column."""
    shown = [Shown((value,), one, score, None, (score,), True) for one, score, value in rows]
    return Judged(("x",), shown, ordered=ordered)


def got(*rows: tuple[int, float, object]) -> Result:
    return Result(
        ("x",),
        [(value,) for _, _, value in rows],
        [one for one, _, _ in rows],
        [score for _, score, _ in rows],
    )


WANT = ((1, 0.9, "a"), (2, 0.5, "b"), (3, 0.5, None))


def test_the_same_rows_are_the_same() -> None:
    assert differing(judged(*WANT), got(*WANT)) == []


@pytest.mark.parametrize(
    "rows",
    [
        WANT[:2],
        (WANT[0], WANT[2], WANT[1]),
        ((1, 0.8, "a"), *WANT[1:]),
        ((4, 0.9, "a"), *WANT[1:]),
        ((1, 0.9, "b"), *WANT[1:]),
        ((1, 0.9, True), *WANT[1:]),
    ],
)
def test_another_row_order_score_id_or_value_is_told(rows: tuple[tuple[int, float, str]]) -> None:
    assert differing(judged(*WANT), got(*rows)) != []


def test_rows_that_only_rounding_puts_apart_stand_in_either_order() -> None:
    rows = (WANT[0], (3, 0.5, None), (2, 0.5 - 1e-15, "b"))
    assert differing(judged(*WANT), got(*rows)) == []


def test_rows_without_an_order_are_cut_anywhere() -> None:
    want = replace(judged(*WANT, ordered=False), stop=1)
    assert differing(want, got(WANT[2])) == []


def test_errors_are_the_same_by_their_code() -> None:
    assert differing("V006", "V006") == []
    assert differing("V006", "V017") != []
    assert differing("V006", got(*WANT)) != []
    assert differing(judged(*WANT), "V006") != []
