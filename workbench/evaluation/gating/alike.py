"""Whether two runs may be compared: the same questions, the same measure, values in its bounds."""

from __future__ import annotations

from ...core.errors import BadInput
from ...core.evaluation.golden import Card, Golden
from ...core.evaluation.run import Run
from ..comparison.alignment import check_run


def check_measure(run: Run, measure: str, bounds: tuple[float, float]) -> None:
    """BadInput where a run lacks the measure, or has a value of it outside of `bounds`."""
    found = run.measured(measure)
    low, high = bounds
    for (question, _), value in found.values.items():
        if not low <= value <= high:
            raise BadInput(
                f"{measure} of question {question!r} in run {run.name!r}: expected {low:g} to "
                f"{high:g}, found {value!r}; give the measure's bounds=(lowest, highest)"
            )


def check_questions(candidate: Run, baseline: Run) -> None:
    """BadInput, naming some, where the runs are not of the same questions with the same answers."""
    for run in (candidate, baseline):
        check_run(run)
    if questions_hash(candidate) == questions_hash(baseline):
        return
    first, second = ({q.id: q for q in run.questions} for run in (candidate, baseline))
    ways = {
        "only in the candidate": first.keys() - second.keys(),
        "only in the baseline": second.keys() - first.keys(),
        "changed": {one for one in first.keys() & second.keys() if first[one] != second[one]},
    }
    told = "; ".join(
        f"{len(ids)} {way} ({', '.join(sorted(ids)[:5])}{', …' if len(ids) > 5 else ''})"
        for way, ids in ways.items()
        if ids
    )
    raise BadInput(
        f"the runs are not of the same questions: {told}; run the baseline on the golden set as "
        "it is now, and accept that run"
    )


def questions_hash(run: Run) -> str:
    """What a run's questions and judgements are, whatever it was kept in; without the corpus."""
    return Golden(Card(""), run.questions).hash
