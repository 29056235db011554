"""Graph servers: the local ArcadeDB of a bench, and any Bolt server named by its URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.engines import Tested, present
from workbench.stores.graph.bolt import Bolt
from workbench.stores.local.arcadedb import DATABASE, READER, ROOT, WRITER, ArcadeServer

URL, USER, PASSWORD = (f"WORKBENCH_TEST_BOLT_{part}" for part in ("URL", "USER", "PASSWORD"))


class Server(NamedTuple):
    """Where a graph server listens, and its accounts; the reader's is empty where it has none.

    `admin` are the HTTP port and the password of `root`, where the server is a local one.
    """

    url: str
    writer: tuple[str, str]
    reader: tuple[str, str] | None = None
    database: str | None = None
    admin: tuple[int, str] = (0, "")

    def open(self, **changes: object) -> Bolt:
        user, password = self.writer
        given = {"user": user, "password": password, "database": self.database}
        return Bolt(self.url, **{**given, "reader": self.reader, **changes})  # type: ignore[arg-type]


@contextmanager
def local_server(folder: Path) -> Iterator[Server]:
    server = ArcadeServer(folder / "graph")
    server.folder.mkdir(mode=0o700)
    running = server.launch()
    passwords = server.passwords()
    url = f"bolt://127.0.0.1:{running.endpoint['port']}"
    try:
        accounts = ((WRITER, passwords[WRITER]), (READER, passwords[READER]))
        admin = (running.endpoint["http"], passwords[ROOT])
        yield Server(url, *accounts, DATABASE, admin)
    finally:
        server.halt(running)


@contextmanager
def named_server(folder: Path) -> Iterator[Server]:
    yield Server(os.environ[URL], (os.environ.get(USER, ""), os.environ.get(PASSWORD, "")))


@contextmanager
def emptied(server: Server) -> Iterator[Bolt]:
    store = server.open()
    try:
        store.write("MATCH (n) DETACH DELETE n")
        yield store
    finally:
        store.close()


def not_named() -> str:
    return "" if URL in os.environ else f"set {URL}, {USER} and {PASSWORD} to a server to empty"


ENGINES = (
    Tested("arcadedb-local", present, local_server, emptied),
    Tested("bolt-by-url", not_named, named_server, emptied),
)
