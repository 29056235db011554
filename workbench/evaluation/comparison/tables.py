"""The numbers of a comparison as rows, unrounded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from ...core.values import Rows
from ..statistics.power import questions_needed
from .alignment import labels_of, letter

if TYPE_CHECKING:
    from .comparison import Comparison
    from .differing import Difference

MEANS = ("letter", "run", "measure", "n", "mean", "low", "high", "tied_low", "tied_high")
PAIRS = (
    "run",
    "against",
    "measure",
    "n",
    "mean",
    "mean_against",
    "difference",
    "low",
    "high",
    "p",
    "p_holm",
    "mid_p",
    "verdict",
    "effect",
    "standardised",
    "detectable",
    "wins",
    "ties",
    "losses",
    "tied_low",
    "tied_high",
    "method",
    "caution",
)


def means_rows(comparison: Comparison) -> Rows:
    labels = labels_of(comparison.runs)
    values = []
    for (run, measure), found in comparison.means.items():
        gone = [one for one in comparison.left_out if (one.run, one.measure) == (run, measure)]
        better = ", ".join(letter(one) for one in better_than(comparison, run, measure))
        told = "; ".join(f"{one.reason}: {one.questions}" for one in gone)
        head = (letter(run), labels[run], measure, *found)
        values.append((*head, *tied_means(comparison, run, measure), told, better))
    return Rows((*MEANS, "left_out", "better_than"), values)


def pairs_rows(comparison: Comparison) -> Rows:
    labels = labels_of(comparison.runs)
    return Rows(PAIRS, [pair_values(one, labels) for one in comparison.differences])


def pair_values(one: Difference, labels: list[str]) -> tuple[Any, ...]:
    """One comparison in the order of `PAIRS`; None where there is no value or no bound."""
    run, against, measure = one.pair
    head = (labels[run], labels[against], measure)
    found, tied = one.found, one.tied or (None, None)
    if found is None:
        empty = (None,) * (len(PAIRS) - len(head) - 3)
        return (*head, 0, *empty, None, one.caution)
    low, high = (value if math.isfinite(value) else None for value in (found.low, found.high))
    seen = (found.n, found.mean_a, found.mean_b, found.difference, low, high, found.p)
    sizes = (found.effect, found.standardised, found.detectable)
    counts = (found.wins, found.ties, found.losses)
    judged = (one.p_holm, one.mid_p, one.verdict)
    return (*head, *seen, *judged, *sizes, *counts, *tied, found.method, one.caution)


def left_out_rows(comparison: Comparison) -> Rows:
    labels = labels_of(comparison.runs)
    columns = ("run", "measure", "reason", "questions", "repeats")
    return Rows(columns, [(labels[one.run], *one[1:]) for one in comparison.left_out])


def power_rows(comparison: Comparison, difference: float, power: float) -> Rows:
    labels = labels_of(comparison.runs)
    values = []
    for one in comparison.differences:
        run, against, measure = one.pair
        sd = one.found.sd if one.found else 0.0
        alpha = comparison.terms.alpha
        needed = questions_needed(difference, sd, alpha=alpha, power=power) if sd else None
        n = one.found.n if one.found else 0
        values.append((labels[run], labels[against], measure, n, sd, difference, needed))
    columns = ("run", "against", "measure", "n", "sd", "difference", "questions_needed")
    return Rows(columns, values)


def better_than(comparison: Comparison, run: int, measure: str) -> list[int]:
    """The runs that this one is better than, by adjusted p, in their order."""
    found = []
    for one in comparison.differences:
        if one.pair.measure != measure or one.verdict == "not shown":
            continue
        winner, loser = one.pair.run, one.pair.against
        if one.verdict == "worse":
            winner, loser = loser, winner
        if winner == run:
            found.append(loser)
    return sorted(found)


def tied_means(comparison: Comparison, run: int, measure: str) -> tuple[float | None, float | None]:
    """The lowest and highest mean by the order of tied documents, None where no tie touches it."""
    import numpy

    values = comparison.values[run, measure]
    if not values.tied:
        return None, None
    low, high = (side[~numpy.isnan(side)].mean() for side in (values.low, values.high))
    return float(low), float(high)
