"""Which values of two runs are certain, and how far the others could change a difference."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import NamedTuple

from ...core.evaluation.run import Run
from ...core.evaluation.scores import JUDGE_APART
from .verdict import Doubt

# How reasons begin that are nobody's nothing-to-measure: system, judge or measure went wrong.
_MISHAPS = (JUDGE_APART, "failed: ", "missing", "not measured", "no finite number")


class Seen(NamedTuple):
    """One question in one run.

    `value` is the mean of the repeats that have one, None where none has; `low` and `high` are
    the mean when every other repeat had the lowest and the highest possible value. `reasons` are
    why those have none.
    """

    value: float | None
    low: float
    high: float
    reasons: tuple[str, ...]

    def unmeasurable(self, measure: str) -> bool:
        """There is no value, and neither system, judge nor measure went wrong."""
        mishaps = (*_MISHAPS, f"{measure} failed: ")
        return self.value is None and not any(why.startswith(mishaps) for why in self.reasons)


@dataclass(frozen=True)
class Pairs:
    """The questions of two runs in order, each as seen in the candidate and in the baseline."""

    seen: Mapping[str, tuple[Seen, Seen]]
    left_out: Mapping[str, int]

    @property
    def certain(self) -> tuple[list[float], list[float]]:
        """Values of the questions that have one in both runs, of the candidate and baseline."""
        both = [
            (candidate.value, baseline.value)
            for candidate, baseline in self.seen.values()
            if candidate.value is not None and baseline.value is not None
        ]
        return [pair[0] for pair in both], [pair[1] for pair in both]

    @property
    def favourable(self) -> tuple[list[float], list[float]]:
        """Values of all questions, every doubt resolved for the candidate."""
        pairs = self.seen.values()
        return [candidate.high for candidate, _ in pairs], [baseline.low for _, baseline in pairs]

    @property
    def adverse(self) -> tuple[list[float], list[float]]:
        """Values of all questions, every doubt resolved against the candidate."""
        pairs = self.seen.values()
        return [candidate.low for candidate, _ in pairs], [baseline.high for _, baseline in pairs]

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        return tuple(
            Doubt(question, *("; ".join(dict.fromkeys(side.reasons)) for side in sides))
            for question, sides in self.seen.items()
            if any(side.reasons for side in sides)
        )


def paired_questions(
    candidate: Run,
    baseline: Run,
    measure: str,
    bounds: tuple[float, float],
    among: Sequence[str],
) -> Pairs:
    """How the questions `among` those of two runs were seen by a measure in both.

    A question that could not be measured in either run, by no fault of judge or system, is
    left out. One that has no value in one run alone stays: a system could win by not replying.
    """
    sides = [_seen(run, measure, bounds) for run in (candidate, baseline)]
    seen, left_out = {}, Counter[str]()
    for question in among:
        first, second = (side[question] for side in sides)
        if first.unmeasurable(measure) and second.unmeasurable(measure):
            left_out.update(dict.fromkeys(first.reasons, 1))
        else:
            seen[question] = (first, second)
    return Pairs(seen, left_out)


def _seen(run: Run, measure: str, bounds: tuple[float, float]) -> dict[str, Seen]:
    measured = run.scores[measure]
    failed = {outcome.key: f"failed: {outcome.error}" for outcome in run.failed}
    apart = dict.fromkeys((o.key for o in run.outcomes), "not measured") | dict(measured.apart)
    values: dict[str, list[float]] = {question.id: [] for question in run.questions}
    reasons: dict[str, list[str]] = {question.id: [] for question in run.questions}
    for key in sorted(key for key in apart.keys() | measured.values.keys() if key[0] in values):
        if key in measured.values and key not in failed:
            values[key[0]].append(measured.values[key])
        else:
            reasons[key[0]].append(failed.get(key) or apart[key])
    return {question: _resolved(values[question], reasons[question], bounds) for question in values}


def _resolved(values: Sequence[float], reasons: Sequence[str], bounds: Iterable[float]) -> Seen:
    told = tuple(reasons) if values or reasons else ("missing",)
    low, high = (fmean([*values, *([bound] * len(told))]) for bound in bounds)
    return Seen(fmean(values) if values else None, low, high, told)
