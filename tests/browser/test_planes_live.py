"""PlaneExplorer with a kernel: what is chosen reaches Python, other times and eyes are read."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.lab import Lab

MAKE = """
from tests.widgets.planes.small_planes import SmallQuestions, small_atlas
from workbench.widgets.planes.widget import PlaneExplorer
view = PlaneExplorer(small_atlas(), SmallQuestions())
"""


def test_time_character_way_and_selection_go_both_ways(lab: Lab) -> None:
    notebook = lab.notebook([MAKE, "view.live()"]).run_all()
    shown = notebook.live(1)
    shown.get_by_role("slider", name="Moment").press("ArrowRight")
    notebook.wait_value("view.at", "bell.year_9")

    time = shown.get_by_label("Exact time")
    time.fill("bell.year_7")
    time.press("Enter")
    notebook.wait_value("view.at", "bell.year_7")
    time.fill("Year 7")
    time.press("Enter")
    expect(shown.get_by_role("status")).to_contain_text("TimeSyntaxError: expected an era")

    notebook.execute("view.selected = ['bo']")
    expect(shown.get_by_role("heading", name="Bo")).to_be_visible()
    expect(shown.get_by_text("factions: fac_brim")).to_be_visible()
    shown.locator(".planes-plane[data-id=well]").click()
    notebook.wait_value("view.selected", ["well"])


def test_seeing_as_a_character_takes_what_is_hidden_off_the_page(lab: Lab) -> None:
    notebook = lab.notebook([MAKE, "view.live()"]).run_all()
    shown = notebook.live(1)
    shown.get_by_role("tab", name="Way").click()
    shown.get_by_label("From plane").select_option("mud")
    shown.get_by_label("To plane").select_option("sky")
    expect(shown.get_by_text("Reachable: 1.5 tolls, 2 legs.")).to_be_visible()
    shown.get_by_label("At most tolls").fill("1")
    shown.get_by_role("button", name="Find the way").click()
    expect(shown.get_by_text("Not within this budget.")).to_be_visible()
    shown.get_by_label("At most tolls").fill("")

    person = shown.get_by_label("See as a character")
    person.fill("cy")
    person.press("Enter")
    expect(shown.locator(".planes-known")).to_have_text("As Cy knows it at The Bell Age, year 5")
    expect(shown.locator(".planes-door[data-id=rel_3]")).to_have_count(0)
    expect(shown.get_by_text("Reachable: 2 tolls, 1 leg.")).to_be_visible()
    assert {"do": "path", "start": "mud", "goal": "sky"} in notebook.value("view.actions")
