"""A query's result and the console in a page without a kernel: seen, walked by keys, selected."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import Lab
from tests.widgets.query.answers import PEOPLE, PLAN, answer, result
from tests.widgets.query.consoles import sample_console
from workbench.core.answer import Plan
from workbench.core.values import Node, Rows
from workbench.widgets.linked import Linked
from workbench.widgets.query.console import QueryConsole
from workbench.widgets.query.model import Result
from workbench.widgets.query.widget import QueryResult
from workbench.widgets.view import View

PageOf = Callable[[View], Page]
RAN = "globalThis.ran"
HOSTILE = [
    "<script>globalThis.ran = 1</script>",
    "<img src=x onerror='globalThis.ran = 1'>",
    "</script><script>globalThis.ran = 1</script>",
    "javascript:globalThis.ran=1",
    "\u202etxt.exe\u2066",
    '"><svg onload=globalThis.ran=1>',
    "x" * 100_000,
]


def test_the_tabs_are_walked_by_keys(page_of: PageOf) -> None:
    page = page_of(QueryResult(PEOPLE))
    page.get_by_role("tab", name="Table").focus()
    for name in ("Graph (2)", "Plan ⚠", "Parameters", "Trace", "Table"):
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.keyboard.press("End")
    expect(page.get_by_role("tab", name="Trace")).to_be_focused()


def test_the_table_tells_types_nulls_and_rows(page_of: PageOf) -> None:
    page = page_of(QueryResult(PEOPLE))
    for name in ("p · mixed", "id · text, 1 NULL", "n · number, 1 NULL"):
        expect(page.get_by_role("columnheader", name=name)).to_be_visible()
    expect(page.get_by_role("gridcell", name="NULL")).to_have_count(2)


def test_rows_are_copied_as_text_between_tabs(page_of: PageOf) -> None:
    rows = Rows(("a", "b"), [("x\ty", 1), (None, 2)])
    page = page_of(QueryResult(result(rows)))
    page.evaluate(
        "() => Object.defineProperty(navigator, 'clipboard',"
        " { value: { writeText: async (text) => { globalThis.copied = text; } } })"
    )
    page.get_by_role("button", name="Copy as TSV").click()
    expect(page.get_by_role("status")).to_have_text("Copied: 2 rows")
    assert page.evaluate("globalThis.copied") == 'a\tb\n"x\ty"\t1\n\t2'


def test_a_row_selects_its_ids_and_the_graph_shows_them(page_of: PageOf) -> None:
    page = page_of(QueryResult(PEOPLE))
    page.get_by_role("grid", name="Rows").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_role("tab", name="Graph").click()
    expect(page.get_by_role("application")).to_be_visible()
    nodes = page.get_by_role("grid", name="Nodes")
    expect(nodes.locator("[aria-selected=true]")).to_have_text("Soft LanternFactionlamp")


def test_a_node_that_is_clicked_selects_its_row(page_of: PageOf) -> None:
    page = page_of(QueryResult(PEOPLE, show="graph"))
    canvas = page.locator(".query-canvas")
    page.wait_for_function("() => document.querySelector('.query-canvas').workbenchPainter")
    at = canvas.evaluate("(el) => el.workbenchPainter.toScreen(0)")
    canvas.click(position={"x": at["x"], "y": at["y"]})
    expect(page.get_by_role("grid", name="Nodes").locator("[aria-selected=true]")).to_have_text(
        "NellPersonnell"
    )
    page.get_by_role("tab", name="Table").click()
    rows = page.get_by_role("grid", name="Rows").locator("[aria-selected=true]")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("row1")


def test_another_view_follows_the_selection(page_of: PageOf) -> None:
    linked = Linked((QueryResult(PEOPLE), QueryResult(PEOPLE)))
    linked.views[0].selected = ["lamp"]
    assert linked.views[1].selected == ["lamp"]


@pytest.fixture
def deep() -> QueryResult:
    top = Plan("Limit", cost=9.0, children=(PLAN, Plan("Values Scan")))
    return QueryResult(Result("sql", "SELECT 1", plan=top, plan_note="nothing ran"))


def test_the_plan_is_a_tree_walked_by_keys(page_of: PageOf, deep: QueryResult) -> None:
    page = page_of(deep)
    items = page.get_by_role("treeitem")
    items.first.focus()
    page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")  # closes
    expect(items.nth(1)).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".query-item:visible")).to_have_count(3)
    page.keyboard.press("ArrowDown")  # past what is closed
    expect(page.locator(".query-item").nth(3)).to_be_focused()
    page.keyboard.press("ArrowLeft")  # to the parent
    expect(items.first).to_be_focused()


def test_an_operator_is_spoken_and_its_details_are_shown(
    page_of: PageOf, deep: QueryResult
) -> None:
    page = page_of(deep)
    scan = page.get_by_role("treeitem", name="Seq Scan big, 20,000 rows expected")
    expect(scan).to_have_accessible_name(
        "Seq Scan big, 20,000 rows expected, 80 % of the cost, "
        "warning: reads the whole of big: an index may serve its filter"
    )
    scan.click()
    expect(page.locator(".query-details")).to_contain_text("Filter(x > 1)")


def test_parameters_and_statements_are_shown(page_of: PageOf) -> None:
    rows = answer(Rows(("a",), [(1,)]), "SELECT $who", who="nell")
    told = Result("sql", "SELECT $who", {"who": "nell"}, rows, limit=10)
    page = page_of(QueryResult(told, show="parameters"))
    expect(page.get_by_role("row", name="who text nell")).to_be_visible()
    expect(page.get_by_role("row", name="relational postgres 18.6, 1.2 ms")).to_be_visible()
    page.get_by_role("tab", name="Trace").click()
    expect(page.get_by_text("SELECT $who", exact=True)).to_be_visible()


def test_hostile_texts_are_texts(page_of: PageOf) -> None:
    nodes = [Node(text, (text,), {"name": text}) for text in HOSTILE]
    rows = Rows((HOSTILE[0], "id"), [(node, node.id) for node in nodes])
    plan = Plan(HOSTILE[0], {"what": HOSTILE[1], HOSTILE[2]: HOSTILE[3]})
    told = Result(HOSTILE[0], HOSTILE[2], {"x": HOSTILE[1]}, answer(rows, HOSTILE[2]), plan, "-")
    page = page_of(QueryResult(told, show="plan"))
    page.get_by_role("treeitem").click()
    for name in ("Table", "Graph", "Parameters", "Trace"):
        page.get_by_role("tab", name=name).click()
    expect(page.get_by_label("Statement", exact=True)).to_have_text(HOSTILE[2])
    assert page.evaluate(RAN) is None
    assert page.locator("img, svg").count() == 0


@pytest.fixture
def console() -> QueryConsole:
    return sample_console()


def test_the_console_without_a_kernel_shows_the_last_result(
    page_of: PageOf, console: QueryConsole
) -> None:
    console.run("MATCH (p)-[r]->(f) RETURN p, r, f", "cypher", least=3)
    page = page_of(console)
    expect(page.get_by_role("combobox", name="Query", exact=True)).to_have_value(
        "MATCH (p)-[r]->(f) RETURN p, r, f"
    )
    expect(page.get_by_label("Parameters (JSON)")).to_have_value('{"least":3}')
    expect(page.get_by_role("tab", name="Graph (2)")).to_be_visible()
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("status")).to_have_text("This needs a kernel: run the view's .live()")
    expect(page.get_by_role("button", name="Run")).to_be_enabled()


def test_an_error_stands_at_its_place(page_of: PageOf, console: QueryConsole) -> None:
    console.run("select *\nfrom nowhere")
    page = page_of(console)
    expect(page.get_by_role("alert")).to_contain_text("QueryFailed: no such table")
    expect(page.locator(".query-fault pre")).to_have_text("2 | from nowhere\n         ^^^^^^^")
    area = page.get_by_role("combobox", name="Query", exact=True)
    expect(area).to_have_attribute("aria-invalid", "true")
    marked = "(el) => el.value.slice(el.selectionStart, el.selectionEnd)"
    assert area.evaluate(marked) == "nowhere"
    area.press("End")
    area.type(" ")
    expect(area).not_to_have_attribute("aria-invalid", "true")


def test_history_brings_a_run_back_and_gives_its_code(
    page_of: PageOf, console: QueryConsole
) -> None:
    console.run("select 1", a=1)
    console.run("RETURN 2", "cypher")
    page = page_of(console)
    page.get_by_label("History").select_option(label="1. select 1 (failed)")
    expect(page.get_by_role("combobox", name="Query", exact=True)).to_have_value("select 1")
    expect(page.get_by_label("Language")).to_have_value("sql")
    expect(page.get_by_label("Parameters (JSON)")).to_have_value('{"a":1}')


def test_nobody_is_caught_in_the_text(page_of: PageOf, console: QueryConsole) -> None:
    page = page_of(console)
    area = page.get_by_role("combobox", name="Query", exact=True)
    area.fill("select")
    area.press("Tab")  # completes; without a kernel it says why it cannot
    expect(page.get_by_role("status")).to_have_text("This needs a kernel: run the view's .live()")
    expect(area).to_be_focused()
    area.press("Escape")
    area.press("Tab")
    expect(area).not_to_be_focused()


def test_a_query_is_typed_completed_and_run_in_jupyterlab(lab: Lab) -> None:
    cells = [
        "from tests.widgets.query.consoles import sample_console; view = sample_console()",
        "view.live()",
    ]
    notebook = lab.notebook(cells).run_all()
    console = notebook.live(1)
    console.get_by_label("Language").select_option("cypher")
    area = console.get_by_role("combobox", name="Query", exact=True)
    area.press_sequentially("MATCH (p:Pe")
    area.press("Control+Space")
    expect(console.get_by_role("option", name="Person label")).to_be_visible()
    area.press("Enter")
    area.press_sequentially(") RETURN p")
    area.press("Control+Enter")
    expect(console.get_by_role("tab", name="Graph (2)")).to_be_visible()
    notebook.wait_value("view.history[-1]['text']", "MATCH (p:Person) RETURN p")
    area.fill("select *\nfrom nowhere")
    console.get_by_label("Language").select_option("sql")
    console.get_by_role("button", name="Run").click()
    expect(console.get_by_role("alert")).to_contain_text("no such table")
