"""EvalReport in a browser, without a kernel."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.widgets.evaluation.made import report
from workbench.widgets.view import View


def test_flips_are_listed_and_open_both_traces_step_by_step(
    page_of: Callable[[View], Page],
) -> None:
    page = page_of(report())
    expect(page.get_by_role("status").first).to_have_text("3 questions differ: 1 gained, 1 lost")
    page.get_by_text("question 2").click()
    panel = page.get_by_label("Question question 2")

    expect(panel.get_by_text("r1 says 2")).to_be_visible()
    rows = panel.get_by_role("row").all_inner_texts()
    assert [row.split("\t")[0].split()[0] for row in rows] == ["A", "message", "–", "answer"]


def test_another_pair_of_runs_is_chosen_by_keyboard(page_of: Callable[[View], Page]) -> None:
    page = page_of(report())
    page.get_by_label("Compare nano as B").focus()
    page.keyboard.press("ArrowDown")

    expect(page.get_by_text("6 questions differ: 0 gained, 0 lost")).to_be_visible()


def test_tabs_walk_by_arrow_keys_to_slices(page_of: Callable[[View], Page]) -> None:
    page = page_of(report())
    page.get_by_role("tab", name="Flipped questions").focus()
    page.keyboard.press("ArrowRight")

    expect(page.get_by_role("tab", name="By scenario")).to_be_focused()
    expect(page.get_by_role("gridcell", name="66.7 %")).to_be_visible()


def test_rows_are_walked_and_opened_by_keyboard(page_of: Callable[[View], Page]) -> None:
    page = page_of(report())
    page.get_by_role("grid").focus()
    page.keyboard.press("End")
    page.keyboard.press("Enter")

    expect(page.get_by_label("Question question 4")).to_be_visible()
    expect(page.locator("[role=row][aria-selected=true]")).to_contain_text("question 4")
