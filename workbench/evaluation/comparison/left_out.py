"""What enters no mean, and why: counted apart, never as 0."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...core.evaluation.golden import Question
from ...core.evaluation.run import Run


class LeftOut(NamedTuple):
    """One reason in one run by one measure.

    `repeats` are outcomes without a value, `questions` those of which no repeat has one.
    """

    run: int
    measure: str
    reason: str
    questions: int
    repeats: int


def left_out(
    runs: Sequence[Run], measures: Sequence[str], questions: Sequence[Question]
) -> tuple[LeftOut, ...]:
    """By run, measure and reason, in the order of runs and measures, reasons by name.

    A reason is "failed" where the system did, "missing" where a run has nothing of a question,
    else what the measure said, up to its first colon.
    """
    asked = {question.id for question in questions}
    found = []
    for at, run in enumerate(runs):
        failed = {outcome.key for outcome in run.outcomes if outcome.status == "failed"}
        for measure in measures:
            reasons = _reasons(run, measure, asked, failed)
            for reason, (without, repeats) in sorted(reasons.items()):
                found.append(LeftOut(at, measure, reason, without, repeats))
    return tuple(found)


def _reasons(
    run: Run, measure: str, asked: set[str], failed: set[tuple[str, int]]
) -> dict[str, tuple[int, int]]:
    scores = run.scores[measure]
    with_value = {question for question, _ in scores.values}
    told: dict[str, list[str]] = {}
    for key, reason in scores.apart.items():
        if key[0] in asked:
            name = "failed" if key in failed else reason.partition(":")[0]
            told.setdefault(name, []).append(key[0])
    unheard = asked - with_value - {question for question, _ in scores.apart}
    if unheard:
        told.setdefault("missing", []).extend(unheard)
    return {name: (len(set(ids) - with_value), len(ids)) for name, ids in told.items()}
