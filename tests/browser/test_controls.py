"""What holds for the controls of every view: the keyboard keeps its place, names are only names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.payloads import HUGE
from tests.browser.samples import (
    VIEWS,
    evaluation_view,
    graph_view,
    planes_view,
    threads_view,
)
from workbench.widgets.view import View

Opened = Callable[[View], Page]


def test_a_legend_keeps_the_focus_when_what_it_shows_is_made_anew(page_of: Opened) -> None:
    page = page_of(graph_view())
    person = page.get_by_role("group", name="Colours").get_by_role("button", name="Person")
    person.focus()
    page.keyboard.press("Enter")
    expect(person).to_have_attribute("aria-pressed", "false")
    expect(person).to_be_focused()


def test_the_focus_of_a_card_that_is_gone_is_the_pictures(page_of: Opened) -> None:
    page = page_of(graph_view())
    picture = page.get_by_role("application")
    picture.focus()
    page.keyboard.press("Enter")  # with nothing selected: the best connected node
    page.get_by_role("complementary", name="Node Ada").get_by_role("button", name="Hide").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary")).to_have_count(0)
    expect(picture).to_be_focused()


def test_a_search_outlives_what_is_done_to_the_graph(page_of: Opened) -> None:
    page = page_of(graph_view())
    page.get_by_role("searchbox", name="Search").fill("note")
    expect(page.locator(".wb-count")).to_have_text("16")
    page.get_by_role("group", name="Colours").get_by_role("button", name="Place").click()
    expect(page.locator(".wb-count")).to_have_text("11")


def test_a_choice_in_a_bar_keeps_the_focus(page_of: Opened) -> None:
    page = page_of(evaluation_view())
    shown = page.get_by_role("combobox", name="Show")
    shown.focus()
    page.keyboard.press("ArrowDown")
    expect(shown).to_have_value("gained")
    expect(shown).to_be_focused()


def test_a_door_in_a_list_keeps_the_focus(page_of: Opened) -> None:
    page = page_of(planes_view())
    page.get_by_role("application").focus()
    page.keyboard.press("ArrowDown")
    door = page.get_by_role("list", name="Doors").get_by_role("button").first
    door.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Door")
    expect(door).to_be_focused()


def test_a_citation_that_selects_keeps_the_focus(page_of: Opened) -> None:
    page = page_of(threads_view())
    cited = page.get_by_role("feed").get_by_role("button", name="select Ada").first
    cited.focus()
    page.keyboard.press("Enter")
    expect(cited).to_have_attribute("aria-pressed", "true")
    expect(cited).to_be_focused()


def test_the_row_that_keys_walk_to_can_be_seen(page_of: Opened) -> None:
    page = page_of(evaluation_view())
    page.get_by_role("grid").focus()
    page.keyboard.press("ArrowDown")
    row = page.get_by_role("row", name="Byron")
    expect(row).not_to_have_css("box-shadow", "none")


@pytest.mark.parametrize(
    ("view", "role"),
    [
        ("graph", "application"),
        ("planes", "application"),
        ("threads", "feed"),
        ("evaluation", "grid"),
    ],
)
def test_a_megabyte_in_every_text_does_not_stop_the_page(
    page_of: Opened, view: str, role: str
) -> None:
    page = page_of(VIEWS[view]([HUGE, "Ada"]))
    page.set_default_timeout(5_000)
    page.get_by_role(role).first.focus()
    for key in ("ArrowDown", "Enter", "End"):
        page.keyboard.press(key)
    assert page.evaluate("document.body.innerText.length") < 500_000
