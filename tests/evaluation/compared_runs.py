"""Runs made by hand for comparisons: values by question, with what a system did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Outcome, Ranking, Reply, TraceStep
from workbench.core.evaluation.run import Run
from workbench.core.evaluation.scores import Measured

POLICIES = {"ties": "trec_eval", "missing": "zero", "unjudged": "not relevant"}
Value = float | str | None


def questions(count: int, **extra: Sequence[Any]) -> tuple[Question, ...]:
    """q0, q1, …, in turn of the scenarios "even" and "odd"."""
    return tuple(
        Question(
            f"q{at}",
            f"What is {at}?",
            judgements={f"d{at}": 1},
            scenario=("even", "odd")[at % 2],
            extra={name: values[at] for name, values in extra.items()},
        )
        for at in range(count)
    )


def run(
    name: str,
    asked: Sequence[Question],
    values: Mapping[str, Sequence[Value]],
    *,
    replies: Mapping[str, Reply] | None = None,
    ranges: Mapping[str, tuple[float, float]] | None = None,
    manifest: Mapping[str, Any] | None = None,
) -> Run:
    """A run with these values a measure; text is why there is none, None that nothing is told."""
    outcomes = {one.id: Outcome(one.id, "answered", reply=_reply(one)) for one in asked}
    for one, reply in (replies or {}).items():
        outcomes[one] = Outcome(one, "answered", reply=reply)
    scores = {}
    for measure, column in values.items():
        pairs = list(zip(asked, column, strict=True))
        apart = {(one.id, 1): value for one, value in pairs if isinstance(value, str)}
        seen = {(one.id, 1): float(v) for one, v in pairs if isinstance(v, int | float)}
        tied = {(one, 1): limits for one, limits in (ranges or {}).items()}
        scores[measure] = Measured(measure, seen, apart, tied)
        for (one, _), why in apart.items():
            if why.startswith("failed"):
                outcomes[one] = Outcome(one, "failed", error=why.removeprefix("failed: "))
    told = {"policies": POLICIES} if manifest is None else manifest
    return Run(f"id-{name}", name, tuple(asked), tuple(outcomes.values()), scores, told)


def _reply(question: Question) -> Reply:
    found = question.id.replace("q", "d")
    steps = (TraceStep("sql", f"SELECT {question.id}"), TraceStep("rank", "by score"))
    return Reply(text=f"It is {found}.", ranking=Ranking([found], [1.0]), trace=steps)
