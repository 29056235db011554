"""Keys pressed in a live view are the view's: JupyterLab has commands on plain letters."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.lab import Lab

CELLS = ".jp-Notebook .jp-Cell"


def test_letters_pressed_in_a_view_do_nothing_to_the_cells(lab: Lab) -> None:
    made = "from tests.browser.samples import graph_view\nview = graph_view()"
    notebook = lab.notebook([made, "view.live()"]).run_all()
    el = notebook.live(1)
    expect(el).to_have_attribute("data-laid", "yes", timeout=15_000)
    cells = notebook.page.locator(CELLS).count()
    for control in (
        el.get_by_role("combobox", name="Layout"),
        el.get_by_role("button", name="Filter"),
    ):
        control.focus()
        for key in ("b", "x", "d", "d"):
            notebook.page.keyboard.press(key)
    el.get_by_role("application").focus()
    notebook.page.keyboard.press("x")
    notebook.page.keyboard.press("Enter")  # ours: goes to the best connected node
    notebook.wait_value("view.selected", ["Ada"])
    expect(notebook.page.locator(CELLS)).to_have_count(cells)
