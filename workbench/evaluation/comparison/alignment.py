"""What runs have in common: questions, measures, and each one's place among them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.run import Run

_NAMED = 5


def place_of(runs: Sequence[Run], which: int | str) -> int:
    """The place of a run, given by place (negative ones from the end), by name or by id."""
    if isinstance(which, str):
        places = [at for at, run in enumerate(runs) if which in (run.name, run.id)]
        if len(places) == 1:
            return places[0]
        there = ", ".join(f"{at} {run.name!r}" for at, run in enumerate(runs))
        told = "several runs" if places else "no run"
        raise BadInput(f"{which!r} is the name of {told}; give a place or an id: {there}")
    if not -len(runs) <= which < len(runs):
        raise BadInput(f"there are {len(runs)} runs, 0 to {len(runs) - 1}; found {which}")
    return which % len(runs)


def common_questions(runs: Sequence[Run], *, allow_different: bool) -> tuple[Question, ...]:
    """The first run's questions, of which every other has the same.

    BadInput, naming some, where a question is not in all runs or differs between them; with
    `allow_different` those that all have by id, as the first run has them.
    """
    for run in runs:
        check_run(run)
    first = {question.id: question for question in runs[0].questions}
    others = [{question.id: question for question in run.questions} for run in runs[1:]]
    everywhere = [one for one in first if all(one in other for other in others)]
    changed = [one for one in everywhere if any(first[one] != other[one] for other in others)]
    apart = sorted({one for had in (first, *others) for one in had} - set(everywhere))
    if (apart or changed) and not allow_different:
        raise BadInput(
            f"the runs are not of the same questions: {len(apart)} not in every run"
            f"{_some(apart)}, {len(changed)} with other texts or judgements{_some(changed)}; run "
            "them on one golden set, or compare by id what they share: allow_different=True"
        )
    if not everywhere:
        raise BadInput("the runs share no question; compare runs of one golden set")
    return tuple(first[one] for one in everywhere)


def common_measures(runs: Sequence[Run], wanted: Sequence[str] | None) -> tuple[str, ...]:
    """The measures asked for, which all runs must have; all that every run has for None."""
    if wanted is not None:
        if not wanted:
            raise BadInput("measures: expected names, or None for all in common; found none")
        for name in wanted:
            for run in runs:
                run.measured(name)
        return tuple(dict.fromkeys(wanted))
    shared = tuple(name for name in runs[0].scores if all(name in run.scores for run in runs))
    if not shared:
        told = "; ".join(f"{run.name}: {', '.join(run.scores) or 'none'}" for run in runs)
        raise BadInput(f"the runs have no measure in common: {told}")
    return shared


def labels_of(runs: Sequence[Run]) -> list[str]:
    """The runs' names, followed by the run's letter where several have one name."""
    names = [run.name for run in runs]
    return [
        f"{name} ({letter(at)})" if names.count(name) > 1 else name for at, name in enumerate(names)
    ]


def letter(place: int) -> str:
    """a to z, then aa, ab, … as spreadsheets count."""
    told = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        told = chr(ord("a") + rest) + told
    return told


def _some(ids: Sequence[str]) -> str:
    return f" ({', '.join(ids[:_NAMED])}{', …' if len(ids) > _NAMED else ''})" if ids else ""


def check_run(run: Any) -> None:
    """BadInput for what is no run, as the path of its folder."""
    if not isinstance(run, Run):
        raise BadInput(f"expected a Run, found {run!r:.80}; evaluation.read_run(folder) reads one")
