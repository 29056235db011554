"""PostgreSQL: the local server of a bench, and any server named by its URL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.engines import Tested, present
from workbench.stores.local.postgres import OWNER, READER, PostgresServer
from workbench.stores.relational.postgres import Postgres

URL = "WORKBENCH_TEST_POSTGRES_URL"
_number = count(1)


@contextmanager
def local_server(folder: Path) -> Iterator[tuple[str, str]]:
    """The connection strings of the owner and of the reader of a server in `folder`."""
    server = PostgresServer(folder / "postgres")
    server.folder.mkdir(mode=0o700)
    running = server.launch()
    try:
        yield server.conninfo(running, OWNER), server.conninfo(running, READER)
    finally:
        server.halt(running)


@contextmanager
def fresh_database(conninfo: str) -> Iterator[str]:
    """The name of a new empty database, dropped afterwards."""
    name = f"test_{os.getpid()}_{next(_number)}"
    with psycopg.connect(conninfo, autocommit=True) as session:
        session.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        yield name
    finally:
        with psycopg.connect(conninfo, autocommit=True) as session:
            drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            session.execute(drop)


@contextmanager
def fresh_local(server: tuple[str, str]) -> Iterator[Postgres]:
    owner, reader = server
    with fresh_database(owner) as name:
        reading = make_conninfo(reader, dbname=name)
        store = Postgres(make_conninfo(owner, dbname=name), reader=reading)
        try:
            yield store
        finally:
            store.close()


@contextmanager
def by_url(folder: Path) -> Iterator[str]:
    """The named server, else a second local one, opened with nothing but its URL."""
    if URL in os.environ:
        yield os.environ[URL]
        return
    with local_server(folder) as (owner, _reader):
        yield owner


@contextmanager
def fresh_by_url(url: str) -> Iterator[Postgres]:
    with fresh_database(url) as name:
        store = Postgres(make_conninfo(url, dbname=name))
        try:
            yield store
        finally:
            store.close()


ENGINES = (
    Tested("postgres-local", present, local_server, fresh_local),
    Tested("postgres-by-url", present, by_url, fresh_by_url),
)
