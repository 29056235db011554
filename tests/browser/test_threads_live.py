"""Threads with somebody who answers: what the browser asks, over the recorded database."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Watched
from tests.tools.conftest import recorded_bench, recorded_tables
from workbench import tools
from workbench.bench.see.threads import threads
from workbench.core.errors import WorkbenchError
from workbench.widgets.view import View

__all__ = ["recorded_bench", "recorded_tables"]

# The traits of a widget and its messages, as anywidget gives them to a module.
MODEL = """({ data, actions }) => {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    const values = { data: new DataView(bytes.buffer), settings: {}, actions, selected: [] };
    const heard = {};
    const tell = (event, told) => (heard[event] ?? []).forEach((hear) => hear(told));
    const model = {
        get: (name) => values[name],
        set: (name, value) => { values[name] = value; tell(`change:${name}`); },
        on: (event, hear) => (heard[event] ??= []).push(hear),
        off: () => {}, save_changes: () => {},
        send: (message) => askPython(message).then((told) => tell("msg:custom", told)),
    };
    const el = document.createElement("div");
    el.style.height = "100vh";
    document.body.replaceChildren(el);
    globalThis.workbenchViews.threads.render({ model, el });
}"""


def live(watched: Watched, view: View, folder: Path) -> Page:
    """The view with a model that asks this process, as a kernel's would."""

    def answer(asked: Mapping[str, Any]) -> dict[str, Any]:
        try:
            return {"answer": asked["ask"], "value": view.answers()[asked["do"]](asked)}
        except WorkbenchError as error:
            return {"answer": asked["ask"], "error": f"{type(error).__name__}: {error}"}

    page = watched.file(view.save(folder / "view.html"))
    page.expose_function("askPython", answer)
    page.evaluate(MODEL, {"data": b64encode(view.data).decode(), "actions": list(view.actions)})
    return page


@pytest.fixture
def opened(watched: Watched, recorded_bench: Any, tmp_path: Path) -> Page:
    view = threads(recorded_bench, limit=12, carried=1, interface="telegram")
    return live(watched, view, tmp_path)


def test_a_thread_that_was_not_carried_is_read_from_the_store(opened: Page) -> None:
    opened.locator(".thread-row").nth(2).click()

    title = opened.locator(".thread-title").nth(2).inner_text()
    expect(opened.get_by_role("feed")).to_contain_text(title)
    opened.get_by_role("button", name="Refresh").click()
    expect(opened.locator(".wb-live")).to_contain_text("read again: ")


def test_a_search_asks_the_store_for_all_that_match(opened: Page, recorded_bench: Any) -> None:
    opened.get_by_role("searchbox").fill("quokkas")
    opened.get_by_role("button", name="Ask the store").click()

    count = tools.threads(recorded_bench, search="quokkas", interface="telegram").total
    expect(opened.get_by_text(f"the store found {count} threads")).to_be_visible()


def test_a_replay_shows_a_verdict_at_every_query(opened: Page, recorded_bench: Any) -> None:
    first = tools.threads(recorded_bench, interface="telegram").rows[0].thread_id
    replay = tools.replay_thread(recorded_bench, first)

    opened.get_by_role("button", name="Replay").click()

    expect(opened.get_by_text("Run again: ")).to_contain_text(
        ", ".join(f"{count} {verdict}" for verdict, count in replay.verdicts.items())
    )
    expect(opened.locator(".verdict").first).to_contain_text("today: ")


def test_another_thread_is_compared_with_the_open_one(opened: Page) -> None:
    opened.get_by_role("button", name="Compare with").first.click()

    expect(opened.get_by_text("steps, ")).to_be_visible()
    opened.get_by_role("button", name="Back").click()
    expect(opened.get_by_role("feed", name="Turns")).to_be_visible()


def test_a_redacted_page_is_handed_out(opened: Page) -> None:
    with opened.expect_download() as download:
        opened.get_by_role("button", name="Redacted page").click()

    page = download.value.path().read_text(encoding="utf-8")
    assert download.value.suggested_filename == "threads-redacted.html"
    assert "redacted" in page
    assert "telegram:1001" not in page
