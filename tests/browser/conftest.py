"""One browser for this folder's tests; a fresh context with nothing in it for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import Watched, executable, launch
from workbench.widgets.view import View


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if executable() is None:
        pytest.skip("chromium is absent: apt-get install chromium")
    with sync_playwright() as playwright:
        opened = launch(playwright)
        yield opened
        opened.close()


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    """A context that may reach nothing outside; a test that reached or broke something fails."""
    watching = Watched(browser)
    yield watching
    watching.context.close()
    assert watching.outside == []
    assert watching.errors == []


@pytest.fixture
def page_of(watched: Watched, tmp_path: Path) -> Callable[[View], Page]:
    """The kernel-free page of a view, painted."""
    return lambda view: watched.file(view.save(tmp_path / "view.html"))
