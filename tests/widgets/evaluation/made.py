"""Small runs, made up: two that differ in four questions, and a third that was never judged."""

from __future__ import annotations

from collections.abc import Sequence

from workbench.core.evaluation.replies import TraceStep
from workbench.widgets.evaluation.model import Judged
from workbench.widgets.evaluation.widget import EvalReport

LABELS = {"r1": "baseline", "r2": "nano", "r3": "unjudged"}
FIRST = ("pass", "pass", "fail", "fail", "error", "pass")
SECOND = ("pass", "fail", "pass", "fail", "pass", "pass")


def judged() -> list[Judged]:
    made = []
    for run, verdicts in (("r1", FIRST), ("r2", SECOND), ("r3", ("unjudged",) * 6)):
        for at, verdict in enumerate(verdicts):
            scenario = "facts" if at % 2 else "lists"
            told = {"answer": f"{run} says {at}", "golden": f"golden {at}", "seconds": float(at)}
            trace = f"{run}-{at}"
            made.append(
                Judged(run, f"question {at}", verdict, scenario=scenario, trace=trace, **told)
            )
    return made


def traces(ids: Sequence[str]) -> dict[str, list[TraceStep]]:
    asked = TraceStep("message", "the question", 0.5)
    found = [TraceStep("search", "hits", 0.25)]
    return {
        one: [asked, *(found if one.startswith("r2") else []), TraceStep("answer", one)]
        for one in ids
    }


def report() -> EvalReport:
    return EvalReport(LABELS, judged(), traces=traces)
