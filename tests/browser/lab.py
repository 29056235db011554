"""A real JupyterLab: notebooks opened in a browser, run by real kernels, saved, opened again.

    def test_a_click_reaches_python(lab: Lab) -> None:
        cells = ["from tests.browser.samples import *; view = graph_view()", "view.live()"]
        notebook = lab.notebook(cells).run_all()
        notebook.live(1).get_by_role("row", name="Ada").click()
        notebook.wait_value("view.selected", ["ada"])

What the browser asks of the outside is refused and kept; so are console errors, those of
JupyterLab itself aside. A test with any of either fails when the fixture `lab` ends.
"""

from __future__ import annotations

import json
import time
from ast import literal_eval
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from typing import Any

import nbformat
from playwright.sync_api import ConsoleMessage, Error, FrameLocator, Locator, Page

from tests.browser.chromium import Watched
from tests.browser.lab_server import KERNEL, Server

SECONDS = 30.0
_READY = """async ([path, seconds]) => {
    const due = performance.now() + 1000 * seconds;
    const until = async (done) => {
        while (!done()) {
            if (performance.now() > due) throw new Error(`not ready: ${done}`);
            await new Promise(requestAnimationFrame);
        }
    };
    await until(() => globalThis.jupyterapp);
    await jupyterapp.restored;
    const panel = await jupyterapp.commands.execute("docmanager:open", { path });
    await panel.context.ready;
    await panel.sessionContext.ready;
    globalThis.notebookUnderTest = panel;
    await until(() => panel.sessionContext.session?.kernel?.status === "idle");
}"""
_RUN = """async () => {
    jupyterapp.shell.activateById(notebookUnderTest.id);
    await jupyterapp.commands.execute("notebook:run-all-cells");
    const cells = [...notebookUnderTest.content.model.cells];
    return cells.flatMap((cell, n) => (cell.outputs?.toJSON() ?? [])
        .filter((output) => output.output_type === "error")
        .map(({ ename, evalue, traceback }) => [n, ename, evalue, ...traceback].join("\\n")));
}"""
_RUN_ONE = """async ([n, wait]) => {
    jupyterapp.shell.activateById(notebookUnderTest.id);
    notebookUnderTest.content.activeCellIndex = n;
    notebookUnderTest.content.deselectAll();
    const ran = jupyterapp.commands.execute("notebook:run-cell");
    if (wait) await ran;
}"""
_ASK = """async (code) => {
    const kernel = notebookUnderTest.sessionContext.session.kernel;
    const user_expressions = { value: code };
    const reply = await kernel.requestExecute({ code: "", silent: true, user_expressions }).done;
    return reply.content.user_expressions?.value ?? reply.content;
}"""
_EXECUTE = """async (code) => {
    const kernel = notebookUnderTest.sessionContext.session.kernel;
    const reply = await kernel.requestExecute({ code, store_history: false }).done;
    return reply.content;
}"""
_SAVE = "() => notebookUnderTest.context.save()"
_CLOSE = """async () => {
    await notebookUnderTest.sessionContext.shutdown();
    notebookUnderTest.context.model.dirty = false;
    notebookUnderTest.dispose();
}"""


