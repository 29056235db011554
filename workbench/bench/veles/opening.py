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
    kept = folder / "index" / "collections"
    kept.mkdir(parents=True, exist_ok=True)
    collections = Collections(
        Registry(store),
        lambda definition: Tables(store, definition),
        Board(folder / "run" / "generations"),
        KeptMirrors(kept, FaissStore()),
        store.listening(CHANNEL),
    )
    return Veles(collections)
