"""Shares of questions passed: against scipy, published intervals, and every small table."""

from __future__ import annotations

import numpy
import pytest
from scipy import stats

from workbench.core.errors import BadInput
from workbench.evaluation.statistics.paired import paired
from workbench.evaluation.statistics.proportions import mcnemar, share_difference, wilson

SMALL_TABLES = [(b, c) for b in range(13) for c in range(13) if b + c <= 12]


@pytest.mark.parametrize(("b", "c"), [(1, 7), (0, 5), (12, 30), (200, 260), (40_000, 40_400)])
def test_mcnemars_p_is_the_binomial_tests(b: int, c: int) -> None:
    assert mcnemar(b, c).p == pytest.approx(stats.binomtest(b, b + c).pvalue, rel=1e-7)


def test_mcnemar_of_the_airway_study() -> None:
    # Fagerland, Lydersen & Laake 2013: 1 and 7 discordant pairs, exact 0.070, mid-p 0.039
    found = mcnemar(1, 7)
    assert (round(found.p, 4), round(found.mid_p, 4)) == (0.0703, 0.0391)


def test_as_many_gained_as_lost_is_no_sign_of_anything() -> None:
    assert mcnemar(4, 4).p == 1.0
    assert mcnemar(0, 0).p == 1.0
    assert mcnemar(1, 1).mid_p == pytest.approx(0.75)


@pytest.mark.parametrize(("b", "c"), [pair for pair in SMALL_TABLES if pair[0] < pair[1]])
def test_mcnemars_p_is_fishers_randomisation_of_0_and_1(b: int, c: int) -> None:
    moved = numpy.array([1.0] * b + [-1.0] * c)
    signs = 1 - 2 * (numpy.arange(2 ** len(moved))[:, None] >> numpy.arange(len(moved)) & 1)
    extreme = abs(signs @ moved) >= abs(moved.sum()) - 1e-9
    assert mcnemar(b, c).p == pytest.approx(extreme.mean(), rel=1e-12)


@pytest.mark.parametrize(("passed", "total"), [(0, 20), (20, 20), (7, 20), (499, 1000)])
def test_the_interval_of_a_share_is_wilsons(passed: int, total: int) -> None:
    theirs = stats.binomtest(passed, total).proportion_ci(method="wilson")
    assert wilson(passed, total) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_the_interval_of_a_difference_is_tangos_of_the_airway_study() -> None:
    # Fagerland, Lydersen & Laake, Statistics in Medicine 33, 2014: −0.517 to −0.026
    assert share_difference(1, 7, 21) == pytest.approx((-0.517, -0.026), abs=5e-4)


def test_no_question_that_differs_still_leaves_an_interval() -> None:
    low, high = share_difference(0, 0, 50)
    assert (low, high) == pytest.approx((-0.0714, 0.0714), abs=1e-4)  # z²/(n + z²), by symmetry


@pytest.mark.parametrize("total", [6, 12])
def test_another_question_passed_never_lowers_a_limit(total: int) -> None:
    tables = [(b, c) for b, c in SMALL_TABLES if b + c <= total]
    limits = {table: share_difference(*table, total) for table in tables}
    steps = [((b, c), after) for b, c in tables for after in ((b + 1, c), (b, c - 1))]
    checked = [(limits[one], limits[after]) for one, after in steps if after in limits]
    assert len(checked) > total
    assert all(a[0] <= b[0] + 1e-9 and a[1] <= b[1] + 1e-9 for a, b in checked)


def test_values_of_0_and_1_are_compared_as_shares() -> None:
    a, b = [1.0] * 9 + [0.0] * 12, [1.0] * 8 + [0.0] * 1 + [1.0] * 7 + [0.0] * 5
    found = paired(a, b)
    assert (found.wins, found.losses, found.method) == (1, 7, "Tango, McNemar")
    assert (found.low, found.high) == share_difference(1, 7, 21)
    assert found.p == mcnemar(1, 7).p


@pytest.mark.parametrize("counts", [(-1, 2, 5), (3, 3, 5), (0, 0, 0)])
def test_counts_that_cannot_be_are_refused(counts: tuple[int, int, int]) -> None:
    with pytest.raises(BadInput, match="found"):
        share_difference(*counts)
