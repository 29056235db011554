"""Graphs written for other programs, and read again by networkx."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from workbench.bench.see.graph import graph as graph_view
from workbench.core.values import Edge, Node
from workbench.widgets.graph.widget import GraphView

HOSTILE = "</script><img src=x onerror=alert(1)>&\"' \u202e"
NODES = [
    Node(
        "a",
        ("Person", "Admin"),
        {"name": "Ada", "age": 36, "tags": ["x", 1], "at": date(2026, 1, 2)},
    ),
    Node("b\x00\ud800", ("Per<son",), {"age": 41.5, "mixed": True, "none": None, "big": 2**70}),
    Node("b\x01\ud800", (), {"age": 3, "mixed": "true", "label": "own", "start": "2020"}),
    Node(HOSTILE, (), {HOSTILE: HOSTILE, "type": 5, "map": {"k": [None]}, "nan": float("nan")}),
]
EDGES = [
    Edge("a", "KNOWS", HOSTILE, {"weight": 2.5, "id": "mine", "type": "t"}, id="e1"),
    Edge("a", "KNOWS", HOSTILE, {"since": "line\nbreak\tand\rreturn"}, id="e\x02"),
    Edge(HOSTILE, "", HOSTILE, id="loop"),
]


@pytest.fixture
def view() -> GraphView:
    return graph_view(None, [*NODES, *EDGES])


def by_name(graph: Any) -> dict[str, dict[str, Any]]:
    return {data["label"]: data for _, data in graph.nodes(data=True)}


def saved(view: GraphView, folder: Path, ending: str) -> Path:
    return view.save(folder / f"graph.{ending}")


@pytest.mark.parametrize("ending", ["gexf", "graphml"])
def test_networkx_reads_what_was_written(ending: str, view: GraphView, tmp_path: Path) -> None:
    read = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}[ending](saved(view, tmp_path, ending))

    assert sorted(read) == sorted(["a", "b\ufffd\ufffd", "b\ufffd\ufffd#2", HOSTILE])
    ada = read.nodes["a"]
    assert (ada["label"], ada["kind"], ada["age"]) == ("Ada", "Person:Admin", 36.0)
    assert (ada["tags"], ada["at"]) == ('["x",1]', "2026-01-02")
    bare = read.nodes["b\ufffd\ufffd"]
    assert (bare["age"], bare["mixed"], bare["big"]) == (41.5, "true", str(2**70))
    assert "none" not in bare
    other = read.nodes["b\ufffd\ufffd#2"]
    assert (other["label_"], other["start_"], other["mixed"]) == ("own", "2020", "true")
    hostile = read.nodes[HOSTILE]
    assert (hostile[HOSTILE], hostile["type_"], hostile["map"]) == (HOSTILE, 5, '{"k":[null]}')


@pytest.mark.parametrize("ending", ["gexf", "graphml"])
def test_edges_keep_ends_types_properties_and_number(
    ending: str, view: GraphView, tmp_path: Path
) -> None:
    read = {"gexf": nx.read_gexf, "graphml": nx.read_graphml}[ending](saved(view, tmp_path, ending))

    kind = {"gexf": "label", "graphml": "kind"}[ending]
    told = [(s, t, data.get(kind, "")) for s, t, data in read.edges(data=True)]
    assert sorted(told) == sorted([("a", HOSTILE, "KNOWS")] * 2 + [(HOSTILE, HOSTILE, "")])
    first, second = sorted(
        read.get_edge_data("a", HOSTILE).values(), key=lambda data: "weight_" not in data
    )
    assert (first["weight_"], first["id_"], first["type_"]) == (2.5, "mine", "t")
    assert second["since"] == "line\nbreak\tand\nreturn"


def test_json_reads_back_whole(view: GraphView, tmp_path: Path) -> None:
    read = json.loads(saved(view, tmp_path, "json").read_text(encoding="utf-8"))

    hostile = next(node for node in read["nodes"] if node["id"] == HOSTILE)
    assert hostile["properties"] == {
        HOSTILE: HOSTILE,
        "type": 5,
        "map": {"k": [None]},
        "nan": "nan",
    }
    assert [(e["id"], e["source"], e["type"]) for e in read["edges"]][:1] == [("e1", "a", "KNOWS")]
    assert {"label", "type", "x", "y", "size", "colour"} <= hostile.keys()


def test_only_what_is_seen_is_written_where_it_stands(view: GraphView, tmp_path: Path) -> None:
    view.filter("age", ">", 10).layout("grid").pin("a", 12.5, -3).colour_by(None)

    read = nx.read_gexf(saved(view, tmp_path, "gexf"))

    assert len(read) == 2
    assert read.nodes["a"]["viz"]["position"] == {"x": 12.5, "y": -3.0, "z": 0.0}
    colour = read.nodes["a"]["viz"]["color"]
    assert (colour["r"], colour["g"], colour["b"]) == (0x00, 0x72, 0xB2)


@pytest.mark.parametrize("ending", ["gexf", "graphml", "json"])
def test_an_empty_graph_and_an_undirected_one_are_written(ending: str, tmp_path: Path) -> None:
    empty = graph_view(None, [])
    undirected = graph_view(None, nx.path_graph(3))

    assert saved(empty, tmp_path, ending).stat().st_size > 20
    text = saved(undirected, tmp_path, ending).read_text()
    assert ("undirected" in text) == (ending != "json")


@pytest.mark.parametrize("ending", ["html", "svg", "png"])
def test_pages_and_pictures_are_saved_as_of_every_view(
    ending: str, view: GraphView, tmp_path: Path
) -> None:
    assert saved(view, tmp_path, ending).stat().st_size > 1000
