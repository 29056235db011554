"""The questions that a run still misses, asked and kept."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from typing import Any

from ...core.evaluation.replies import Outcome
from ..systems.system import Prepares
from .asking import Ask, System, Task
from .begun import Begun
from .threads import in_threads

Progress = Callable[[int, int], object]


def collect(
    run: Begun,
    system: System,
    tasks: Sequence[Task],
    *,
    workers: int,
    on: Any,
    progress: Progress | None,
) -> int:
    """Ask what of the tasks the run does not have, and give back how many these were.

    A system with a method `prepare` is told the questions before; what that raises is raised.
    """
    missing = [one for one in tasks if (one.question.id, one.repeat) not in run.outcomes]
    if missing and isinstance(system, Prepares):
        system.prepare(list({one.question.id: one.question for one in missing}.values()))
    with closing(_outcomes(Ask(system), missing, workers, on)) as outcomes:
        for outcome in outcomes:
            run.add(outcome)
            if progress:
                progress(len(run.outcomes), len(tasks))
    return len(missing)


def _outcomes(ask: Ask, tasks: Sequence[Task], workers: int, on: Any) -> Generator[Outcome]:
    if tasks and on is None:
        yield from in_threads(ask, tasks, workers=workers)
    elif tasks:
        from .cluster import on_cluster

        yield from on_cluster(ask, tasks, on)
