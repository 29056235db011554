"""The stores of an open bench."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from ..stores.opened import OpenStores
from ..stores.profile import Profile

if TYPE_CHECKING:
    from ..core.protocols import Embedder
    from ..stores.cache.redis import Redis
    from ..stores.graph.bolt import Bolt
    from ..stores.objects.store import ObjectStore
    from ..stores.relational.postgres import Postgres
    from ..stores.vector.pgvector import PgVectors


class Stores:
    """Stores, opened on first use; closed together."""

    def __init__(self, folder: Path, settings: Profile) -> None:
        self.folder, self.profile = folder, settings
        others = {"collections": _collections, "graphs": _graphs}
        self._stores = OpenStores(settings, folder, others)

    @property
    def relational(self) -> Postgres:
        store: Postgres = self._stores.get("relational")
        return store

    @property
    def graph(self) -> Bolt:
        store: Bolt = self._stores.get("graph")
        return store

    @property
    def objects(self) -> ObjectStore:
        store: ObjectStore = self._stores.get("objects")
        return store

    @property
    def cache(self) -> Redis:
        store: Redis = self._stores.get("cache")
        return store

    @property
    def embedder(self) -> Embedder:
        embedder: Embedder = self._stores.get("embedder")
        return embedder

    def vectors(self, table: str, *, key: Sequence[str] = ("id",)) -> PgVectors:
        """The vectors in a table of the relational store; see `stores.vector.pgvector`."""
        from ..stores.vector.pgvector import PgVectors

        return PgVectors(self.relational, table, key=key)

    def close(self) -> None:
        """Let go of the stores. The servers stop when the last user of the bench has gone."""
        self._stores.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.folder)!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _collections(settings: Profile, folder: Path) -> Any:
    from .veles.opening import opened

    return opened(settings, folder)


def _graphs(settings: Profile, folder: Path) -> Any:
    from .graphs.opening import opened

    return opened(settings, folder)
