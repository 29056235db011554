"""Kill -9 at every boundary of a saga, then recover: all stores hold all of it, or none does.

WORKBENCH_KILLS is how often each boundary is tried; 2 where it is not set.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

import workbench as wb
from tests.lifecycle.killed_sagas import Boundaries, Deadly
from tests.sagas.missions import (
    FILES,
    NOTHING,
    forget,
    held,
    is_whole,
    let_leases_run_out,
    letters,
    markers,
    mission,
)
from tests.sagas.small_world import build
from workbench.bench.bench import Bench
from workbench.core.errors import WorkbenchError
from workbench.sagas import log_mission, recover, saga_report
from workbench.stores.local.bench_servers import BenchServers

KILLS = int(os.environ.get("WORKBENCH_KILLS", "2"))
FEWER = max(1, KILLS // 2)  # of what the steps of a mission are not
OUTLIVED = 10_000  # a boundary that nobody reaches
PATIENT = pytest.mark.timeout(300 * KILLS)
KILLED = Path(__file__).with_name("killed_sagas.py")
ROOT = Path(__file__).resolve().parents[2]


class Killed:
    """The process that forks those that die."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(KILLED), str(folder)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": "."},
        )  # fmt: skip

    def at(self, scenario: str, boundary: int) -> str:
        """`killed NAME`, or the number of boundaries of a process that outlived them all."""
        self.ask(scenario, boundary)
        return self.told()

    def ask(self, scenario: str, boundary: int) -> None:
        assert self._process.stdin
        self._process.stdin.write(f"{scenario} {boundary}\n")
        self._process.stdin.flush()

    def told(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate()


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("killed-sagas") / "bench"
    with wb.open(folder, embedder="local") as opened:
        opened.migrate("lore", "sagas", dimension=256)
        build(opened)
        yield opened
        opened.stop()


class ServerDies(Boundaries):
    """Kills a server of the bench at a boundary, once."""

    def __init__(self, bench: Bench, server: str, at: str) -> None:
        super().__init__(-1, print)
        self._bench, self._server, self._at = bench, server, at

    def pass_by(self, what: str) -> None:
        if what == self._at:
            self._at = ""
            os.kill(BenchServers(self._bench.folder).running()[self._server].pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def killed(bench: Bench) -> Iterator[Killed]:
    process = Killed(bench.folder)
    yield process
    process.close()


def each_boundary(
    killed: Killed, scenario: str, times: int = KILLS, stride: int = 1
) -> Iterator[tuple[int, str]]:
    """Boundaries of a scenario, killed there some times; the caller looks after each."""
    boundary = 0
    while True:
        for _ in range(times):
            told = killed.at(scenario, boundary)
            if not told.startswith("killed"):
                assert boundary - stride < int(told) <= boundary
                return
            yield boundary, told
        boundary += stride


def recovered(bench: Bench) -> list[str]:
    let_leases_run_out(bench)
    states: list[str] = recover(bench).rows.column("state")
    return states


def nothing_left_over(bench: Bench) -> bool:
    return saga_report(bench).rows.values == [] and letters(bench) == []


def whole(bench: Bench) -> bool:
    marked = [status for _, status in markers(bench)]
    return is_whole(held(bench), files=2) and marked == ["committed"]


@PATIENT
def test_a_killed_mission_is_completed_and_one_that_had_not_begun_is_not_there(
    bench: Bench, killed: Killed
) -> None:
    deaths = 0
    for boundary, told in each_boundary(killed, "forward"):
        states = recovered(bench)
        if boundary == 0:
            assert (states, held(bench), markers(bench)) == ([], NOTHING, []), told
        else:
            assert (set(states) <= {"committed"}, whole(bench)) == (True, True), told
        assert nothing_left_over(bench), told
        deaths += 1
        forget(bench)
    assert deaths > 30 * KILLS
    assert whole(bench)  # the process that was not killed
    forget(bench)


@PATIENT
def test_a_killed_undoing_is_gone_on_with(bench: Bench, killed: Killed) -> None:
    undone = 0
    for _, told in each_boundary(killed, "back", FEWER):
        states = recovered(bench)
        gone = (held(bench), markers(bench)) == (NOTHING, [])
        assert gone or whole(bench), (told, states)
        assert states in ([], ["compensated"]) if gone else states == ["committed"], told
        assert nothing_left_over(bench), told
        undone += gone
        forget(bench)
    assert undone > 15 * FEWER
    assert held(bench) == NOTHING
    forget(bench)


@PATIENT
@pytest.mark.parametrize(("scenario", "boundary"), [("forward", 16), ("back", 52)])
def test_a_killed_recovery_is_recovered_from(
    bench: Bench, killed: Killed, scenario: str, boundary: int
) -> None:
    killed.at(scenario, boundary)
    let_leases_run_out(bench)
    stride = 1 if KILLS > 2 else 3
    for _, told in each_boundary(killed, "recovery", 1, stride):
        recovered(bench)
        gone = (held(bench), markers(bench)) == (NOTHING, [])
        assert gone == (scenario == "back"), told
        assert gone or whole(bench), told
        assert nothing_left_over(bench), told
        forget(bench)
        killed.at(scenario, boundary)
        let_leases_run_out(bench)
    forget(bench)


@PATIENT
def test_of_two_recoveries_at_once_one_goes_on_with_a_saga(bench: Bench, killed: Killed) -> None:
    with closing(Killed(bench.folder)) as other:
        for _ in range(3):
            killed.at("forward", 16)
            let_leases_run_out(bench)
            for process in (killed, other):
                process.ask("recovery", OUTLIVED)
            assert all(int(process.told()) < OUTLIVED for process in (killed, other))
            attempts = bench.sql("SELECT attempts FROM saga_journal WHERE step_no = 0").rows
            assert list(attempts.values) == [(2,)]  # who began it, and one more
            assert whole(bench)
            assert nothing_left_over(bench)
            forget(bench)


def test_a_bench_logs_recovers_reports_and_retcons(bench: Bench) -> None:
    with bench.sagas.logging_mission(mission(), FILES) as saga:
        assert bench.sagas.report().rows.column("saga_id") == [saga.saga_id]
    assert whole(bench)
    assert bench.sagas.log_mission(mission("MSN-901")).rows.column("state") == ["committed"]
    assert bench.sagas.recover().rows.values == bench.sagas.report().rows.values == []
    assert bench.sagas.retcon("itm_umbrella#name", {"name": "Brolly"}, "Slang.", []).rows.values
    bench.sagas.retcon("itm_umbrella#name", {"name": "The umbrella"}, "No slang.", [])
    put_back(bench)


SERVERS = [
    ("arcadedb", "before tell lore/saga_merge_instance", "compensated"),
    ("arcadedb", "commit of graph", "compensated"),
    ("arcadedb", "before tell lore/saga_marker", "committed"),
    # With PostgreSQL goes the journal: whether it is back to tell of the failure is chance.
    ("postgres", "before tell lore/saga_mission_insert", ""),
    ("postgres", "commit of relational", ""),
    ("postgres", "after graph transaction", ""),
]


@pytest.mark.timeout(300)
@pytest.mark.parametrize(("server", "at", "state"), SERVERS)
def test_a_mission_that_loses_a_server_is_whole_or_never_was(
    bench: Bench, server: str, at: str, state: str
) -> None:
    with wb.open(bench.folder) as first, suppress(WorkbenchError):
        log_mission(Deadly(first, ServerDies(first, server, at)), mission(), FILES, "monday")
    with wb.open(bench.folder) as again:
        again.cypher("RETURN 1 AS one")
        recovered(again)
        (told,) = log_mission(again, mission(), FILES, "monday").rows.column("state")
        assert told in (("committed", "compensated", "rejected") if not state else (state,))
        assert whole(again) if told == "committed" else held(again) == NOTHING
        assert nothing_left_over(again)
        forget(again)
    with suppress(WorkbenchError):  # it finds its connection dead, and then opens another
        bench.sql("SELECT 1 AS one")
    with suppress(WorkbenchError):
        bench.cypher("RETURN 1 AS one")


def retcons(bench: Bench) -> tuple[Any, ...]:
    """What each store tells of retcons, and what the graph says now."""
    rows = bench.sql("SELECT target_id, after FROM retcon ORDER BY id").rows.values
    edges = bench.cypher(
        "MATCH (:Person)-[r:MEMBER_OF]->() "
        "RETURN r.valid_from AS f, r.superseded_by IS NULL AS now ORDER BY f"
    ).rows.values
    flood = bench.cypher("MATCH (e:Event {id: 'evt_flood'}) RETURN e.occurred AS o").rows.values
    return len(rows), list(edges), flood[0][0], len(bench.objects.names("snapshots/retcon"))


BEFORE = (0, [("bell_age.year_338", True)], "bell_age.year_390", 0)
AFTER = {
    "relation": (
        1, [("bell_age.year_338", False), ("bell_age.year_340", True)], "bell_age.year_390", 1,
    ),
    "property": (1, [("bell_age.year_338", True)], "bell_age.year_391", 1),
}  # fmt: skip


def put_back(bench: Bench) -> None:
    """The small world before any retcon."""
    bench.graph.write("MATCH ()-[r:MEMBER_OF]->() WHERE r.supersedes IS NOT NULL DELETE r")
    bench.graph.write(
        "MATCH ()-[r:MEMBER_OF]->() SET r.superseded_by = null, r.retcon_at = null, "
        "r.retcon_note = null"
    )
    bench.graph.write("MATCH (e:Event {id: 'evt_flood'}) SET e.occurred = 'bell_age.year_390'")
    bench.relational.write("DELETE FROM retcon")
    bench.objects.drop(bench.objects.names("snapshots/retcon"))
    forget(bench)


@PATIENT
@pytest.mark.parametrize("scenario", ["relation", "property"])
def test_a_killed_retcon_is_whole_or_never_was(bench: Bench, killed: Killed, scenario: str) -> None:
    for _, told in each_boundary(killed, scenario, FEWER):
        recovered(bench)
        assert retcons(bench) in (BEFORE, AFTER[scenario]), told
        assert nothing_left_over(bench), told
        put_back(bench)
    assert retcons(bench) == AFTER[scenario]
    put_back(bench)
