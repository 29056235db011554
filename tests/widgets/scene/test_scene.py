"""Scenes merged, limited, compared, placed, and packed for the browser."""

from __future__ import annotations

import json
import struct
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.values import Edge, Node
from workbench.widgets.scene.diff import diff
from workbench.widgets.scene.limits import limited
from workbench.widgets.scene.packing import pack
from workbench.widgets.scene.part import part
from workbench.widgets.scene.placement import laid_out, placed
from workbench.widgets.scene.scene import Scene, merge, there
from workbench.widgets.scene.values import name_of, property_of

TEXT = st.text(st.characters(exclude_categories=()), max_size=6)
IDS = st.lists(st.text("abcdé😀", min_size=1, max_size=2), min_size=1, max_size=8, unique=True)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    ids = draw(IDS)
    end = st.sampled_from(ids)
    values = st.none() | st.integers() | st.floats() | TEXT | st.lists(TEXT, max_size=2)
    properties = st.dictionaries(TEXT, values, max_size=2)
    nodes = [Node(i, tuple(draw(st.lists(TEXT, max_size=2))), draw(properties)) for i in ids]
    pairs = draw(st.lists(st.tuples(end, TEXT, end, properties), max_size=8))
    return Scene.of([*nodes, *(Edge(*pair) for pair in pairs)])


def unpacked(block: bytes) -> dict[str, Any]:
    """Columns by name, read as the format is described, by struct alone."""
    size = struct.unpack_from("<I", block)[0]
    header, start = json.loads(block[4 : 4 + size]), 4 + size
    ends = [*(c["at"] for c in header["columns"][1:]), len(block) - start]
    found = {}
    for column, end in zip(header["columns"], ends, strict=True):
        data, n = block[start + column["at"] : start + end], column["length"]
        letters = {"u4": "I", "u2": "H", "u1": "B", "f4": "f", "text": "I"}
        numbers = list(struct.unpack_from(f"<{n}{letters[column['kind']]}", data))
        found[column["name"]] = texts(data, numbers) if column["kind"] == "text" else numbers
    return {"meta": header["meta"], **found}


def texts(data: bytes, ends: list[int]) -> list[str]:
    units = data[4 * len(ends) :].decode().encode("utf-16-le")
    starts = [0, *ends][: len(ends)]
    return [units[2 * a : 2 * b].decode("utf-16-le") for a, b in zip(starts, ends, strict=True)]


def sound(text: str) -> str:
    """What UTF-8 cannot hold is a question mark."""
    return text.encode("utf-8", "replace").decode()


@given(scenes())
def test_a_packed_scene_reads_back(scene: Scene) -> None:
    read = unpacked(pack(scene))

    ids = list(scene.nodes)
    assert [read["source"], read["target"]] == [
        [ids.index(e.source) for e in scene.edges],
        [ids.index(e.target) for e in scene.edges],
    ]
    assert read["id"] == ids
    assert read["type"] == [sound(n.labels[0]) if n.labels else "" for n in scene.nodes.values()]
    assert read["edge_type"] == [sound(edge.type) for edge in scene.edges]
    assert read["edge_id"] == [sound(edge.id) for edge in scene.edges]
    assert [len(json.loads(text)) for text in read["properties"]] == [
        len({sound(name) for name in node.properties}) for node in scene.nodes.values()
    ]


def test_columns_hold_ids_names_types_json_and_places() -> None:
    nodes = [Node("a", ("P", "Q"), {"name": "Ada", "at": datetime(2026, 11, 21, tzinfo=UTC)})]
    edges = [Edge("a", "K", "a", {"x": float("nan"), "y": [1.5, None, True]}, id="e")]
    scene = Scene.of([*nodes, *edges])
    read = unpacked(pack(laid_out(scene, names=("grid",)), {"title": "T"}))

    assert [read[name] for name in ("id", "type", "label")] == [["a"], ["P"], ["Ada"]]
    assert json.loads(read["properties"][0])["at"] == "2026-11-21T00:00:00+00:00"
    assert json.loads(read["edge_properties"][0]) == {"x": "nan", "y": [1.5, None, True]}
    assert [read["x:grid"], read["y:grid"]] == [[0.0], [0.0]]
    assert read["meta"] == {"layouts": ["grid"], "left_out": [], "directed": True, "title": "T"}


