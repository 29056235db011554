"""The tables of a comparison as a person reads them: rounded, marked, with their notes."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from .alignment import labels_of, letter
from .differing import UNPAIRED, Difference
from .grid import Cell, Grid
from .notes import MEANS_NOTE, method_notes, notes_of
from .slices import name_of, sliced
from .tables import better_than
from .values import Interval

if TYPE_CHECKING:
    from .comparison import Comparison

_DIFFERENCE = ("n", "difference", "interval", "p", "p Holm", "effect", "detectable", "+/=/−")


def grids(comparison: Comparison, digits: int = 3, intervals: bool = False) -> list[Grid]:
    """The table of means, that of differences, one for each column that is sliced by."""
    found = [main_grid(comparison, digits, intervals), _differences_grid(comparison, digits)]
    for by in comparison.sliced_by:
        told = sliced(comparison, by)
        rows = [
            (Cell(name or "(none)"), *_difference_cells(comparison, one, digits))
            for name, one in told
        ]
        head = (name_of(by), *_head(comparison))
        title = f"Differences by {name_of(by)}"
        notes = (f"p Holm is over the {len(rows)} rows.", *method_notes(comparison))
        found.append(Grid(title, head, tuple(rows), notes, numbers=4))
    return found


def main_grid(comparison: Comparison, digits: int, intervals: bool = False) -> Grid:
    labels = labels_of(comparison.runs)
    best = {name: _best(comparison, name, digits) for name in comparison.measures}
    rows = []
    for run, label in enumerate(labels):
        means = {name: comparison.values[run, name].mean() for name in comparison.measures}
        cells = [Cell(letter(run)), Cell(label), Cell(_span({n for n, _ in means.values()}))]
        for name in comparison.measures:
            text = number(means[name][1], digits)
            marks = _marks(better_than(comparison, run, name), len(labels))
            limits = _limits(comparison.means[run, name], digits) if intervals else ""
            cells.append(Cell(f"{text}{limits}", marks, run in best[name]))
        rows.append(tuple(cells))
    title = f"Means over {len(comparison.questions)} questions"
    head = ("", "run", "n", *comparison.measures)
    notes = notes_of(comparison, digits)
    return Grid(title, head, tuple(rows), (*notes, MEANS_NOTE) if intervals else notes)


def number(value: float | None, digits: int, *, sign: bool = False) -> str:
    """Rounded, a dash where there is none; never a negative 0."""
    if value is None or not math.isfinite(value):
        return "–"
    rounded = round(value, digits) + 0.0
    return f"{rounded:+.{digits}f}" if sign else f"{rounded:.{digits}f}"


def probability(value: float | None) -> str:
    if value is None:
        return "–"
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def _differences_grid(comparison: Comparison, digits: int) -> Grid:
    rows = [_difference_cells(comparison, one, digits) for one in comparison.differences]
    title = f"Differences with {100 * (1 - comparison.terms.alpha):.4g} % intervals"
    notes = (f"p Holm is over the {len(rows)} rows.", *method_notes(comparison))
    return Grid(title, _head(comparison), tuple(rows), notes, numbers=3)


def _head(comparison: Comparison) -> tuple[str, ...]:
    return ("run", "against", "measure", *_DIFFERENCE, "verdict", "caution")


def _difference_cells(comparison: Comparison, one: Difference, digits: int) -> tuple[Cell, ...]:
    labels = labels_of(comparison.runs)
    found = one.found
    head = (labels[one.pair.run], labels[one.pair.against], one.pair.measure)
    if found is None:
        return tuple(map(Cell, (*head, "0", *["–"] * (len(_DIFFERENCE) - 1), "–", one.caution)))
    told = (
        str(found.n),
        number(found.difference, digits, sign=True),
        _interval(found.low, found.high, digits),
        probability(found.p),
        probability(one.p_holm),
        number(found.effect, 2, sign=True),
        number(found.detectable, digits),
        f"{found.wins}/{found.ties}/{found.losses}",
    )
    return tuple(map(Cell, (*head, *told, one.verdict, one.caution)))


def _limits(mean: Interval, digits: int) -> str:
    return f" ({number(mean.low, digits)} to {number(mean.high, digits)})"


def _interval(low: float, high: float, digits: int) -> str:
    if not math.isfinite(high - low):
        return "without bound"
    return f"{number(low, digits, sign=True)} to {number(high, digits, sign=True)}"


def _best(comparison: Comparison, measure: str, digits: int) -> set[int]:
    """The runs of the highest mean after rounding, of those with a value of most questions.

    A mean over fewer is one of other questions: of those that the system did not fail on.
    """
    found = [comparison.values[run, measure].mean() for run in range(len(comparison.runs))]
    least = (1 - UNPAIRED) * max(n for n, _ in found)
    means = {run: mean for run, (n, mean) in enumerate(found) if mean is not None and n >= least}
    highest = number(max(means.values(), default=None), digits)
    return {run for run, mean in means.items() if number(mean, digits) == highest}


def _marks(places: list[int], runs: int) -> str:
    return ("," if runs > 26 else "").join(letter(one) for one in places)


def _span(counts: set[int]) -> str:
    low, high = min(counts), max(counts)
    return str(low) if low == high else f"{low}–{high}"
