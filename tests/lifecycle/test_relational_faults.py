"""A PostgreSQL that dies, refuses or is none: only our errors, no password, nothing half-kept.

A killed server fails the call that finds it dead; once it is back, the next call of the same
store opens a new session. A transaction ends with its session.
"""

from __future__ import annotations

import socket
import traceback
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from threading import Thread, Timer
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.processes import kill_family
from workbench.core.errors import StoreUnavailable, WorkbenchError
from workbench.stores.local.postgres import OWNER, READER, PostgresServer
from workbench.stores.relational.postgres import Postgres
from workbench.stores.vector.pgvector import PgVectors, create

SECRET = "pass-word-that-nobody-sees"
X = [1.0, 0, 0, 0]


def _transact(store: Postgres, _vectors: PgVectors) -> None:
    with store.transaction():
        store.write("INSERT INTO t VALUES (1)")


CALLS: dict[str, Callable[[Postgres, PgVectors], Any]] = {
    "rows": lambda store, _: store.rows("SELECT 1"),
    "reviewed rows": lambda store, _: store.rows("SELECT 1", reviewed=True),
    "frame": lambda store, _: store.frame("SELECT 1 AS a"),
    "explain": lambda store, _: store.explain("SELECT 1"),
    "write": lambda store, _: store.write("INSERT INTO t VALUES (1)"),
    "put": lambda store, _: store.put("t", ["a"], [(1,)]),
    "transaction": _transact,
    "nearest": lambda _, vectors: vectors.nearest(X, 1),
    "put of vectors": lambda _, vectors: vectors.put([("a", X, {})]),
    "drop of vectors": lambda _, vectors: vectors.drop(["a"]),
}
WRITES = ("write", "put", "transaction", "put of vectors", "drop of vectors")


class Server:
    """A local PostgreSQL that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self._server = PostgresServer(folder)
        folder.mkdir()
        self.start()

    def start(self) -> None:
        self._running = self._server.launch()
        self.owner = self._server.conninfo(self._running, OWNER)
        self.reader = self._server.conninfo(self._running, READER)

    def kill(self) -> None:
        kill_family(self._running.pid)

    def stop(self) -> None:
        self._server.halt(self._running)

    def run(self, statement: str) -> list[Any]:
        """As the owner, on a session that no store knows."""
        with psycopg.connect(self.owner, autocommit=True) as session:
            done = session.execute(statement.encode())
            return done.fetchall() if done.description else []

    def end_sessions(self, role: str) -> None:
        self.run(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            f"WHERE usename = '{role}' AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    found = Server(tmp_path_factory.mktemp("pg") / "server")
    found.run("CREATE TABLE t (a int)")
    with closing(Postgres(found.owner)) as store:
        create(store, "things", 4)
    yield found
    found.stop()


@pytest.fixture
def store(server: Server) -> Iterator[Postgres]:
    """Both sessions are open."""
    server.run("TRUNCATE t")
    with closing(Postgres(server.owner, reader=server.reader)) as found:
        found.write("SELECT 1")
        yield found


@pytest.mark.parametrize("name", CALLS)
def test_a_killed_server_is_told_and_the_same_store_is_back_with_it(
    server: Server, store: Postgres, name: str
) -> None:
    vectors, call = PgVectors(store, "things"), CALLS[name]
    call(store, vectors)
    server.kill()
    try:
        with pytest.raises(StoreUnavailable, match=r"is gone: .* Ask again"):
            call(store, vectors)
        assert store.closed
        with pytest.raises(StoreUnavailable, match="start the server"):
            call(store, vectors)
    finally:
        server.start()
    call(store, vectors)
    assert len(server.run("TABLE t")) == (2 if name in WRITES[:3] else 0)


@pytest.mark.parametrize("name", CALLS)
def test_a_session_that_an_administrator_ended_is_replaced(
    server: Server, store: Postgres, name: str
) -> None:
    vectors, call = PgVectors(store, "things"), CALLS[name]
    server.end_sessions(OWNER if name in WRITES else READER)
    with pytest.raises(StoreUnavailable, match="is gone"):
        call(store, vectors)
    call(store, vectors)


@pytest.mark.parametrize("name", CALLS)
def test_a_closed_store_stays_closed(store: Postgres, name: str) -> None:
    vectors = PgVectors(store, "things")
    for _ in range(2):
        store.close()
    with pytest.raises(StoreUnavailable, match=r"was closed\. Open it again"):
        CALLS[name](store, vectors)
    assert store.closed


def test_closing_never_raises(server: Server, store: Postgres) -> None:
    server.kill()
    try:
        store.close()
    finally:
        server.start()
    store.close()


def test_closing_inside_a_transaction_keeps_nothing_and_says_so(
    server: Server, store: Postgres
) -> None:
    def close_half_way() -> None:
        with store.transaction():
            store.write("INSERT INTO t VALUES (1)")
            store.close()

    with pytest.raises(StoreUnavailable, match="before COMMIT"):
        close_half_way()
    assert server.run("TABLE t") == []


def test_a_transaction_ends_with_its_session(server: Server, store: Postgres) -> None:
    """What is written after the loss must not be kept alone, nor the loss go unsaid."""

    def lose_half() -> None:
        with store.transaction():
            store.write("INSERT INTO t VALUES (1)")
            server.end_sessions(OWNER)
            for call in (CALLS["write"], CALLS["put"], CALLS["rows"], CALLS["transaction"]):
                with pytest.raises(StoreUnavailable, match="is gone"):
                    call(store, None)  # type: ignore[arg-type]

    with pytest.raises(StoreUnavailable, match="before COMMIT"):
        lose_half()
    assert server.run("TABLE t") == []
    assert store.put("t", ["a"], [(2,)]) == 1


def test_records_that_outlive_the_server_are_not_stored(server: Server, store: Postgres) -> None:
    def records() -> Iterator[tuple[int]]:
        yield (1,)
        server.end_sessions(OWNER)
        yield from ((number,) for number in range(100_000))

    with pytest.raises(StoreUnavailable, match="is gone"):
        store.put("t", ["a"], records())
    assert server.run("TABLE t") == []
    assert store.put("t", ["a"], [(1,)]) == 1


def test_a_frame_whose_own_session_ends_is_told(server: Server, store: Postgres) -> None:
    Timer(0.3, server.end_sessions, [READER]).start()
    with pytest.raises(StoreUnavailable, match="is gone"):
        store.frame("SELECT pg_sleep(0.01) IS NULL AS a FROM generate_series(1, 1000)")
    assert store.frame("SELECT 1 AS a").rows() == [(1,)]


def test_a_frame_that_gets_no_session_says_why(server: Server, store: Postgres) -> None:
    server.run(f"ALTER ROLE {READER} CONNECTION LIMIT 1")
    try:
        with pytest.raises(StoreUnavailable, match=r"too many connections .*close other sessions"):
            store.frame("SELECT 1 AS a")
    finally:
        server.run(f"ALTER ROLE {READER} CONNECTION LIMIT -1")
    assert store.frame("SELECT 1 AS a").rows() == [(1,)]


@contextmanager
def _other_server(answer: bytes) -> Iterator[int]:
    """The port of a TCP server that says `answer` and hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    peer = listener.accept()[0]
                    with peer:
                        peer.sendall(answer)

        Thread(target=serve, daemon=True).start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)


