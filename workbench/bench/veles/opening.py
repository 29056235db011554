"""Where the rooms of the collections meet: tables, mirrors, FAISS, the language."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path

from ...collections.collections import Collections
from ...collections.durable.board import Board
from ...collections.durable.registry import Registry
from ...collections.durable.tables import Tables
from ...collections.kept import KeptMirrors
from ...stores import connect
from ...stores.profile import Profile
from ...stores.relational.postgres import Postgres
from ...stores.vector.rows.store import FaissStore
from ...velesql.store import Veles
from ..own_tables import ensure

CHANNEL = "veles"


def opened(profile: Profile, folder: Path) -> Veles:
    """The collections of a bench, on a session of their own.

    A transaction of the bench's relational store is none of theirs: what they acknowledge is
    committed. Their tables are made where the bench may.
    """
    with ExitStack() as opening:
        store = opening.enter_context(closing(connect.opened("relational", profile, folder)))
        ensure(store, profile, "veles", "veles_schema", "collections")
        return _Opened(collections_of(store, folder), opening.pop_all())


class _Opened(Veles):
    """What was opened for the collections alone closes with them."""

    def __init__(self, database: Collections, closing: ExitStack) -> None:
        super().__init__(database)
        self._closing = closing

    def close(self) -> None:
        with self._closing:
            super().close()


def collections_of(store: Postgres, folder: Path) -> Collections:
    """The collections in a database, with what a bench's folder keeps of them."""
    registry = Registry(store)
    # What was kept of another database that stood here is nothing of this one.
    database = registry.identity()
    kept = folder / "index" / "collections" / database
    kept.mkdir(parents=True, exist_ok=True)
    (folder / "run").mkdir(exist_ok=True)
    return Collections(
        registry,
        lambda definition: Tables(store, definition),
        Board(folder / "run" / f"generations-{database}"),
        KeptMirrors(kept, FaissStore(automatic=True)),
        store.listening(CHANNEL),
    )
