"""Whatever a judge leaves in doubt, the gate says nothing that the truth does not."""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.evaluation.small_runs import MEASURE, Value, run
from workbench.evaluation.gating.gate import gate

TIMED_OUT = "judge: timed out"
Sides = list[list[list[Value]]]


def truths(draw: random.Random) -> Sides:
    """Both runs' values by question and repeat: pass and fail or grades, leaning to one side."""
    grades = draw.choice([(0.0, 1.0), (0.0, 0.25, 0.5, 1.0)])
    n, repeats, lean = draw.randint(2, 30), draw.choice([1, 1, 2, 3]), draw.choice([0, 0.4, 0.8])
    sides: Sides = [
        [[draw.choice(grades) for _ in range(repeats)] for _ in range(n)] for _ in range(2)
    ]
    leaning = [draw.random() < lean for _ in range(n)]
    extremes = draw.sample([0.0, 1.0], 2)
    for side, extreme in zip(sides, extremes, strict=True):
        for question in (at for at, leans in enumerate(leaning) if leans):
            side[question] = [extreme] * repeats
    return sides


def doubted(sides: Sides, draw: random.Random) -> Sides:
    """The same where the judge timed out, spoke garbage or flipped in some places."""
    share = draw.choice([0.02, 0.1, 0.3])
    reasons = [TIMED_OUT, "judge: garbage", "judge: flipped 1 of 3"]

    def seen(value: Value) -> Value:
        return draw.choice(reasons) if draw.random() < share else value

    return [[[seen(value) for value in repeats] for repeats in side] for side in sides]


def outcome(sides: Sides, margin: float) -> str:
    new, old = run("new", sides[0]), run("old", sides[1])
    return gate(new, old, measure=MEASURE, margin=margin, resamples=300).outcome


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from([0.0, 0.1]))
def test_a_doubtful_judge_never_makes_a_verdict_that_the_truth_does_not(
    seed: int, margin: float
) -> None:
    draw = random.Random(seed)
    truth = truths(draw)

    certain, seen = outcome(truth, margin), outcome(doubted(truth, draw), margin)

    assert seen in (certain, "not shown", "cannot say")


def test_those_truths_and_doubts_have_every_verdict() -> None:
    draw = random.Random(1)
    found = Counter[tuple[str, str]]()
    for _ in range(200):
        truth = truths(draw)
        found[outcome(truth, 0.0), outcome(doubted(truth, draw), 0.0)] += 1

    assert min(found["worse", "worse"], found["better", "better"]) > 5
    assert min(found["worse", "not shown"], found["better", "not shown"]) > 5
