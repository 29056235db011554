"""How beliefs are to be computed, and how far to go for what they depend on."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, get_args

from ...core.errors import BadInput
from ...inference.answers import Method

# TongGraph's own: its caps, the radius when none is given, how it damps and when it stops.
MAX_NODES, MAX_FACTORS, RADIUS, MAX_ITERS = 10_000, 50_000, 2, 1000
SCHEDULE, DAMPING, TOLERANCE = "residual_async", 0.2, 1e-6


@dataclass(frozen=True, slots=True)
class Reach:
    """How far to go: None is without end. `compat` asks for the original's choice alone."""

    radius: int | None = None
    max_nodes: int | None = None
    max_factors: int | None = None
    compat: bool = False

    @classmethod
    def of(
        cls,
        radius: int | None = None,
        max_nodes: int | None = None,
        max_factors: int | None = None,
        *,
        compat: bool = False,
    ) -> Reach:
        """Checked; with `compat` the original's radius and caps where none are given."""
        return cls(
            whole("radius", radius, RADIUS if compat else None),
            whole("max_nodes", max_nodes, MAX_NODES if compat else None),
            whole("max_factors", max_factors, MAX_FACTORS if compat else None),
            compat,
        )


@dataclass(frozen=True, slots=True)
class Options:
    """`max_sweeps` counts single messages where `reach.compat` asks for the original's run."""

    method: str
    schedule: str
    damping: float
    tolerance: float
    max_sweeps: int
    reach: Reach

    @classmethod
    def of(
        cls,
        reach: Reach,
        *,
        method: str,
        schedule: str,
        damping: float | None,
        tolerance: float | None,
        max_sweeps: int | None,
    ) -> Options:
        """Checked, with defaults in place of None; BadInput tells what is wrong."""
        if method not in get_args(Method):
            raise BadInput(f"method: expected one of {get_args(Method)}, seen {method!r}")
        if schedule not in ("synchronous", "residual"):
            raise BadInput(f"schedule: expected 'synchronous' or 'residual', seen {schedule!r}")
        compat = reach.compat
        if compat and method != "auto":
            raise BadInput(
                f"compat has a method of its own: leave out method={method!r}, or compat"
            )
        return cls(
            SCHEDULE if compat else method,
            SCHEDULE if compat else schedule,
            _damping((DAMPING if compat else 0.0) if damping is None else damping, compat),
            _tolerance((TOLERANCE if compat else 1e-9) if tolerance is None else tolerance),
            whole("max_sweeps", max_sweeps, MAX_ITERS) or 0,
            reach,
        )

    def json(self) -> dict[str, Any]:
        """All of it in one level."""
        found = asdict(self)
        return {**found, **found.pop("reach")}


def reach_of(options: Mapping[str, Any]) -> Reach:
    """The reach of options that are JSON."""
    return Reach(options["radius"], options["max_nodes"], options["max_factors"], options["compat"])


def whole(name: str, value: Any, default: int | None) -> int | None:
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise BadInput(f"{name}: expected a whole number from 0 on, seen {value!r}")
    return value


def _damping(value: float, compat: bool) -> float:
    _check_number("damping", value)
    if not 0.0 <= value <= 1.0 or (value == 1.0 and not compat):
        raise BadInput(
            f"damping must be between 0.0 and 1.0, seen {value!r}; at 1.0 no message would move"
        )
    return float(value)


def _tolerance(value: float) -> float:
    _check_number("tolerance", value)
    if not math.isfinite(value) or value < 0.0:
        raise BadInput(f"tolerance must be finite and non-negative, seen {value!r}")
    return float(value)


def _check_number(name: str, value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, float | int):
        raise BadInput(f"{name}: expected a number, seen {value!r}")
