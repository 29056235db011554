"""What the graph view saves from a page on disk, read back by others."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.people import PEOPLE, TIES, PageOf, people, ready, shown


@pytest.fixture
def page(page_of: PageOf) -> Page:
    return ready(page_of(people()))


@pytest.mark.parametrize("kind", ["GEXF (Gephi)", "GraphML"])
def test_networkx_reads_what_is_saved(page: Page, tmp_path: Path, kind: str) -> None:
    file = saved(page, kind, tmp_path)
    graph = (nx.read_gexf if file.suffix == ".gexf" else nx.read_graphml)(file)
    assert sorted(graph.nodes) == sorted(PEOPLE)
    assert graph.nodes["eponine"]["name"] == "Éponine"
    assert graph.nodes["eponine"]["age"] == 16
    kinds = sorted(told["type"] for *_, told in graph.edges(data=True))
    assert kinds == sorted(kind for _, kind, _ in TIES)


def test_json_and_svg_hold_what_is_seen(page: Page, tmp_path: Path) -> None:
    page.get_by_role("button", name="Child 2").click()
    shown(page, 4, 2)
    told = json.loads(saved(page, "JSON", tmp_path).read_text())
    assert [node["id"] for node in told["nodes"]] == ["valjean", "javert", "fantine", "marius"]
    drawn = saved(page, "SVG picture", tmp_path).read_text()
    assert drawn.count("<circle") == 4
    assert "Éponine" not in drawn


def test_the_picture_is_saved_as_it_is_seen(page: Page, tmp_path: Path) -> None:
    with Image.open(saved(page, "PNG picture", tmp_path)) as image:
        colours = {tuple(colour[:3]) for _, colour in image.getcolors(1 << 20) or []}
    assert {(0x00, 0x72, 0xB2), (0xE6, 0x9F, 0x00)} <= colours


def saved(page: Page, kind: str, folder: Path) -> Path:
    page.get_by_role("button", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=kind).click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file
