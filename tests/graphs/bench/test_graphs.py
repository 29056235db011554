"""Property graphs of a bench: files in and out, names, handles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import workbench as wb
from tests.graphs.conformance.runner import FOLDER
from workbench.bench.bench import Bench
from workbench.core.errors import BadInput, StaleHandle
from workbench.graphs.handle import ON_CHANGE

VERSIONS = ("0.1.0", "0.2.0a1")
needs_files = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared TongGraph files are not beside this checkout"
)


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with wb.open(tmp_path_factory.mktemp("graphs") / "bench") as found:
        yield found
        found.stop()


@needs_files
@pytest.mark.parametrize("version", VERSIONS)
def test_a_file_comes_in_and_goes_out_without_loss(
    bench: Bench, tmp_path: Path, version: str
) -> None:
    receipt = bench.property_graphs.read(FOLDER / f"tonggraph-{version}.db", version)
    with bench.property_graph(version) as graph:
        graph.export(tmp_path / "graph.jsonl")
        bench.property_graphs.read(tmp_path / "graph.jsonl", f"{version} again")
        with bench.property_graph(f"{version} again") as again:
            assert again.model() == graph.model()
    assert receipt.findings == ()
    assert receipt.counts["nodes"] == graph.node_count()


@needs_files
def test_a_sound_file_has_no_finding_and_a_wrong_one_is_refused(
    bench: Bench, tmp_path: Path
) -> None:
    assert len(bench.property_graphs.check(FOLDER / "tonggraph-0.1.0.db")) == 0
    (tmp_path / "notes.db").write_text("not a database at all")
    with pytest.raises(BadInput, match="no SQLite file"):
        bench.property_graphs.read(tmp_path / "notes.db", "notes")
    assert "notes" not in bench.property_graphs


def test_an_unknown_name_is_told_with_the_near_one(bench: Bench) -> None:
    bench.property_graphs.make("harbour").close()
    with pytest.raises(BadInput, match="did you mean 'harbour'"):
        bench.property_graph("harbor")
    bench.property_graphs.drop("harbour")
    assert "harbour" not in list(bench.property_graphs)


def test_rows_of_csv_become_records_or_none_of_them(bench: Bench, tmp_path: Path) -> None:
    nodes, edges = tmp_path / "nodes.csv", tmp_path / "edges.csv"
    nodes.write_text("external_id,labels,rank\na,Person|Lead,3\nb,Person,2.5\n")
    edges.write_text("source,target,edge_type\na,b,KNOWS\na,nobody,KNOWS\n")
    with bench.property_graphs.make("csv") as graph:
        assert graph.import_nodes_csv(nodes) == [0, 1]
        with pytest.raises(BadInput, match=r"edges.csv, line 3.*'nobody'"):
            graph.import_edges_csv(edges)
        assert graph.edge_count() == 0
        assert graph.get_node(0).properties == {"rank": 3}


def test_each_handle_does_what_it_was_opened_for_when_others_write(bench: Bench) -> None:
    bench.property_graphs.make("shared").close()
    ways = {way: bench.property_graphs.open("shared", on_change=way) for way in ON_CHANGE}
    with bench.property_graph("shared") as other:
        other.add_node("new")
    assert ways["follow"].node_count() == 1
    assert (ways["keep"].node_count(), ways["keep"].stale) == (0, True)
    with pytest.raises(StaleHandle, match=r"call refresh\(\) before reading"):
        ways["refuse"].node_count()
    assert ways["refuse"].refresh()
    assert ways["refuse"].node_count() == 1


def test_the_past_is_asked_as_the_present_is(bench: Bench) -> None:
    with bench.property_graphs.make("past") as graph:
        graph.add_nodes([{"external_id": "a"}, {"external_id": "b"}])
        graph.add_edge(0, 1, "T")
        graph.delete_node(1, detach=True)
        with graph.at(2) as before:
            assert before.neighbors(0) == [1]
            rows = before.cypher("MATCH (a)-[r]->(b) RETURN b.external_id AS b").records
        assert rows == [{"b": "b"}]
        assert [change.reason for change in graph.log()] == ["add_nodes", "add_edge", "delete_node"]


def test_a_graph_that_was_never_asked_in_cypher_goes_without_a_graph_server(tmp_path: Path) -> None:
    with wb.open(tmp_path / "bench", linger=0.2) as bench:
        with bench.property_graphs.make("plain") as graph:
            graph.add_node("a")
        bench.property_graphs.drop("plain")
        states = {row[0]: row[4] for row in bench.status().values}
        bench.stop()
    assert states["graph"] == "starts on first use"
