"""Linked views in one page: a selection in one is a selection in the other."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chromium import Watched
from tests.widgets.evaluation.made import report
from workbench.widgets.linked import Linked


def test_what_is_opened_in_one_view_is_marked_in_the_other(
    watched: Watched, tmp_path: Path
) -> None:
    page = watched.file(Linked([report(), report()]).save(tmp_path / "both.html"))
    grids = page.get_by_role("grid")
    grids.first.get_by_text("question 2").click()

    expect(grids.nth(1).locator("[aria-selected=true]")).to_contain_text("question 2")