WRONG: dict[str, tuple[dict[str, str], str]] = {
    "password": ({"password": SECRET}, "holds its password"),
    "account": ({"user": "nobody"}, "check the user"),
    "database": ({"dbname": "absent"}, "create the database"),
    "port": ({"host": "127.0.0.1", "port": "1"}, "start the server"),
    "socket": ({"host": "/nowhere"}, "start the server"),
    "server that hangs up": ({"port": "SILENT"}, "start the server"),
    "server of another kind": ({"port": "HTTP"}, "start the server"),
    "options": ({"options": "-c nonsense=1"}, "correct the URL"),
    "timeout": ({"connect_timeout": "soon"}, "correct the URL"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_opened_says_why_and_keeps_the_password(server: Server, name: str) -> None:
    changes, todo = WRONG[name]
    with _other_server(b"") as silent, _other_server(b"HTTP/1.1 400 Bad\r\n\r\n") as http:
        ports = {"SILENT": str(silent), "HTTP": str(http)}
        given = {"password": SECRET} | changes
        if given.get("port") in ports:
            given |= {"host": "127.0.0.1", "port": ports[given["port"]]}
        elif name not in ("password", "account", "port", "socket"):
            given.pop("password")
        wrong = make_conninfo(server.owner, **given)  # type: ignore[arg-type]
        _refused(lambda: Postgres(wrong), todo)
        _refused(lambda: Postgres(server.owner, reader=wrong), todo)
        with closing(Postgres(wrong, reader=server.reader)) as store:
            vectors = PgVectors(store, "things")
            for write in WRITES:
                _refused(lambda write=write: CALLS[write](store, vectors), todo)
            assert store.rows("SELECT 1").values == [(1,)]


def _refused(call: Callable[[], Any], todo: str) -> None:
    """StoreUnavailable that says what to do, with no password in it or in what it came from."""
    with pytest.raises(StoreUnavailable, match=todo) as caught:
        call()
    assert SECRET not in "".join(traceback.format_exception(caught.value))


@pytest.mark.parametrize(
    "conninfo",
    [
        f"postgresql://me:a@{SECRET}@host/db",
        f"postgresql://me:a/{SECRET}@host/db",
        f"postgresql://me:a@b/{SECRET}@host/db",
        f"postgresql://me:%zz{SECRET}@host/db",
        f"postgresql://me:{SECRET}\ud800@host/db",
        f"postgresql://me@host/db?{SECRET}=1",
        f"host=here password=my {SECRET}",
        SECRET,
    ],
)
def test_a_connection_string_that_cannot_be_read_is_not_shown(conninfo: str) -> None:
    with pytest.raises(WorkbenchError, match="special characters in the password as %XX") as caught:
        Postgres(conninfo)
    shown = traceback.format_exception(type(caught.value), caught.value, None)
    assert SECRET not in "".join(shown)
