"""One call over a grid of settings: a run a point, kept, taken up again after a kill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ...core.evaluation.golden import Golden
from ...core.evaluation.run import Run
from ...core.evaluation.scores import Measure
from ..runs.evaluate import evaluate
from ..runs.folder import MANIFEST, read_run
from .points import Grid, Point, PointRun, points
from .result import Sweep
from .table import check_settings

_DECISIVE = ("repeats", "seed", "policies")  # what a run's figures hang on, of evaluate's terms


def sweep(
    make: Callable[..., Any],
    grid: Grid,
    golden: Golden,
    measures: str | Sequence[str | Measure],
    *,
    folder: str | Path | None = None,
    progress: Callable[[int, int], None] | None = None,
    **how: Any,
) -> Sweep:
    """The runs of the systems `make(**settings)` for every combination of a grid.

    `grid` has a setting's values by its name: a list of plain values, or a mapping by name of
    others, as {"embedder": {"small": small, "large": large}, "ef_search": [40, 200]}; its last
    setting changes fastest. `how` goes to `evaluate`.

    With a `folder` each point is a run folder in it, named after a hash of its settings, the
    golden set, the names of measures, repeats, seed and policies. A second call runs only what
    is not finished; with `resume="failed"` it also asks again what failed. It does not see that
    `make` or a store has changed, for which there are other folders. A point whose system cannot
    be made is told apart with the error, and tried anew by the next call. `progress(done, total)`
    is called after each point.
    """
    wanted = [measures] if isinstance(measures, str) else list(measures)
    check_settings(grid)
    grid_points = points(grid)
    circumstances = {"golden": golden.hash, "measures": [_name(one) for one in wanted]}
    circumstances |= {name: how[name] for name in _DECISIVE if name in how}

    def run(system: Any, point: Point, place: Path | None) -> Run:
        given = dict(point.settings)
        return evaluate(
            system, golden, wanted, folder=place, name=point.name, settings=given, **how
        )

    found = []
    for done, point in enumerate(grid_points, 1):
        place = Path(folder) / point.hash(circumstances) if folder is not None else None
        kept = _kept(place) if how.get("resume", True) is True else None
        found.append(
            PointRun(point.settings, kept) if kept else _point_run(point, place, make, run)
        )
        if progress is not None:
            progress(done, len(grid_points))
    return Sweep(tuple(found))


def _kept(place: Path | None) -> Run | None:
    """The run that a folder keeps, None where it is not finished."""
    return read_run(place) if place is not None and (place / MANIFEST).is_file() else None


def _point_run(
    point: Point,
    place: Path | None,
    make: Callable[..., Any],
    run: Callable[[Any, Point, Path | None], Run],
) -> PointRun:
    try:
        system = make(**point.arguments)
    except Exception as error:  # whatever it is, the other points are to be run
        return PointRun(point.settings, None, f"{type(error).__name__}: {error}")
    return PointRun(point.settings, run(system, point, place))


def _name(measure: str | Measure) -> str:
    return measure if isinstance(measure, str) else measure.name
