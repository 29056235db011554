"""`--explain` runs nothing, `--profile` measures, and both say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

import workbench as wb
from workbench.core.answer import Plan
from workbench.core.errors import BadInput, WriteRefused

Ran = Callable[[str], Any]
Failed = Callable[[str], tuple[BaseException, str]]


def operators(plan: Plan) -> list[Plan]:
    return [plan, *(inner for child in plan.children for inner in operators(child))]


def test_explain_runs_nothing(ran: Ran) -> None:
    result = ran("%%sql --explain\nSELECT pg_sleep(60), id FROM city")
    assert (result.answer, result.settings["tab"]) == (None, "plan")
    assert "Seq Scan" in {one.operator for one in operators(result.plan)}
    assert result.summary().startswith("the plan, nothing ran")
    assert all(one.ms is None for one in operators(result.plan))


def test_profile_of_sql_has_rows_and_milliseconds(ran: Ran) -> None:
    plan = ran("%%sql --profile --param least=5\nSELECT id FROM city WHERE people > $least").plan
    assert plan.operator == "Seq Scan"
    assert (plan.actual_rows, plan.details["Rows Removed by Filter"]) == (1, 2)
    assert plan.ms is not None
    assert plan.ms > 0


def test_profile_of_cypher_has_rows_and_milliseconds(ran: Ran) -> None:
    plan = ran("%%cypher --profile\nMATCH (p:Person) RETURN p.name").plan
    assert plan.actual_rows == 2
    assert sum(one.ms or 0 for one in operators(plan)) > 0


def test_a_query_is_explained_and_profiled_by_name(ran: Ran) -> None:
    assert ran("%ask --explain vedana/labels_histogram").plan.children
    measured = ran("%ask --profile console/columns").plan
    assert any(one.ms for one in operators(measured))


def test_o_keeps_the_plan(shell: InteractiveShell, ran: Ran) -> None:
    ran("%%sql --explain -o how\nSELECT 1")
    assert isinstance(shell.user_ns["how"], Plan)


def test_an_answer_comes_with_its_plan(ran: Ran) -> None:
    result = ran("%sql SELECT count(*) FROM city")
    assert result.plan.operator == "Aggregate"
    assert result.result.plan_note == "as the engine would run it"


@pytest.mark.parametrize(
    "cell",
    [
        "%%sql --profile\nDELETE FROM city",
        "%%sql --profile\nWITH gone AS (DELETE FROM city RETURNING 1) SELECT * FROM gone",
        "%%sql --profile\nSELECT set_config('role', 'none', false), lo_create(4343)",
        "%%cypher --profile\nMATCH (p:Person) DETACH DELETE p",
    ],
)
def test_a_profile_writes_nothing(failed: Failed, bench: wb.Bench, cell: str) -> None:
    assert isinstance(failed(cell)[0], WriteRefused)
    assert bench.sql("SELECT count(*) FROM city").rows.values == [(3,)]
    assert bench.cypher("MATCH (p:Person) RETURN count(p)").rows.values == [(2,)]


def test_a_plan_of_a_plan_is_refused(failed: Failed) -> None:
    error, told = failed("%%cypher --profile\nEXPLAIN MATCH (n) RETURN n")
    assert isinstance(error, BadInput)
    assert "expected a query alone" in told
