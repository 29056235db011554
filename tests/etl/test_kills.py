"""Loads whose servers or process are killed half way, and what a repeat makes of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import workbench as wb
from tests.etl.conftest import Base
from tests.etl.embedders import Watched
from tests.etl.interposed import Interposed
from tests.etl.small_base import data, extract, model
from tests.etl.states import state
from tests.stores.grist_files import texts
from workbench.bench.bench import Bench
from workbench.core.errors import StoreUnavailable
from workbench.etl.grist import Extract, load, unfinished
from workbench.stores.local.bench_servers import BenchServers

BEFORE = [["p:1", "Ada"], ["p:2", "Grace"], ["p:gone", "Nobody"]]
AFTER = [["p:1", "Ada Lovelace"], ["p:2", "Grace"], ["p:3", "Hedy"], ["p:4", "Rosalind"]]
LIVES = [["p:1", "c:2", "LIVES_IN"], ["p:3", "c:1", "LIVES_IN"], ["p:4", "c:1", "LIVES_IN"]]
KILLED_LOAD = Path(__file__).with_name("killed_load.py")
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with wb.open(tmp_path_factory.mktemp("killed") / "bench") as opened:
        opened.migrate("vedana")
        yield opened
        opened.stop()


@pytest.fixture
def people(folders: Any) -> tuple[Extract, Path]:
    """The documents after the change, as an extract and in their folder."""
    folder = folders()
    ends = {"Link_LIVES_IN": (texts("from_node_id", "to_node_id", "edge_label"), LIVES)}
    there = {"Anchor_person": (texts("person_id", "name"), AFTER), **ends}
    return extract(model(folder), data(folder, **there)), folder


def kill(bench: Bench, server: str) -> None:
    os.kill(BenchServers(bench.folder).running()[server].pid, signal.SIGKILL)


def reopened(bench: Bench) -> Bench:
    return wb.open(bench.folder)


def load_into(bench: Bench, found: Extract, **others: Any) -> Any:
    stores = {"relational": bench.relational, "graph": bench.graph, "embedder": Watched()}
    return load(found, **{**stores, **others})


def killing_while_embedding(bench: Bench) -> dict[str, Any]:
    return {"embedder": Interposed(Watched(), "embed", lambda texts: kill(bench, "postgres"))}


def killing_while_tables_change(bench: Bench) -> dict[str, Any]:
    def happens(table: str, *_: Any) -> None:
        if table == "staged_edges":
            kill(bench, "postgres")

    return {"relational": Interposed(bench.relational, "put", happens)}


def killing_between_tables_and_graph(bench: Bench) -> dict[str, Any]:
    return {"graph": Interposed(bench.graph, "drop", lambda *_: kill(bench, "postgres"))}


def killing_between_nodes_and_edges(bench: Bench) -> dict[str, Any]:
    def happens(nodes: Any, edges: Any) -> None:
        bench.graph.put(nodes)
        kill(bench, "arcadedb")

    return {"graph": Interposed(bench.graph, "put", happens)}


KILLS = (
    killing_while_embedding,
    killing_while_tables_change,
    killing_between_tables_and_graph,
    killing_between_nodes_and_edges,
)


def check_repeat_completes(bench: Bench, base: Base, found: Extract) -> None:
    """A repeat brings the state of an undisturbed load; after it, nothing is unfinished."""
    assert load_into(bench, found).graph.reloaded
    assert unfinished(bench.relational) == []
    base.load(found)
    assert state(bench.relational, bench.graph, found) == state(base.relational, base.graph, found)


@pytest.mark.parametrize("killing", KILLS)
def test_a_load_that_lost_a_server_is_told_and_completed_by_a_repeat(
    bench: Bench, base: Base, documents: Any, people: Any, killing: Any
) -> None:
    with reopened(bench) as first:
        load_into(first, documents(BEFORE))
        with pytest.raises(StoreUnavailable):
            load_into(first, people[0], **killing(first))
    with reopened(bench) as again:
        (told,) = unfinished(again.relational)
        assert told.state == ("failed" if "edges" in killing.__name__ else "killed")
        check_repeat_completes(again, base, people[0])


def test_a_load_whose_process_was_killed_is_told_and_completed_by_a_repeat(
    bench: Bench, base: Base, documents: Any, people: Any
) -> None:
    found, folder = people
    with reopened(bench) as first:
        load_into(first, documents(BEFORE))
        command = [sys.executable, str(KILLED_LOAD), str(first.folder), str(folder)]
        ended = subprocess.run(command, cwd=ROOT, timeout=60, env={**os.environ, "PYTHONPATH": "."})
        assert ended.returncode == -signal.SIGKILL
        assert [load.state for load in unfinished(first.relational)] == ["killed"]
        assert ("load", "grist") in [tuple(row.values())[:2] for row in first.status()]
        check_repeat_completes(first, base, found)
