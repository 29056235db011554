"""What fails, fails alone: nothing is locked, nothing is half, the next question is answered."""

from __future__ import annotations

import resource
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

import workbench as wb
from tests.collections.durable.kill import serving
from tests.collections.system.opening import mirrors_are_tables, opened, say
from tests.processes import kill_family
from workbench.collections.collections import Collections
from workbench.collections.durable.tables import Tables
from workbench.core.errors import StaleHandle, StoreUnavailable, VelesFailed
from workbench.stores.local.bench_servers import BenchServers

COUNT = "SELECT COUNT(*) AS c FROM c"


@pytest.fixture
def small(collections: Collections) -> Collections:
    say(collections, "CREATE COLLECTION c (dimension = 2, metric = 'cosine')")
    say(collections, "INSERT INTO c (id, vector, n) VALUES (1, [1, 0], 1), (2, [0, 1], 2)")
    return collections


def asked_apart(database: Collections) -> Any:
    """By another thread, which no lock of this one may keep waiting."""
    with ThreadPoolExecutor(1) as pool:
        say_count = pool.submit(say, database, COUNT)
        return say_count.result(timeout=10).values[0][0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT id FROM c WHERE vector NEAR [1, 2, 3] LIMIT 2", "VELES-004"),
        ("UPDATE c SET vector = [0.5] WHERE n = 1", "VELES-004"),
        ("INSERT INTO c (id, vector) VALUES (3, [1, 0]), (4, [1])", "VELES-004"),
        ("DELETE FROM c WHERE n = $missing", "E005"),
        ("DELETE EDGE 9 FROM c", None),
        ("SELECT id FROM c WHERE n = (SELECT n FROM c)", None),
    ],
)
def test_a_statement_that_fails_changes_and_locks_nothing(
    small: Collections, conninfo: str, text: str, code: str | None
) -> None:
    with pytest.raises(VelesFailed) as caught:
        say(small, text)
    assert code in (None, caught.value.code)
    assert asked_apart(small) == 2
    assert mirrors_are_tables(small, conninfo)


@contextmanager
def interrupted(seconds: float) -> Iterator[None]:
    """A KeyboardInterrupt after so many seconds, as by Ctrl-C."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    try:
        # Where it cuts off what undoes a transaction, the session is lost, and that is told.
        with suppress(KeyboardInterrupt, StoreUnavailable):
            signal.setitimer(signal.ITIMER_REAL, seconds)
            yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


# One may come between the opening of a file and the `with` that closes it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_interrupts_at_any_moment_leave_nothing_half_and_nothing_locked(
    small: Collections, conninfo: str
) -> None:
    for round in range(15):
        with interrupted(0.002 + round * 0.0017):
            for number in range(1000):
                say(small, f"UPDATE c SET n = {number}")
                say(small, f"UPSERT INTO c (id, vector, n) VALUES ({number}, [1, 1], 0)")
                say(small, "SELECT id FROM c WHERE vector NEAR [1, 0] AND n < 5 LIMIT 3")
        for _again in range(3):  # a session that was cut off is found dead, and made anew
            with suppress(StoreUnavailable):
                assert asked_apart(small) >= 2
                say(small, "UPDATE c SET m = 1 WHERE id = 1")
                break
        assert mirrors_are_tables(small, conninfo)
    say(small, "INSERT INTO c (id, vector, n) VALUES (5000, [1, 0], 1)")
    assert say(small, "SELECT n FROM c WHERE id = 5000").values == [(1,)]


def test_a_first_read_that_fails_leaves_no_empty_collection(
    small: Collections, conninfo: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.close()
    for board in (tmp_path / "run").iterdir():
        board.unlink()
    since = Tables.since

    def fails(self: Tables, generation: int) -> Any:
        monkeypatch.setattr(Tables, "since", since)
        raise KeyboardInterrupt

    with opened(conninfo, tmp_path) as collections:
        monkeypatch.setattr(Tables, "since", fails)
        with pytest.raises(KeyboardInterrupt):
            say(collections, COUNT)
        assert asked_apart(collections) == 2


def test_a_change_to_a_mirror_that_is_cut_off_is_made_good(
    small: Collections, conninfo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = type(small.mirror("c").vectors["vector"])

    def fails(self: Any, vectors: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(rows, "append", fails)
        with pytest.raises(KeyboardInterrupt):
            say(small, "INSERT INTO c (id, vector, n) VALUES (3, [1, 0], 3)")
    assert asked_apart(small) == 3  # it was stored
    assert mirrors_are_tables(small, conninfo)


def test_a_server_that_was_killed_is_found_again(tmp_path: Path) -> None:
    tmp_path.chmod(0o711)
    with serving(tmp_path) as server, opened(server.conninfo, tmp_path / "bench") as collections:
        say(collections, "CREATE METADATA COLLECTION c")
        say(collections, "INSERT INTO c (id) VALUES (1)")
        with opened(server.conninfo, tmp_path / "far") as far:
            assert say(far, COUNT).values == [(1,)]
            server.kill()
            faults = sum(fails(collections, "INSERT INTO c (id) VALUES (2)") for _ in range(4))
            assert 1 <= faults <= 3
            assert say(collections, COUNT).values == [(2,)]
            # What was told while nobody listened is not missed.
            assert until(far, [(2,)]) <= 3
            say(collections, "DELETE FROM c WHERE id = 1")
            assert until(far, [(1,)]) == 0


def fails(database: Collections, text: str) -> bool:
    try:
        say(database, text)
    except StoreUnavailable:
        return True
    return False


def until(database: Collections, rows: Any) -> int:
    """Questions that fail until one has this answer."""
    faults, end = 0, time.monotonic() + 10
    while time.monotonic() < end:
        try:
            if say(database, COUNT).values == rows:
                return faults
        except StoreUnavailable:
            faults += 1
    raise AssertionError(f"never saw {rows}")


def test_a_bench_whose_server_was_killed_fails_once(tmp_path: Path) -> None:
    with wb.open(tmp_path / "bench", linger=0.2) as bench:
        bench.veles("CREATE METADATA COLLECTION c")
        bench.veles("INSERT INTO c (id) VALUES (1)")
        held = bench.collection("c")
        kill_family(BenchServers(bench.folder).running()["postgres"].pid)
        with pytest.raises(StoreUnavailable):
            bench.veles("INSERT INTO c (id) VALUES (2)")
        bench.veles("INSERT INTO c (id) VALUES (3)")
        assert [row[0] for row in bench.veles("SELECT id FROM c ORDER BY id").rows.values] in (
            [1, 3], [1, 2, 3],
        )  # fmt: skip
        assert len(held) == held.count() >= 2
        bench.stop()


@contextmanager
def no_room(size: int = 4096) -> Iterator[None]:
    """No file of this process may become larger, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_told_and_leaves_the_files_that_were_there(
    small: Collections, conninfo: str, tmp_path: Path
) -> None:
    say(small, "FLUSH FULL c")
    kept = tmp_path / "index" / "collections"
    names = sorted(path.relative_to(kept) for path in kept.rglob("*"))
    text = "x" * 10_000
    say(small, "INSERT INTO c (id, vector, t) VALUES (3, [1, 1], $t)", t=text)
    with no_room():
        with pytest.raises(OSError, match=r"."):
            say(small, "FLUSH FULL c")
        assert asked_apart(small) == 3
    assert sorted(path.name for path in kept.rglob("*.writing")) == []
    assert len(sorted(kept.rglob("*"))) == len(names)
    with no_room():
        small.close()
    with opened(conninfo, tmp_path) as again:
        assert say(again, "SELECT t FROM c WHERE id = 3").values == [(text,)]
        assert again.origin("c").startswith("files at generation 1")


