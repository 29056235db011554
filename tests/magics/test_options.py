"""Every option of the magics' line, and what is said of one that does not fit."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx
import pandas
import polars
import pytest
from IPython.core.interactiveshell import InteractiveShell

import workbench as wb
from workbench.core.answer import Answer
from workbench.core.errors import BadInput, QueryFailed, QueryNotFound
from workbench.core.values import Rows
from workbench.widgets.query.widget import QueryResult

Ran = Callable[[str], Any]
Failed = Callable[[str], tuple[BaseException, str]]


def test_each_language_is_a_line_and_a_cell_magic(shell: InteractiveShell) -> None:
    for kind in ("line", "cell"):
        assert {"sql", "cypher", "velesql", "ask"} <= set(shell.magics_manager.magics[kind])


def test_the_result_is_a_view_whose_text_is_the_table(ran: Ran) -> None:
    result = ran("%%sql\nSELECT id, people FROM city ORDER BY id LIMIT 1")
    assert isinstance(result, QueryResult)
    shown = result._repr_mimebundle_()
    assert shown["text/plain"].splitlines()[0] == "id  people"
    assert "sandbox" in shown["text/html"]


def test_o_keeps_the_answer(shell: InteractiveShell, ran: Ran) -> None:
    ran("%%sql -o cities\nSELECT * FROM city")
    assert isinstance(shell.user_ns["cities"], Answer)
    assert len(shell.user_ns["cities"]) == 3


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        *(("answer", Answer), ("rows", Rows), ("polars", polars.DataFrame)),
        *(("pandas", pandas.DataFrame), ("networkx", networkx.MultiDiGraph)),
    ],
)
def test_as_keeps_another_form(
    shell: InteractiveShell, ran: Ran, form: str, expected: type
) -> None:
    ran(f"%%cypher -o kept --as {form}\nMATCH (p:Person)-[r:MEMBER_OF]->(f) RETURN p, r, f")
    assert isinstance(shell.user_ns["kept"], expected)


def test_limit_cuts_and_says_so(ran: Ran) -> None:
    result = ran("%%sql --limit 2\nSELECT * FROM city")
    assert len(result.rows) == 2
    assert "the limit of 2 rows cut the result: more exist" in result.summary()


def test_timeout_stops_a_statement(failed: Failed, ran: Ran) -> None:
    error, told = failed("%%sql --timeout 0.1\nSELECT pg_sleep(20)")
    assert isinstance(error, QueryFailed)
    assert "raise `timeout`" in told
    assert ran("%sql SELECT 1 AS one").rows.values == [(1,)]


@pytest.mark.parametrize("tab", ["table", "graph", "plan", "parameters", "trace"])
def test_show_names_the_tab_in_front(ran: Ran, tab: str) -> None:
    assert ran(f"%sql --show {tab} SELECT 1").settings["tab"] == tab


def test_options_follow_a_querys_name_too(ran: Ran) -> None:
    result = ran("%ask vedana/labels_histogram --show plan --limit 1")
    assert (result.settings["tab"], len(result.rows)) == ("plan", 1)


def test_help_shows_every_option(shell: InteractiveShell, capsys: Any) -> None:
    shell.run_cell("%sql --help")
    told = capsys.readouterr().out
    for option in ("-o NAME", "--as", "--param", "--limit", "--explain", "--profile", "--write"):
        assert option in told


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("--limit 0", "--limit: expected 1 or more, found 0"),
        ("--limit few", "invalid int value: 'few'"),
        ("--timeout -1", "--timeout: expected seconds above 0, found -1"),
        ("--explain --profile", "give one of them"),
        ("-o 2x", "-o: expected a name for a variable, found '2x'"),
        ("--as polars", "-o NAME is missing"),
        ("--as rows -o x --explain", "--as is for answers"),
        ("--write --limit 3 --explain", "--write goes without --explain, --limit"),
        ("--show pie", "invalid choice: 'pie'"),
        ("--loud", "unrecognized arguments: --loud"),
    ],
)
def test_what_does_not_fit_is_told_in_one_line(failed: Failed, line: str, said: str) -> None:
    told = failed(f"%%sql {line}\nSELECT 1")[1]
    assert told.startswith("UsageError: ")
    assert said in told


def test_an_sql_comment_is_no_option(ran: Ran) -> None:
    assert ran("%%sql -- what there is\nSELECT 1 AS one").rows.values == [(1,)]
    assert ran("%%sql\n--limit 1\nSELECT 1 AS one").rows.values == [(1,)]


def test_nothing_to_run_is_told(failed: Failed) -> None:
    assert "expected a text in sql" in failed("%sql --limit 3")[1]
    assert "expected the name of a query" in failed("%ask")[1]


def test_a_query_that_is_not_there_is_told_with_the_nearest(failed: Failed) -> None:
    error, told = failed("%ask vedana/label_histogram")
    assert isinstance(error, QueryNotFound)
    assert "Did you mean vedana/labels_histogram" in told


def test_without_a_bench_it_says_how_to_open_one(shell: InteractiveShell, failed: Failed) -> None:
    del shell.user_ns["bench"]
    error, told = failed("%sql SELECT 1")
    assert isinstance(error, BadInput)
    assert "bench = workbench.open('my-bench')" in told


def test_of_several_benches_one_is_named(
    shell: InteractiveShell, ran: Ran, failed: Failed, tmp_path: Path, bench: wb.Bench
) -> None:
    with wb.open(tmp_path / "other") as other:
        shell.user_ns["other"] = other
        error, told = failed("%sql SELECT 1")
        assert isinstance(error, BadInput)
        assert f"bench ({bench.folder}), other ({other.folder})" in told
        assert ran("%sql --bench bench SELECT 1 AS one").rows.values == [(1,)]
        assert "found no such variable" in failed("%sql --bench third SELECT 1")[1]


def test_two_names_of_one_bench_are_one(shell: InteractiveShell, ran: Ran) -> None:
    shell.user_ns["again"] = shell.user_ns["bench"]
    assert ran("%sql SELECT 1 AS one").rows.values == [(1,)]
