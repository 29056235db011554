"""PlaneExplorer in a browser: time, who is where, ways, tables, keyboard; no kernel, no store."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.chromium import Watched
from tests.widgets.planes.small_planes import DOORS, small_atlas
from workbench.widgets.planes.widget import PlaneExplorer
from workbench.widgets.view import View

PageOf = Callable[[View], Page]


@pytest.fixture
def page(page_of: PageOf) -> Page:
    """The four planes at bell.year_5."""
    return page_of(PlaneExplorer(small_atlas()))


def plane(page: Page, id: str) -> str:
    """How many are on a plane, as its box says."""
    return page.locator(f".planes-plane[data-id={id}] .planes-count").text_content() or ""


def at(page: Page, time: str) -> None:
    expect(page.locator(f".workbench-view[data-moment='{time}']")).to_be_visible()


def test_the_slider_walks_moments_by_key_and_people_come_and_go(page: Page) -> None:
    slider = page.get_by_role("slider", name="Moment")
    assert (plane(page, "sky"), plane(page, "well")) == ("1 here", "0 here · 1 perhaps")
    slider.press("ArrowRight")
    at(page, "bell.year_9")
    assert plane(page, "sky") == "0 here"
    slider.press("End")
    expect(page.get_by_role("status")).to_contain_text("nobody knows when nights was")
    assert (plane(page, "sky"), plane(page, "well")) == ("0 here · 1 perhaps", "1 here")
    slider.press("Home")
    at(page, "dawn")
    assert slider.get_attribute("aria-valuetext") == "The Dawn"


def test_a_step_of_the_native_slider_is_the_next_moment(page: Page) -> None:
    slider = page.get_by_role("slider", name="Moment")
    slider.evaluate("s => { s.stepUp(); s.dispatchEvent(new Event('input')); }")
    at(page, "bell.year_9")
    slider.evaluate("s => { s.value = 0; s.dispatchEvent(new Event('input')); }")
    at(page, "dawn")


def test_eras_of_which_nobody_knows_the_place_stand_apart(page: Page) -> None:
    bands = page.locator(".planes-band")
    assert bands.evaluate_all("all => all.map(b => b.title)") == [
        "The Bell Age: still running",
        "The Dawn: length unknown",
        "The Nights: order and length unknown",
        "lost: first and last year lost",
        "low: years 1 to 10",
    ]
    apart = page.locator(".planes-apart").bounding_box()
    nights = page.locator("[data-era=nights]").bounding_box()
    bell = page.locator("[data-era=bell]").bounding_box()
    assert apart
    assert nights
    assert bell
    assert apart["x"] - 1 <= nights["x"]
    assert nights["x"] + nights["width"] <= apart["x"] + apart["width"] + 1
    assert bell["x"] + bell["width"] <= apart["x"]


def test_an_exact_time_moves_there_or_says_what_it_needs(page: Page) -> None:
    time = page.get_by_label("Exact time")
    time.fill("bell.year_21")
    time.press("Enter")
    at(page, "bell.year_21")
    time.fill("bell.year_7")
    page.get_by_role("button", name="Go to this time").click()
    expect(page.get_by_role("status")).to_contain_text("bell.year_7 is not among the moments")
    expect(page.get_by_role("status")).to_contain_text("This needs a kernel")


def way(page: Page, start: str, goal: str) -> None:
    page.get_by_role("tab", name="Way").click()
    page.get_by_label("From plane").select_option(start)
    page.get_by_label("To plane").select_option(goal)


def test_a_way_is_shown_with_its_legs_and_what_they_cost(page: Page) -> None:
    way(page, "mud", "sky")
    expect(page.get_by_text("Reachable: 1.5 tolls, 2 legs.")).to_be_visible()
    legs = page.get_by_role("list", name="Legs").get_by_role("listitem")
    assert legs.all_inner_texts() == [
        "The Mud → The Well\nborder · the brim · 1 toll\nopen, always",
        "The Well → The Sky\ngate · the plug · 0.5 tolls\nopen, always",
    ]
    marked = page.locator(".planes-door.way")
    assert marked.evaluate_all("all => all.map(d => d.dataset.id)") == ["rel_2", "rel_3"]


def test_no_way_comes_with_the_cut_that_proves_it(page: Page) -> None:
    way(page, "mirror", "sky")
    expect(page.get_by_text("No way leads there.")).to_be_visible()
    way(page, "sky", "well")
    expect(page.get_by_text("Perhaps: 2 tolls, 2 legs")).to_be_visible()
    blocked = page.get_by_role("list", name="Blocked legs").get_by_role("listitem")
    assert blocked.all_inner_texts() == [
        "The Sky → The Mud\none way, the other way",
        "The Sky → The Well\none way, the other way",
        "The Sky → The Mud\nnobody knows whether it is open",
    ]


def test_a_way_follows_the_moment(page_of: PageOf) -> None:
    page = page_of(PlaneExplorer(small_atlas([door for door in DOORS if door.edge_id != "rel_3"])))
    way(page, "mud", "sky")
    expect(page.get_by_text("Reachable: 2 tolls, 1 leg.")).to_be_visible()
    time = page.get_by_label("Exact time")
    time.fill("bell.year_21")
    time.press("Enter")
    expect(page.get_by_text("No way leads there.")).to_be_visible()
    expect(page.get_by_role("list", name="Blocked legs")).to_contain_text("closed")
    cut = page.locator(".planes-door.cut").evaluate_all("all => all.map(d => d.dataset.id)")
    assert cut == ["rel_1", "rel_4"]


def test_a_way_over_planes_that_are_not_shown_says_so(page_of: PageOf) -> None:
    page = page_of(PlaneExplorer(small_atlas(hidden=("well",))))
    way(page, "mud", "sky")
    told = "Reachable for 1.5 tolls, over planes that are not on this map."
    expect(page.get_by_text(told)).to_be_visible()


def test_without_ways_a_kernel_is_asked_for(
    page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.widgets.planes.atlas.MOST_WAYS", 1)
    page = page_of(PlaneExplorer(small_atlas()))
    way(page, "mud", "sky")
    expect(page.get_by_text("this needs a kernel")).to_be_visible()


def test_the_map_is_walked_and_spoken(page: Page) -> None:
    page.get_by_role("application").focus()
    said = page.get_by_role("status")
    for key, line in [
        ("ArrowDown", "The Mirror of the Mud, echo: 0 here, 1 door."),
        ("ArrowDown", "The Mud, material: 1 here, 4 doors."),
        ("ArrowRight", "Door 1 of 4 to The Sky: gate, a ladder, 2 tolls; open; bell.year_5 to"),
        ("Enter", "The Sky, outer: 1 here, 3 doors."),
    ]:
        page.keyboard.press(key)
        expect(said).to_contain_text(line)
    expect(page.locator(".planes-plane.selected")).to_have_attribute("data-id", "sky")


def test_a_plane_lists_its_doors_and_people_and_a_person_has_a_card(page: Page) -> None:
    page.locator(".planes-plane[data-id=sky]").click()
    doors = page.get_by_role("list", name="Doors").get_by_role("button")
    expect(doors).to_have_count(3)
    page.get_by_role("row", name="Bo").click()
    expect(page.get_by_role("heading", name="Bo")).to_be_visible()
    where = page.get_by_role("list", name="Where at this moment")
    expect(where).to_contain_text("The Sky: directly, certain (bell.year_5 to bell.year_8)")
    rows = page.get_by_role("grid", name="Timeline").get_by_role("row").all_inner_texts()
    assert [row.split("\n")[:2] for row in rows[1:]] == [
        ["located in plane", "The Sky"],
        ["← parent of", "Ann"],
    ]
    page.get_by_role("slider", name="Moment").press("ArrowRight")
    expect(where).to_contain_text("no record says where")


def test_those_on_no_record_are_listed(page: Page) -> None:
    page.get_by_label("Where", exact=True).select_option("Outside their dates")
    expect(page.get_by_role("grid", name="Who is there")).to_contain_text("Dee")


def test_everything_is_in_tables_too(page: Page) -> None:
    page.get_by_role("button", name="Tables").click()
    table = page.get_by_label("Table of planes")
    expect(table.get_by_role("row")).to_have_count(5)
    page.get_by_label("Table of", exact=True).select_option("relations")
    table = page.get_by_label("Table of relations")
    expect(table.get_by_role("row", name="rel_3")).to_contain_text("the plug")
    page.get_by_label("Table of", exact=True).select_option("who is where")
    table = page.get_by_label("Table of who is where")
    expect(table.get_by_role("row", name="Cy")).to_contain_text("unknown")


def test_what_a_character_does_not_know_is_not_on_the_page(page_of: PageOf) -> None:
    known = [door for door in DOORS if door.secrecy == "public"]
    told = {"known_as": "cy", "known_name": "Cy", "known_at": "bell.year_5"}
    page = page_of(PlaneExplorer(small_atlas(known, **told)))
    expect(page.get_by_text("As Cy knows it at The Bell Age, year 5")).to_be_visible()
    expect(page.locator(".planes-door[data-id=rel_3]")).to_have_count(0)
    assert "the plug" not in page.content()
    way(page, "well", "sky")
    expect(page.get_by_text("Reachable: 3 tolls, 2 legs.")).to_be_visible()


def test_names_are_text_and_never_markup(page_of: PageOf) -> None:
    atlas = small_atlas()
    evil = "<img src=x onerror=alert(1)></script>"
    planes = [one._replace(name=evil, summary=evil, kind=evil) for one in atlas.planes]
    beings = [one._replace(name=evil) for one in atlas.beings]
    page = page_of(
        PlaneExplorer(type(atlas)(**{**vars(atlas), "planes": planes, "beings": beings}))
    )
    page.locator(".planes-plane[data-id=sky]").click()
    expect(page.get_by_role("heading", name=evil)).to_be_visible()
    assert page.locator("img").count() == 0


def test_boxes_and_prices_do_not_cover_each_other(page: Page) -> None:
    boxes = page.locator(".planes-box, .planes-pill:visible rect")
    found = boxes.evaluate_all("all => all.map(b => b.getBoundingClientRect().toJSON())")
    for n, a in enumerate(found):
        for b in found[n + 1 :]:
            beside = a["right"] <= b["left"] or b["right"] <= a["left"]
            assert beside or a["bottom"] <= b["top"] or b["bottom"] <= a["top"]


def test_in_the_dark_its_text_is_light(browser: Browser, tmp_path: Path) -> None:
    watching = Watched(browser, dark=True, calm=True)
    file = PlaneExplorer(small_atlas()).save(tmp_path / "planes.html")
    page = watching.file(file)
    ink = page.locator(".planes-name").first.evaluate("e => getComputedStyle(e).fill")
    box = page.locator(".planes-box").first.evaluate("e => getComputedStyle(e).fill")
    watching.context.close()
    assert (ink, box) == ("rgb(230, 237, 243)", "rgb(22, 27, 34)")
    assert watching.errors == []
