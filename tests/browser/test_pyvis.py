"""The page of pyvis in a browser without a network: it draws, and runs nothing of its data."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
from playwright.sync_api import Page, expect

from tests.browser.chromium import Watched
from workbench.bench.see.graph import graph as graph_view
from workbench.core.values import Edge, Node
from workbench.widgets.graph.widget import GraphView

HOSTILE = '<img src=x onerror="window.ran=1"><a href="x">href</a><script>window.ran=1</script>'


def opened(view: GraphView, watched: Watched, folder: Path) -> Page:
    page = watched.page()
    page.goto(view.pyvis().save(folder / "pyvis.html").as_uri())
    page.wait_for_function(
        "() => typeof network !== 'undefined' && network.body.nodeIndices.length > 0"
    )
    return page


def test_it_draws_offline_and_keeps_given_places(watched: Watched, tmp_path: Path) -> None:
    view = graph_view(None, nx.path_graph(301), layout="grid")

    page = opened(view, watched, tmp_path)

    assert page.evaluate("network.body.nodeIndices.length") == 301
    first, second = page.evaluate("Object.values(network.getPositions(['0', '1']))")
    assert first["y"] == second["y"]
    assert first["x"] < second["x"]


def test_hostile_texts_do_not_run(watched: Watched, tmp_path: Path) -> None:
    nodes = [Node("a", (HOSTILE,), {"name": HOSTILE, "x": 0, "y": 0})]
    page = opened(graph_view(None, [*nodes, Edge("a", HOSTILE, "a")]), watched, tmp_path)

    page.evaluate("network.fit({ animation: false })")
    at = page.evaluate("network.canvasToDOM(network.getPositions(['a']).a)")
    box = page.locator("#mynetwork").bounding_box()
    assert box
    page.mouse.move(box["x"] + at["x"] - 40, box["y"] + at["y"])
    page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    page.wait_for_function(
        "() => document.querySelector('.vis-tooltip')?.style.visibility === 'visible'"
    )

    assert "<img" in page.locator(".vis-tooltip").inner_text()
    assert page.evaluate("window.ran") is None
    assert page.locator(".vis-tooltip img").count() == 0


def test_the_frame_of_an_output_cell_draws(watched: Watched, tmp_path: Path) -> None:
    cell = tmp_path / "cell.html"
    cell.write_text(graph_view(None, [("a", "b")]).pyvis()._repr_html_(), encoding="utf-8")
    page = watched.page()

    page.goto(cell.as_uri())

    expect(page.frame_locator("iframe").locator("canvas")).to_be_visible()
