"""Runs of `evaluate` as an evaluation report shows them."""

from __future__ import annotations

from collections.abc import Sequence

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome, Reply, TraceStep
from ...core.evaluation.run import Run
from ...core.evaluation.scores import Measured
from ...core.show import on_one_line
from ...widgets.evaluation.model import Judged
from ...widgets.evaluation.widget import EvalReport

SHOWN = 20  # of a ranking, its first ids
TEXT = 400  # letters kept of a step's text


def judged_runs(
    runs: Sequence[Run], *, measure: str | None = None, passes: float = 1.0
) -> EvalReport:
    """The report of runs by one measure, the first of the first run where None.

    A question passes with `passes` or more, and its rating is the value; without a value its
    verdict is "error" where the system failed, else "unjudged", with the reason as comment.
    """
    if len({run.id for run in runs}) < len(runs):
        raise BadInput("expected different runs, found one twice")
    name = measure or next(iter(runs[0].scores), "")
    judged = [one for run in runs for one in _judged(run, _measured(run, name), passes)]
    traces = {_trace(run, one): _steps(one) for run in runs for one in run.outcomes}
    return EvalReport(
        {run.id: f"{run.name} ({name})" for run in runs},
        judged,
        traces=lambda ids: {one: traces[one] for one in ids},
    )


def _measured(run: Run, name: str) -> Measured:
    if name not in run.scores:
        known = ", ".join(run.scores) or "none"
        raise BadInput(f"the run {run.name!r} has no measure {name!r}; it has {known}")
    return run.scores[name]


def _judged(run: Run, found: Measured, passes: float) -> list[Judged]:
    questions = {one.id: one for one in run.questions}
    return [
        _one(run, questions[outcome.question], outcome, found, passes) for outcome in run.outcomes
    ]


def _one(run: Run, question: Question, outcome: Outcome, found: Measured, passes: float) -> Judged:
    value, reply = found.values.get(outcome.key), outcome.reply or Reply()
    without = "error" if outcome.status == "failed" else "unjudged"
    verdict = without if value is None else "pass" if value >= passes else "fail"
    return Judged(
        run=run.id,
        question=question.text,
        verdict=verdict,
        answer=_said(reply) or outcome.error,
        golden=question.answer or ", ".join(question.relevant),
        scenario=question.scenario,
        comment=found.apart.get(outcome.key, ""),
        rating=value,
        seconds=outcome.seconds,
        cost=reply.cost,
        repeat=outcome.repeat,
        trace=_trace(run, outcome),
    )


def _said(reply: Reply) -> str:
    if reply.text is not None or reply.ranking is None:
        return reply.text or ""
    return ", ".join(reply.ranking.ids[:SHOWN])


def _trace(run: Run, outcome: Outcome) -> str:
    return f"{run.id} {outcome.question} {outcome.repeat}"


def _steps(outcome: Outcome) -> Sequence[TraceStep]:
    """What the system did, then what it found; a long text is cut."""
    reply = outcome.reply or Reply()
    steps = [*reply.trace, TraceStep("reply", _said(reply) or outcome.error, outcome.seconds)]
    return [step._replace(text=on_one_line(step.text, TEXT)) for step in steps]
