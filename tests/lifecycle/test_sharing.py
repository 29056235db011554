"""One bench, several processes: shared servers, which end with the last user."""

from __future__ import annotations

import json
import os
import shutil
import signal
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import psutil
import pytest

import workbench as wb
from tests.processes import kill_family
from workbench.core.errors import StaleHandle, StoreUnavailable
from workbench.stores.local.bench_servers import BenchServers
from workbench.stores.local.process import wait_until

_USE = """
import sys, workbench as wb
bench = wb.open(sys.argv[1])
print(bench.sql("SELECT pg_postmaster_start_time()::text AS at").rows[0]["at"], flush=True)
sys.stdin.read()
"""


def _user(folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _USE, str(folder)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _said(user: subprocess.Popen[str]) -> str:
    assert user.stdout is not None
    return user.stdout.readline()


def _leave(user: subprocess.Popen[str]) -> None:
    user.communicate("")


def test_two_processes_share_one_server_and_the_last_one_out_stops_it(tmp_path: Path) -> None:
    wb.open(tmp_path / "b", linger=0.2).close()
    first, second = _user(tmp_path / "b"), _user(tmp_path / "b")
    servers = BenchServers(tmp_path / "b")

    assert _said(first) == _said(second) != ""
    _leave(first)
    sleep(1)
    assert "postgres" in servers.running()
    _leave(second)
    assert wait_until(lambda: not servers.running(), 10)


def test_a_bench_at_the_place_of_a_deleted_one_keeps_its_servers(tmp_path: Path) -> None:
    wb.open(tmp_path / "b", linger=4.0).close()  # its keeper waits longer than a start takes
    sleep(1)  # until the keeper holds its lock
    shutil.rmtree(tmp_path / "b")

    with wb.open(tmp_path / "b", linger=60.0) as bench:
        assert bench.sql("SELECT 1 AS one")
        sleep(5)
        assert "postgres" in BenchServers(bench.folder).running()
        bench.stop()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells where a process worked")
@pytest.mark.parametrize("linger", [0.0, 0.5])  # deleted while the keeper looks, and before
def test_servers_of_a_bench_that_is_deleted_at_once_are_ended(
    linger: float, tmp_path: Path
) -> None:
    with wb.open(tmp_path / "b", linger=linger) as bench:
        assert bench.graph.engine
        assert bench.sql("SELECT 1 AS one")
        servers = [psutil.Process(r.pid) for r in BenchServers(bench.folder).running().values()]
    shutil.rmtree(tmp_path / "b", ignore_errors=True)

    assert len(servers) == 2
    assert psutil.wait_procs(servers, timeout=15)[1] == []


def test_a_killed_user_counts_as_gone(tmp_path: Path) -> None:
    wb.open(tmp_path / "b", linger=0.2).close()
    user = _user(tmp_path / "b")
    assert _said(user)

    user.kill()
    user.communicate()

    assert wait_until(lambda: not BenchServers(tmp_path / "b").running(), 10)


def test_an_interrupt_in_the_notebook_leaves_the_servers_alone(tmp_path: Path) -> None:
    command = [sys.executable, "-c", _USE, str(tmp_path / "b")]
    user = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, start_new_session=True,
    )  # fmt: skip
    with wb.open(tmp_path / "b", linger=0.2) as bench:
        assert _said(user)
        os.killpg(user.pid, signal.SIGINT)
        user.communicate()

        assert bench.sql("SELECT 1 AS one").rows.values == [(1,)]


def test_a_killed_keeper_is_replaced_by_the_next_opening(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    with wb.open(folder, linger=0.2) as bench:
        assert bench.sql("SELECT 1 AS one")
        keepers = [p for p in psutil.process_iter() if _is_keeper(p, folder)]
        for keeper in keepers:
            keeper.kill()
        psutil.wait_procs(keepers, timeout=5)
        wb.open(folder).close()
    assert len(keepers) == 1
    assert wait_until(lambda: not BenchServers(folder).running(), 10)


def _is_keeper(process: psutil.Process, folder: Path) -> bool:
    try:
        words = process.cmdline()
    except psutil.Error:
        return False
    return "workbench.stores.local.keeper" in words and str(folder) in words


def test_a_server_that_died_is_told_and_back_with_the_next_question(tmp_path: Path) -> None:
    with wb.open(tmp_path / "b", linger=0.2) as bench:
        bench.relational.write("CREATE TABLE t AS SELECT 7 AS n")
        kill_family(BenchServers(bench.folder).running()["postgres"].pid)

        with pytest.raises(StoreUnavailable, match="is gone"):
            bench.sql("SELECT n FROM t")
        assert bench.sql("SELECT n FROM t").rows.values == [(7,)]


def test_stop_ends_the_servers_and_the_bench_goes_on(tmp_path: Path) -> None:
    with wb.open(tmp_path / "b", linger=0.2) as bench:
        assert bench.sql("SELECT 1 AS one")

        assert bench.stop() == ["postgres"]
        assert BenchServers(bench.folder).running() == {}
        assert bench.sql("SELECT 1 AS one").rows.values == [(1,)]


def test_a_closed_bench_says_so(tmp_path: Path) -> None:
    bench = wb.open(tmp_path / "b", linger=0.2)
    bench.close()

    with pytest.raises(StaleHandle, match="this bench is closed"):
        bench.sql("SELECT 1")


def test_a_path_too_long_for_a_socket_uses_loopback(tmp_path: Path) -> None:
    folder = tmp_path / ("long-" * 20) / "bench"
    with wb.open(folder, linger=0.2) as bench:
        assert bench.sql("SELECT 1 AS one").rows.values == [(1,)]
        bench.cache.put("a", b"1")
        running = BenchServers(folder).running()

    assert running["postgres"].endpoint["host"] == "127.0.0.1"
    assert running["valkey"].endpoint["host"] == "127.0.0.1"


def test_nothing_above_the_bench_changes_and_nothing_in_it_is_for_others(tmp_path: Path) -> None:
    above = {path: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.parents}
    with wb.open(tmp_path / "b", linger=0.2) as bench:
        assert bench.sql("SELECT 1 AS one")
        bench.cache.put("a", b"1")

    assert {path: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.parents} == above
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o700


def test_no_password_stands_in_bench_toml_or_on_a_command_line(tmp_path: Path) -> None:
    with wb.open(tmp_path / "b", linger=0.2) as bench:
        assert bench.sql("SELECT 1 AS one")
        bench.cache.put("a", b"1")
        folder = bench.folder
        secrets = [
            word
            for file in folder.glob("*/accounts.json")
            for word in json.loads(file.read_text()).values()
        ]
        commands = " ".join(
            word for p in psutil.process_iter(["cmdline"]) for word in p.info["cmdline"] or ()
        )

    assert len(secrets) == 3
    assert not any(word in commands + (folder / "bench.toml").read_text() for word in secrets)


def test_opening_waits_for_a_stop_in_progress(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    start = monotonic()
    for _ in range(5):
        with wb.open(folder, linger=0.0) as bench:
            assert bench.sql("SELECT 1 AS one").rows.values == [(1,)]
    assert monotonic() - start < 30


def test_threads_that_ask_at_once_share_one_store(tmp_path: Path) -> None:
    with wb.open(tmp_path / "b", linger=0) as bench, ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: bench.relational, range(8)))
        asked = threads.map(lambda n: bench.sql("SELECT $n::int AS n", n=n).rows[0]["n"], range(40))

        assert len({id(store) for store in found}) == 1
        assert list(asked) == list(range(40))
