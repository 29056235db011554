"""The values of runs as matrices, and their means and differences, each where values are."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any, NamedTuple

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.run import Run
from ...core.evaluation.scores import Measured
from ..statistics.paired import Paired, paired_columns
from ..statistics.proportions import wilson
from ..statistics.resampling import bootstrap_intervals

if TYPE_CHECKING:
    import numpy
    from numpy.typing import NDArray

    Floats = NDArray[numpy.float64]


@dataclass(frozen=True, slots=True)
class Terms:
    """What intervals and tests are taken at."""

    resamples: int = 10_000
    alpha: float = 0.05
    seed: int = 0

    def named(self) -> dict[str, Any]:
        return {"resamples": self.resamples, "alpha": self.alpha, "seed": self.seed}


class Values:
    """One run's values of one measure, a place a question; NaN stays in here: no value.

    `low` and `high` are what other orders of tied documents would give; `seen` itself where none
    would give another.
    """

    def __init__(self, seen: Floats, low: Floats | None = None, high: Floats | None = None) -> None:
        self.seen = seen
        self.low = seen if low is None else low
        self.high = seen if high is None else high

    def at(self, places: Any) -> Values:
        """Those of some questions."""
        import numpy

        seen, low, high = self.seen[places], self.low[places], self.high[places]
        if all(numpy.array_equal(seen, side, equal_nan=True) for side in (low, high)):
            return Values(seen)
        return Values(seen, low, high)

    @property
    def tied(self) -> bool:
        """Whether another order of tied documents would give other values."""
        return self.low is not self.seen

    def mean(self) -> tuple[int, float | None]:
        """The number of questions with a value, and their mean."""
        import numpy

        there = self.seen[~numpy.isnan(self.seen)]
        return len(there), float(there.mean()) if len(there) else None


class Interval(NamedTuple):
    """A mean over `n` questions with its interval, None where there is none."""

    n: int
    mean: float | None
    low: float | None
    high: float | None


def values_of(run: Run, measure: str, questions: Sequence[Question]) -> Values:
    import numpy

    found = run.scores[measure]
    by_question = found.by_question()
    _check(run, measure, by_question)
    given = [by_question.get(question.id, math.nan) for question in questions]
    seen = numpy.array(given, dtype=float)
    if not found.ranges:
        return Values(seen)
    low, high = seen.copy(), seen.copy()
    place = {question.id: at for at, question in enumerate(questions)}
    for one, (lowest, highest) in _ranges(found).items():
        if one in place:
            low[place[one]], high[place[one]] = lowest, highest
    return Values(seen, low, high)


def _check(run: Run, measure: str, values: Mapping[str, float]) -> None:
    """A value that is no finite number would be left out without being counted."""
    for question, value in values.items():
        if not math.isfinite(value):
            raise BadInput(
                f"{measure} of question {question!r} in run {run.name!r}: expected a finite "
                f"number, found {value!r}; a measure without one tells it apart"
            )


def means(columns: Sequence[Floats], terms: Terms) -> list[Interval]:
    """The mean of each column over its own values: bootstrap, or Wilson where all are 0 or 1."""
    import numpy

    found: list[Interval] = [Interval(0, None, None, None)] * len(columns)
    for mask, group in _by_mask([~numpy.isnan(column) for column in columns]):
        table = numpy.stack([columns[at][mask] for at in group], axis=1)
        limits = _mean_limits(table, terms)
        for at, column, (low, high) in zip(group, table.T, limits, strict=True):
            found[at] = Interval(len(table), float(column.mean()), low, high)
    return found


def differences(pairs: Sequence[tuple[Floats, Floats]], terms: Terms) -> list[Paired | None]:
    """Each pair of columns over the questions where both have a value; None where none has.

    Pairs with the same questions share one draw, whatever else is compared beside them.
    """
    import numpy

    found: list[Paired | None] = [None] * len(pairs)
    for mask, group in _by_mask([~(numpy.isnan(a) | numpy.isnan(b)) for a, b in pairs]):
        a, b = (numpy.stack([pairs[at][side][mask] for at in group], axis=1) for side in (0, 1))
        for at, paired in zip(group, paired_columns(a, b, **terms.named()), strict=True):
            found[at] = paired
    return found


def _by_mask(masks: Sequence[Any]) -> list[tuple[Any, list[int]]]:
    """Equal masks with the places that have them; those without any question are left out."""
    groups: dict[bytes, tuple[Any, list[int]]] = {}
    for at, mask in enumerate(masks):
        if mask.any():
            groups.setdefault(mask.tobytes(), (mask, []))[1].append(at)
    return list(groups.values())


def _mean_limits(table: Floats, terms: Terms) -> list[tuple[float | None, float | None]]:
    limits: list[tuple[float | None, float | None]] = [(None, None)] * table.shape[1]
    shares = ((table == 0) | (table == 1)).all(axis=0)
    for at in shares.nonzero()[0]:
        limits[at] = wilson(int(table[:, at].sum()), len(table), alpha=terms.alpha)
    drawn = (~shares).nonzero()[0]
    if len(drawn) and len(table) > 1:
        for at, row in zip(
            drawn, bootstrap_intervals(table[:, drawn], **terms.named()), strict=True
        ):
            limits[at] = (float(row[0]), float(row[1]))
    return limits


def _ranges(found: Measured) -> dict[str, tuple[float, float]]:
    """By question the means of its repeats' lowest and highest values."""
    touched = {question for question, _ in found.ranges}
    repeats: dict[str, list[tuple[float, float]]] = {}
    for key, value in found.values.items():
        if key[0] in touched:
            repeats.setdefault(key[0], []).append(found.ranges.get(key, (value, value)))
    return {
        question: (fmean(low for low, _ in limits), fmean(high for _, high in limits))
        for question, limits in repeats.items()
    }
