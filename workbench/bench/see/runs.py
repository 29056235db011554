"""Evaluation runs of a deployment, to be looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ... import tools
from ...core.errors import BadInput
from ...core.evaluation.replies import TraceStep
from ...core.evaluation.run import Run
from ...core.show import on_one_line
from ...core.values import Event
from ...widgets.evaluation.model import Judged
from ...widgets.evaluation.widget import EvalReport
from .judged import judged_runs

if TYPE_CHECKING:
    from ..bench import Bench

TEXT = 400  # letters kept of a step's text


def runs(bench: Bench | None, *which: str | Run, **options: Any) -> EvalReport:
    """The report of runs: of `evaluate` where runs are given (see `judged_runs`), else Vedana's.

    Of these all, oldest first, or those named, in their order. BadInput for a run that is not
    there, for both kinds in one report, and for ids without a bench.
    """
    made = [one for one in which if isinstance(one, Run)]
    run_ids = [one for one in which if not isinstance(one, Run)]
    if made and run_ids:
        raise BadInput(
            "runs of both kinds in one report; bench.evaluation.recorded(run_id) makes a Run of "
            "one of Vedana's"
        )
    return judged_runs(made, **options) if made else _recorded(bench, *run_ids, **options)


def _recorded(bench: Bench | None, *run_ids: str) -> EvalReport:
    if bench is None:
        raise BadInput("evaluation runs are read from a bench: bench.see.runs()")
    known = {row["run_id"]: str(row["run_label"]) for row in tools.eval_runs(bench)}
    named = dict.fromkeys(run_ids or reversed(known))
    for run in named:
        if run not in known:
            tools.eval_runs(bench, run)  # raises, naming the runs there are
    judged = [_judged(row) for run in named for row in tools.eval_results(bench, run)]
    return EvalReport(
        {run: known[run] for run in named}, judged, traces=lambda ids: _traces(bench, ids)
    )


def _judged(row: Mapping[str, Any]) -> Judged:
    return Judged(
        run=row["run_id"],
        question=row["question"] or "",
        verdict=row["status"],
        answer=row["answer"] or "",
        golden=row["gds_answer"] or "",
        scenario=row["question_scenario"] or "",
        comment=row["comment"] or "",
        rating=row["rating"],
        seconds=row["answer_seconds"],
        cost=row["pipeline_cost"],
        repeat=row["repeat"],
        trace=str(row["thread_id"]),
    )


def _traces(bench: Bench, ids: Sequence[str]) -> dict[str, list[TraceStep]]:
    return {one: _steps(tools.thread(bench, one).events) for one in ids}


def _steps(events: Sequence[Event]) -> list[TraceStep]:
    """A thread's events with the seconds from each to the next."""
    ends = [event.created_at for event in events[1:]]
    seconds = [(end - e.created_at).total_seconds() for e, end in zip(events, ends, strict=False)]
    return [
        TraceStep(event.event_type, on_one_line(str(event.data), TEXT), took)
        for event, took in zip(events, [*seconds, None], strict=True)
    ]
