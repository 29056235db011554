"""Runs made of values: what a system or a judge could not give stands as its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Reply
from workbench.core.evaluation.run import Run
from workbench.core.evaluation.scores import Measured

MEASURE = "Judge"
Value = float | str


def run(name: str, values: Sequence[Value | Sequence[Value]], *, extra: Sequence[str] = ()) -> Run:
    """One question a value, or one a list of repeats; a text is why there is none.

    A text that begins with "failed: " is the system's error. `extra` is the column "kind".
    """
    kinds = list(extra) or [""] * len(values)
    questions = tuple(
        Question(f"q{at:03}", f"question {at}", scenario=kind, extra={"kind": kind})
        for at, kind in enumerate(kinds)
    )
    given = {
        (question.id, repeat): value
        for question, repeats in zip(questions, values, strict=True)
        for repeat, value in enumerate(
            [repeats] if isinstance(repeats, str | float) else repeats, 1
        )
    }
    return Run(name, name, questions, _outcomes(given), {MEASURE: _measured(given)})


def _outcomes(given: Mapping[tuple[str, int], Value]) -> tuple[Outcome, ...]:
    return tuple(
        Outcome(question, "failed", repeat, error=value.removeprefix("failed: "))
        if isinstance(value, str) and value.startswith("failed: ")
        else Outcome(question, "answered", repeat, Reply(text="…"), seconds=0.1)
        for (question, repeat), value in given.items()
    )


def _measured(given: Mapping[tuple[str, int], Value]) -> Measured:
    values = {key: value for key, value in given.items() if not isinstance(value, str)}
    apart = {key: value for key, value in given.items() if isinstance(value, str)}
    return Measured(MEASURE, values, apart)
