"""Shares, slices and flips against a library, and against counting by hand."""

from __future__ import annotations

from math import isnan

import pytest
from scipy.stats import binomtest

from tests.widgets.evaluation.made import LABELS, judged
from workbench.widgets.evaluation.model import Judged, flips, runs_table, share, slices


@pytest.mark.parametrize(("passed", "of"), [(0, 1), (1, 1), (20, 37), (97, 100), (500, 1000)])
def test_the_interval_is_wilsons_as_scipy_computes_it(passed: int, of: int) -> None:
    told = share(["pass"] * passed + ["fail"] * (of - passed))
    theirs = binomtest(passed, of).proportion_ci(0.95, method="wilson")

    assert told.low == pytest.approx(theirs.low, abs=1e-12)
    assert told.high == pytest.approx(theirs.high, abs=1e-12)


def test_what_was_not_judged_is_in_no_share() -> None:
    told = share(["pass", "error", "unjudged", "unknown", "fail"])

    assert (told.passed, told.judged, told.share) == (1, 2, 0.5)
    assert isnan(share(["error"]).share)


def test_a_run_tells_its_share_and_what_stands_apart() -> None:
    first, _, third = runs_table(LABELS, judged())

    assert (first["questions"], first["passed"], first["judged"], first["errors"]) == (6, 3, 5, 1)
    assert first["median_seconds"] == 2.5
    assert (third["judged"], third["unjudged"]) == (0, 6)


def test_a_cost_that_nobody_told_is_not_nothing() -> None:
    rows = runs_table(
        {"x": "x", "y": "y"}, [Judged("x", "q", "pass"), Judged("y", "q", "pass", cost=0.0)]
    )

    assert rows.column("cost") == [None, 0.0]


def test_slices_are_by_scenario_and_run() -> None:
    rows = slices(LABELS, judged())

    assert rows.column("scenario") == ["facts"] * 3 + ["lists"] * 3
    assert [(row["run"], row["passed"], row["judged"]) for row in rows][:2] == [
        ("r1", 2, 3),
        ("r2", 1, 3),
    ]


def test_flips_are_the_questions_whose_verdicts_differ() -> None:
    found = flips("r1", "r2", judged())

    assert [flip.question for flip in found] == ["question 1", "question 2", "question 4"]
    assert [(f.a and f.a.verdict, f.b and f.b.verdict) for f in found] == [
        ("pass", "fail"),
        ("fail", "pass"),
        ("error", "pass"),
    ]


def test_repeats_are_paired_in_turn_and_a_missing_one_differs() -> None:
    rows = [Judged("a", "q", "pass"), Judged("b", "q", "pass"), Judged("b", "q", "fail", repeat=2)]
    (found,) = flips("a", "b", rows)

    assert (found.repeat, found.a) == (2, None)
