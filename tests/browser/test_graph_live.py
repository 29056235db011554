"""The graph view with a kernel: what is clicked reaches Python, what Python does is seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.lab import Lab, Notebook

IMPORT = "from tests.browser.miserables import *"


class Live:
    """The view that stands in the second cell of a notebook."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook, self.el = notebook, notebook.live(1)
        expect(self.el).to_have_attribute("data-laid", "yes", timeout=15_000)
        self.el.scroll_into_view_if_needed()
        self.stage = self.el.locator(".wb-stage")
        self.picture = self.el.get_by_role("application")
        self.spoken = self.el.get_by_role("status")

    def at(self, node: str) -> tuple[float, float]:
        """Where a node is on the page, in CSS pixels."""
        place = self.notebook.value(f"list(view.scene.nodes).index({node!r})")
        x, y = self.stage.evaluate(
            """(stage, i) => {
                const { x, y } = stage.workbenchPainter.toScreen(i);
                const box = stage.getBoundingClientRect();
                return [x + box.left, y + box.top];
            }""",
            place,
        )
        return x, y

    def go_to(self, node: str) -> Locator:
        """Finds the node, in the middle of the picture; gives what tells of it."""
        search = self.el.get_by_role("searchbox", name="Search")
        search.fill(node)
        search.press("Enter")
        return self.el.get_by_role("complementary", name=f"Node {node}")

    def expand(self, node: str) -> Locator:
        """Asks for more with the keyboard; gives the question that comes back."""
        self.go_to(node)
        self.picture.focus()
        self.notebook.page.keyboard.press("e")
        return self.el.get_by_role("dialog", name="Expand")

    def shows(self, nodes: int) -> None:
        expect(self.stage).to_have_attribute("data-nodes", str(nodes))
        self.notebook.wait_value("len(view.look.nodes)", nodes)


def opened(lab: Lab, made: str) -> Live:
    return Live(lab.notebook([f"{IMPORT}\nview = {made}", "view.live()"]).run_all())


@pytest.fixture
def live(lab: Lab) -> Live:
    return opened(lab, "view()")


def test_a_double_click_expands_and_undo_takes_it_back(live: Live) -> None:
    live.shows(77)
    live.go_to("Valjean")
    live.notebook.page.mouse.dblclick(*live.at("Valjean"))
    live.shows(78)
    expect(live.spoken).to_have_text("Valjean: 1 node and 1 edge added")
    live.picture.focus()
    live.notebook.page.keyboard.press("Control+z")
    live.shows(77)
    live.notebook.page.keyboard.press("Control+Shift+Z")
    live.shows(78)
    assert live.notebook.value("view.code") == 'view.expand("Valjean", limit=100)'


def test_what_python_does_is_seen_and_what_is_selected_goes_both_ways(live: Live) -> None:
    expect(live.go_to("Javert")).to_be_visible()
    live.notebook.wait_value("view.selected", ["Javert"])
    live.notebook.execute('view.select("Cosette")')
    expect(live.el.get_by_role("complementary", name="Node Cosette")).to_be_visible()
    expect(live.spoken).to_contain_text("Cosette, Character")
    live.notebook.execute('view.hide(["Valjean"]).colour_by("degree")')
    live.shows(76)
    expect(live.el.locator(".wb-ramp")).to_be_visible()
    before = [live.at(name) for name in ("Cosette", "Myriel")]
    live.notebook.execute('view.update([node_of("Hugo")], [Edge("Hugo", "WRITES", "Myriel")])')
    live.shows(77)
    assert [live.at(name) for name in ("Cosette", "Myriel")] == before
    for _ in range(2):
        live.el.get_by_role("button", name="Undo").click()
    live.shows(78)
    assert live.notebook.value("view.actions") == []


def test_too_many_neighbours_are_asked_about_and_a_supernode_is_refused(lab: Lab) -> None:
    hidden = '"MlleBaptistine", "MmeMagloire"'
    live = opened(lab, f"view({hidden}, ask_above=10, limit=5, refuse_above=20)")
    dialog = live.expand("Valjean")
    expect(dialog).to_contain_text("37 neighbours")
    dialog.get_by_label("Type").select_option("MEETS")
    dialog.get_by_role("button", name="Expand").click()
    expect(live.spoken).to_contain_text("Valjean has 36 neighbours by MEETS")
    live.shows(75)
    dialog = live.expand("Valjean")
    dialog.get_by_label("Type").select_option("MEETS")
    dialog.get_by_label("Direction").select_option("in")
    dialog.get_by_label("At most").fill("1")
    dialog.get_by_role("button", name="Expand").click()
    live.shows(76)
    expect(live.el.locator(".wb-left-out")).to_have_text("Valjean: 2 of 3 neighbours")
    expect(dialog).to_have_count(0)
