"""A scene of everything that holds a graph."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pandas as pd
import polars as pl
import pytest

from workbench.core.answer import Answer, Plan
from workbench.core.errors import BadInput
from workbench.core.lore import LoreAnswer, Meta
from workbench.core.values import Edge, Node, Path, Rows
from workbench.widgets.scene.scene import Scene

ADA, BOB = Node("a", ("Person",), {"id": "a", "name": "Ada"}), Node("b", ("Person",))
KNOWS = Edge("a", "KNOWS", "b", {"since": 1999}, id="#1:0")


def ids(scene: Scene) -> tuple[list[str], list[str]]:
    return list(scene.nodes), [edge.id for edge in scene.edges]


def test_rows_give_nodes_edges_paths_lists_and_maps_once_each() -> None:
    path = Path((ADA, BOB), (KNOWS,))
    rows = Rows(("p", "more", "n"), [(path, [KNOWS, {"x": Node("c")}], 7), (ADA, None, "text")])

    scene = Scene.of(rows)

    assert ids(scene) == (["a", "b", "c"], ["#1:0"])
    assert scene.nodes["a"].properties["name"] == "Ada"


def test_an_edge_brings_its_ends_and_a_node_met_later_tells_them() -> None:
    scene = Scene.of(Rows(("r", "n"), [(KNOWS, ADA)]))

    assert scene.nodes == {"a": ADA, "b": Node("b")}


def test_answers_are_their_rows() -> None:
    rows = Rows(("n",), [(ADA,)])
    answer = Answer(rows, (), lambda: Plan("none"), dict)

    assert ids(Scene.of(answer)) == (["a"], [])
    assert ids(Scene.of(LoreAnswer(rows, Meta()))) == (["a"], [])


def test_a_cut_answer_says_so() -> None:
    scene = Scene.of(Rows(("n",), [(ADA,)], truncated=True))

    assert scene.left_out == ("the row limit cut the answer after 1 rows",)


@pytest.mark.parametrize("kind", [nx.Graph, nx.DiGraph, nx.MultiGraph, nx.MultiDiGraph])
def test_every_networkx_graph_keeps_its_nodes_edges_and_direction(kind: Any) -> None:
    graph = kind()
    graph.add_node("a", labels=("Person", "Admin"), name="Ada")
    graph.add_node("b", type="Place", size=2)
    graph.add_edge("a", "b", type="IN", w=1.5)
    graph.add_edge("b", "b")

    scene = Scene.of(graph)

    assert scene.nodes["a"] == Node("a", ("Person", "Admin"), {"name": "Ada"})
    assert scene.nodes["b"] == Node("b", ("Place",), {"size": 2})
    assert [(e.source, e.type, e.target) for e in scene.edges] == [("a", "IN", "b"), ("b", "", "b")]
    assert scene.edges[0].properties == {"w": 1.5}
    assert scene.directed == graph.is_directed()


def test_parallel_edges_of_a_multigraph_stay_apart() -> None:
    graph = nx.MultiDiGraph([("a", "b", {"type": "K"}), ("a", "b", {"type": "K"})])
    graph.add_edge("a", "b", key="mine", type="K")

    assert ids(Scene.of(graph))[1] == ["a-K-b", "a-K-b#2", "mine"]


def test_networkx_nodes_that_read_alike_stay_apart() -> None:
    assert ids(Scene.of(nx.Graph([(1, "1"), ((1, 2), 1)])))[0] == ["1", "1#2", "(1, 2)"]


def test_places_of_a_networkx_graph_are_given_ones() -> None:
    graph = nx.Graph()
    graph.add_node("a", pos=(0, 1))
    graph.add_node("b", pos=(2.5, 3))

    assert Scene.of(graph).positions["given"].tolist() == [[0, 1], [2.5, 3]]


@pytest.mark.parametrize("pos", [(float("nan"), 0), (10**400, 0), (1, 2, 3), "ab", None])
def test_places_that_are_none_are_not_given_ones(pos: Any) -> None:
    graph = nx.Graph()
    graph.add_node("a", pos=pos)

    assert Scene.of(graph).positions == {}


def test_a_scene_of_rows_through_networkx_is_the_same() -> None:
    scene = Scene.of([ADA, BOB, KNOWS])

    again = Scene.of(scene.networkx())

    assert (again.nodes, again.edges) == (scene.nodes, scene.edges)


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame])
def test_a_frame_of_edges_has_its_ends_under_many_names(frame: Any) -> None:
    for source, target in [("source", "target"), ("from", "to"), ("from_node_id", "to_node_id")]:
        edges = frame({source: [1, 2], target: [2, 3], "type": ["A", None], "w": [0.5, None]})
        scene = Scene.of(edges)
        assert ids(scene) == (["1", "2", "3"], ["1-A-2", "2--3"])
        assert [edge.properties for edge in scene.edges] == [{"w": 0.5}, {}]


@pytest.mark.parametrize("frame", [pl.DataFrame, pd.DataFrame])
def test_frames_of_nodes_and_edges_go_together(frame: Any) -> None:
    nodes = frame({"id": ["a", "b"], "label": ["Person", None], "age": [36, 41]})
    edges = frame({"src": ["a", "a"], "dst": ["b", "b"]})

    scene = Scene.of((nodes, edges))

    assert scene.nodes == {
        "a": Node("a", ("Person",), {"age": 36}),
        "b": Node("b", (), {"age": 41}),
    }
    assert ids(scene)[1] == ["a--b", "a--b#2"]


def test_rows_without_graph_values_are_a_frame_that_may_tell_of_its_ends() -> None:
    columns = ("type", "from_id", "from_label", "from_name", "to_id", "to_label", "properties")
    rows = Rows(columns, [("KNOWS", "a", "Person", "Ada", "b", "Person", {"since": 1})])

    scene = Scene.of(rows)

    assert scene.nodes["a"] == Node("a", ("Person",), {"id": "a", "name": "Ada"})
    assert scene.edges == (Edge("a", "KNOWS", "b", {"since": 1}, id="a-KNOWS-b"),)


def test_pairs_and_triples_of_ids_are_edges_and_keep_their_number() -> None:
    scene = Scene.of([("a", "b"), ("a", "b"), ("a", "KNOWS", "c")])

    assert ids(scene) == (["a", "b", "c"], ["a--b", "a--b#2", "a-KNOWS-c"])


def test_equal_edges_without_id_are_one_and_others_are_beside_it() -> None:
    one, other = Edge("a", "K", "b", {"n": 1}), Edge("a", "K", "b", {"n": 2})

    assert ids(Scene.of([one, one, other]))[1] == ["a-K-b", "a-K-b#2"]


def test_ids_may_be_whole_numbers() -> None:
    assert ids(Scene.of([(1, 2), (2, "KNOWS", 3)])) == (["1", "2", "3"], ["1--2", "2-KNOWS-3"])
    assert ids(Scene.of(((1, 2), (2, 3))))[0] == ["1", "2", "3"]
    assert ids(Scene.of([Node(1), Edge(1, "K", 2)])) == (["1", "2"], ["1-K-2"])  # type: ignore[arg-type]
    with pytest.raises(BadInput, match="expected ids as text or whole numbers, got None"):
        Scene.of([Node(None)])  # type: ignore[arg-type]


def test_rows_without_ids_are_left_out_and_counted() -> None:
    nodes = pd.DataFrame({"id": ["1", None], "kind": ["A", "B"]})
    edges = pd.DataFrame({"source": [1, 2, None], "target": [2, 1, 1]})

    scene = Scene.of((nodes, edges))

    assert ids(scene) == (["1", "2"], ["1--2", "2--1"])
    assert scene.left_out == (
        "rows of nodes without an id are left out: 1",
        "rows of edges without source or target are left out: 1",
    )


def test_nothing_is_an_empty_scene() -> None:
    assert ids(Scene.of(Rows(("n",), []))) == ids(Scene.of([])) == ([], [])


@pytest.mark.parametrize("source", [7, "MATCH (n) RETURN n", {"a": 1}, [7], [("a", None)]])
def test_what_holds_no_graph_is_refused_with_what_does(source: Any) -> None:
    with pytest.raises(BadInput, match="networkx graph, a polars or pandas frame"):
        Scene.of(source)


def test_a_frame_without_ends_is_refused_by_its_columns() -> None:
    with pytest.raises(BadInput, match=r"source and target.*the columns are: x, y"):
        Scene.of(pl.DataFrame({"x": [1], "y": [2]}))


def test_a_scene_as_frames_has_a_column_a_property() -> None:
    nodes, edges = Scene.of([ADA, BOB, KNOWS]).polars()

    assert nodes.rows() == [("a", "Person", "Ada"), ("b", "Person", None)]
    assert edges.columns == ["source", "target", "type", "id", "since"]
    assert edges.rows() == [("a", "b", "KNOWS", "#1:0", 1999)]
