"""Slices: which questions are in each, and what is adjusted over them."""

from __future__ import annotations

import pytest

from tests.evaluation.compared_runs import questions, run
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.evaluation.comparison.compare import compare
from workbench.evaluation.statistics.holm import holm
from workbench.evaluation.statistics.paired import paired

TAGS = [["who"], ["who", "where"], [], None] * 11
ASKED = questions(44, hop=[at % 3 for at in range(44)], tags=TAGS)
LOW = [(at * 7 % 20) / 40 for at in range(44)]
HIGH = [(at * 3 % 20) / 40 + 0.3 * (at % 2) for at in range(44)]  # better on odd questions alone
FOUND = compare(run("a", ASKED, {"m": LOW}), run("b", ASKED, {"m": HIGH}))


def test_a_slice_is_the_paired_test_of_its_own_questions() -> None:
    rows = {row["slice"]: row for row in FOUND.slices("scenario")}
    assert list(rows) == ["even", "odd"]
    alone = paired(HIGH[1::2], LOW[1::2])
    assert (rows["odd"]["n"], rows["odd"]["p"], rows["odd"]["low"]) == (22, alone.p, alone.low)
    assert [rows[name]["verdict"] for name in rows] == ["not shown", "better"]


def test_holm_is_over_the_slices() -> None:
    rows = FOUND.slices("hop")
    assert rows.column("slice") == ["0", "1", "2"]
    assert rows.column("p_holm") == holm(rows.column("p"))


def test_a_question_with_several_tags_is_in_the_slice_of_each() -> None:
    counts = {row["slice"]: row["n"] for row in FOUND.slices("tags")}
    assert counts == {"who": 22, "where": 11, "": 22}


def test_slices_by_a_function_of_the_question() -> None:
    def tens(question: Question) -> int:
        return int(question.id[1:]) // 30

    rows = FOUND.slices(tens)
    assert [(row["slice"], row["n"]) for row in rows] == [("0", 30), ("1", 14)]
    assert rows.column("caution") == ["", "small"]


def test_slices_that_no_tie_touches_have_no_tie_range() -> None:
    assert FOUND.slices("hop").column("tied_low") == [None, None, None]


def test_a_slice_has_the_tie_range_of_its_own_questions() -> None:
    tied = run("b", ASKED, {"m": HIGH}, ranges={"q1": (0.0, 1.0)})
    rows = compare(run("a", ASKED, {"m": LOW}), tied).slices("hop")
    low = sum(HIGH[1::3]) - HIGH[1] - sum(LOW[1::3])
    assert rows.column("tied_low") == [None, pytest.approx(low / 15), None]


def test_a_column_that_no_question_has_is_refused() -> None:
    with pytest.raises(BadInput, match=r"no question has a column 'hops'; there are: .*hop, tags"):
        FOUND.slices("hops")


def test_reports_show_the_slices_that_were_asked_for() -> None:
    two = (run("a", ASKED, {"m": LOW}), run("b", ASKED, {"m": HIGH}))
    text = compare(*two, slices=("scenario", "hop")).markdown()
    assert "**Differences by scenario**" in text
    assert "| odd | b | a | m | 22 | +0." in text
    assert "**Differences by hop**" in text
