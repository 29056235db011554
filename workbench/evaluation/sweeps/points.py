"""The points of a grid, every combination of its settings, and what became of each."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from ...core.errors import BadInput
from ...core.evaluation.run import Run

_PLAIN = (str, int, float, bool, type(None))

Grid = Mapping[str, "Sequence[Any] | Mapping[str, Any]"]


@dataclass(frozen=True)
class Point:
    """One combination: `settings` as a table names them, `arguments` as the system takes them."""

    settings: Mapping[str, Any]
    arguments: Mapping[str, Any] = field(compare=False)

    @property
    def name(self) -> str:
        return named(self.settings)

    def hash(self, circumstances: Mapping[str, Any]) -> str:
        """16 hex digits of the settings, in any order, and of what else its run hangs on."""
        text = json.dumps([dict(self.settings), dict(circumstances)], sort_keys=True, default=repr)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class PointRun:
    """A point's settings, and its run or the error that kept it from one."""

    settings: Mapping[str, Any]
    run: Run | None
    error: str = ""

    @property
    def name(self) -> str:
        return named(self.settings)


def named(settings: Mapping[str, Any]) -> str:
    """Settings as tables and pictures name them."""
    return ", ".join(f"{name}={value}" for name, value in settings.items()) or "as it is"


def points(grid: Grid) -> tuple[Point, ...]:
    """Every combination, the last setting changing fastest; one point for an empty grid.

    A setting's values are a sequence of texts, numbers, truths or None, or a mapping of other
    values by the name that tables and folders use for them.
    """
    axes = {name: list(_axis(name, values)) for name, values in grid.items()}
    return tuple(
        Point(
            {name: label for name, (label, _) in zip(axes, chosen, strict=True)},
            {name: value for name, (_, value) in zip(axes, chosen, strict=True)},
        )
        for chosen in product(*axes.values())
    )


def _axis(name: str, values: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(values, Mapping):
        pairs = list(values.items())
    elif isinstance(values, Sequence) and not isinstance(values, str | bytes):
        pairs = [(value, value) for value in values]
    else:
        raise BadInput(f"{name}: expected a list of values, or values by name, found {values!r}")
    labels = [json.dumps(label) for label, _ in pairs if isinstance(label, _PLAIN)]
    if len(labels) < len(pairs):
        raise BadInput(
            f"{name}: expected texts, numbers, truths or None; give other values a name each, "
            f"as {{'small': …}}"
        )
    if not labels or len(set(labels)) < len(labels):
        raise BadInput(f"{name}: expected one value or more, each once, found {labels}")
    yield from pairs


def on_most_questions(points: Sequence[PointRun], measure: str) -> list[bool]:
    """Whether each point's mean is of nearly as many questions as that of the fullest point.

    One that fails where it is hard would else be the best: 95 % of them are wanted.
    """
    counts = [_answered(point, measure) for point in points]
    least = 0.95 * max(counts, default=0)
    return [0 < count >= least for count in counts]


def _answered(point: PointRun, measure: str) -> int:
    found = point.run.scores.get(measure) if point.run else None
    return len(found.by_question()) if found else 0
