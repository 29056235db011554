"""How things are done, and how well that went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.collections.records import Change
from ...core.errors import BadInput
from ..mirrors.mirror import Mirror
from . import confidence as trust
from .area import ALL, Area, Point, Vector
from .naming import id_of, named, trimmed


@dataclass(frozen=True, slots=True)
class Procedure:
    """Steps under a name, with how often they were used and how they went.

    Times are Unix seconds; `score` is the similarity where one asked for it.
    """

    id: int
    name: str
    steps: tuple[str, ...]
    confidence: float
    usage_count: int = 0
    success_count: int = 0
    failure_count: int = 0
    created_at: float | None = None
    last_used_at: float | None = None
    score: float | None = None

    @classmethod
    def of(cls, id: int, payload: Mapping[str, Any], score: float | None = None) -> Procedure:
        return cls(
            id,
            payload.get("name", ""),
            tuple(payload.get("steps") or ()),
            trust.of(payload),
            created_at=payload.get("created_at"),
            last_used_at=payload.get("last_used_at"),
            score=score,
            **{name: payload.get(name) or 0 for name in _COUNTS},
        )


_COUNTS = ("usage_count", "success_count", "failure_count")


class Procedural:
    """Procedures by name; the id of one is the hash of its name."""

    def __init__(self, area: Area) -> None:
        self._area = area

    def learn(
        self,
        name: str,
        steps: Sequence[str],
        *,
        confidence: float = trust.FIRST,
        vector: Vector | None = None,
        ttl: float | None = None,
    ) -> int:
        """Learn how something is done: its id. `vector` stands for that of name and steps.

        Learning the same steps again changes nothing; other steps replace those of the name,
        and count from nothing.
        """
        called = trimmed(name, "name")
        listed = [] if isinstance(steps, str) else [trimmed(step, "step") for step in steps]
        if not listed:
            raise BadInput(f"steps: expected one text a step, at least one, saw {steps!r:.60}")
        row = self._area.vector("\n".join([called, *listed]) if vector is None else vector)
        payload = {
            "name": called,
            "steps": listed,
            "confidence": trust.checked(confidence),
            **dict.fromkeys(_COUNTS, 0),
            "created_at": self._area.now(),
            "last_used_at": None,
            **self._area.end(ttl),
        }
        number = id_of(called)

        def change(mirror: Mirror) -> Change | None:
            at = self._area.position(mirror, number)
            if at >= 0 and mirror.points.payload(at).get("steps") == listed:
                return None
            return Change(points=self._area.points([Point(number, payload, row)]))

        self._area.change(change)
        return number

    def recall(
        self, query: str | Vector, k: int = 10, *, confidence: float = 0.0
    ) -> list[Procedure]:
        """The `k` nearest that are trusted at least so much, best first, ties by ascending id."""
        least = trust.checked(confidence)
        hits = self._area.nearest(query, k, "confidence >= $least", least=least)
        return [Procedure.of(hit.id, hit.payload, hit.score) for hit in hits]

    def reinforce(self, procedure: int | str, success: bool) -> Procedure:
        """Tell how a use went: confidence +0.1 or -0.05, within 0 to 1, counters, last use.

        BadInput where there is no such procedure. Nothing is lost where others tell the same.
        """
        number = named(procedure)
        payload: dict[str, Any] = {}

        def change(mirror: Mirror) -> Change:
            at = self._area.position(mirror, number)
            if at < 0:
                raise BadInput(f"there is no procedure {procedure!r}; learn it first")
            payload.update(mirror.points.payload(at))
            for name in ("usage_count", "success_count" if success else "failure_count"):
                payload[name] = (payload.get(name) or 0) + 1
            payload["confidence"] = trust.moved(trust.of(payload), good=success)
            payload["last_used_at"] = self._area.now()
            kept = Point(number, payload, self._area.own_vector(mirror, at))
            return Change(points=self._area.points([kept]))

        self._area.change(change)
        return Procedure.of(number, payload)

    def list(self, k: int = ALL) -> list[Procedure]:
        """The most trusted first, ties by ascending id."""
        hits = self._area.hits("", k, order="confidence DESC")
        return [Procedure.of(hit.id, hit.payload) for hit in hits]

    def evict(self, confidence: float = 0.2, *, uses: int = 0) -> int:
        """Remove those trusted less, of those used at least so often: their number."""
        least, count = trust.checked(confidence), 0

        def change(mirror: Mirror) -> Change | None:
            nonlocal count
            columns = mirror.points.columns([("confidence",), ("usage_count",)])
            trusted, used = (column.numbers for column in columns)
            weak = mirror.points.alive & (trusted < least) & ~(used < uses)
            ids = mirror.points.ids[weak].tolist()
            count = len(ids)
            return Change(dropped=ids) if ids else None

        self._area.change(change)
        return count

    def delete(self, procedure: int | str) -> bool:
        """Remove one by id or name; whether it was there."""
        return self._area.delete(named(procedure))

    def expire(self) -> int:
        """Remove what has expired; its number."""
        return self._area.expire()
