"""Every view paints in light and dark and shows where the keyboard is.

With GALLERY=1 it is the sample data that is painted, and docs/gallery gets the screens.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser import gallery
from tests.browser.chromium import Watched
from tests.browser.samples import VIEWS
from workbench.widgets.view import View

ROOM = {"width": gallery.WIDTH, "height": gallery.HEIGHT}
# Of the focused element: that it has an outline, which is in sight.
OUTLINED = """() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const seen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 && seen;
}"""
GROUND = """view => getComputedStyle(view).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number)"""
FEWEST_STOPS, MOST_STOPS = 2, 6  # of the Tab key in a view
SPREAD = 40  # of 255: the least between the darkest and the lightest of what is painted


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, View]]:
    if gallery.WANTED:
        with gallery.sample_views(tmp_path_factory.mktemp("benches")) as found:
            yield found
    else:
        yield {name: make() for name, make in VIEWS.items()}


def painted(watched: Watched, view: View, folder: Path) -> Page:
    page = watched.file(view.save(folder / "view.html"))
    page.set_viewport_size(ROOM)  # type: ignore[arg-type]
    expect(page.locator(".workbench-view[data-ready=yes]")).to_be_visible()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return page


def luminance(colour: list[float]) -> float:
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", VIEWS)
def test_a_view_paints_in_both_themes(
    browser: Browser, shown: Mapping[str, View], tmp_path: Path, name: str, theme: str
) -> None:
    watched = Watched(browser, dark=theme == "dark", calm=True)
    page = painted(watched, shown[name], tmp_path)
    ground = luminance(page.locator(".workbench-view").evaluate(GROUND))
    assert ground > 200 if theme == "light" else ground < 60
    assert page.evaluate("document.documentElement.scrollWidth") <= gallery.WIDTH
    page.screenshot(path=tmp_path / "seen.png")
    with Image.open(tmp_path / "seen.png") as image:
        low, high = image.convert("L").getextrema()
    assert high - low > SPREAD  # type: ignore[operator]
    gallery.keep(f"{name}-{theme}", page)
    watched.context.close()
    assert watched.errors == []


@pytest.mark.parametrize("name", VIEWS)
def test_tab_goes_from_control_to_control_and_each_is_outlined(
    browser: Browser, shown: Mapping[str, View], tmp_path: Path, name: str
) -> None:
    watched = Watched(browser)
    page = painted(watched, shown[name], tmp_path)
    visited = 0
    page.keyboard.press("Tab")
    while visited < MOST_STOPS and page.evaluate("document.activeElement !== document.body"):
        assert page.evaluate(OUTLINED), page.evaluate("document.activeElement.outerHTML")[:200]
        visited += 1
        if visited == FEWEST_STOPS:
            gallery.keep(f"{name}-keyboard", page)
        page.keyboard.press("Tab")
    assert visited >= FEWEST_STOPS
    watched.context.close()
