"""An ArcadeDB server in a bench folder, with its Bolt plugin, on the JRE of `arcadedb-embedded`.

The JVM is started by its own `java`, so neither JPype nor a JVM lives in the notebook.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import signal
from base64 import b64encode
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ...core.errors import EngineNotInstalled, StoreUnavailable
from .process import (
    Running,
    adopt,
    free_port,
    recall,
    remember,
    spawn,
    tail,
    terminate,
    wait_until,
    write_private,
)
from .server import accounts

DATABASE = "bench"
ROOT, WRITER, READER = "root", "writer", "reader"

_RECORDS = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_GROUPS = {
    "admin": (["updateSecurity", "updateSchema", "updateDatabaseSettings"], _RECORDS),
    "writer": (["updateSchema"], _RECORDS),
    "reader": ([], ["readRecord"]),
    "*": ([], []),
}
_USERS = {ROOT: "admin", WRITER: "writer", READER: "reader"}

_SETTINGS = {
    # Development mode is the one that tells a client why a statement failed; in production
    # mode the reason stands in the server's log alone.
    "server.mode": "development",
    "server.httpIncomingHost": "127.0.0.1",
    "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
    "server.defaultDatabases": f"{DATABASE}[{ROOT}]",
    "bolt.host": "127.0.0.1",
    "bolt.defaultDatabase": DATABASE,
    "txWalFlush": "1",  # the default acknowledges a write before it is on disk
    "opencypher.loadCsv.allowFileUrls": "false",
    "opencypher.loadCsv.allowRemoteUrls": "false",
}

# The serial collector has the smallest footprint; a heap that overflows must end the server,
# not leave it half alive.
_JVM = (
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-XX:-UsePerfData",  # it would write to /tmp, outside the bench
)
_MAIN = "com.arcadedb.server.ArcadeDBServer"


@dataclass(frozen=True)
class ArcadeServer:
    """ArcadeDB with its files in `folder`, on loopback ports; accounts `writer` and `reader`.

    `heap` is the JVM's largest heap, `timeout` the seconds after which a command is aborted.
    """

    folder: Path
    heap: str = "512m"
    timeout: float = 60.0
    name: str = "arcadedb"

    def launch(self) -> Running:
        home = _home()
        self._end_half_started()
        self._seed_accounts()
        bolt, http = free_port(), free_port()
        log = self.folder / "arcadedb.log"
        write_private(log, "")
        java: list[str | Path] = [
            home / "jre" / "bin" / "java",
            f"-Xmx{self.heap}",
            *_JVM,
            "-cp",
            f"{home}/jars/*",
        ]
        settings = [f"-Darcadedb.{key}={value}" for key, value in self._settings(bolt, http)]
        pid = spawn([*java, *settings, _MAIN], folder=self.folder, log=log)
        running = adopt(pid, {"host": "127.0.0.1", "port": bolt, "http": http})
        remember(self._launched, running)
        ready = wait_until(lambda: _ready(http) or not running.alive, 60)
        if not ready or not running.alive:
            terminate(running, by=signal.SIGTERM, grace=2)
            raise StoreUnavailable(f"ArcadeDB does not start; {log} ends with:\n{tail(log)}")
        return running

    def halt(self, running: Running) -> None:
        terminate(running, by=signal.SIGTERM, grace=15)

    def passwords(self) -> dict[str, str]:
        """The passwords of `root`, `writer` and `reader`."""
        return accounts(self.folder, *_USERS)

    @property
    def _launched(self) -> Path:
        return self.folder / "launched.json"

    def _end_half_started(self) -> None:
        """End a server whose starter was killed before it told of it: it holds the databases."""
        left = recall(self._launched)
        if left is not None:
            terminate(left, by=signal.SIGTERM, grace=15)

    def _settings(self, bolt: int, http: int) -> list[tuple[str, Any]]:
        own = {
            "server.rootPath": self.folder,
            "server.httpIncomingPort": http,
            "bolt.port": bolt,
            "command.timeout": int(self.timeout * 1000),
        }
        return [*_SETTINGS.items(), *own.items()]

    def _seed_accounts(self) -> None:
        """Write users and groups before the first start: no password on a command line."""
        config = self.folder / "config"
        config.mkdir(mode=0o700, exist_ok=True)
        if (config / "server-users.jsonl").exists():
            return
        groups = {name: _group(*rights) for name, rights in _GROUPS.items()}
        document = {"databases": {"*": {"groups": groups}}, "version": 2}
        write_private(config / "server-groups.json", json.dumps(document))
        users = [_user(name, group, self.passwords()[name]) for name, group in _USERS.items()]
        write_private(config / "server-users.jsonl", "".join(f"{json.dumps(u)}\n" for u in users))


def _group(access: list[str], records: list[str]) -> dict[str, Any]:
    limits = {"resultSetLimit": -1, "readTimeout": -1}
    return {**limits, "access": access, "types": {"*": {"access": records}}}


def _user(name: str, group: str, password: str) -> dict[str, Any]:
    return {"name": name, "databases": {"*": [group]}, "password": _hashed(password)}


def _hashed(password: str) -> str:
    """A password as ArcadeDB stores it; its salt is the base64 text itself, not its bytes."""
    salt = b64encode(secrets.token_bytes(32)).decode()
    digest = hashlib.pbkdf2_hmac("sha256", password.encode(), salt.encode(), 65536, 32)
    return f"PBKDF2WithHmacSHA256$65536${salt}${b64encode(digest).decode()}"


def _ready(http: int) -> bool:
    """True once every plugin and the default database are up."""
    connection = HTTPConnection("127.0.0.1", http, timeout=1)
    try:
        connection.request("GET", "/api/v1/ready")
        return connection.getresponse().status == 204
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _home() -> Path:
    spec = find_spec("arcadedb_embedded")
    if spec is None or spec.origin is None:
        raise EngineNotInstalled("the local graph is missing: pip install arcadedb-embedded")
    return Path(spec.origin).parent
