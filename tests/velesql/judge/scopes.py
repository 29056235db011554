"""What names mean in a row (section 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.velesql.judge.values import MISSING
from tests.velesql.judge.world import Collection, Point

Path = tuple[str, ...]
Sources = Mapping[str, Collection]
SCORES = ("vector_score", "bm25_score", "sparse_score", "graph_score", "fused_score")


@dataclass
class Row:
    """A row under way: a point of each source, its scores, and what is computed of it.

    `reached` is False where the search that ranks has nothing to compare.
    """

    points: dict[str, Point | None]
    score: float = 1.0
    reached: bool = True
    scores: dict[str, float] = field(default_factory=dict)
    named: dict[str, Any] = field(default_factory=dict)

    @property
    def first(self) -> Point | None:
        return next(iter(self.points.values()))

    @property
    def id(self) -> int | None:
        return None if self.first is None else self.first.id


def unaliased(path: Path, sources: Sequence[str]) -> tuple[str | None, Path]:
    """The source that a path begins with, and the rest."""
    if len(path) > 1 and path[0] in sources:
        return path[0], path[1:]
    return None, path


def value(path: Path, row: Row) -> Any:
    """MISSING where there is no such field."""
    alias, rest = unaliased(path, list(row.points))
    if alias is not None:
        return _of_point(rest, row.points[alias], row)
    if rest == ("id",):
        return MISSING if row.id is None else row.id
    if rest == ("score",):
        return row.score
    for point in row.points.values():
        found = _of_point(rest, point, row)
        if found is not MISSING:
            return found
    return MISSING


def _of_point(path: Path, point: Point | None, row: Row) -> Any:
    if path == ("score",):
        return row.score
    if point is None:
        return MISSING
    if path == ("id",):
        return point.id
    return within(point.payload, path[1:] if path[0] == "payload" and len(path) > 1 else path)


def within(payload: Any, path: Path) -> Any:
    for step in path:
        if not isinstance(payload, dict) or step not in payload:
            return MISSING
        payload = payload[step]
    return payload
