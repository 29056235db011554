"""A comparison of runs, and the views of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...core.evaluation.golden import Question
from ...core.evaluation.run import Run
from ...core.show import Shown
from ...core.values import Rows
from .alignment import place_of
from .differing import Difference
from .left_out import LeftOut
from .values import Interval, Terms, Values, means

if TYPE_CHECKING:
    import polars

By = str | Callable[[Question], Any]


@dataclass(frozen=True, repr=False, eq=False)
class Comparison(Shown):
    """Runs compared on `questions`; runs are named by their place, and by a letter in tables.

    `values` are by (run, measure), in the order of questions. `differences` are in the order of
    runs and measures, those against the baseline first. In a notebook it
    shows its tables with notes on how they came about; `pairs()`, `means_by_run()`, `slices()`
    and `flips()` are the numbers behind them.
    """

    runs: tuple[Run, ...]
    questions: tuple[Question, ...]
    measures: tuple[str, ...]
    baseline: int
    terms: Terms
    values: Mapping[tuple[int, str], Values] = field(repr=False)
    differences: tuple[Difference, ...] = field(repr=False)
    left_out: tuple[LeftOut, ...] = ()
    sliced_by: tuple[By, ...] = ()

    @cached_property
    def means(self) -> Mapping[tuple[int, str], Interval]:
        """By (run, measure) the mean over the questions where that run has a value."""
        found = means([one.seen for one in self.values.values()], self.terms)
        return dict(zip(self.values, found, strict=True))

    def table(self, *, digits: int = 3, intervals: bool = False) -> Rows:
        """A row a run, means as text, marked with the letters of the runs it is better than.

        With `intervals` each mean's own stands behind it; what tells two runs apart is the
        interval of their difference, in `pairs()`.
        """
        from .report import main_grid

        return main_grid(self, digits, intervals).rows_of_text()

    def means_by_run(self) -> Rows:
        """A row a run and measure: mean, interval, ranges by ties, counts of what is left out."""
        from .tables import means_rows

        return means_rows(self)

    def pairs(self) -> Rows:
        """A row a comparison: difference (run − against), interval, p, sizes, verdict, cautions.

        `p` is of this comparison alone, `p_holm` adjusted over all rows.
        """
        from .tables import pairs_rows

        return pairs_rows(self)

    def apart(self) -> Rows:
        """A row a run, measure and reason: questions without any value, repeats without one."""
        from .tables import left_out_rows

        return left_out_rows(self)

    def slices(self, by: By = "scenario") -> Rows:
        """A row a slice and comparison: n, means, difference, interval, p adjusted over the rows.

        `by` is a field of the question, a name in its `extra`, or a function of it. A question
        whose value is a list, tuple or set is in the slice of each member, one without a value in
        that of "". Slices come in the order of their first question; below 20 questions they are
        marked small. BadInput for a column that no question has.
        """
        from .slices import slice_rows

        return slice_rows(self, by)

    def flips(
        self, measure: str, a: int | str = 0, b: int | str = 1, *, threshold: float = 0.0
    ) -> Rows:
        """The questions whose value changed by more than `threshold` from run `a` to run `b`.

        The largest change first, ties in the order of questions; then those with a value in one
        run alone. Both answers, first ids and traces stand side by side; of several repeats the
        first that was answered is shown.
        """
        from .flips import flip_rows

        return flip_rows(self, measure, (self._place(a), self._place(b)), threshold)

    def side_by_side(self, question: str, a: int | str = 0, b: int | str = 1) -> Rows:
        """One question in two runs: what was expected, values, answers, ids, traces aligned."""
        from .flips import side_by_side

        return side_by_side(self, question, (self._place(a), self._place(b)))

    def power(self, difference: float, *, power: float = 0.8) -> Rows:
        """How many questions would show a true difference of that size, a row a comparison.

        From the spread of the differences seen here, at this comparison's alpha, before any
        adjustment for many; None where no question differs.
        """
        from .tables import power_rows

        return power_rows(self, difference, power)

    def markdown(self, *, digits: int = 3, intervals: bool = False) -> str:
        """Every table with its notes, as GitHub's Markdown."""
        from .markdown import to_markdown
        from .report import grids

        return to_markdown(grids(self, digits, intervals))

    def latex(self, *, digits: int = 3, intervals: bool = False) -> str:
        """Every table with its notes, each a `table` environment with the rules of booktabs."""
        from .latex import to_latex
        from .report import grids

        return to_latex(grids(self, digits, intervals))

    def html(self, *, digits: int = 3, intervals: bool = False) -> str:
        """Every table with its notes, as plain tables without style or script."""
        from .html import to_html
        from .report import grids

        return to_html(grids(self, digits, intervals))

    def polars(self) -> polars.DataFrame:
        """`pairs()` as a polars frame."""
        return self.pairs().polars()

    def _place(self, which: int | str) -> int:
        return place_of(self.runs, which)

    def _repr_html_(self) -> str:
        return self.html()

    def _parts(self) -> Iterable[str | Rows]:
        from .report import grids

        for grid in grids(self):
            yield grid.title
            yield grid.rows_of_text()
            yield from grid.notes
