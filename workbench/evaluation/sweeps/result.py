"""What a sweep found, as tables and as a picture."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ...core.errors import BadInput
from ...core.evaluation.run import Run
from ...core.show import Shown
from ...core.values import Rows
from .best import Best, best_of
from .pareto import non_dominated
from .points import PointRun, on_most_questions
from .table import rounded, table_of

if TYPE_CHECKING:
    from .figure import SweepFigure


@dataclass(frozen=True, repr=False)
class Sweep(Shown):
    """The points of a grid in its order; the first is the one that others are compared with."""

    points: tuple[PointRun, ...]

    @property
    def runs(self) -> tuple[Run, ...]:
        return tuple(point.run for point in self.points if point.run is not None)

    @property
    def failed(self) -> tuple[PointRun, ...]:
        """The points without a run."""
        return tuple(point for point in self.points if point.run is None)

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for run in self.runs for name in run.scores))

    def table(self) -> Rows:
        """One row a point: settings, each measure with its interval, latency, cost, mishaps.

        A measure's mean over questions stands under its name, the ends of its 95 % bootstrap
        interval under `<name> low` and `<name> high`. `p50 ms` and `p95 ms` are of the outcomes
        that were answered, `cost` is the mean of the replies that tell one. `failed` counts
        outcomes without a reply, `apart` their values that a measure could not give, and `error`
        says why a point has no run. None where there is no figure.
        """
        return self._rows

    def pareto(self, quality: str, *costs: str) -> Rows:
        """The rows of the table that no other point beats: quality higher, costs lower.

        `quality` and `costs` are columns of the table that hold numbers, by default `p50 ms`,
        and `cost` where every point tells it. Points that are equal in all of them are all kept;
        one without a figure in some, or of a measure with a value of less than 95 % of the
        questions that the fullest point has, is not among them. In the order of the grid.
        """
        rows = self._rows
        axes = [_column(rows, name) for name in (quality, *(costs or self._costs()))]
        measured = quality in self.measures
        full = on_most_questions(self.points, quality) if measured else [True] * len(rows)
        figures = enumerate(zip(*axes, strict=True))
        known = [place for place, point in figures if None not in point and full[place]]
        lower_is_better = [[-axes[0][one], *(axis[one] for axis in axes[1:])] for one in known]
        front = [known[place] for place in non_dominated(lower_is_better)]
        return Rows(rows.columns, [rows.values[place] for place in front])

    def best(self, measure: str, *, against: Mapping[str, Any] | None = None) -> Best:
        """The point of the highest mean, the first of equals, and what to think of that.

        `against` are the settings of the point that all others are tested against, by default
        the first.
        """
        return best_of(self.points, measure, against)

    def figure(self, quality: str, cost: str = "p50 ms") -> SweepFigure:
        """Quality with its interval over a cost, the Pareto line through the best; matplotlib.

        `save(path)` writes it as PNG or SVG, with equal bytes for an equal sweep.
        """
        from .figure import figure

        return figure(self, quality, cost)

    @cached_property
    def _rows(self) -> Rows:
        return table_of(self.points, self.measures)

    def _costs(self) -> tuple[str, ...]:
        told = None not in self._rows.column("cost")
        return ("p50 ms", "cost") if told else ("p50 ms",)

    def _parts(self) -> Iterable[str | Rows]:
        yield f"{len(self.points)} points" + (
            f", {len(self.failed)} without a run" if self.failed else ""
        )
        yield rounded(self._rows)


def _column(rows: Rows, name: str) -> list[Any]:
    if name not in rows.columns:
        raise BadInput(f"no column {name!r} in the sweep; there are: {', '.join(rows.columns)}")
    found = rows.column(name)
    if not all(value is None or isinstance(value, int | float) for value in found):
        raise BadInput(f"{name}: expected a column of numbers, found {found[:3]}")
    return found
