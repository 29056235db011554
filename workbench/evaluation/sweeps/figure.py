"""A sweep as a picture: quality over a cost, with what no other point beats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...core.errors import BadInput
from .points import named

if TYPE_CHECKING:
    from .result import Sweep

_WIDTH, _HEIGHT = 7.0, 4.5  # inches
_LABELLED = 8  # more labels than this hide each other: then the front alone has them


class SweepFigure(Figure):
    """A figure that a notebook shows without pyplot, and that is saved alike every time."""

    def save(self, path: str | Path) -> Path:
        """Write it as PNG or SVG by the name's end: equal bytes for an equal sweep.

        Equal under one version of matplotlib and its fonts. BadInput for another ending.
        """
        path = Path(path)
        kind = path.suffix.removeprefix(".")
        if kind not in ("png", "svg"):
            raise BadInput(f"{path}: expected a name that ends with .png or .svg")
        path.write_bytes(self._bytes(kind))
        return path

    def _bytes(self, kind: str) -> bytes:
        picture = BytesIO()
        metadata: dict[str, Any] = {"Date": None} if kind == "svg" else {"Software": None}
        with rc_context({"svg.hashsalt": "sweep", "svg.fonttype": "none"}):  # no random ids
            self.savefig(picture, format=kind, dpi=100, metadata=metadata)
        return picture.getvalue()

    def _repr_png_(self) -> bytes:
        return self._bytes("png")


def figure(sweep: Sweep, quality: str, cost: str) -> SweepFigure:
    """Each point with the interval of its quality where it has one, and the Pareto line."""
    drawn = SweepFigure(figsize=(_WIDTH, _HEIGHT), layout="constrained")
    axes = drawn.subplots()
    axes.set(xlabel=cost, ylabel=quality)
    if not sweep.runs:
        return _nothing(drawn, axes, next((one.error for one in sweep.points), "an empty grid"))
    front = list(sweep.pareto(quality, cost))
    rows = [row for row in sweep.table() if None not in (row[quality], row[cost])]
    if not rows:
        return _nothing(drawn, axes, f"none has both {quality} and {cost}")
    settings = list(sweep.points[0].settings)
    _draw_points(axes, [row for row in rows if row not in front], (cost, quality), "grey")
    _draw_points(axes, front, (cost, quality), "C0")
    _draw_line(axes, front, (cost, quality))
    labelled = rows if len(rows) <= _LABELLED else front
    for row in labelled:
        _label(axes, {name: row[name] for name in settings}, (row[cost], row[quality]))
    without = len(sweep.points) - len(rows)
    axes.set_title(f"{len(rows)} points" + (f", {without} without figures" if without else ""))
    axes.grid(alpha=0.3)
    return drawn


def _nothing(drawn: SweepFigure, axes: Axes, why: str) -> SweepFigure:
    axes.text(0.5, 0.5, f"no points: {why}", ha="center", transform=axes.transAxes, wrap=True)
    return drawn


def _draw_points(
    axes: Axes, rows: Sequence[Mapping[str, Any]], names: tuple[str, str], colour: str
) -> None:
    cost, quality = names
    for row in rows:
        low, high = row.get(f"{quality} low"), row.get(f"{quality} high")
        bars = (
            None if low is None or high is None else [[row[quality] - low], [high - row[quality]]]
        )
        axes.errorbar(
            [row[cost]], [row[quality]], yerr=bars, fmt="o", color=colour, capsize=3, markersize=5
        )


def _draw_line(axes: Axes, front: Sequence[Mapping[str, Any]], names: tuple[str, str]) -> None:
    """For a given cost, the best quality that one has for it or less."""
    cost, quality = names
    corners = sorted((row[cost], row[quality]) for row in front)
    axes.plot(*zip(*corners, strict=True), drawstyle="steps-post", color="C0", label="Pareto")
    axes.legend(fontsize="small", loc="best")


def _label(axes: Axes, settings: Mapping[str, Any], at: tuple[float, float]) -> None:
    """Beside the point, on the side where the picture has room for it."""
    left, right = axes.get_xlim()
    side, offset = ("right", -5) if at[0] > (left + right) / 2 else ("left", 5)
    axes.annotate(
        named(settings), at, (offset, 5), textcoords="offset points", ha=side, fontsize="x-small"
    )
