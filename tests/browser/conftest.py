"""One browser for this folder's tests; a fresh context with nothing in it for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.chromium import Watched, executable, launch
from tests.browser.lab import Lab, LabWatched
from tests.browser.lab_server import serve
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


@pytest.fixture(scope="package")
def running_lab(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with serve(tmp_path_factory.mktemp("lab")) as server:
        watching = LabWatched(browser)
        yield Lab(server, watching)
        watching.context.close()


@pytest.fixture
def lab(running_lab: Lab) -> Iterator[Lab]:
    """JupyterLab; what a test opened in it is closed, its kernels shut, when the test ends."""
    watching = running_lab.watched
    watching.outside.clear()
    watching.errors.clear()
    yield running_lab
    running_lab.close()
    assert watching.outside == []
    assert watching.errors == []
