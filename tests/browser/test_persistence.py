"""What becomes of every view: live, saved, reopened, saved again, exported, received untrusted."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import gallery
from tests.browser.chromium import Watched
from tests.browser.lab import Lab, LabWatched, Notebook
from tests.browser.samples import VIEWS

NAMES = list(VIEWS)
PATIENCE = 20_000  # ms: six views paint at once
SETUP = """
from tests.browser.samples import VIEWS
views = {name: make() for name, make in VIEWS.items()}
"""
# In the one notebook of this module: a view as it is, then the live ones.
TWINS = {name: at for at, name in enumerate(NAMES, 1)}
LIVE = {name: at + len(NAMES) for name, at in TWINS.items()}
# Of each view: what is clicked, what that selects, what Python then selects.
CLICKS = {
    "graph": ("Byron", ["Byron"], ["Darwin"]),
    "planes": ("Byron", ["being Byron"], ["being Darwin"]),
    "embeddings": ("Byron", ["Byron"], ["Darwin"]),
    "query": ("Byron", ["Byron"], ["Darwin"]),
    "evaluation": ("Byron", ["a1", "b1"], ["a3", "b3"]),
}


@pytest.fixture(scope="module")
def shared(running_lab: Lab, browser: Browser) -> Iterator[Lab]:
    """JupyterLab as in `lab`, for what all tests of this module do one after the other."""
    watching = LabWatched(browser)
    opened = Lab(running_lab.server, watching)
    yield opened
    opened.close()
    watching.context.close()
    assert watching.outside == []
    assert watching.errors == []


@pytest.fixture(scope="module")
def ran(shared: Lab) -> Notebook:
    """A notebook with every view, without a kernel and live, all cells run."""
    cells = [f"views[{name!r}]" for name in NAMES] + [f"views[{name!r}].live()" for name in NAMES]
    return shared.notebook([SETUP, *cells]).run_all()


@pytest.fixture(scope="module")
def file(ran: Notebook) -> Path:
    """That notebook as it was saved."""
    ran.save()
    return ran.file


def expect_twins(frames: Sequence[Locator]) -> None:
    """The views without a kernel paint, each when it comes into sight: browsers keep others."""
    for frame in frames:
        frame.scroll_into_view_if_needed()
        view = frame.content_frame.locator("body[data-ready] .workbench-view[data-ready=yes]")
        expect(view).to_be_visible(timeout=PATIENCE)


def expect_still(notebook: Notebook, cell: int) -> None:
    """What needs no script: a summary that opens to a picture and a table."""
    still = notebook.still(cell)
    still.locator("summary").click()
    expect(still.locator("table").first).to_be_visible()
    image = still.locator("img")
    expect(image).to_be_visible()
    assert image.evaluate("image => image.complete && image.naturalWidth > 0")


def shown(live: Locator, name: str) -> Locator:
    """What the view shows of a selection: its row marked, or a card of it."""
    rows = live.locator("[role=row][aria-selected=true]").filter(has_text=name, visible=True)
    return rows.or_(live.get_by_role("heading", name=name)).first


@pytest.mark.parametrize("name", CLICKS)
def test_live_a_click_reaches_python_and_python_is_seen(ran: Notebook, name: str) -> None:
    word, clicked, told = CLICKS[name]
    live = ran.live(LIVE[name])
    if name in {"graph", "embeddings"}:
        live.get_by_role("button", name="Table", exact=True).click()
    live.get_by_role("row").filter(has_text=word, visible=True).first.click()
    ran.wait_value(f"views[{name!r}].selected", clicked)
    ran.execute(f"views[{name!r}].selected = {told!r}")
    expect(shown(live, "Darwin")).to_be_visible()
    gallery.keep(f"{name}-live", live)


def test_live_a_citation_reaches_python_and_python_is_seen(ran: Notebook) -> None:
    live = ran.live(LIVE["threads"])
    chip = live.get_by_role("button", name="select Ada", exact=True).first
    chip.click()
    ran.wait_value("views['threads'].selected", ["Ada"])
    gallery.keep("threads-live", live)
    expect(chip).to_have_attribute("aria-pressed", "true")
    ran.execute("views['threads'].selected = []")
    expect(chip).to_have_attribute("aria-pressed", "false")


def test_saved_it_reopens_with_a_new_kernel_and_again_when_saved_then(
    file: Path, shared: Lab
) -> None:
    notebook = shared.open(file)
    expect_twins([notebook.frames(at) for at in TWINS.values()])
    notebook.save()
    again = notebook.reopen()
    expect_twins([again.frames(at) for at in TWINS.values()])
    assert again.value("'views' in globals()") is False
    for at in LIVE.values():
        expect_still(again, at)
    again.close()


def test_untrusted_it_keeps_summary_picture_and_table(file: Path, shared: Lab) -> None:
    notebook = shared.untrusted(file)
    for name, at in [*LIVE.items(), *TWINS.items()]:
        expect_still(notebook, at)
        gallery.keep(f"{name}-untrusted", notebook.cell(at))
    assert notebook.page.locator("iframe").count() == 0
    notebook.close()


def test_exported_to_html_it_paints_offline(file: Path, tmp_path: Path, browser: Browser) -> None:
    page = opened(exported(file, tmp_path), browser)
    frames = page.locator("iframe[srcdoc]").all()
    assert len(frames) == len(NAMES)
    expect_twins(frames)
    assert page.locator("details").count() == 2 * len(NAMES)


def exported(file: Path, folder: Path) -> Path:
    command = [sys.executable, "-m", "nbconvert", "--to", "html", "--output-dir", str(folder)]
    subprocess.run([*command, str(file)], check=True, capture_output=True)
    return folder / f"{file.stem}.html"


def opened(file: Path, browser: Browser) -> Page:
    """Without a network: what nbconvert itself wants from there (require.js, MathJax) is absent."""
    page = Watched(browser).page()
    page.goto(file.as_uri())
    return page


def test_what_is_saved_holds_no_state_of_widgets_and_no_path(file: Path) -> None:
    notebook = nbformat.read(file, as_version=4)
    assert "widgets" not in notebook.metadata
    told = nbformat.writes(notebook)
    assert str(Path(__file__).parents[2]) not in told
