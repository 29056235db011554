"""Where the rooms of the collections meet: tables, mirrors, FAISS, the language."""

from __future__ import annotations

from pathlib import Path

from ...collections.collections import Collections
from ...collections.durable.board import Board
from ...collections.durable.registry import Registry
from ...collections.durable.tables import Tables
from ...collections.kept import KeptMirrors
from ...schema import migrate
from ...stores import connect
from ...stores.profile import LOCAL, Profile
from ...stores.relational.postgres import Postgres
from ...stores.vector.rows.store import FaissStore
from ...velesql.store import Veles

CHANNEL = "veles"


def opened(profile: Profile, folder: Path) -> Veles:
    """The collections of a bench, on a session of their own.

    A transaction of the bench's relational store is none of theirs: what they acknowledge is
    committed. Their tables are made where the bench may.
    """
    store = connect.opened("relational", profile, folder)
    if profile.relational == LOCAL or profile.write:
        migrate(store, ("veles",))
    return Veles(collections_of(store, folder))


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
        KeptMirrors(kept, FaissStore()),
        store.listening(CHANNEL),
    )
