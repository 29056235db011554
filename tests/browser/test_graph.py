"""The graph view without a kernel: everything but expanding works from a file on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, FloatRect, Page, expect

from tests.browser.chromium import Watched
from tests.browser.people import PageOf, at, people, picture, ready, shown, spoken
from workbench.core.values import Edge, Node
from workbench.widgets.graph.widget import GraphView
from workbench.widgets.scene.limits import limited
from workbench.widgets.scene.placement import laid_out
from workbench.widgets.scene.scene import Scene


@pytest.fixture
def page(page_of: PageOf) -> Page:
    return ready(page_of(people()))


def test_enter_cycles_through_what_a_search_found(page: Page) -> None:
    search = page.get_by_role("searchbox", name="Search")
    search.fill("child")
    expect(spoken(page)).to_have_text("0 matches")
    search.fill("ma")
    expect(spoken(page)).to_have_text("1 match")
    search.press("Enter")
    expect(spoken(page)).to_have_text("Match 1 of 1: Marius, Student, 2 edges")
    expect(page.get_by_role("complementary", name="Node Marius")).to_contain_text("age21")
    search.fill("5")
    expect(spoken(page)).to_have_text("2 matches")  # the ages 52 and 25
    search.press("Enter")
    search.press("Enter")
    expect(spoken(page)).to_have_text("Match 2 of 2: Fantine, Mother, 1 edge")


def test_a_colour_of_the_legend_hides_and_shows_its_type(page: Page) -> None:
    child = page.get_by_role("button", name="Child 2")
    child.click()
    shown(page, 4, 2)
    expect(child).to_have_attribute("aria-pressed", "false")
    child.click()
    shown(page, 6, 6)


def test_filters_by_property_hold_until_they_are_cleared(page: Page) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    panel = page.get_by_role("dialog", name="Filter")
    panel.get_by_label("Property").select_option("age")
    panel.get_by_label("Comparison").select_option("<")
    panel.get_by_label("Value").fill("30")
    panel.get_by_role("button", name="Add filter").click()
    shown(page, 4, 3)
    panel.get_by_role("checkbox", name="LOVES").uncheck()
    shown(page, 4, 2)
    panel.get_by_role("button", name="Clear filters").click()
    shown(page, 6, 6)


def test_a_scale_colours_by_numbers(page: Page) -> None:
    page.get_by_label("Colour by").select_option("age")
    expect(page.locator(".wb-ramp")).to_have_text("864")
    page.get_by_label("Size by").select_option("age")
    expect(page.locator(".wb-scale")).to_have_text("864")


def test_what_is_hidden_comes_back_by_undo_and_goes_by_redo(page: Page) -> None:
    page.mouse.click(*at(page, "toScreen", 0))
    page.keyboard.press("h")
    shown(page, 5, 3)
    page.keyboard.press("Control+z")
    shown(page, 6, 6)
    page.keyboard.press("Control+Shift+Z")
    shown(page, 5, 3)
    page.get_by_role("button", name="Undo").click()
    shown(page, 6, 6)
    expect(page.get_by_role("button", name="Undo")).to_be_disabled()
    expect(page.get_by_role("button", name="Redo")).to_be_enabled()


def test_show_all_takes_back_hiding_filters_and_focus(page: Page) -> None:
    page.mouse.click(*at(page, "toScreen", 4))
    page.keyboard.press("f")
    shown(page, 3, 2)
    page.keyboard.press("h")
    page.keyboard.press("a")
    shown(page, 6, 6)


def test_a_neighbourhood_has_as_many_hops_as_asked(page: Page) -> None:
    page.mouse.click(*at(page, "toScreen", 1))
    for hops, nodes, edges in ((1, 2, 2), (2, 3, 3), (3, 5, 5)):
        page.get_by_role("button", name="Neighbourhood", exact=True).click()
        page.get_by_role("button", name=f"{hops} hop").click()
        shown(page, nodes, edges)


def test_a_rectangle_selects_what_is_in_it(page: Page) -> None:
    places = [at(page, "toScreen", i) for i in range(6)]
    box = page.locator("canvas").bounding_box()
    assert box is not None
    page.get_by_role("button", name="Select with a rectangle").click()
    left = min(place[0] for place in places) - 15
    top, bottom = (sign(place[1] for place in places) for sign in (min, max))
    middle = sorted(place[0] for place in places)[2] + 1
    page.mouse.move(left, max(box["y"] + 1, top - 20))
    page.mouse.down()
    page.mouse.move(middle, bottom + 15, steps=3)
    page.mouse.up()
    expect(spoken(page)).to_have_text("3 selected")


def test_parallel_edges_are_told_apart_by_a_click(page: Page) -> None:
    for edge, name in enumerate(("HUNTS", "SPARES")):
        page.mouse.click(*at(page, "edgeToScreen", edge))
        card = page.get_by_role("complementary", name=f"Edge {name}")
        expect(card).to_contain_text(f"{edge + 1} of 2 edges between them")
        expect(card).to_contain_text(f"since{1815 + edge}")
        expect(card.get_by_role("listitem")).to_have_count(1)
        page.keyboard.press("Escape")


def test_the_keyboard_walks_and_every_step_is_spoken(page: Page) -> None:
    page.keyboard.press("n")
    expect(spoken(page)).to_have_text("Valjean, Convict, 3 edges")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(spoken(page)).to_have_text(
        "Valjean, Convict, 3 edges; neighbour 2 of 3: Javert via SPARES"
    )
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(spoken(page)).to_have_text("Cosette, Child, 3 edges")
    page.keyboard.press("Backspace")
    expect(spoken(page)).to_have_text("Valjean, Convict, 3 edges")


def test_dragging_a_node_pins_it(page: Page) -> None:
    place = at(page, "toScreen", 0)
    page.mouse.move(*place)
    page.mouse.down()
    page.mouse.move(place[0] + 60, place[1] + 30, steps=3)
    page.mouse.up()
    expect(page.get_by_role("button", name="Undo")).to_be_enabled()
    moved = at(page, "toScreen", 0)
    assert moved[0] == pytest.approx(place[0] + 60, abs=1.5)
    page.get_by_role("button", name="Python").click()
    expect(page.get_by_label("Python code")).to_contain_text('view.pin("valjean", ')


def test_another_layout_moves_the_nodes(page: Page) -> None:
    page.get_by_label("Layout", exact=True).select_option("grid")
    page.wait_for_function(
        """() => {
            const painter = document.querySelector(".wb-stage").workbenchPainter;
            const [a, b, c] = [0, 1, 2].map((i) => painter.toScreen(i));
            return Math.abs(a.y - b.y) < 1 && Math.abs(b.y - c.y) < 1;
        }"""
    )
    expect(page.get_by_label("Seed")).to_be_hidden()


def test_the_card_leads_to_neighbours(page: Page) -> None:
    page.mouse.click(*at(page, "toScreen", 3))
    page.get_by_role("complementary").get_by_role("button", name="Cosette").click()
    expect(page.get_by_role("complementary", name="Node Cosette")).to_be_visible()
    expect(spoken(page)).to_have_text("Cosette, Child, 3 edges")


def test_the_tables_hold_what_is_seen_and_select_it(page: Page) -> None:
    page.get_by_role("button", name="Child 2").click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Table").click()
    nodes = page.get_by_role("grid", name="Nodes")
    expect(nodes.get_by_role("row")).to_have_count(5)  # the head, and four
    nodes.get_by_role("row", name="Fantine").click()
    expect(page.get_by_role("complementary", name="Node Fantine")).to_be_visible()
    expect(nodes.get_by_role("row", name="Fantine")).to_have_attribute("aria-selected", "true")
    page.get_by_role("grid", name="Edges").get_by_role("row", name="SPARES").click()
    expect(page.get_by_role("complementary", name="Edge SPARES")).to_be_visible()


def test_all_that_was_done_is_python_that_does_it_again(page: Page) -> None:
    page.get_by_role("button", name="Student 1").click()
    page.get_by_label("Colour by").select_option("age")
    page.mouse.click(*at(page, "toScreen", 1))
    page.keyboard.press("h")
    page.get_by_role("button", name="Python").click()
    view = people()
    exec(page.get_by_label("Python code").inner_text(), {"view": view})
    assert view.look.nodes == ("valjean", "cosette", "fantine", "eponine")
    assert view.look.colour_legend.by == "age"


def test_a_double_click_says_that_it_needs_a_kernel(page: Page) -> None:
    page.mouse.dblclick(*at(page, "toScreen", 2))
    expect(spoken(page)).to_have_text("To expand needs a kernel: run the view's .live()")
    shown(page, 6, 6)


def test_what_was_left_out_and_who_paints_is_told(page_of: PageOf) -> None:
    nodes = [Node(str(n), ("Thing",), {}) for n in range(30)]
    edges = [Edge("0", "HAS", str(n)) for n in range(1, 30)]
    page = page_of(GraphView(laid_out(limited(Scene.of([*nodes, *edges]), 10))))
    expect(page.locator(".wb-left-out")).to_contain_text("10 of 30 nodes")
    expect(page.locator(".wb-renderer")).to_contain_text("canvas: ")


def test_the_keys_are_listed_and_escape_closes_the_list(page: Page) -> None:
    page.keyboard.press("?")
    help = page.get_by_role("dialog", name="Help")
    expect(help).to_contain_text("best connected")
    page.keyboard.press("Escape")
    expect(help).to_be_hidden()
    expect(page.get_by_role("button", name="Help")).to_be_focused()


def test_a_dark_page_is_painted_dark(browser: Browser, tmp_path: Path) -> None:
    watched = Watched(browser, dark=True, calm=True)
    page = ready(watched.file(people().save(tmp_path / "dark.html")))
    page.screenshot(path=tmp_path / "dark.png", clip=clip(page))
    watched.context.close()
    with Image.open(tmp_path / "dark.png") as image:
        pixels = np.asarray(image.convert("L"))
    assert pixels.mean() < 60
    assert (pixels > 150).sum() > 200  # labels and nodes


def clip(page: Page) -> FloatRect:
    box = page.locator("canvas").bounding_box()
    assert box is not None
    return box


def big(changed: int = 0) -> GraphView:
    random = np.random.default_rng(5)
    ends = random.integers(0, 10_000, (20_000, 2)).tolist()
    nodes = [Node(f"n{n}", (f"T{n % 5}",), {"rank": n + (n < changed)}) for n in range(10_000)]
    edges = [Edge(f"n{a}", "LINKS", f"n{b}", id=f"e{n}") for n, (a, b) in enumerate(ends)]
    return GraphView(laid_out(Scene.of([*nodes, *edges]), names=("force",)))


def test_ten_thousand_nodes_are_painted(page_of: PageOf) -> None:
    page = page_of(big())
    page.wait_for_selector("[data-ready]", state="attached")
    shown(page, 10_000, 20_000)
    picture(page).focus()
    page.keyboard.press("n")
    expect(spoken(page)).to_contain_text("edges")
