"""What can be wrong with a graph server, and what its errors tell to do.

1. Whatever is asked of a killed server, every public method raises one of our errors, soon;
   `close` raises nothing, and may be called again.
2. A wrong password, a port where nobody listens, a server that does not speak Bolt, one that
   never answers, a database that is not there, a URL that is none: told when it is opened.
3. A closed store says so. No error shows a password.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.engines.graph import ENGINES, Server
from workbench.core.errors import BadInput, StoreUnavailable, WorkbenchError
from workbench.core.values import Edge, Node
from workbench.stores.graph.bolt import Bolt
from workbench.stores.local.arcadedb import DATABASE, READER, WRITER, ArcadeServer

CALLS: dict[str, Callable[[Bolt], Any]] = {
    "typed rows": lambda store: store.rows("RETURN 1"),
    "reviewed rows": lambda store: store.rows("RETURN 1", reviewed=True),
    "write": lambda store: store.write("MERGE (n:Faulty {id: 'w'})"),
    "write of an index": lambda store: store.write(
        "CREATE INDEX faulty IF NOT EXISTS FOR (n:Faulty) ON (n.x)"
    ),
    "put of a node": lambda store: store.put([Node("a", ("Faulty",))]),
    "put of an edge": lambda store: store.put([], [Edge("a", "FAULTS", "a")]),
    "drop of a node": lambda store: store.drop([Node("a", ("Faulty",))]),
    "drop of an edge": lambda store: store.drop([], [Edge("a", "FAULTS", "a")]),
    "explain": lambda store: store.explain("MATCH (n) RETURN n"),
}


@pytest.fixture
def server(graph: Bolt, request: pytest.FixtureRequest, servers: Any) -> Server:
    """The running server behind `graph`."""
    name = request.node.callspec.params["graph"]
    running: Server = servers.of("graph", next(e for e in ENGINES if e.name == name))
    return running


class Own:
    """A server of the test's own, to kill."""

    def __init__(self, folder: Path) -> None:
        self._server = ArcadeServer(folder)
        self._running = self._server.launch()

    def open(self) -> Bolt:
        passwords = self._server.passwords()
        return Server(
            f"bolt://127.0.0.1:{self._running.endpoint['port']}",
            (WRITER, passwords[WRITER]),
            (READER, passwords[READER]),
            DATABASE,
        ).open()

    def kill(self) -> None:
        os.kill(self._running.pid, signal.SIGKILL)
        while self._running.alive:
            time.sleep(0.01)

    def halt(self) -> None:
        self._server.halt(self._running)


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Bolt]]:
    """Stores that were opened, and used, before their one server was killed."""
    own = Own(tmp_path_factory.mktemp("killed"))
    stores = [own.open() for _ in range(len(CALLS) + 2)]
    try:
        for store in stores:
            for call in CALLS.values():
                call(store)
        own.kill()
        yield stores.pop
    finally:
        own.halt()
        for store in stores:
            store.close()


@pytest.mark.parametrize("name", CALLS)
def test_a_killed_server_is_told_as_our_error(killed: Callable[[], Bolt], name: str) -> None:
    store, began = killed(), time.monotonic()
    for _ in range(2):
        with pytest.raises(StoreUnavailable, match=r"(?s)is not reached: .* Start it and ask"):
            CALLS[name](store)
    assert time.monotonic() - began < 10
    store.close()
    store.close()


def test_close_is_quiet_after_the_servers_death(killed: Callable[[], Bolt]) -> None:
    began = time.monotonic()
    killed().close()
    assert time.monotonic() - began < 5


def test_a_death_during_a_statement_is_told(tmp_path: Path) -> None:
    own, slow = Own(tmp_path), "UNWIND range(1, 3000000) AS x UNWIND range(1, 1000) AS y RETURN "
    with closing(own.open()) as store:
        killer = threading.Timer(0.5, own.kill)
        killer.start()
        with pytest.raises(StoreUnavailable):
            store.rows(slow + "sum(x % 7 + y % 3) AS sum")
        killer.join()
        with pytest.raises(StoreUnavailable):
            store.write("RETURN 1")
    own.halt()


@pytest.mark.parametrize("changes", [{"password": "hunter2"}, {"reader": ("reader", "hunter2")}])
def test_a_wrong_password_is_told_and_not_shown(server: Server, changes: dict[str, Any]) -> None:
    if not server.reader:
        pytest.skip("this server has one account, or asks for none")
    with pytest.raises(StoreUnavailable, match="refuses the login") as caught:
        server.open(**changes)
    assert "hunter2" not in str(caught.value)


def test_a_database_that_is_not_there_is_told(server: Server) -> None:
    with pytest.raises(WorkbenchError) as caught:
        server.open(database="nowhere")
    assert "nowhere" in str(caught.value)


def test_a_port_where_nobody_listens_is_told_soon() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"bolt://127.0.0.1:{unused.getsockname()[1]}"
    began = time.monotonic()
    with pytest.raises(StoreUnavailable, match="is not reached"):
        Bolt(url, user="someone", password="hunter2")
    assert time.monotonic() - began < 5


@contextmanager
def plain_server(answer: bytes | None) -> Iterator[str]:
    """A TCP server that says `answer` and hangs up, or says nothing and waits."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        kept = []

        def serve() -> None:
            while True:
                try:
                    client, _ = listening.accept()
                except OSError:
                    return
                kept.append(client)
                if answer is not None:
                    client.recv(64)
                    client.sendall(answer)
                    client.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"bolt://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
        for client in kept:
            client.close()


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\0\0", None])
def test_a_server_that_is_not_bolt_is_told(answer: bytes | None) -> None:
    began = time.monotonic()
    with plain_server(answer) as url:
        with pytest.raises(WorkbenchError) as caught:
            Bolt(url, timeout=1)
        assert url in str(caught.value)
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "bolt://127.0.0.1:port", "nothing", "", "bolt://"]
)
def test_a_url_that_is_none_is_bad_input(url: str) -> None:
    with pytest.raises(BadInput, match=r"expected a URL such as bolt://host:7687, seen: '"):
        Bolt(url)


def test_a_password_in_a_url_is_refused_and_not_shown() -> None:
    with pytest.raises(BadInput) as caught:
        Bolt("bolt://user:hunter2@127.0.0.1:7687")
    assert "hunter2" not in str(caught.value)
    assert "127.0.0.1:7687" in str(caught.value)


@pytest.mark.parametrize("name", CALLS)
def test_a_closed_store_says_so(server: Server, name: str) -> None:
    store = server.open()
    store.close()
    store.close()
    with pytest.raises(StoreUnavailable, match="is closed; open it again"):
        CALLS[name](store)
