"""What is known: contents found again by what they mean."""

from __future__ import annotations

from ...core.collections.records import Change
from ..mirrors.mirror import Mirror
from .area import Area, Point, Vector
from .fact import Fact, fact_of, stored
from .naming import id_of, named, trimmed


class Semantic:
    """Contents with a vector, perhaps a lifetime; the facts of the memory are among them."""

    def __init__(self, area: Area) -> None:
        self._area = area

    def store(
        self,
        content: str,
        *,
        vector: Vector | None = None,
        id: int | None = None,
        ttl: float | None = None,
    ) -> int:
        """Store a content: its id, the hash of the trimmed text where `id` is None.

        `vector` stands for that of the text, `ttl` are seconds from now. A content of that id is
        replaced, and keeps links, confidence and metadata where its text is the same.
        """
        text = trimmed(content, "content")
        number = id_of(text) if id is None else named(id)
        row = self._area.vector(text if vector is None else vector)
        end = self._area.end(ttl)

        def change(mirror: Mirror) -> Change:
            at = self._area.position(mirror, number)
            old = mirror.points.payload(at) if at >= 0 else {}
            kept = old if old.get("content", text) == text else {}
            payload = stored(text, kept, self._area.now()) | end
            return Change(points=self._area.points([Point(number, payload, row)]))

        self._area.change(change)
        return number

    def query(self, query: str | Vector, k: int = 10) -> list[Fact]:
        """The `k` nearest to a text or a vector, by similarity alone, ties by ascending id."""
        return [
            fact_of(hit.id, hit.payload, score=hit.score, ranked_by=hit.score)
            for hit in self._area.nearest(query, k)
        ]

    def delete(self, content: int | str) -> bool:
        """Remove one by id or text, with the links at it; whether it was there."""
        return self._area.delete(named(content))

    def expire(self) -> int:
        """Remove what has expired; its number."""
        return self._area.expire()
