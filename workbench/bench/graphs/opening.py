"""Where the rooms of property graphs meet: tables, databases of the graph server, mirrors."""

from __future__ import annotations

import getpass
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import cast

from ...graphs.durable.store import Store
from ...graphs.graphs import PropertyGraphs
from ...stores import connect
from ...stores.profile import LOCAL, Profile
from ..own_tables import ensure
from .graph import BenchGraph
from .reopening import Served, Tabled


def opened(profile: Profile, folder: Path) -> OpenGraphs:
    """The property graphs of a bench, on a relational session of their own.

    A transaction of the bench's relational store is none of theirs. Their tables are made where
    the bench may.
    """
    with ExitStack() as opening:
        start = partial(connect.opened, "relational", profile, folder)
        store = start()
        tables = opening.enter_context(closing(Tabled(store, start)))
        ensure(store, profile, "tong", "tong_graphs", "property graphs")
        server = opening.enter_context(closing(Served(partial(connect.databases, profile, folder))))
        graphs = PropertyGraphs(
            cast(Store, tables),
            server,
            author=_author(),
            graph=BenchGraph,
            shares=profile.relational == LOCAL or profile.write,
        )
        return OpenGraphs(graphs, opening.pop_all())


class OpenGraphs:
    """The graphs, and what closes with them."""

    def __init__(self, graphs: PropertyGraphs, closing: ExitStack) -> None:
        self.graphs, self._closing = graphs, closing

    def close(self) -> None:
        self._closing.close()


def _author() -> str:
    """Who is told as the author of changes; nobody where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
