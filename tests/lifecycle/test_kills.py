"""Whatever is killed, the bench opens again at once, with every acknowledged write."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import monotonic, sleep

import pytest

import workbench as wb
from workbench.stores.local.bench_servers import BenchServers

KILLS = 20
WRITER = Path(__file__).with_name("writer.py")


class Writer:
    """A writing process and what was acknowledged to it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(WRITER), str(folder), name], stdout=subprocess.PIPE, text=True
        )

    def wait_for_a_write(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def kill(self) -> None:
        self._process.kill()

    def acknowledged(self) -> set[str]:
        """Everything it printed after the first line, once it is dead."""
        self._process.kill()
        printed, _ = self._process.communicate()
        return {line for line in printed.splitlines() if line != "lost a server"}


def _kill(victim: str, writer: Writer, folder: Path) -> None:
    if victim == "writer":
        writer.kill()
    else:
        os.kill(BenchServers(folder).running()[victim].pid, signal.SIGKILL)


@pytest.mark.timeout(600)
def test_twenty_kills_lose_no_acknowledged_write_and_reopening_is_quick(tmp_path: Path) -> None:
    folder, kept, waits = tmp_path / "bench", set[str](), list[tuple[str, float]]()
    with wb.open(folder, linger=0.5) as bench:
        bench.relational.write("CREATE TABLE kept (key text PRIMARY KEY)")
        bench.graph.put([])
        chance = random.Random(20)
        victims = ["writer", "postgres", "arcadedb", "writer"] * (KILLS // 4)
        chance.shuffle(victims)
        for number, victim in enumerate(victims):
            writer = Writer(folder, f"w{number}")
            kept.add(writer.wait_for_a_write())
            sleep(chance.uniform(0, 0.3))
            _kill(victim, writer, folder)
            start = monotonic()
            with wb.open(folder) as again:
                assert again.sql("SELECT 1 AS one").rows.values == [(1,)]
                waits.append((victim, monotonic() - start))
                assert again.cypher("RETURN 1 AS one").rows.values == [(1,)]
            kept |= writer.acknowledged()
        assert median(seconds for _, seconds in waits) < 3, waits  # one may meet a busy machine
    with wb.open(folder, row_limit=1_000_000) as bench:
        in_tables = set(bench.sql("SELECT key FROM kept").rows.column("key"))
        in_graph = set(bench.cypher("MATCH (n:Kept) RETURN n.id AS id").rows.column("id"))
    assert len(kept) > KILLS
    assert kept <= in_tables
    assert kept <= in_graph
