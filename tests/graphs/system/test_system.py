"""A graph of a bench while processes die, servers go, others write and people interrupt."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from psycopg.conninfo import conninfo_to_dict

import workbench as wb
from tests.graphs.system import two_processes
from tests.graphs.system.holding import faults
from tests.graphs.system.interrupts import interrupted
from tests.graphs.system.kill import ALL, NAME, _databases, round
from tests.graphs.system.writer import FILE
from tests.processes import kill_family
from workbench.bench.bench import Bench
from workbench.core.errors import (
    BadInput,
    NotSupported,
    StaleHandle,
    StoreUnavailable,
    WriteRefused,
)
from workbench.graphs.graphs import PropertyGraphs
from workbench.graphs.state.state import State
from workbench.stores.local.arcadedb import ArcadeServer
from workbench.stores.local.bench_servers import BenchServers
from workbench.stores.local.process import adopt, remember

COUNT = "MATCH (n) RETURN count(n) AS c"


def counted(graph: Any) -> int:
    found: int = graph.cypher(COUNT).records[0]["c"]
    return found


def test_a_writer_killed_while_a_file_comes_in_leaves_nothing_half(
    bench: Bench, folder: Path
) -> None:
    number = ALL.index(FILE) + len(ALL)
    verdict = round(folder, number, "writer", before=2)
    assert (verdict.form, verdict.victim, verdict.faults) == (FILE, "writer", [])


def test_two_processes_see_each_other_at_once_and_lose_nothing(bench: Bench) -> None:
    with bench.property_graphs.make("two") as graph:
        two_processes.setup(graph)
        with two_processes.other(bench.folder, "two") as second:
            seen = two_processes.by_turns(graph, second, 1.0)
            mine, theirs, wrong = two_processes.at_once(graph, second, 0.7)
    assert (seen.faults, wrong) == ([], [])
    assert min(seen.forms.total(), mine.counted, theirs.counted) > 0


@pytest.mark.parametrize("victim", ["postgres", "arcadedb"])
def test_a_server_killed_between_questions_is_told_once_at_most(bench: Bench, victim: str) -> None:
    with bench.property_graph(NAME) as graph:
        before = counted(graph), graph.generation
        kill_family(BenchServers(bench.folder).running()[victim].pid)
        first = _answer_of(lambda: counted(graph))
        assert first == before[0] or "ask again" in first.lower()
        assert (counted(graph), graph.generation) == before
        graph.add_node()
        assert counted(graph) == before[0] + 1
        assert [*faults(graph)] == []


def _answer_of(question: Callable[[], Any]) -> Any:
    """The answer, or what is told of a store that is not there."""
    try:
        return question()
    except StoreUnavailable as error:
        return str(error)


def test_a_stopped_bench_has_its_graphs_opened_anew(folder: Path, bench: Bench) -> None:
    other = wb.open(folder)
    graph = other.property_graph(NAME)
    other.close()
    with pytest.raises(StaleHandle, match="open the graph again"):
        graph.node_count()


def test_an_interrupt_of_an_import_leaves_all_or_nothing(bench: Bench, folder: Path) -> None:
    graphs, sample = bench.property_graphs, folder.parent / "sample.jsonl"
    stopped = 0
    for at in range(4):
        stopped += interrupted(lambda: graphs.read(sample, "cut"), 0.01 + at * 0.05)
        if "cut" in graphs:
            with graphs["cut"] as graph:
                assert graph.node_count() == graph.edge_count() == 3000
            graphs.drop("cut")
    assert stopped
    assert graphs.read(sample, "cut").counts["nodes"] == 3000
    graphs.drop("cut")


def test_an_interrupt_after_a_commit_is_made_good_by_the_next_call(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with bench.property_graphs.make("torn") as graph:
        graph.add_nodes([{}] * 3)
        graph.add_edge(0, 1, "T")
        with monkeypatch.context() as patched:
            patched.setattr(State, "_store", interrupt)
            with pytest.raises(KeyboardInterrupt):
                graph.delete_node(0, detach=True)
        assert (graph.node_ids(), graph.edge_ids(), graph.generation) == ([1, 2], [], 3)
        assert [*faults(graph)] == []
    bench.property_graphs.drop("torn")


# Where the interrupt falls into the driver's opening of a connection, its destructor warns.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_of_a_load_or_of_a_move_leaves_no_wrong_database(
    bench: Bench, folder: Path
) -> None:
    bench.property_graphs.read(folder.parent / "sample.jsonl", "cut")
    with bench.property_graphs["cut"] as graph:
        stopped = sum(interrupted(lambda: counted(graph), 0.02 + at * 0.1) for at in range(2))
        assert counted(graph) == 3000
        for at in range(2):
            graph.drafted("change", _all_marked)
            stopped += interrupted(lambda: counted(graph), 0.05 + at * 0.1)
        assert stopped
        assert [*faults(graph)] == []
    bench.property_graphs.drop("cut")


def _all_marked(draft: Any) -> None:
    for id in range(0, 3000, 5):
        draft.update_node(id, set_properties={"n": draft.node(id).properties["n"] + 1})


def test_an_interrupt_of_inference_stores_all_beliefs_or_none(bench: Bench) -> None:
    with bench.property_graphs.make("chain") as graph:
        graph.add_network([{"domain": "binary"}] * 800, *_chain(800))
        stopped = 0
        for at in range(5):
            before = graph.generation
            stopped += interrupted(_persisting(graph), 0.005 + at * 0.03)
            assert graph.generation in (before, before + 1)
            assert len(graph.state.posteriors) in (0, 800)
        assert stopped
        assert len(graph.belief_propagation(persist=True).beliefs) == 800
        assert [*faults(graph)] == []
    bench.property_graphs.drop("chain")


def _persisting(graph: Any) -> Callable[[], Any]:
    return lambda: graph.belief_propagation(persist=True)


def _chain(length: int) -> tuple[list[Any], list[Any]]:
    pairs = [{"variables": [at, at + 1], "values": [3, 1, 1, 3]} for at in range(length - 1)]
    return pairs, []


@pytest.mark.parametrize(
    "damage",
    [
        "MATCH (n:TongNode {tong_id: 0}) DETACH DELETE n",
        "CREATE (n:Stranger {tong_id: 9999})",
        "MATCH ()-[r]->() DELETE r",
    ],
)
def test_a_database_changed_by_hand_is_made_anew_at_the_next_opening(
    bench: Bench, damage: str
) -> None:
    with bench.property_graphs.make("hand") as graph:
        graph.add_nodes([{}] * 5)
        graph.add_edge(1, 2, "T")
        assert counted(graph) == 5
        graph._projection.place(graph.state).write(damage)
    with bench.property_graph("hand") as graph:
        assert counted(graph) == 5
        assert [*faults(graph)] == []
    bench.property_graphs.drop("hand")


@pytest.fixture
def urls(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The servers of a bench as those of a deployment."""
    with bench.property_graph(NAME) as graph:
        counted(graph)  # so that both run
    servers = BenchServers(bench.folder)
    running = servers.running()
    told = conninfo_to_dict(servers.postgres.conninfo(running["postgres"]))
    monkeypatch.setenv("DEPLOYED", str(told["password"]))
    monkeypatch.setenv("GRAPH", servers.arcadedb.passwords()["writer"])
    place = urlencode({"host": told["host"], "port": told["port"]})
    bolt = running["arcadedb"].endpoint["port"]
    return {
        "relational": f"postgresql://{told['user']}:${{DEPLOYED}}@/{told['dbname']}?{place}",
        "graph": f"bolt://writer:${{GRAPH}}@127.0.0.1:{bolt}/bench",
    }