@pytest.mark.parametrize(
    ("properties", "name"),
    [
        ({"title": "Title", "name": "Name"}, "Name"),
        ({"name": " ", "title": "Title"}, "Title"),
        ({"name": 7, "person_name": "Ada"}, "Ada"),
        ({"id": "a", "age": 3}, "a"),
    ],
)
def test_a_node_is_called_by_its_name_its_title_or_its_id(
    properties: dict[str, Any], name: str
) -> None:
    assert name_of(Node("a", (), properties)) == name


def test_properties_are_what_the_browser_reads() -> None:
    number = UUID(int=1)
    node = Node("a", (), {"v": np.float32(1.5), "l": (1, {2}), "u": number, "b": np.array([1, 2])})

    assert [property_of(node, name) for name in "vlub"] == [1.5, [1, [2]], str(number), [1, 2]]
    assert property_of(node, "id") == "a"


def test_merged_nodes_come_behind_and_tell_what_they_know() -> None:
    scene = Scene.of([Node("a", ("P",), {"x": 1}), Edge("a", "K", "b")])

    more = merge(scene, [Node("c"), Node("a", (), {"y": 2})], [Edge("c", "K", "a")], serial=1)

    assert list(more.nodes) == ["a", "b", "c"]
    assert more.nodes["a"] == Node("a", ("P",), {"x": 1, "y": 2})
    assert (more.added, more.edges_added) == ({"c": 1}, {"c-K-a": 1})


def test_what_an_undone_expand_brought_belongs_to_the_next_that_brings_it() -> None:
    first = merge(Scene.of([Node("a")]), [Node("b"), Node("c")], serial=1, active=())

    undone = merge(first, [Node("b")], serial=2, active=())
    kept = merge(first, [Node("b")], serial=2, active={1})

    assert (undone.added, kept.added) == ({"b": 2, "c": 1}, {"b": 1, "c": 1})
    assert there(undone, {2}) == {"a", "b"}


def test_an_edge_that_comes_with_its_id_is_the_one_that_had_none() -> None:
    scene = Scene.of([Edge("a", "K", "b", {"n": (1,)}), Edge("a", "K", "b", {"n": 2})])
    stored = [Edge("a", "K", "b", {"n": n}, id=f"#1:{at}") for at, n in enumerate(([1], [1], 3))]

    more = merge(scene, [], stored, serial=1)

    assert [edge.id for edge in more.edges] == ["a-K-b", "a-K-b#2", "#1:1", "#1:2"]
    assert more.edges_added == {"#1:1": 1, "#1:2": 1}


def test_edges_whose_ids_were_made_are_the_same_by_id_alone() -> None:
    one = Scene.of([Edge("b", "", "b", {"n": 0})])
    other = Scene.of([Edge("b", "", "b"), Edge("b", "", "b", {"n": 0})])

    both = merge(one, other.nodes.values(), other.edges)

    assert [edge.id for edge in both.edges] == ["b--b", "b--b#2"]


@given(scenes(), scenes())
def test_a_merge_loses_no_node_and_no_edge(one: Scene, other: Scene) -> None:
    both = merge(one, other.nodes.values(), other.edges)

    assert set(both.nodes) == {*one.nodes, *other.nodes}
    assert {e.id for e in both.edges} == {e.id for e in (*one.edges, *other.edges)}
    assert list(both.nodes)[: len(one.nodes)] == list(one.nodes)


@given(scenes(), st.integers(1, 8))
def test_a_limit_keeps_the_nodes_with_the_most_edges_and_says_so(scene: Scene, limit: int) -> None:
    cut = limited(scene, limit)

    graph = nx.MultiDiGraph([(e.source, e.target) for e in scene.edges])
    graph.add_nodes_from(scene.nodes)
    wanted = sorted(graph, key=lambda node: (-graph.degree(node), node))[:limit]
    assert list(cut.nodes) == [node for node in scene.nodes if node in wanted]
    assert list(cut.edges) == [e for e in scene.edges if {e.source, e.target} <= {*wanted}]
    assert bool(cut.left_out) == (len(scene.nodes) > limit)


