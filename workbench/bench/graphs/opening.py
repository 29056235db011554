"""Where the rooms of property graphs meet: tables, databases of the graph server, mirrors."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ...core.errors import StoreUnavailable
from ...core.protocols import Graph
from ...graphs.graphs import PropertyGraphs
from ...stores import connect
from ...stores.profile import Profile
from ..own_tables import ensure
from .graph import BenchGraph

if TYPE_CHECKING:
    from ...stores.graph.databases import Databases

Answer = TypeVar("Answer")


def opened(profile: Profile, folder: Path) -> OpenGraphs:
    """The property graphs of a bench, on a relational session of their own.

    A transaction of the bench's relational store is none of theirs. Their tables are made where
    the bench may.
    """
    with ExitStack() as opening:
        store = opening.enter_context(closing(connect.opened("relational", profile, folder)))
        ensure(store, profile, "tong", "tong_graphs", "property graphs")
        server = opening.enter_context(closing(_Server(lambda: connect.databases(profile, folder))))
        graphs = PropertyGraphs(store, server, author=_author(), graph=BenchGraph)
        return OpenGraphs(graphs, opening.pop_all())


class OpenGraphs:
    """The graphs, and what closes with them."""

    def __init__(self, graphs: PropertyGraphs, closing: ExitStack) -> None:
        self.graphs, self._closing = graphs, closing

    def close(self) -> None:
        self._closing.close()


class _Server:
    """The databases of the graph server, which starts when the first of them is asked for.

    One that is found gone is let go of, so that the next question finds where it is now.
    """

    def __init__(self, start: Callable[[], Databases]) -> None:
        self._start = start
        self._started: Databases | None = None

    def names(self) -> list[str]:
        return self._asked(lambda databases: databases.names())

    def make(self, name: str) -> None:
        self._asked(lambda databases: databases.make(name))

    def open(self, name: str) -> Graph:
        return self._asked(lambda databases: databases.open(name))

    def drop(self, name: str) -> None:
        self._asked(lambda databases: databases.drop(name))

    def admit(
        self,
        labels: Collection[str] = (),
        types: Collection[str] = (),
        keys: Collection[str] = (),
    ) -> None:
        self._asked(lambda databases: databases.admit(labels, types, keys))

    def fill(
        self,
        name: str,
        nodes: Mapping[tuple[str, ...], Sequence[Mapping[str, Any]]],
        edges: Mapping[str, Sequence[Mapping[str, Any]]],
    ) -> bool:
        return self._asked(lambda databases: databases.fill(name, nodes, edges))

    def close(self) -> None:
        if self._started is not None:
            self._started.close()
            self._started = None

    def _asked(self, question: Callable[[Databases], Answer]) -> Answer:
        if self._started is None:
            self._started = self._start()
        try:
            return question(self._started)
        except StoreUnavailable:
            self.close()
            raise


def _author() -> str:
    """Who is told as the author of changes; nobody where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""
