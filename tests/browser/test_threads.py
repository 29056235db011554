"""Threads in a real browser, without a kernel: from plain data, as a saved page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import Watched
from tests.widgets.threads.recorded import lights, long_contents, many_rows, said, thread_of
from workbench.bench.see.threads import compare_threads, thread, threads
from workbench.core.threads import Thread
from workbench.widgets.threads.model import Listing
from workbench.widgets.threads.widget import ThreadExplorer
from workbench.widgets.view import View

Opened = Callable[[View], Page]
# Twice what the issue asks for, and in processor time, which others on the machine do not stretch.
PATIENCE = 2
FRAMES = """async (box) => {
    let frames = 0;
    const from = performance.now();
    return new Promise((told) => {
        const step = () => {
            frames += 1;
            box.scrollTop += 120;
            const ms = performance.now() - from;
            ms > 500 ? told([frames, ms]) : requestAnimationFrame(step);
        };
        requestAnimationFrame(step);
    });
}"""


class Processor:
    """Seconds of processor that a page's process has spent."""

    def __init__(self, page: Page) -> None:
        self._session = page.context.new_cdp_session(page)
        self._session.send("Performance.enable")

    def seconds(self) -> float:
        told = self._session.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in told if one["name"] == "ProcessTime"))


@pytest.fixture(scope="module")
def recorded() -> list[Thread]:
    return lights()


def first_picture(watched: Watched, view: View, file: Path) -> tuple[Page, Processor]:
    """The page of a view once it is painted, and what that cost."""
    page = watched.page()
    processor = Processor(page)
    page.goto(view.save(file).resolve().as_uri())
    page.locator('[data-ready="yes"].wb-threads').wait_for()
    print(f"\nfirst picture after {page.evaluate('performance.now()'):.0f} ms, {view!r}")
    return page, processor


def test_a_list_of_100k_threads_opens_at_once_and_is_searched(
    watched: Watched, tmp_path: Path
) -> None:
    view = ThreadExplorer(Listing(many_rows(100_000), 100_000))

    page, processor = first_picture(watched, view, tmp_path / "v.html")

    assert processor.seconds() <= PATIENCE * 2.0
    page.get_by_role("searchbox").fill("harbour 99999")
    expect(page.get_by_text("1 of 100,000 threads match")).to_be_visible()
    expect(page.locator(".thread-row")).to_have_count(1)


def test_a_thread_of_10k_events_opens_at_once_and_scrolls(watched: Watched, tmp_path: Path) -> None:
    view = ThreadExplorer(long_contents(10_000))

    page, processor = first_picture(watched, view, tmp_path / "v.html")

    assert processor.seconds() <= PATIENCE * 1.5
    for box in (page.get_by_role("listbox", name="10000 events"), page.get_by_role("feed")):
        before = processor.seconds()
        frames, ms = box.evaluate(FRAMES)
        print(f"{1000 * frames / ms:.0f} frames a second")
        assert (processor.seconds() - before) / frames <= PATIENCE / 30
    assert page.locator("*").count() < 2500


def test_filters_narrow_the_list(page_of: Opened, recorded: list[Thread]) -> None:
    page = page_of(threads(None, source=recorded))

    page.get_by_label("Only with a failed turn").check()
    expect(page.get_by_text("1 of 81 threads match")).to_be_visible()
    page.get_by_label("Only with a failed turn").uncheck()
    page.get_by_label("Interface").select_option("telegram")
    expect(page.get_by_text("3 of 81 threads match")).to_be_visible()
    page.get_by_label("Active from").fill("2026-11-03")
    page.get_by_label("Active until").fill("2026-11-03")
    page.get_by_label("Event type").select_option("jims.backoffice.feedback")
    expect(page.get_by_text("1 of 81 threads match")).to_be_visible()


def test_a_thread_is_opened_and_what_is_not_carried_says_so(
    page_of: Opened, recorded: list[Thread]
) -> None:
    view = threads(None, source=recorded[:3])
    kept = {recorded[0].thread_id: view.contents(recorded[0].thread_id)}
    part = Listing(view.listing.rows, 3, {str(name): told for name, told in kept.items()})
    page = page_of(ThreadExplorer(part))

    expect(page.get_by_role("feed").get_by_text("Who kept the light")).to_be_visible()
    page.locator(".thread-row").nth(2).click()

    expect(page.get_by_text("carries the events of 1 of 3 threads")).to_be_visible()


def test_a_citation_selects_its_id_and_its_turns_are_marked(
    page_of: Opened, recorded: list[Thread]
) -> None:
    page = page_of(thread(None, recorded[0]))

    page.get_by_role("button", name="select Widow's Ledge").first.click()

    expect(page.get_by_text("1 of 2 turns mention lighthouse:widows-ledge")).to_be_visible()
    pressed = page.get_by_role("button", name="select Widow's Ledge", pressed=True)
    expect(pressed.first).to_be_visible()
    expect(page.locator('.waterfall [data-marked="yes"]')).to_have_count(4)


