"""A disk that is full under PostgreSQL: told, nothing half-stored, well again with space.

The server runs in a mount namespace of its own, where a small memory file system holds the
tables; neither root nor any right outside is needed. Where the kernel grants no namespace, the
tests are skipped. A limit on the size of files (`ulimit -f`) needs none.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.core.errors import StoreUnavailable
from workbench.stores.local.postgres import OWNER, READER, PostgresServer
from workbench.stores.relational.postgres import Postgres
from workbench.stores.vector.pgvector import create

IN_A_NAMESPACE = ("unshare", "--user", "--map-root-user", "--mount")
# The disk's ballast leaves it 2 MB; a line on stdin throws the ballast out, the end stops all.
SERVE = """
import subprocess, sys
from pathlib import Path
from workbench.stores.local.postgres import OWNER, READER, PostgresServer
folder = Path(sys.argv[1])
disk = folder / "disk"
disk.mkdir()
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m,mode=0700", "none", disk], check=True)
(disk / "space").mkdir(mode=0o700)
(disk / "ballast").write_bytes(bytes(38 << 20))
(folder / "postgres").mkdir(mode=0o700)
server = PostgresServer(folder / "postgres")
running = server.launch()
try:
    print(server.conninfo(running, OWNER), server.conninfo(running, READER), sep="\\n", flush=True)
    if sys.stdin.readline():
        (disk / "ballast").unlink()
        print("freed", flush=True)
        sys.stdin.read()
finally:
    server.halt(running)
"""
FULL = r"has no room: .*No space left on device\. Nothing of this call was kept\. Free disk space"
ROW = "x" * 1000
TABLES = """
CREATE TABLE t (a int PRIMARY KEY, b text);
INSERT INTO t VALUES (1, 'one'), (2, 'two');
"""


class Disk:
    """A store whose tables and temporary files lie on a disk with 2 MB left."""

    def __init__(self, process: subprocess.Popen[str], store: Postgres) -> None:
        self._process, self.store = process, store
        store.write("SET default_tablespace = small; SET temp_tablespaces = small")
        self.vectors = create(store, "things", 500)
        store.write(TABLES)

    def free(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("free\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "freed\n"

    def counts(self) -> tuple[int, int]:
        text = "SELECT (SELECT count(*) FROM t), (SELECT count(*) FROM things)"
        found: tuple[int, int] = self.store.rows(text).values[0]
        return found


def _no_namespace() -> str:
    try:
        mount = [*IN_A_NAMESPACE, "mount", "-t", "tmpfs", "-o", "size=1m", "none", "/mnt"]
        tried = subprocess.run(mount, check=False, capture_output=True, text=True)
    except OSError as error:
        return f"no small disk can be made here: {error}"
    return f"no small disk can be made here: {tried.stderr.strip()}" if tried.returncode else ""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    if why := _no_namespace():
        pytest.skip(why)
    command = [*IN_A_NAMESPACE, sys.executable, "-c", SERVE, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=Path(__file__).resolve().parents[2],
    ) as process:  # fmt: skip
        assert process.stdout is not None
        owner, reader = (process.stdout.readline().strip() for _ in range(2))
        with closing(Postgres(owner, reader=reader)) as store:
            store.write(f"CREATE TABLESPACE small LOCATION '{tmp_path / 'disk' / 'space'}'")
            yield Disk(process, store)


def _records() -> Iterator[tuple[int, str]]:
    return ((number, ROW) for number in range(10, 8000))


def _vectors() -> list[tuple[str, Any, dict[str, Any]]]:
    random = np.random.default_rng(3)
    return [(str(n), random.normal(size=500), {}) for n in range(3000)]


def _transact(disk: Disk) -> None:
    with disk.store.transaction():
        disk.store.write("INSERT INTO t VALUES (3, 'three')")
        disk.store.put("t", ["a", "b"], _records())


GROW = f"INSERT INTO t SELECT n, '{ROW}' FROM generate_series(10, 7999) AS n"
CALLS = {
    "put": lambda disk: disk.store.put("t", ["a", "b"], _records()),
    "write": lambda disk: disk.store.write(GROW),
    "script": lambda disk: disk.store.write(f"INSERT INTO t VALUES (3, 'three'); {GROW}"),
    "new table": lambda disk: disk.store.write(
        f"CREATE TABLE u AS SELECT n, '{ROW}' FROM generate_series(10, 7999) AS n"
    ),
    "transaction": _transact,
    "vectors": lambda disk: disk.vectors.put(_vectors()),
}


@pytest.mark.timeout(120)
def test_a_full_disk_is_told_and_keeps_nothing_and_heals(disk: Disk) -> None:
    for name, call in CALLS.items():
        with pytest.raises(StoreUnavailable, match=FULL):
            call(disk)
        assert disk.counts() == (2, 0), name
        assert disk.store.write("UPDATE t SET b = 'small' WHERE a = 1").values == [(1,)]
    disk.free()
    assert CALLS["put"](disk) == 7990
    assert CALLS["vectors"](disk) == 3000
    assert disk.counts() == (7992, 3000)


def test_a_read_that_needs_the_disk_is_told_at_every_door(disk: Disk) -> None:
    disk.store.write(
        "ALTER DATABASE bench SET temp_tablespaces = small; "
        "GRANT CREATE ON TABLESPACE small TO PUBLIC"
    )
    text = f"SELECT n, repeat('{ROW}', 3) AS b FROM generate_series(1, 20000) AS n ORDER BY b, n"
    owner, reader = disk.store._conninfo, disk.store._reader_conninfo
    with closing(Postgres(owner, reader=reader)) as store:
        doors = (
            lambda: store.rows(text),
            lambda: store.rows(text, reviewed=True),
            lambda: store.frame(text),
        )
        for door in doors:
            with pytest.raises(StoreUnavailable, match=FULL):
                door()
            assert disk.counts() == (2, 0)
            assert store.frame("SELECT count(*) AS n FROM t").rows() == [(2,)]


LIMIT = 20 << 20  # above the 16 MB of a write-ahead log file, which must still be made


@contextmanager
def _file_limit(store: Postgres) -> Iterator[None]:
    """No file of the writing session's process may grow beyond LIMIT."""
    pid = store.write("SELECT pg_backend_pid()").values[0][0]
    before = resource.prlimit(pid, resource.RLIMIT_FSIZE)
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (LIMIT, before[1]))
    try:
        yield
    finally:
        resource.prlimit(pid, resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="prlimit is Linux's")
def test_a_limit_on_files_is_told_as_a_full_disk(tmp_path: Path) -> None:
    server = PostgresServer(tmp_path / "postgres")
    server.folder.mkdir(mode=0o700)
    running = server.launch()
    try:
        owner, reader = server.conninfo(running, OWNER), server.conninfo(running, READER)
        with closing(Postgres(owner, reader=reader)) as store:
            _reach_the_limit(store)
    finally:
        server.halt(running)


def _reach_the_limit(store: Postgres) -> None:
    store.write(TABLES)
    records = [(number, ROW) for number in range(10, 30_000)]
    with _file_limit(store):
        with pytest.raises(StoreUnavailable, match=r"has no room: .*Free disk space"):
            store.put("t", ["a", "b"], records)
        assert store.rows("SELECT count(*) FROM t").values == [(2,)]
        assert store.put("t", ["a", "b"], records[:10]) == 10
    assert store.put("t", ["a", "b"], records[10:]) == len(records) - 10
