"""The databases of a graph server: listed, made, opened and dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, TypeAlias

from neo4j import Driver, GraphDatabase

from ...core.errors import BadInput, NotSupported, QueryFailed, WriteRefused
from .bolt import Bolt
from .dialects import ARCADEDB, NEO4J, Dialect, recognised
from .errors import translated
from .names import Names

# Rows of nodes by their labels, and of edges by type, as `Databases.fill` takes them.
Nodes: TypeAlias = Mapping[tuple[str, ...], Sequence[Mapping[str, Any]]]
Edges: TypeAlias = Mapping[str, Sequence[Mapping[str, Any]]]

_NAME = re.compile(r"[a-z][a-z0-9_]{2,62}")


class _Server(Protocol):
    """How a server is told to make and drop databases."""

    dialect: Dialect

    def names(self) -> list[str]: ...
    def make(self, name: str) -> None: ...
    def drop(self, name: str) -> None: ...
    def fill(self, name: str, nodes: Nodes, edges: Edges) -> bool: ...
    def close(self) -> None: ...


class Databases:
    """See `core.property_graph.protocols.Databases`; `open` makes a store on one by its name."""

    def __init__(self, server: _Server, open: Callable[[str], Bolt], *, write: bool = True) -> None:
        self._server, self._open, self._write = server, open, write

    def names(self) -> list[str]:
        """Those that there are, ascending; the server's own among them."""
        return sorted(self._server.names())

    def make(self, name: str) -> None:
        """An empty one; what is there already is left as it is.

        NotSupported where the server holds one database alone, WriteRefused where it belongs to
        a deployment that is open to be read.
        """
        self._allowed()
        self._server.make(_checked(name))

    def open(self, name: str) -> Bolt:
        """A store on it, which its caller closes; StoreUnavailable where there is none."""
        return self._open(_checked(name))

    def drop(self, name: str) -> None:
        """Remove one with all that it holds; one that is not there is left alone."""
        self._allowed()
        self._server.drop(_checked(name))

    def fill(self, name: str, nodes: Nodes, edges: Edges) -> bool:
        """See `core.property_graph.protocols.Databases.fill`."""
        self._allowed()
        return self._server.fill(_checked(name), nodes, edges)

    def admit(
        self,
        labels: Collection[str] = (),
        types: Collection[str] = (),
        keys: Collection[str] = (),
    ) -> None:
        """BadInput where no database here could hold these names side by side."""
        dialect = self._server.dialect
        names = Names(
            may_share=dialect.label_and_type_may_share_a_name, unfit=dialect.unfit_in_names
        )
        names.admit(labels, types)
        if dialect is ARCADEDB and (odd := sorted(key for key in keys if key[:1] == "@")):
            # Its own fields are called so; it refuses some of these names, and loses the others.
            raise BadInput(f"a property on this engine begins with no @, found {odd}; rename it")

    def close(self) -> None:
        self._server.close()

    def _allowed(self) -> None:
        if not self._write:
            raise WriteRefused(
                "the graph server belongs to a deployment and is open to be read: no database is "
                "made or dropped there. Open the bench with write=True, or with a local graph."
            )


class BoltServer:
    """A server by its URL: Neo4j with several databases; any other engine is NotSupported."""

    def __init__(self, url: str, *, user: str = "", password: str = "", timeout: float) -> None:
        self._where = url
        with translated("", where=url):
            auth = (user, password) if user else None
            self._driver: Driver = GraphDatabase.driver(url, auth=auth, connection_timeout=timeout)
            self.dialect, _ = recognised(self._driver.get_server_info().agent)

    def names(self) -> list[str]:
        found = self._run("SHOW DATABASES YIELD name RETURN name")
        return sorted({str(record["name"]).replace("-", "_") for record in found})

    def make(self, name: str) -> None:
        self._run("CREATE DATABASE $name IF NOT EXISTS WAIT", name=database(name))

    def drop(self, name: str) -> None:
        self._run("DROP DATABASE $name IF EXISTS WAIT", name=database(name))

    def fill(self, name: str, nodes: Nodes, edges: Edges) -> bool:
        """False: there is no way but statements."""
        return False

    def close(self) -> None:
        self._driver.close()

    def _run(self, text: str, **parameters: str) -> list[Any]:
        if self.dialect is not NEO4J:
            raise _one_database(f"{self._where} is {self.dialect.engine}")
        with _admin(text, self._where), self._driver.session(database="system") as session:
            return list(session.run(text, parameters))


def database(name: str) -> str:
    """A name as Neo4j takes it, which knows no underscore in names of databases."""
    return name.replace("_", "-")


@contextmanager
def _admin(text: str, where: str) -> Iterator[None]:
    try:
        with translated(text, where=where):
            yield
    except QueryFailed as error:
        if "nsupported administration command" in error.engine_says:
            raise _one_database(f"{where} says: {error.engine_says}") from error
        raise


def _one_database(why: str) -> NotSupported:
    return NotSupported(
        "Cypher over a property graph needs a database of its own on the graph server, and "
        f"this server makes none: {why}. Open the bench with the local graph, or name a Neo4j "
        "that holds several databases."
    )


def _checked(name: str) -> str:
    if not _NAME.fullmatch(name):
        raise BadInput(
            "the name of a database: expected 3 to 63 of a-z, 0-9 and _, a letter first, "
            f"found {name!r}"
        )
    return name