class Notebook:
    """One notebook, open in a page of its own; `page` is playwright's."""

    def __init__(self, lab: Lab, file: Path, page: Page) -> None:
        self.file, self.page, self._lab = file, page, lab
        page.evaluate(_READY, [file.relative_to(lab.server.root).as_posix(), SECONDS])

    def run_all(self) -> Notebook:
        """Runs all cells and waits for them; AssertionError with the traceback of a failed one."""
        failed = self.page.evaluate(_RUN)
        assert not failed, "\n".join(failed)
        return self

    def run_cell(self, cell: int, *, wait: bool = True) -> None:
        """Runs one cell and waits for it, or does not; what it raised stays in its output."""
        self.page.evaluate(_RUN_ONE, [cell, wait])

    def value(self, expression: str) -> Any:
        """What the kernel makes of a Python expression, as JSON; `str` of what JSON has not."""
        told = self.page.evaluate(_ASK, f"__import__('json').dumps({expression}, default=str)")
        assert told.get("status") == "ok", (
            f"{expression}: {told.get('ename')}: {told.get('evalue')}"
        )
        return json.loads(literal_eval(told["data"]["text/plain"]))

    def execute(self, code: str) -> None:
        """Runs statements in the kernel, in no cell; AssertionError with what they raised."""
        told = self.page.evaluate(_EXECUTE, code)
        assert told["status"] == "ok", f"{code}\n{told.get('ename')}: {told.get('evalue')}"

    def wait_value(self, expression: str, expected: Any, seconds: float = 10.0) -> None:
        """Asks the kernel until the expression has the value; AssertionError with the last one."""
        due = time.monotonic() + seconds
        while (seen := self.value(expression)) != expected:
            assert time.monotonic() < due, f"{expression}: expected {expected!r}, still {seen!r}"

    def cell(self, cell: int) -> Locator:
        """The outputs of a cell, counted from 0."""
        return (
            self.page.locator(".jp-Notebook .jp-Cell").nth(cell).locator(".jp-Cell-outputWrapper")
        )

    def frames(self, cell: int) -> Locator:
        """The frames of the views without a kernel among a cell's outputs."""
        return self.cell(cell).locator("iframe[srcdoc]")

    def twin(self, cell: int, at: int = 0) -> FrameLocator:
        """The inside of one of these frames."""
        return self.frames(cell).nth(at).content_frame

    def live(self, cell: int, at: int = 0) -> Locator:
        """The root element of a live view among a cell's outputs."""
        return self.cell(cell).locator(".workbench-view").nth(at)

    def still(self, cell: int, at: int = 0) -> Locator:
        """The folded summary, picture and table beside a view."""
        return self.cell(cell).locator("details").nth(at)

    def saved(self) -> nbformat.NotebookNode:
        """The file as it is on disk."""
        return nbformat.read(self.file, as_version=4)

    def save(self) -> Notebook:
        self.page.evaluate(_SAVE)
        return self

    def restart(self) -> None:
        """A new kernel for the open page; the outputs stay."""
        self.page.evaluate("() => notebookUnderTest.sessionContext.restartKernel()")
        self.value("1")

    def close(self) -> None:
        """Closes the notebook and shuts its kernel; the page may serve the next one."""
        self.page.evaluate(_CLOSE)

    def reopen(self) -> Notebook:
        """The file as saved, in a page loaded anew, with a new kernel, nothing run."""
        self.close()
        self.page.close()
        return self._lab.open(self.file)


class Lab:
    """JupyterLab in a browser; `notebook` and `open` are what a test begins with."""

    def __init__(self, server: Server, watched: Watched) -> None:
        self.server, self.watched = server, watched
        self._open: list[Notebook] = []
        self._free: list[Page] = []

    def notebook(self, cells: Sequence[str], name: str = "notebook") -> Notebook:
        """A new notebook of these code cells, open, its kernel idle; nothing is run yet."""
        written = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
        written.metadata["kernelspec"] = {
            "name": KERNEL, "display_name": KERNEL, "language": "python",
        }  # fmt: skip
        file = self.server.root / f"{name}-{token_hex(4)}.ipynb"
        nbformat.write(written, file)
        return self.open(file)

    def open(self, file: Path) -> Notebook:
        """A notebook that is in the server's folder, open with a new kernel, nothing run."""
        self._open.append(Notebook(self, file, self._page()))
        return self._open[-1]

    def untrusted(self, file: Path) -> Notebook:
        """The notebook as somebody else receives it: no signature of this machine fits it."""
        received = nbformat.read(file, as_version=4)
        received.cells.append(nbformat.v4.new_code_cell("'received'"))
        copy = file.with_name(f"received-{file.name}")
        nbformat.write(received, copy)
        return self.open(copy)

    def close(self) -> None:
        """Closes what is open; a page that closed well is kept, it loads slowly."""
        for notebook in self._open:
            if notebook.page.is_closed():
                continue
            with suppress(Error):
                notebook.close()
                self._free.append(notebook.page)
        self._open.clear()

    def _page(self) -> Page:
        if self._free:
            return self._free.pop()
        page = self.watched.page()
        # A workspace of its own: pages that share one send each other elsewhere.
        place = f"lab/workspaces/{token_hex(4)}?token={self.server.token}"
        page.goto(f"{self.server.url}{place}")
        return page


class LabWatched(Watched):
    """A context that tells JupyterLab's own errors from those of a view."""

    _OURS = ("blob:", "srcdoc", "anywidget", "workbench")
    # What anywidget says after two seconds even of a model that then is there: a machine under
    # load is slower. A view that never paints fails its test all the same.
    _LATE = "[anywidget] Failed to initialize model."

    def _page_error(self, error: Error) -> None:
        if str(error) != self._LATE and self._of_a_view(error.stack or str(error)):
            super()._page_error(error)

    def _console(self, message: ConsoleMessage) -> None:
        at = message.location["url"]
        of_lab = "/static/" in at or "/api/" in at
        if not of_lab or self._of_a_view(f"{at} {message.text}"):
            super()._console(message)

    def _of_a_view(self, stack: str) -> bool:
        return any(name in stack for name in self._OURS)
