"""The page of pyvis: nothing outside, nothing that runs from data."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from workbench.bench.see.graph import graph as graph_view
from workbench.core.values import Edge, Node

HOSTILE = '</script><a href="javascript:alert(1)" onclick=alert(2)>x</a>'


def data(html: str, name: str) -> Any:
    """What the page passes to `new vis.DataSet` for nodes or edges."""
    text = re.search(rf"{name} = new vis\.DataSet\((\[.*?\])\);", html, re.DOTALL)
    assert text
    return json.loads(text[1])


def elements(html: str) -> Counter[str]:
    """How many elements of each name a reader of HTML finds."""
    found = Counter[str]()
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attrs: found.update([tag])  # type: ignore[method-assign]
    reader.feed(html)
    return found


def test_nodes_and_edges_come_with_colours_sizes_and_places() -> None:
    view = graph_view(None, [Node("a", ("P",), {"name": "Ada"}), Edge("a", "K", "b", {"n": 1})])

    html = view.pyvis().html

    node, _ = data(html, "nodes")
    assert (node["id"], node["label"], node["title"]) == ("a", "Ada", "P\nname: Ada")
    assert node["color"] == view.look.colours["a"]
    assert {"x", "y"} <= node.keys()
    assert data(html, "edges") == [
        {"from": "a", "to": "b", "label": "K", "title": "K\nn: 1", "arrows": "to"}
    ]


def test_nothing_is_loaded_from_outside() -> None:
    html = graph_view(None, [("a", "b")]).pyvis().html

    assert re.findall(r"<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)=", html) == []
    assert elements(html).keys() & {"link", "img", "iframe"} == set()
    assert "bootstrap" not in html
    assert "default-src 'none'" in html
    assert html.count("<h1>") == 0


def test_hostile_texts_stay_texts() -> None:
    page = graph_view(None, [Node(HOSTILE, (HOSTILE,), {HOSTILE: HOSTILE})], title=HOSTILE).pyvis()

    assert "popup.innerHTML" not in page.html
    assert elements(page.html).keys() & {"a", "img", "iframe"} == set()
    assert elements(page.html)["script"] == 3
    assert data(page.html, "nodes")[0]["id"] == HOSTILE
    assert elements(page._repr_html_()) == {"iframe": 1}


@pytest.mark.parametrize(("nodes", "moving"), [(300, True), (301, False)])
def test_physics_is_off_where_it_would_freeze_the_page(nodes: int, moving: bool) -> None:
    html = graph_view(None, nx.path_graph(nodes)).pyvis().html

    assert (re.search(r'"physics": \{\s*"enabled": true', html) is not None) == moving


def test_the_frame_is_sandboxed_and_the_page_is_saved(tmp_path: Path) -> None:
    page = graph_view(None, [("a", "b")], title='Ti"tle').pyvis()

    assert page._repr_html_().startswith('<iframe sandbox="allow-scripts" title="Ti&quot;tle"')
    assert page.save(tmp_path / "x.html").read_text(encoding="utf-8") == page.html
    assert repr(page) == 'PyvisPage: Ti"tle: 2 nodes, 1 edges'


def test_only_what_is_seen_is_on_the_page() -> None:
    view = graph_view(None, [("a", "K", "b"), ("b", "L", "c")]).hide("c")

    assert [node["id"] for node in data(view.pyvis().html, "nodes")] == ["a", "b"]