def test_closed_collections_say_so_and_close_again(small: Collections) -> None:
    small.close()
    small.close()
    for use in (
        lambda: say(small, COUNT),
        lambda: say(small, "INSERT INTO c (id, vector) VALUES (3, [1, 1])"),
        lambda: small.mirror("c"),
        lambda: small.definitions(),
    ):
        with pytest.raises(StaleHandle, match="open the bench again"):
            use()


def test_more_than_a_collection_may_hold_is_refused_before_it_is_stored(
    collections: Collections, conninfo: str, tmp_path: Path
) -> None:
    vectors = "(dimension = 2, metric = 'cosine')"
    say(collections, f"CREATE COLLECTION c {vectors} WITH (memory_mb = 1)")
    texts = {f"t{id}": "x" * 90_000 for id in range(9)}
    rows = ", ".join(f"({id}, $t{id}, [1, 0])" for id in range(9))
    say(collections, f"INSERT INTO c (id, t, vector) VALUES {rows}", **texts)
    more = ", ".join(f"({id + 100}, $t{id}, [1, 0])" for id in range(9))
    with opened(conninfo, tmp_path / "far") as far:
        for database in (collections, far):
            with pytest.raises(VelesFailed, match=r"may take 1\.0 MB") as caught:
                say(database, f"INSERT INTO c (id, t, vector) VALUES {more}", **texts)
            assert caught.value.code == "VELES-027"
            assert asked_apart(database) == 9
    say(collections, "DELETE FROM c WHERE id < 5")
    assert asked_apart(collections) == 4
    assert mirrors_are_tables(collections, conninfo)


def test_a_query_out_of_time_is_told(small: Collections) -> None:
    many = ", ".join(f"({id}, [1, {id}], {id})" for id in range(600))
    for start in ("", "1"):
        say(small, f"UPSERT INTO c (id, vector, n) VALUES {many.replace('(', '(' + start)}")
    slow = "SELECT COUNT(*) AS c FROM c AS a JOIN c AS b ON a.k = b.k WITH (timeout_ms = 1)"
    say(small, "UPDATE c SET k = 1")
    with pytest.raises(VelesFailed) as caught:
        say(small, slow)
    assert caught.value.code == "VELES-027"
    assert asked_apart(small) > 600