def test_a_limit_tells_what_is_not_shown() -> None:
    scene = Scene.of([("a", "b"), ("a", "c"), ("c", "d")])

    assert limited(scene, 2).left_out == (
        "the 2 of 4 nodes with the most edges are shown, with 1 of 3 edges",
    )


def test_a_part_keeps_edges_and_places_of_its_nodes() -> None:
    scene = laid_out(Scene.of([("a", "b"), ("b", "c"), ("b", "b")]), names=("circular",))

    cut = part(scene, ["b", "c"])

    assert [edge.id for edge in cut.edges] == ["b--c", "b--b"]
    assert cut.positions["circular"].tolist() == scene.positions["circular"][1:].tolist()


def test_places_told_by_the_nodes_are_a_layout() -> None:
    nodes = [Node("a", (), {"x": 0, "y": 1.5}), Node("b", (), {"x": -3, "y": 2})]

    assert laid_out(Scene.of(nodes), names=()).positions["given"].tolist() == [[0, 1.5], [-3, 2]]
    assert laid_out(Scene.of([*nodes, Node("c")]), names=()).positions == {}


def test_new_nodes_stand_around_their_parent_and_nobody_moves() -> None:
    scene = laid_out(Scene.of([("a", "b"), ("b", "c"), ("c", "a")]), names=("circular", "grid"))
    more = merge(scene, [Node(f"n{i}") for i in range(5)], [Edge("b", "K", "n0")])

    found = placed(more, "b")

    for name, before in scene.positions.items():
        after = found.positions[name]
        assert after[:3].tolist() == before.tolist()
        assert (
            np.linalg.norm(after[3:] - after[1], axis=1).max() < 1.5 * np.ptp(before, axis=0).max()
        )
        assert len({(x, y) for x, y in after.tolist()}) == 8
    assert placed(found) is found


def test_a_difference_tells_what_became_of_each_node_and_edge() -> None:
    before = Scene.of([Node("a", (), {"v": 1, "w": None}), ("a", "K", "b"), ("a", "K", "c")])
    after = Scene.of(
        [Node("a", (), {"v": 2}), Edge("a", "K", "b", {"n": 1}), ("b", "K", "d"), Node("c")]
    )

    scene = diff(before, after)

    told = {name: node.properties["difference"] for name, node in scene.nodes.items()}
    assert told == {"a": "changed", "b": "same", "c": "same", "d": "added"}
    assert scene.nodes["a"].properties["difference_in"] == ["v"]
    edges = [(e.source, e.target, e.properties["difference"]) for e in scene.edges]
    assert edges == [("a", "b", "changed"), ("a", "c", "removed"), ("b", "d", "added")]


def test_parallel_edges_are_compared_one_to_one() -> None:
    before = Scene.of([Edge("a", "K", "b", {"n": n}, id=f"old{n}") for n in (1, 2, 3)])
    after = Scene.of([Edge("a", "K", "b", {"n": n}, id=f"new{n}") for n in (3, 9)])

    told = [(e.properties["n"], e.properties["difference"]) for e in diff(before, after).edges]

    assert told == [(3, "same"), (9, "changed"), (2, "removed")]


@given(scenes())
def test_a_graph_differs_in_nothing_from_itself(scene: Scene) -> None:
    same = diff(scene, scene)

    assert {n.properties["difference"] for n in same.nodes.values()} <= {"same"}
    assert {e.properties["difference"] for e in same.edges} <= {"same"}


def test_numbers_that_a_browser_would_round_are_texts() -> None:
    scene = Scene.of([Node("a", (), {"exact": 2**53, "large": 2**53 + 1, "least": -(2**60)})])

    text = b'{"exact":9007199254740992,"large":"9007199254740993","least":"-1152921504606846976"}'
    assert text in pack(scene)
