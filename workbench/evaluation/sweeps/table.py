"""The figures of a sweep's points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.run import Run
from ...core.values import Rows
from .points import PointRun

LATENCIES = ("p50 ms", "p95 ms")
SPENT = (*LATENCIES, "cost", "failed", "apart", "error")
_RESAMPLES, _ALPHA, _SEED = 10_000, 0.05, 0

Interval = tuple[float | None, float | None]


def table_of(points: Sequence[PointRun], measures: Sequence[str]) -> Rows:
    """The rows of `Sweep.table`."""
    settings = list(points[0].settings) if points else []
    scored = [name + end for name in measures for end in ("", " low", " high")]
    columns = (*settings, *scored, *SPENT)
    rows = [dict(point.settings) | _spent(point) for point in points]
    for name in measures:
        for row, means in zip(rows, _means(points, name), strict=True):
            row |= zip((name, f"{name} low", f"{name} high"), means, strict=True)
    return Rows(columns, [tuple(row.get(name) for name in columns) for row in rows])


def check_settings(names: Iterable[str]) -> None:
    """BadInput for a setting that is called as a column of the table."""
    if taken := [name for name in names if name in SPENT]:
        raise BadInput(f"{taken[0]!r} is a column of a sweep's table; call the setting otherwise")


def rounded(rows: Rows) -> Rows:
    """Rows for the eye: floats to four significant digits."""
    values = [
        tuple(float(f"{v:.4g}") if isinstance(v, float) else v for v in r) for r in rows.values
    ]
    return Rows(rows.columns, values)


def _means(
    points: Sequence[PointRun], measure: str
) -> list[tuple[float | None, float | None, float | None]]:
    """Each point's mean over questions, and the ends of its interval."""
    scores = [point.run.scores.get(measure) if point.run else None for point in points]
    values = [list(found.by_question().values()) if found else [] for found in scores]
    intervals = _intervals(values)
    return [
        (found.mean if found else None, low, high)
        for found, (low, high) in zip(scores, intervals, strict=True)
    ]


def _intervals(values: Sequence[Sequence[float]]) -> list[Interval]:
    """The bootstrap's interval of each list's mean; equal lengths share a draw."""
    import numpy

    from ..statistics.resampling import bootstrap_intervals

    found: list[Interval] = [(None, None)] * len(values)
    for length in {len(some) for some in values if len(some) > 1}:
        places = [at for at, some in enumerate(values) if len(some) == length]
        columns = numpy.array([values[at] for at in places]).T
        limits = bootstrap_intervals(columns, resamples=_RESAMPLES, alpha=_ALPHA, seed=_SEED)
        for at, (low, high) in zip(places, limits.tolist(), strict=True):
            found[at] = (low, high)
    return found


def _spent(point: PointRun) -> dict[str, Any]:
    if point.run is None:
        return {"error": point.error}
    failed = {outcome.key for outcome in point.run.failed}
    apart = {key for found in point.run.scores.values() for key in found.apart} - failed
    errors = [outcome.error for outcome in point.run.failed]
    return {
        **_latencies(point.run),
        "cost": _cost(point.run),
        "failed": len(failed),
        "apart": len(apart),
        "error": errors[0] if errors and len(errors) == len(point.run.outcomes) else None,
    }


def _latencies(run: Run) -> dict[str, float | None]:
    import numpy

    seconds = [o.seconds for o in run.outcomes if o.reply is not None and o.seconds is not None]
    if not seconds:
        return dict.fromkeys(LATENCIES)
    found = numpy.quantile(seconds, (0.5, 0.95)) * 1000
    return dict(zip(LATENCIES, found.tolist(), strict=True))


def _cost(run: Run) -> float | None:
    costs = [o.reply.cost for o in run.outcomes if o.reply is not None and o.reply.cost is not None]
    return sum(costs) / len(costs) if costs else None
