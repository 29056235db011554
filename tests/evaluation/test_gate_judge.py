"""The gate between runs that a real judge judged over HTTP, which goes wrong where it matters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.evaluation.judge_server import (
    Answers,
    busy,
    flipping,
    garbage,
    judge_chat,
    only_for,
    right,
    slow,
)
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.core.evaluation.run import Run
from workbench.evaluation.gating.gate import gate
from workbench.evaluation.gating.verdict import Verdict
from workbench.evaluation.judging.judge import Judge
from workbench.evaluation.judging.patience import Patience
from workbench.evaluation.measures.measure import measured
from workbench.evaluation.runs.evaluate import evaluate

WON = range(8)  # questions that the candidate alone answers rightly
LOST = range(20, 30)  # that the baseline alone does; both the ones between

QUESTIONS = tuple(
    Question(f"q{at:02}", f"{'tricky ' if at in WON else ''}question {at}", answer=f"gold {at:02}")
    for at in range(30)
)


def answering(name: str, wrong: range) -> Run:
    def system(question: Question) -> str:
        return "no idea" if int(question.id[1:]) in wrong else f"it is {question.answer}"

    return evaluate(system, Golden(Card("tricky"), QUESTIONS), (), name=name, workers=1)


def judged(run: Run, answers: Answers, repeats: int = 1, timeout: float = 10.0) -> Run:
    with judge_chat(answers, timeout=timeout) as chat:
        judge = Judge(chat, repeats=repeats, patience=Patience(1), label="judge")
        found = judge.judged(run.questions, run.outcomes)
        return replace(run, scores=measured(run.questions, run.outcomes, [found]))


def verdict(answers: Answers, **terms: Any) -> Verdict:
    """The candidate is judged by these answers, the baseline rightly."""
    candidate = judged(answering("new", LOST), answers, **terms)
    return gate(candidate, judged(answering("old", WON), right), measure="judge")


def test_the_truth_is_that_nothing_is_shown() -> None:
    found = verdict(right)

    assert (found.outcome, found.doubts) == ("not shown", ())
    assert found.difference == pytest.approx(-2 / 30)


@pytest.mark.parametrize(
    ("trouble", "terms", "reason"),
    [
        (slow(1.0), {"timeout": 0.5}, "judge: timed out"),
        (garbage, {}, "judge: garbage"),
        (busy, {}, "judge: busy"),
        (flipping("pass", "fail", "pass"), {"repeats": 3}, "judge: flipped 1 of 3"),
    ],
    ids=["timeouts", "garbage", "overload", "flips"],
)
def test_a_judge_that_fails_where_the_candidate_wins_cannot_close_the_gate(
    trouble: Answers, terms: dict[str, Any], reason: str
) -> None:
    """Without its eight wins the candidate is worse by all that is seen: ten losses of 22."""
    found = verdict(only_for("tricky", trouble), **terms)

    assert found.interval is not None
    assert found.interval.high < 0
    assert (found.outcome, found.exit_code) == ("not shown", 0)
    assert [doubt.question for doubt in found.doubts] == [f"q{at:02}" for at in WON]
    assert {(doubt.candidate, doubt.baseline) for doubt in found.doubts} == {(reason, "")}
