"""Runs of one golden set side by side: which is better, by how much, with what certainty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.golden import Question
from ...core.evaluation.run import Run
from ..statistics.paired import check_terms
from .alignment import common_measures, common_questions, place_of
from .comparison import Comparison
from .differing import Pair, compared
from .left_out import left_out
from .values import Terms, values_of

EVERY_PAIR = 6  # runs: Holm over all pairs of more leaves little to be shown


def compare(
    *runs: Run,
    measures: Sequence[str] | None = None,
    baseline: int | str = 0,
    resamples: int = 10_000,
    alpha: float = 0.05,
    seed: int = 0,
    slices: Sequence[str | Callable[[Question], Any]] = (),
    all_pairs: bool | None = None,
    allow_different: bool = False,
) -> Comparison:
    """How runs differ by every measure that all of them have, or by those that are named.

    Every other run is compared with `baseline` (a place, name or id); with `all_pairs`, by
    default for up to six runs, also with each other. A pair is over the questions with a value in
    both; what has none is counted in `left_out`. The p-values are adjusted over all comparisons
    made here (Holm): name the measures that matter, and each is shown more easily. `slices` are
    columns whose slices every report shows; see `Comparison.slices`.

    The same runs, seed and resamples give the same numbers, whatever else is compared beside
    them; adjusted ones apart. BadInput where runs are not of the same questions (with
    `allow_different` those that they share by id are compared, and the report says so) or lack
    a measure.
    """
    if len(runs) < 2:
        raise BadInput(f"a comparison needs two runs or more, found {len(runs)}")
    check_terms(resamples, alpha, seed)
    terms = Terms(resamples, alpha, seed)
    questions = common_questions(runs, allow_different=allow_different)
    names = common_measures(runs, measures)
    values = {
        (at, name): values_of(run, name, questions) for at, run in enumerate(runs) for name in names
    }
    base = place_of(runs, baseline)
    return Comparison(
        runs=runs,
        questions=questions,
        measures=names,
        baseline=base,
        terms=terms,
        values=values,
        differences=tuple(compared(values, _pairs(len(runs), base, all_pairs, names), terms)),
        left_out=left_out(runs, names, questions),
        sliced_by=tuple(slices),
    )


def _pairs(runs: int, baseline: int, all_pairs: bool | None, measures: Sequence[str]) -> list[Pair]:
    """The later run against the earlier, except that the baseline is always the one against."""
    others = [at for at in range(runs) if at != baseline]
    ends = [(at, baseline) for at in others]
    if runs <= EVERY_PAIR if all_pairs is None else all_pairs:
        ends += [(later, earlier) for later in others for earlier in others if earlier < later]
    return [Pair(run, against, measure) for run, against in ends for measure in measures]
