"""Nodes and edges of CSV and JSONL files, added in one change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.graphs.states import state_of
from workbench.core.errors import BadInput
from workbench.core.property_graph.records import EdgeRecord, NodeRecord
from workbench.etl.tonggraph.adding import add_edges, add_nodes
from workbench.etl.tonggraph.exporting import (
    export_edges_jsonl,
    export_nodes_jsonl,
    export_rows_jsonl,
)
from workbench.etl.tonggraph.rows import edge_rows, node_rows
from workbench.graphs.changing.draft import Draft

NODES = """external_id,labels,properties,code,size,flag,empty,word
anna,Person|Staff,"{""age"": 3, ""n"": 1.0}",007,1e5,true,,"""

EDGES = """source,target,type,weight
7,anna,KNOWS,0.5
anna,7,KNOWS,
"""


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def draft(*external_ids: str) -> Draft:
    """A graph of these nodes, whose ids begin at 5."""
    return Draft(state_of([NodeRecord(at, name) for at, name in enumerate(external_ids, 5)]))


def test_cells_are_scalars_where_they_are_json_of_one(tmp_path: Path) -> None:
    given = written(tmp_path / "n.csv", NODES + '"""quoted"""\nbert,,,[1],null,NaN,x,é\n')
    anna, bert = node_rows(given)
    assert (anna.external_id, anna.labels) == ("anna", ["Person", "Staff"])
    assert repr(anna.properties) == repr(
        {"age": 3, "n": 1.0, "code": "007", "size": 100000.0, "flag": True, "word": "quoted"}
    )
    assert bert.labels == []
    assert bert.properties == {
        "code": "[1]", "size": "null", "flag": "NaN", "empty": "x", "word": "é",
    }  # fmt: skip


def test_ends_are_external_ids_even_where_they_read_as_numbers(tmp_path: Path) -> None:
    graph = draft("anna", "7", "bert")
    assert add_edges(edge_rows(written(tmp_path / "e.csv", EDGES)), graph) == [0, 1]
    ends = [(edge.source, edge.target) for edge in graph.change().edges]
    assert ends == [(6, 5), (5, 6)]


def test_ends_are_ids_where_the_caller_says_so(tmp_path: Path) -> None:
    graph = draft("anna", "7")
    text = "source,target,edge_type\n5,6,T\n"
    add_edges(edge_rows(written(tmp_path / "e.csv", text), ends="id"), graph)
    (edge,) = graph.change().edges
    assert (edge.source, edge.target, edge.edge_type) == (5, 6, "T")


@pytest.mark.parametrize("end", ["-1", " 5", "5_0", "٥", "anna", ""])
def test_an_end_that_is_no_id_is_named(tmp_path: Path, end: str) -> None:
    path = written(tmp_path / "e.csv", f"source,target,type\n5,{end},T\n")
    with pytest.raises(BadInput, match=r"line 2, target: expected an id"):
        list(edge_rows(path, ends="id"))


def test_jsonl_of_integer_ends_is_refused_until_the_caller_says_what_they_are(
    tmp_path: Path,
) -> None:
    path = written(tmp_path / "e.jsonl", '{"source": 5, "target": 6, "edge_type": "T"}\n')
    with pytest.raises(BadInput, match=r"e\.jsonl, line 1, source: .*say ends='id'"):
        list(edge_rows(path))
    (row,) = edge_rows(path, ends="id")
    assert (row.source, row.target) == (5, 6)


def test_nodes_and_edges_with_holes_in_their_ids_are_wired_as_they_were(tmp_path: Path) -> None:
    nodes = [NodeRecord(3, "a", ("P",), {"x": 1.0}), NodeRecord(8, "9"), NodeRecord(9, "b")]
    edges = [EdgeRecord(4, 8, 3, "T", {"w": True}), EdgeRecord(7, 9, 9, "T")]
    names = {node.id: node.external_id for node in nodes}
    assert export_nodes_jsonl(nodes, tmp_path / "n.jsonl") == 3
    assert export_edges_jsonl(edges, tmp_path / "e.jsonl", external_ids=names) == 2
    graph = draft()
    ids = add_nodes(node_rows(tmp_path / "n.jsonl"), graph)
    add_edges(edge_rows(tmp_path / "e.jsonl"), graph)
    change = graph.change()
    assert (ids, [node.external_id for node in change.nodes]) == ([0, 1, 2], ["a", "9", "b"])
    assert [(e.source, e.target, e.properties) for e in change.edges] == [
        (1, 0, {"w": True}), (2, 2, {}),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("source,target,type\nanna,nobody,T\n", r"line 2: unknown node reference 'nobody'"),
        ("source,target,type\nanna,,T\n", r"line 2, target: expected the external id"),
        ("source,target\nanna,anna\n", r"line 2: expected a text as edge_type or type"),
        ("source,target,type\nanna,anna,T,1\n", r"line 2: expected as many cells as columns"),
        ("source,source,type\n", r"line 1: expected a name for each column, each once"),
        ("source,target,type,properties\nanna,anna,T,[1]\n", r"properties: expected a JSON obj"),
        ("source,target,type,properties\nanna,anna,T,{\n", r"properties: expected a JSON object"),
        ("source,target,type,n\nanna,anna,T,1\n\nanna,x,T,1\n", r"line 4: unknown node"),
        ("", r"line 1: expected a name for each column"),
        ('source,target,type\n"anna', r"e\.csv: expected CSV"),
    ],
)
def test_a_bad_row_is_named_with_its_line(tmp_path: Path, text: str, why: str) -> None:
    graph = draft("anna")
    with pytest.raises(BadInput, match=why):
        add_edges(edge_rows(written(tmp_path / "e.csv", text)), graph)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('{"external_id": 3}', "external_id: expected a text"),
        ('{"labels": "A|B"}', "labels: expected a list"),
        ('{"properties": [1]}', "properties: expected a JSON object"),
        ('{"properties": {"x": null}}', r"line 1: .*properties"),
        ('{"labels": [""]}', "line 1: a label"),
        ("[]", "expected a JSON object"),
        ('{"a": NaN}', "NaN is no number"),
    ],
)
def test_a_bad_line_of_nodes_is_named(tmp_path: Path, line: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        add_nodes(node_rows(written(tmp_path / "n.jsonl", line)), draft())


def test_other_files_are_refused_with_what_is_read(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"n\.txt: expected a file named \.csv, \.jsonl"):
        list(node_rows(tmp_path / "n.txt"))
    with pytest.raises(BadInput, match="cannot be read"):
        list(node_rows(tmp_path / "absent.csv"))
    (tmp_path / "latin.csv").write_bytes(b"external_id\n\xe9\n")
    with pytest.raises(BadInput, match="expected CSV in UTF-8"):
        list(node_rows(tmp_path / "latin.csv"))
    with pytest.raises(BadInput, match="expected 'external_id' or 'id'"):
        list(edge_rows(tmp_path / "e.csv", ends="number"))  # type: ignore[arg-type]


def test_rows_of_a_query_are_lines(tmp_path: Path) -> None:
    node, edge = NodeRecord(1, "a"), EdgeRecord(2, 1, 1, "T", {"w": 0.5})
    rows = [{"n": node, "r": [edge], "x": None}, {"n": 3}]
    assert export_rows_jsonl(rows, tmp_path / "rows.jsonl") == 2
    first, second = map(json.loads, (tmp_path / "rows.jsonl").read_text().splitlines())
    assert first == {
        "n": {"id": 1, "external_id": "a", "labels": [], "properties": {}},
        "r": [{"id": 2, "source": 1, "target": 1, "edge_type": "T", "properties": {"w": 0.5}}],
        "x": None,
    }
    assert second == {"n": 3}
