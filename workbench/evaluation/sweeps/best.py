"""The best of many points, and how far to believe it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from statistics import fmean
from typing import Any, NamedTuple

from ...core.errors import BadInput
from ...core.evaluation.run import Run
from ...core.show import Shown
from ...core.values import Rows
from .points import PointRun, named, on_most_questions
from .table import rounded

_FIGURES = ("questions", "difference", "low", "high", "p", "p (Holm)")


@dataclass(frozen=True, repr=False)
class Best(Shown):
    """The point of the highest mean, of those with a value of nearly all questions.

    `tested` has every other point's paired difference from the one of the settings `against`,
    over the questions that both have a value of, with its interval, its p-value by randomisation
    and that p-value after Holm's correction for as many tests. `note` says what the choice among
    many points does to its figure.
    """

    settings: Mapping[str, Any]
    run: Run
    measure: str
    value: float
    against: Mapping[str, Any]
    tested: Rows
    note: str

    def _parts(self) -> Sequence[str | Rows]:
        head = f"{named(self.settings)}: {self.measure} {self.value:.4f}"
        return [f"{head}\n{self.note}", rounded(self.tested)]


class _Scored(NamedTuple):
    settings: Mapping[str, Any]
    run: Run
    values: Mapping[str, float]

    @property
    def mean(self) -> float:
        return fmean(self.values.values())


def best_of(points: Sequence[PointRun], measure: str, against: Mapping[str, Any] | None) -> Best:
    """The point of the highest mean, the first of equals, among those `on_most_questions`.

    BadInput where no point has a value, or none of those that have one has the settings
    `against`, by default those of the first.
    """
    scored = _scored(points, measure)
    if not scored:
        raise BadInput(f"no point of the sweep has a value of {measure!r}")
    chosen = {id(point.run) for point in compress(points, on_most_questions(points, measure))}
    full = [one for one in scored if id(one.run) in chosen]
    best = max(full, key=lambda one: one.mean)
    start = next((one for one in scored if against is None or one.settings == against), None)
    if start is None:
        raise BadInput(f"no point with a value has the settings {dict(against or {})}")
    tested = _tested(scored, start)
    note = _note(best, start, tested, len(scored))
    if few := len(scored) - len(full):
        note += f"; {few} points have a value of too few questions to be chosen"
    return Best(best.settings, best.run, measure, best.mean, start.settings, tested, note)


def _scored(points: Sequence[PointRun], measure: str) -> list[_Scored]:
    return [
        _Scored(point.settings, point.run, values)
        for point in points
        if point.run is not None
        and measure in point.run.scores
        and (values := point.run.scores[measure].by_question())
    ]


def _tested(scored: Sequence[_Scored], start: _Scored) -> Rows:
    from ..statistics.holm import holm
    from ..statistics.paired import paired

    found = []
    for one in scored:
        both = [question for question in one.values if question in start.values]
        if one is not start and both:
            sides = ([side.values[question] for question in both] for side in (one, start))
            found.append((one.settings, paired(*sides)))
    adjusted = holm([test.p for _, test in found])
    rows = [
        (*settings.values(), test.n, test.difference, test.low, test.high, test.p, corrected)
        for (settings, test), corrected in zip(found, adjusted, strict=True)
    ]
    return Rows((*start.settings, *_FIGURES), rows)


def _note(best: _Scored, start: _Scored, tested: Rows, points: int) -> str:
    if best is start:
        return f"the point that {points - 1} others were compared with is itself the best"
    corrected = next(
        row["p (Holm)"] for row in tested if all(row[k] == v for k, v in best.settings.items())
    )
    return (
        f"the best of {points}: its figure is optimistic, for it was chosen for being high; run "
        f"it on questions that the choice did not see. Against {named(start.settings)}, corrected "
        f"for {len(tested)} comparisons: p = {corrected:.4f}"
    )
