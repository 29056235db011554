"""The collections of a bench, and statements about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...core.collections.definition import (
    DEFAULT_VECTOR,
    KINDS,
    Definition,
    IdType,
    Kind,
    Metric,
    VectorSpace,
)
from ...core.errors import BadInput
from ...core.values import Rows
from .asking import Asking
from .collection import Collection


class BenchCollections:
    """By name: `bench.collections["docs"]`, `"docs" in bench.collections`, `list(…)`."""

    def __init__(self, asking: Asking) -> None:
        self._asking, self._database = asking, asking.database

    def create(
        self,
        name: str,
        dimension: int | None = None,
        metric: Metric = "cosine",
        *,
        kind: Kind | None = None,
        ids: IdType = "integer",
        vectors: Mapping[str, tuple[int, Metric]] | None = None,
        **options: Any,
    ) -> Collection:
        """Make a collection: of vectors where there is a dimension, else of metadata.

        `vectors` are several, by name, each with dimension and metric. `options` are hints to the
        choice of an index. VELES-001 where the name is taken; other errors as CREATE COLLECTION.
        """
        spaces = {one: VectorSpace(*space) for one, space in (vectors or {}).items()}
        if dimension is not None:
            spaces = {DEFAULT_VECTOR: VectorSpace(dimension, metric), **spaces}
        chosen: Kind = kind or ("vector" if spaces else "metadata")
        if chosen not in KINDS or (chosen == "vector" and not spaces):
            raise BadInput(f"expected one of {', '.join(KINDS)}, vectors with a dimension")
        from ...velesql.executing.defining import checked

        self._database.create(checked(Definition(name, chosen, ids, spaces, options)))
        return self[name]

    def drop(self, name: str) -> None:
        """Remove a collection and all that it holds; VELES-002 where there is none."""
        self._database.drop(name)

    def __getitem__(self, name: str) -> Collection:
        self._database.definition(name)
        return Collection(self._asking, name)

    def __contains__(self, name: object) -> bool:
        return name in self._database.definitions()

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._database.definitions()))

    def table(self) -> Rows:
        """Name, kind, points, vectors, generation and bytes of every collection."""
        rows = []
        for name in self:
            mirror = self._database.mirror(name)
            spaces = ", ".join(
                f"{one} {space.dimension} {space.metric}"
                for one, space in mirror.definition.vectors.items()
            )
            held = sum(mirror.bytes().values())
            kind, count = mirror.definition.kind, mirror.points.count
            rows.append((name, kind, count, spaces, mirror.generation, held))
        return Rows(("name", "kind", "points", "vectors", "generation", "bytes"), rows)
