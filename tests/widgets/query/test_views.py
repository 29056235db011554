"""The two views in Python: what is packed, shown, selected, kept as history and as code."""

from __future__ import annotations

import json
import struct
from typing import Any

import pytest

from tests.widgets.query.answers import PEOPLE, PLAN, answer, result
from workbench.core.errors import BadInput, QueryFailed
from workbench.core.values import Rows
from workbench.widgets.query.console import Asked, QueryConsole
from workbench.widgets.query.model import Result
from workbench.widgets.query.widget import QueryResult


def meta(data: bytes) -> dict[str, Any]:
    (size,) = struct.unpack("<I", data[:4])
    found: dict[str, Any] = json.loads(data[4 : 4 + size])["meta"]
    return found


def test_a_result_tells_columns_plan_and_statements() -> None:
    told = meta(QueryResult(PEOPLE).data)
    assert told["columns"][2] == {"name": "n", "type": "number", "nulls": 1}
    assert [row["operator"] for row in told["plan"]] == ["Sort", "Seq Scan"]
    assert told["trace"][0]["statement"] == "SELECT 1"


def test_no_rows_are_an_answer_too() -> None:
    empty = QueryResult(result(Rows(("a",), []), plan=PLAN))
    assert empty.settings["tab"] == "table"
    assert empty.summary() == "0 rows; 1 columns; postgres 18.6 in 1.2 ms"
    assert empty.picture().alt.startswith("The first rows of sql: SELECT 1")


def test_a_plan_alone_is_shown_in_front_and_is_the_table() -> None:
    shown = QueryResult(Result("sql", "SELECT 1", plan=PLAN, plan_note="nothing ran"))
    assert shown.settings["tab"] == "plan"
    assert shown.summary() == "nothing ran: 2 operators"
    assert len(shown.table()) == 2
    assert shown.picture().alt == "Plan of sql: SELECT 1: 2 operators"


def test_selected_ids_are_rows() -> None:
    shown = QueryResult(PEOPLE)
    shown.selected = ["nell"]
    assert shown.selected_rows().column("id") == ["row1"]


def test_a_tab_that_is_none_is_refused() -> None:
    with pytest.raises(BadInput, match="expected one of table, graph, plan"):
        QueryResult(PEOPLE, show="pie")


@pytest.fixture
def console() -> QueryConsole:
    """A console whose runs give the parameters as a row, or fail where the text says so."""

    def run(asked: Asked) -> Result:
        if "fail" in asked.text:
            error = QueryFailed("it failed", position=8)
            return Result(asked.language, asked.text, asked.parameters, error=error)
        rows = Rows(tuple(asked.parameters), [tuple(asked.parameters.values())])
        return Result(asked.language, asked.text, asked.parameters, answer(rows, asked.text))

    return QueryConsole(run, lambda: {"tables": {"t": ["a"]}})


def ask(console: QueryConsole, **told: Any) -> dict[str, Any]:
    asked = {"language": "sql", "text": "SELECT $a", "limit": 10, "timeout": 5, **told}
    answered: dict[str, Any] = console.answers()["run"](asked)
    return answered


def test_a_run_from_the_browser_is_kept_with_its_code(console: QueryConsole) -> None:
    assert ask(console, parameters='{"a": 1}') == {"failed": False}
    assert console.answer is not None
    assert console.answer.rows.values == [(1,)]
    assert console.code == "answer = bench.sql('SELECT $a', a=1, row_limit=10, timeout=5.0)"
    assert console.history[0]["rows"] == 1


def test_code_keeps_lines_and_runs(console: QueryConsole) -> None:
    console.run("SELECT\n  $a", a="it's")
    kept: dict[str, Any] = {}
    exec(console.code, {"bench": type("B", (), {"sql": lambda text, **given: (text, given)})}, kept)
    assert kept["answer"] == ("SELECT\n  $a", {"a": "it's", "row_limit": 1000, "timeout": 30.0})


def test_a_failure_is_told_with_its_place_and_is_no_code(console: QueryConsole) -> None:
    assert ask(console, text="SELECT\nfail") == {"failed": True}
    assert meta(console.data)["fault"]["place"] == {"line": 2, "column": 1, "length": 4}
    assert meta(console.data)["fault"]["marked"] == "2 | fail\n    ^^^^"
    assert (console.code, console.history[0]["error"]) == ("", "it failed")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"parameters": "{"}, "expected JSON"),
        ({"parameters": "[1]"}, "expected a JSON object"),
        ({"limit": 0}, "limit: expected a whole number"),
        ({"timeout": -1}, "timeout: expected seconds above 0"),
    ],
)
def test_what_cannot_be_run_is_refused_and_nothing_changes(
    console: QueryConsole, told: dict[str, Any], said: str
) -> None:
    assert said in ask(console, **told)["refused"]
    assert console.history == []


def test_an_interrupt_is_told_as_an_error() -> None:
    def run(asked: Asked) -> Result:
        raise KeyboardInterrupt

    console = QueryConsole(run, dict)
    assert console.run("SELECT 1").summary().startswith("WorkbenchError: interrupted")


def test_history_keeps_the_last_hundred(console: QueryConsole) -> None:
    for n in range(103):
        console.run("SELECT $a", a=n)
    assert [console.history[at]["parameters"]["a"] for at in (0, -1)] == [3, 102]
