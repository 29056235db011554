"""Runs of `evaluate` as an evaluation report shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.replies import Outcome, Reply, TraceStep
from ...core.evaluation.run import Run
from ...core.evaluation.scores import Measured
from ...core.show import on_one_line
from ...widgets.evaluation.model import Judged
from ...widgets.evaluation.widget import EvalReport

SHOWN = 20  # of a ranking, its first ids
DIGITS = 4  # of a rating
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
    judged = [one for run in runs for one in _judged(run, run.measured(name), passes)]
    traces = {_trace(run, one): _steps(one) for run in runs for one in run.outcomes}
    return EvalReport(
        {run.id: f"{run.name} ({name} ≥ {passes:g})" for run in runs},
        judged,
        traces=lambda ids: {one: traces[one] for one in ids},
    )


def _judged(run: Run, found: Measured, passes: float) -> list[Judged]:
    questions = {one.id: one for one in _told_apart(run.questions)}
    return [
        _one(run, questions[outcome.question], outcome, found, passes) for outcome in run.outcomes
    ]


def _told_apart(questions: Sequence[Question]) -> Iterator[Question]:
    """A report goes by the texts of questions, so those of one text get their ids behind it."""
    texts = Counter(one.text for one in questions)
    for one in questions:
        yield replace(one, text=f"{one.text} ({one.id})") if texts[one.text] > 1 else one


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
        rating=None if value is None else round(value, DIGITS),
        seconds=outcome.seconds,
        cost=reply.cost,
        repeat=outcome.repeat,
        trace=_trace(run, outcome),
    )


def _said(reply: Reply) -> str:
    if reply.text is not None or reply.ranking is None:
        return reply.text or ""
    return ", ".join(reply.ranking.ids[:SHOWN])


def _found(reply: Reply) -> str:
    """A ranking with its scores, which the answer does not show."""
    ids, scores = reply.ranking or ((), ())
    pairs = zip(ids[:SHOWN], scores[:SHOWN], strict=True)
    return ", ".join(f"{one} {score:.{DIGITS}g}" for one, score in pairs)


def _trace(run: Run, outcome: Outcome) -> str:
    return f"{run.id} {outcome.question} {outcome.repeat}"


def _steps(outcome: Outcome) -> Sequence[TraceStep]:
    """What the system did, then what it found; a long text is cut."""
    reply = outcome.reply or Reply()
    found = _found(reply) or _said(reply) or outcome.error
    steps = [*reply.trace, TraceStep("reply", found, outcome.seconds)]
    return [step._replace(text=on_one_line(step.text, TEXT)) for step in steps]
