"""Numbers read from answers, within a tolerance."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Reply
from workbench.core.evaluation.scores import Apart
from workbench.core.values import Rows
from workbench.evaluation.measures.answers.number import Number
from workbench.evaluation.measures.answers.numerals import numerals


def score(expected: Any, reply: Reply | str, *, text: str = "How many?", **settings: Any) -> Any:
    question = Question("q", text, expected={"number": expected})
    return Number(**settings).score(
        question, Reply(text=reply) if isinstance(reply, str) else reply
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,234 and 1,234,567.5", [1234, 1234567.5]),
        ("3,14 and 0,500 and 12,5", [3.14, 0.5, 12.5]),
        ("1.234 and 1.234.567 and 1.234,5", [1.234, 1234567, 1234.5]),
        ("1'054 and 1\u202f054,5 and 1_000 and 1 054", [1054, 1054.5, 1000, 1, 54]),
        ("-5, −5, +5, -$5, – 5, .5", [-5, -5, 5, -5, 5, 0.5]),
        ("1e5, 1.5E-3, 2e−2", [100000, 0.0015, 0.02]),
        ("5km, 10 GB, 2nd, 1990s, €1,000.50.", [5, 10, 2, 1990, 1000.5]),
        ("MSN-016, G7, year_378.month_2, 378-379, 378–379, 2026-11-21", [378, 378, 2026]),
        ("1.2.3, 1,2,3, 1,00,000, 3f2a, four, 1e999, ½", []),
        ("There are **26**.", [26]),
    ],
)
def test_the_numbers_of_a_text(text: str, found: list[float]) -> None:
    assert [number.value for number in numerals(text)] == found


@pytest.mark.parametrize(
    ("pick", "right"), [("first", 18), ("last", 4), ("any", 23), ("any", 18), ("only", None)]
)
def test_of_several_numbers_one_is_picked_by_a_stated_rule(pick: str, right: int | None) -> None:
    text = "Over 18 missions there are 23 complications, 4 of them planned"

    for number in (18, 23, 4):
        assert score(number, text, pick=pick) == float(number == right or pick == "any")
    assert score(7, "7, that is 7.0", pick="only") == 1


def test_numbers_of_the_question_are_passed_over_where_there_are_others() -> None:
    asked = "How many wars were there between 378 and 402?"

    assert score(4, "Between 378 and 402 there were 4 wars", text=asked) == 1
    assert score(378, "378", text=asked) == 1
    assert score(4, "Between 378 and 402 there were 4 wars") == 0


@pytest.mark.parametrize(
    ("said", "settings", "right"),
    [
        ("10.000000001", {}, 1),
        ("10.0001", {}, 0),
        ("10.01", {"tolerance": 0.01}, 1),
        ("9.98", {"tolerance": 0.01}, 0),
        ("10.5", {"relative": 0.05}, 1),
        ("9.4", {"relative": 0.05}, 0),
        ("9.4", {"relative": 0.05, "tolerance": 1.0}, 1),
    ],
)
def test_a_number_may_differ_by_its_tolerance(said: str, settings: Any, right: int) -> None:
    assert score(10, said, **settings) == right


def test_the_edge_of_a_tolerance_belongs_to_it() -> None:
    assert score(1.0, "1.1", tolerance=0.1) == 1  # 1.1 - 1.0 is above 0.1 in floats
    assert score(-200, "-210", relative=0.05) == 1
    assert score(0, "0.0", relative=0.5) == 1


def test_a_percentage_is_the_number_written_and_its_hundredth() -> None:
    assert [score(one, "It is 12 %") for one in (12, 0.12, 1200)] == [1, 1, 0]


def test_a_number_comes_as_data_or_in_rows_too() -> None:
    count = Rows(("label", "count", "share"), [("x", Decimal("26"), 0.5), ("y", 3, 0.1)])
    two = Rows(("a", "b"), [(26, 3)])

    assert score(26, Reply(text="27", data={"number": 26})) == 1
    assert score(26, Reply(data={"number": "26 people"})) == 1
    assert score(26, Reply(rows=count)) == score(26, Reply(rows=two), column="a") == 1
    assert score(26, Reply(rows=two)) == Apart("numbers in more than one column, name one: a, b")


def test_no_number_said_is_0_and_none_expected_is_apart() -> None:
    for nothing in ("", "none", Reply(rows=Rows(("n",), [])), Reply(data={"number": None})):
        assert score(26, nothing) == 0
    assert score(26, Reply(data={"number": True})) == score(1, Reply(data={"number": True})) == 0
    assert score(26, Reply()) == Apart("the reply has no text, no rows and no number")
    for none in (None, True, "26", float("nan")):
        assert score(none, "26") == Apart("no number is expected")


def test_a_tolerance_below_nothing_is_refused() -> None:
    for wrong in ({"tolerance": -1.0}, {"relative": float("inf")}, {"pick": "best"}):
        with pytest.raises(BadInput, match="number: "):
            Number(**wrong)  # type: ignore[arg-type]
