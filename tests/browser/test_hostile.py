"""Hostile texts in every place of every view: none runs, none fetches, each is seen as text."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Locator, Page, expect

from tests.browser.chromium import Watched
from tests.browser.lab import Lab
from tests.browser.payloads import PAYLOADS
from tests.browser.samples import VIEWS
from workbench.core.errors import QueryFailed
from workbench.widgets.page import inline
from workbench.widgets.query.model import Result
from workbench.widgets.query.widget import QueryResult

SEEN = 60  # letters of a payload that must be there in one piece; views cut long texts

# Everything that may be pressed, pressed: what a view shows only then is shown.
PRESS_ALL = """root => {
    for (const kind of ["[role=tab]", "summary", "button", "[role=row]", "option"]) {
        for (const found of root.querySelectorAll(kind)) if (found.isConnected) found.click();
    }
}"""
# The texts of a view, those of attributes and of controls among them.
TEXTS = """root => [...root.querySelectorAll("*")].flatMap((element) => [
    element.children.length ? "" : element.textContent, element.value ?? "",
    ...[...element.attributes].map((attribute) => attribute.value),
    ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
]).filter(Boolean)"""


@pytest.fixture
def tall(browser: Browser) -> Iterator[Watched]:
    """As `watched`, its pages high enough for all rows of a table."""
    watching = Watched(browser)
    watching.context.on("dialog", refused)
    yield watching
    watching.context.close()
    assert watching.outside == []
    assert watching.errors == []


def refused(dialog: Dialog) -> None:
    dialog.dismiss()
    raise AssertionError(f"a payload opened a dialog: {dialog.message}")


def expect_none_ran(page: Page) -> None:
    for frame in page.frames:
        assert not frame.evaluate("() => 'ranPayload' in globalThis"), frame.url
        assert not frame.evaluate("() => Object.keys(Object.prototype)")
        assert frame.locator("[onerror], [onload], [onfocus], base, object, meta[content*=inv]"
                             ).count() == 0  # fmt: skip


def expect_texts(page: Page) -> None:
    """Each payload stands, from its beginning, in some text, once what was pressed is painted."""
    due = time.monotonic() + 10
    while missing := unseen(texts(page)):
        assert time.monotonic() < due, missing


def unseen(told: str) -> list[str]:
    return [word for word in PAYLOADS if plain(word)[:SEEN] not in told]


def texts(page: Page | Locator) -> str:
    root = page.locator("body") if isinstance(page, Page) else page
    return "\n".join(map(plain, root.evaluate(TEXTS)))


def plain(text: str) -> str:
    """Blanks made one; half a surrogate pair as the wire has it, where tables show its escape."""
    told = text.encode("utf-8", "replace").decode().replace("\\ud83d", "?")
    told = told.replace("\0", "")  # HTML has no such letter, and drops it
    return " ".join(told.split())


@pytest.mark.parametrize("name", VIEWS)
def test_on_a_page_no_payload_runs_and_each_is_a_text(
    tall: Watched, tmp_path: Path, name: str
) -> None:
    page = tall.file(VIEWS[name](PAYLOADS).save(tmp_path / "hostile.html"))
    page.set_viewport_size({"width": 1400, "height": 6000})
    view = page.locator(".workbench-view[data-ready=yes]")
    expect(view).to_be_attached()
    if name in {"graph", "embeddings"}:
        page.get_by_role("button", name="Table", exact=True).click()
    expect_texts(page)
    view.evaluate(PRESS_ALL)
    expect_none_ran(page)


def test_errors_are_texts(tall: Watched, tmp_path: Path) -> None:
    told = " ".join(PAYLOADS[:-1])
    failed = QueryResult(Result("cypher", told, {told: told}, error=QueryFailed(told)))
    page = tall.file(failed.save(tmp_path / "failed.html"))
    assert plain(told) in texts(page)
    expect_none_ran(page)


def test_in_the_output_of_a_cell_no_payload_runs_and_each_is_a_text(
    tall: Watched, tmp_path: Path
) -> None:
    html = "".join(inline([make(PAYLOADS).twin()]) for make in VIEWS.values())
    file = tmp_path / "cell.html"
    file.write_text(f"<!doctype html><meta charset=utf-8><body>{html}", "utf-8")
    page = tall.page()
    page.goto(file.as_uri())
    expect(page.locator("iframe")).to_have_count(len(VIEWS))
    page.locator("body").evaluate(PRESS_ALL)
    expect_texts(page)
    for frame in page.frames[1:]:
        frame.wait_for_selector("body[data-ready]", state="attached")
    expect_none_ran(page)


def test_live_no_payload_runs(lab: Lab) -> None:
    setup = """
from tests.browser.payloads import PAYLOADS
from tests.browser.samples import VIEWS
views = {name: make(PAYLOADS) for name, make in VIEWS.items()}
"""
    notebook = lab.notebook([setup, *[f"views[{name!r}].live()" for name in VIEWS]])
    notebook.page.on("dialog", refused)
    notebook.run_all()
    for at in range(1, len(VIEWS) + 1):
        live = notebook.live(at)
        expect(live).to_have_attribute("data-ready", "yes", timeout=20_000)
        live.evaluate(PRESS_ALL)
        assert plain(PAYLOADS[0]) in texts(live)
    expect_none_ran(notebook.page)