def test_a_deployment_is_read_and_not_written(
    bench: Bench, urls: dict[str, str], tmp_path: Path
) -> None:
    with wb.open(tmp_path / "far", **urls) as far, far.property_graph(NAME) as graph:
        assert graph.stats() == bench.property_graph(NAME).stats()
        assert graph.at(0).node_count() == 0
        with pytest.raises(WriteRefused, match="write=True"):
            graph.add_node()
        with pytest.raises(NotSupported, match=r"a database of its own.*the local graph"):
            counted(graph)
        with pytest.raises(WriteRefused, match="write=True"):
            far.property_graphs.make("mine")
        with pytest.raises(BadInput, match="did you mean"):
            far.property_graph("gg")


def test_cypher_over_tables_that_may_not_be_written_has_a_database_of_its_own(
    bench: Bench, urls: dict[str, str], tmp_path: Path
) -> None:
    with wb.open(tmp_path / "far", **urls) as far:
        store, databases = far.property_graphs._graphs._store, _databases(bench)
        graphs = PropertyGraphs(store, databases, shares=False)
        there = databases.names()
        with graphs.open(NAME) as graph, graph.snapshot() as snapshot:
            before = snapshot.node_count()
            bench.property_graph(NAME).add_node()
            assert (counted(graph), counted(snapshot)) == (before + 1, before)
            assert len(databases.names()) == len(there) + 2
        assert databases.names() == there


def test_a_graph_server_whose_starter_was_killed_is_ended_by_the_next_start(
    tmp_path: Path,
) -> None:
    server, left = ArcadeServer(tmp_path), subprocess.Popen(["sleep", "60"])
    remember(server._launched, adopt(left.pid, {}))
    server._end_half_started()
    assert left.wait(5) != 0