def test_what_is_selected_outside_marks_the_turns_that_mention_it(
    page_of: Opened, recorded: list[Thread]
) -> None:
    view = thread(None, recorded[5])
    view.selected = ["ship:lady-ambrosine"]

    page = page_of(view)

    expect(page.locator('[role="feed"] [data-marked="yes"]')).to_contain_text("Turn 2")


def test_an_event_shows_its_json_and_the_table_tells_the_same(
    page_of: Opened, recorded: list[Thread]
) -> None:
    page = page_of(thread(None, recorded[0]))

    page.get_by_role("listbox", name="8 events").get_by_role("option").nth(1).click()
    expect(page.get_by_label("Data of event 2")).to_contain_text('"role": "user"')
    page.get_by_role("button", name="Table").click()

    rows = page.get_by_role("grid", name="Events").get_by_role("row")
    expect(rows).to_have_count(9)
    expect(rows.nth(2)).to_contain_text("user_message")


def test_lists_turns_and_events_are_walked_with_spoken_lines(
    page_of: Opened, recorded: list[Thread]
) -> None:
    page = page_of(threads(None, source=recorded))
    spoken = page.locator(".wb-live")

    page.get_by_role("listbox", name="Threads").press("ArrowDown")
    expect(spoken).to_contain_text("Who kept Gannet Head, in order of arrival?, 2026-11-02")
    page.keyboard.press("Enter")
    expect(page.get_by_role("feed")).to_contain_text("Gannet Head")
    page.get_by_role("feed").press("Home")
    expect(spoken).to_contain_text("Turn 1, asked: Who kept Gannet Head")
    page.get_by_role("listbox", name="events on a time axis").press("End")
    expect(spoken).to_contain_text(" of ")
    expect(spoken).to_contain_text("rag.query_processed")


def test_two_runs_stand_side_by_side(page_of: Opened, recorded: list[Thread]) -> None:
    twins = [t for t in recorded if t.turns[0].question == recorded[5].turns[0].question]

    page = page_of(compare_threads(None, twins[1], twins[2]))

    expect(page.get_by_role("feed").get_by_role("article").first).to_contain_text("question")
    page.get_by_label("only differences").check()
    expect(page.locator('.pair-box .pair[data-same="yes"]')).to_have_count(0)


def test_a_replay_needs_a_kernel_and_says_so(page_of: Opened, recorded: list[Thread]) -> None:
    page = page_of(thread(None, recorded[0]))

    page.get_by_role("button", name="Replay").click()

    expect(page.locator(".wb-live")).to_contain_text("This needs a kernel")


def test_a_redacted_page_shows_placeholders_and_no_way_back(
    page_of: Opened, recorded: list[Thread]
) -> None:
    page = page_of(thread(None, recorded[0]).redacted(names=["Tobias Lunt"]))

    expect(page.get_by_text("Redacted: placeholders stand for")).to_be_visible()
    expect(page.get_by_role("feed")).to_contain_text("[name 1], Ruth Lunt")
    assert "Tobias" not in page.content()
    expect(page.get_by_role("button", name="Replay")).to_have_count(0)


HOSTILE = (
    "<img src=x onerror=alert(1)></script><script>alert(2)</script>[a](javascript:alert(3))\u202e"
)


def test_hostile_text_is_text(page_of: Opened) -> None:
    row = repr({"similarity": 0.5, "node_id": HOSTILE, "node": {"name": HOSTILE}})
    args = {"label": HOSTILE, "property": HOSTILE, "text": HOSTILE}
    call = {"tool": "vector_text_search", "args": args, "result": f"Query: q\nRows:\n{row}"}
    record = ("rag.query_processed", {"query": HOSTILE, "technical_info": {"tool_calls": [call]}})
    page = page_of(
        thread(None, thread_of(3, said("user", HOSTILE), said("assistant", HOSTILE), record))
    )

    expect(page.get_by_role("feed")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("img, a").count() == 0


def test_line_breaks_and_code_are_kept(page_of: Opened) -> None:
    answer = "Run this:\n```sql\nSELECT 1\n```\nand see https://example.org"
    page = page_of(thread(None, thread_of(4, said("user", "how"), said("assistant", answer))))

    expect(page.locator(".said.assistant pre")).to_have_text("SELECT 1")
    expect(page.locator(".said.assistant")).to_contain_text("and see https://example.org")


def test_a_redacted_comparison_says_that_it_is_one(page_of: Opened, recorded: list[Thread]) -> None:
    view = compare_threads(None, recorded[0], recorded[1]).redacted(names=["Tobias Lunt"])

    page = page_of(view)

    expect(page.get_by_text("Redacted: placeholders stand for")).to_be_visible()
    assert "Tobias" not in page.content()
