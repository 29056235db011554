"""What happened, and when."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ...core.collections.records import Change
from ...core.errors import BadInput
from ...core.values import Hit
from ..mirrors.mirror import Mirror
from .area import Area, Point, Vector
from .naming import named, trimmed


@dataclass(frozen=True, slots=True)
class Episode:
    """What happened at `timestamp`, in Unix seconds; `score` is the similarity where one asked."""

    id: int
    description: str
    timestamp: float
    score: float | None = None


class Episodic:
    """Episodes, numbered from 1 in the order in which they were recorded."""

    def __init__(self, area: Area) -> None:
        self._area = area

    def record(
        self,
        description: str,
        *,
        timestamp: float | None = None,
        vector: Vector | None = None,
        ttl: float | None = None,
    ) -> int:
        """Record what happened, now where `timestamp` is None: its id."""
        text = trimmed(description, "description")
        row = self._area.vector(text if vector is None else vector)
        when = self._area.now() if timestamp is None else _seconds(timestamp)
        payload = {"description": text, "timestamp": when, **self._area.end(ttl)}
        number = 0

        def change(mirror: Mirror) -> Change:
            nonlocal number
            points = mirror.points
            number = int(points.ids[points.alive].max(initial=0)) + 1
            return Change(points=self._area.points([Point(number, payload, row)]))

        self._area.change(change)
        return number

    def recent(self, n: int = 10) -> list[Episode]:
        """The last `n`, the latest first, ties by ascending id."""
        order = "payload.timestamp DESC"
        return _episodes(self._area.hits("payload.timestamp IS NOT NULL", n, order=order))

    def older_than(self, timestamp: float, n: int = 100) -> list[Episode]:
        """At most `n` of before a moment, the latest first."""
        before, order = "payload.timestamp < $before", "payload.timestamp DESC"
        return _episodes(self._area.hits(before, n, order=order, before=_seconds(timestamp)))

    def similar(self, query: str | Vector, k: int = 10) -> list[Episode]:
        """The `k` most similar to a text or a vector, best first, with their scores."""
        return _episodes(self._area.nearest(query, k), scored=True)

    def delete(self, id: int) -> bool:
        """Remove one; whether it was there."""
        return self._area.delete(named(id))

    def expire(self) -> int:
        """Remove what has expired; its number."""
        return self._area.expire()


def _seconds(timestamp: float) -> float:
    number = isinstance(timestamp, int | float) and not isinstance(timestamp, bool)
    if not number or not math.isfinite(timestamp):
        raise BadInput(f"timestamp: expected Unix seconds, saw {timestamp!r}")
    return timestamp


def _episodes(hits: list[Hit], *, scored: bool = False) -> list[Episode]:
    return [
        Episode(
            hit.id,
            hit.payload.get("description", ""),
            hit.payload.get("timestamp", math.nan),
            hit.score if scored else None,
        )
        for hit in hits
    ]
