"""One collection of a memory: points with a text, a vector and perhaps a lifetime."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import DEFAULT_VECTOR, Definition, VectorSpace
from ...core.collections.records import Change, Points, Vectors
from ...core.errors import BadInput, VelesFailed
from ...core.protocols import Embedder
from ...core.values import Hit
from ..given.points import payload_text
from ..mirrors.mirror import Mirror
from .database import Database, Query

EXPIRES = "expires_at"
ALL = 2**53  # a LIMIT that cuts nothing
_LIVE = f"({EXPIRES} IS NULL OR {EXPIRES} > $__now)"

Vector = Sequence[float] | NDArray[Any]


class Point(NamedTuple):
    """A point to store, with a vector or without."""

    id: int
    payload: Mapping[str, Any]
    vector: NDArray[np.float32] | None


class Area:
    """Reads and changes of one collection, by the clock and the embedder of its memory.

    A point whose `expires_at` has come is not seen, whether it was removed already or not.
    """

    def __init__(
        self,
        name: str,
        database: Database,
        query: Query,
        embedder: Embedder,
        clock: Callable[[], float],
    ) -> None:
        self.name, self.database, self.now = name, database, clock
        self._query, self._embedder = query, embedder
        self._made()

    def _made(self) -> None:
        """Make the collection where it is not there; BadInput for vectors of another model."""
        model, dimension = self._embedder.model, self._embedder.dimension
        if self.name not in self.database.definitions():
            space = {DEFAULT_VECTOR: VectorSpace(dimension)}
            definition = Definition(self.name, "vector", "integer", space, {"model": model})
            try:
                self.database.create(definition)
            except VelesFailed as error:
                if error.code != "VELES-001":  # another process may have made it meanwhile
                    raise
        there = self.database.definitions()[self.name]
        found = (there.options.get("model", model), there.space and there.space.dimension)
        if found != (model, dimension):
            raise BadInput(
                f"{self.name} holds vectors of {found[0]} with {found[1]} components, and this "
                f"embedder is {model} with {dimension}: open it with the former, or another name"
            )

    @property
    def mirror(self) -> Mirror:
        return self.database.mirror(self.name)

    def embedded(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, d) the vectors of texts."""
        if not texts:
            return np.zeros((0, self._embedder.dimension), np.float32)
        return np.asarray(self._embedder.embed(texts), np.float32)

    def vector(self, given: str | Vector) -> NDArray[np.float32]:
        """The vector of a text, or a vector as it is given; BadInput where it does not fit."""
        if isinstance(given, str):
            given = self.embedded([given])[0]
        row: NDArray[np.float32]
        try:
            row = np.asarray(given, np.float32)
        except (TypeError, ValueError):
            row = np.zeros(0, np.float32)
        if row.shape != (self._embedder.dimension,) or not np.isfinite(row).all():
            expected = f"a text or {self._embedder.dimension} finite numbers"
            raise BadInput(f"{self.name}: expected {expected}, saw {given!r:.60}")
        return row

    def end(self, ttl: float | None) -> dict[str, float]:
        """The part of a payload that says when a lifetime of `ttl` seconds ends."""
        if ttl is None:
            return {}
        number = isinstance(ttl, int | float) and not isinstance(ttl, bool)
        if not number or not 0 < ttl < math.inf:
            raise BadInput(f"ttl: expected seconds above 0, or None for no end, saw {ttl!r}")
        return {EXPIRES: self.now() + ttl}

    def live(self, mirror: Mirror) -> NDArray[np.bool_]:
        """(size,) the points that are stored and have not expired."""
        ends = mirror.points.column((EXPIRES,)).numbers
        found: NDArray[np.bool_] = mirror.points.alive & ~(ends <= self.now())
        return found

    def position(self, mirror: Mirror, id: int) -> int:
        """Where a point is; -1 where there is none, or none any more."""
        at = mirror.points.position(id)
        return at if at >= 0 and not self.has_expired(mirror.points.payload(at)) else -1

    def has_expired(self, payload: Mapping[str, Any]) -> bool:
        ends = payload.get(EXPIRES)
        return isinstance(ends, int | float) and not isinstance(ends, bool) and ends <= self.now()

    def nearest(
        self, query: str | Vector, k: int, condition: str = "", **parameters: Any
    ) -> list[Hit]:
        """The `k` nearest that satisfy a condition of VelesQL, with their payloads."""
        given = {"__near": self.vector(query), **parameters}
        return self.hits(f"vector NEAR $__near{condition and ' AND ' + condition}", k, **given)

    def hits(self, condition: str, k: int, *, order: str = "", **parameters: Any) -> list[Hit]:
        """At most `k` that satisfy a condition, in the order of the statement."""
        checked(k)
        ordered = order and f" ORDER BY {order}"
        where = f"{condition} AND {_LIVE}" if condition else _LIVE
        text = f'SELECT id FROM "{self.name}" WHERE {where}{ordered} LIMIT {k}'
        with self.database.reading():
            found = self._query(text, {"__now": self.now(), **parameters})
            points = self.mirror.points
            return [
                Hit(id, score, points.payload(points.position(id)))
                for id, score in zip(found.ids, found.scores, strict=True)
                if id is not None
            ]

    def matching(self, condition: str, parameters: Mapping[str, Any]) -> Sequence[Any]:
        """The ids of all that satisfy a condition of VelesQL."""
        text = f'SELECT id FROM "{self.name}" WHERE {condition} LIMIT {ALL}'
        return self._query(text, parameters).ids

    def change(self, make: Callable[[Mirror], Change | None]) -> None:
        """Store what `make` makes of the points, which nobody else changes meanwhile."""
        self.database.change(self.name, make)

    def points(self, given: Iterable[Point]) -> Points:
        """Points as they are stored."""
        listed = list(given)
        rows = np.zeros((len(listed), self._embedder.dimension), np.float32)
        for at, point in enumerate(listed):
            if point.vector is not None:
                rows[at] = point.vector
        return Points(
            [point.id for point in listed],
            [payload_text(point.payload, point.id) for point in listed],
            {DEFAULT_VECTOR: Vectors(rows, np.array([p.vector is not None for p in listed], bool))},
        )

    def own_vector(self, mirror: Mirror, at: int) -> NDArray[np.float32] | None:
        """The vector of a stored point."""
        if not mirror.present(DEFAULT_VECTOR)[at]:
            return None
        row: NDArray[np.float32] = mirror.vectors[DEFAULT_VECTOR].rows(np.array([at]))[0]
        return row

    def delete(self, id: int) -> bool:
        """Remove a point, with the links at it; whether it was there, and had not expired."""
        seen = False

        def change(mirror: Mirror) -> Change | None:
            nonlocal seen
            seen = self.position(mirror, id) >= 0
            return Change(dropped=[id]) if mirror.points.position(id) >= 0 else None

        self.change(change)
        return seen

    def expire(self) -> int:
        """Remove what has expired; its number."""
        count = 0

        def change(mirror: Mirror) -> Change | None:
            nonlocal count
            gone = mirror.points.alive & ~self.live(mirror)
            ids = mirror.points.ids[gone].tolist()
            count = len(ids)
            return Change(dropped=ids) if ids else None

        self.change(change)
        return count


def checked(k: int, name: str = "k") -> int:
    """A number of results; BadInput below 1."""
    if isinstance(k, bool) or not isinstance(k, int) or k < 1:
        raise BadInput(f"{name}: expected 1 or more, saw {k!r}")
    return k
