"""The collections of a bench, and statements about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from ...collections.collections import Collections
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
from .collection import Collection
from .importing import Imports


class BenchCollections(Imports):
    """By name: `bench.collections["docs"]`, `"docs" in bench.collections`, `list(…)`."""

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
        if ids not in get_args(IdType):
            raise BadInput(f"ids: expected one of {', '.join(get_args(IdType))}, saw {ids!r}")
        from ...velesql.executing.defining.defining import checked

        definition = checked(Definition(name, chosen, ids, spaces, options))
        with self._asking.database() as database:
            database.create(definition)
        return self[name]

    def drop(self, name: str) -> None:
        """Remove a collection and all that it holds; VELES-002 where there is none."""
        with self._asking.database() as database:
            database.drop(name)

    def __getitem__(self, name: str) -> Collection:
        with self._asking.database() as database:
            database.definition(name)
        return Collection(self._asking, name)

    def __contains__(self, name: object) -> bool:
        with self._asking.database() as database:
            return name in database.definitions()

    def __iter__(self) -> Iterator[str]:
        with self._asking.database() as database:
            return iter(sorted(database.definitions()))

    def __len__(self) -> int:
        with self._asking.database() as database:
            return len(database.definitions())

    def __repr__(self) -> str:
        return f"BenchCollections({', '.join(self)})"

    def table(self) -> Rows:
        """Name, kind, points, vectors, generation and bytes of every collection.

        `mirror` says where its copy in this process came from: tables, or files and tables;
        and why files were not used, where they were damaged.
        """
        with self._asking.database() as database:
            rows = [_described(database, name) for name in sorted(database.definitions())]
        names = ("name", "kind", "points", "vectors", "generation", "bytes", "mirror")
        return Rows(names, rows)


def _described(database: Collections, name: str) -> tuple[Any, ...]:
    mirror = database.mirror(name)
    spaces = ", ".join(
        f"{one} {space.dimension} {space.metric}"
        for one, space in mirror.definition.vectors.items()
    )
    held = sum(mirror.bytes().values())
    kind, count, origin = mirror.definition.kind, mirror.points.count, database.origin(name)
    return (name, kind, count, spaces, mirror.generation, held, origin)
