"""Simulation: intervals hold the truth as often as they say, tests cry wolf as rarely."""

from __future__ import annotations

import pytest

from tests.benchmarks.coverage import KINDS, covered, false_alarms


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        ("normal", 20),
        ("reciprocal rank, 7 in 10 alike", 50),
        ("skewed in [0, 1]", 100),
        ("passed or not", 50),
    ],
)
def test_the_interval_at_95_holds_the_truth_in_2000_simulated_pairs(
    kind: str, questions: int
) -> None:
    assert 0.93 <= covered(KINDS[kind], questions, seed=1, pairs=2_000) <= 0.97


def test_the_test_at_5_raises_a_false_alarm_in_4_to_6_of_100_of_2000_simulated_pairs() -> None:
    alarms = false_alarms(KINDS["reciprocal rank"], 50, seed=2, pairs=2_000)
    assert 0.04 <= alarms <= 0.06


def test_the_exact_test_of_passed_or_not_raises_a_false_alarm_in_at_most_5_of_100() -> None:
    assert 0.02 <= false_alarms(KINDS["passed or not"], 50, seed=2, pairs=2_000) <= 0.05
