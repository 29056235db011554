"""The still picture of a graph: what it paints, and in which colours."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from workbench.widgets.picture import Dots, Lines, Words
from workbench.widgets.scene.placement import laid_out
from workbench.widgets.scene.scene import Scene
from workbench.widgets.scene.still import Drawn, picture

SCENE = laid_out(Scene.of([("a", "b"), ("b", "c"), ("c", "a")]), names=("circular",))
DRAWN = Drawn(
    nodes=("a", "b", "c"),
    edges=("a--b", "b--c"),
    layout="circular",
    colours={"a": "#0072b2", "b": "#0072b2", "c": "#e69f00"},
    sizes={"a": 4.0, "b": 4.0, "c": 9.0},
    edge_colours={"b--c": "#d55e00"},
    legend=(("colour: type", ""), ("Person · 2", "#0072b2")),
)


def test_every_seen_node_and_edge_is_painted_in_its_colour_and_size() -> None:
    marks = picture(SCENE, DRAWN).marks

    discs = {(m.radius, m.colour): len(m.at) for m in marks if isinstance(m, Dots)}
    lines = {m.colour: len(m.ends) for m in marks if isinstance(m, Lines)}
    assert discs == {(9.0, "#e69f00"): 1, (4.0, "#0072b2"): 2}
    assert sorted(lines.values()) == [1, 1]
    assert "#d55e00" in lines


def test_the_legend_and_the_names_are_words() -> None:
    words = [m.text for m in picture(SCENE, DRAWN).marks if isinstance(m, Words)]

    assert {"a", "b", "c", "colour: type", "Person · 2"} == set(words)


def test_what_was_left_out_stands_below_the_picture_and_in_its_words() -> None:
    made = picture(SCENE, replace(DRAWN, left_out=["2 of 3 nodes"]))

    assert [(m.y, m.text) for m in made.marks if isinstance(m, Words)][-1] == (473, "2 of 3 nodes")
    assert made.alt.endswith("laid out as circular; 2 of 3 nodes")


def test_a_pinned_node_stands_where_it_was_pinned() -> None:
    far = replace(DRAWN, pinned={"a": (1000.0, 0.0)}, legend=())

    discs = [m.at for m in picture(SCENE, far).marks if isinstance(m, Dots)]

    assert np.vstack(discs)[:, 0].max() == 900 - 24


def test_names_that_would_cover_another_are_left_out() -> None:
    scene = replace(SCENE, positions={"circular": np.array([[0, 0], [0, 0.001], [9, 9]])})

    words = [m.text for m in picture(scene, replace(DRAWN, legend=())).marks if hasattr(m, "text")]

    assert sorted(words) == ["a", "c"]


def test_many_nodes_leave_room_for_the_edges() -> None:
    scene = laid_out(Scene.of([(f"n{i}", f"n{i + 1}") for i in range(4999)]), names=("grid",))
    every = dict.fromkeys(scene.nodes, "#0072b2")
    drawn = Drawn(tuple(scene.nodes), (), "grid", every, dict.fromkeys(scene.nodes, 6.0))

    (dots,) = [m for m in picture(scene, drawn).marks if isinstance(m, Dots)]

    assert len(dots.at) == 5000
    assert 5000 * np.pi * dots.radius**2 < 0.3 * 900 * 480


def test_too_many_edges_are_thinned_and_counted() -> None:
    pairs = [(f"n{i}", f"n{(i * 7 + 1) % 3000}") for i in range(9000 // 3)] * 3
    scene = laid_out(Scene.of(pairs), names=("grid",))
    ids = tuple(edge.id for edge in scene.edges)
    nodes = tuple(scene.nodes)
    drawn = Drawn(nodes, ids, "grid", dict.fromkeys(nodes, "#0072b2"), dict.fromkeys(nodes, 4.0))

    made = picture(scene, drawn)

    assert made.alt == (
        "A graph of 3,000 nodes and 9,000 edges, laid out as grid; 3,000 of 9,000 edges are drawn"
    )


def test_an_empty_graph_is_an_empty_picture() -> None:
    empty = picture(laid_out(Scene.of([])), Drawn((), (), "force", {}, {}))

    assert empty.alt == "A graph of 0 nodes and 0 edges, laid out as force"
    assert empty.svg().startswith("<svg")
