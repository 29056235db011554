"""One tree for every engine's plan, and what in it is worth a look."""

from __future__ import annotations

import pytest

from tests.widgets.query.answers import PEOPLE, PLAN
from workbench.core.answer import Plan
from workbench.widgets.query.plans import plan_rows, share_of, warnings


def test_rows_are_indented_and_shares_are_of_the_planners_cost() -> None:
    rows = plan_rows(PLAN)
    assert [(row.depth, row.operator, row.what, row.share) for row in rows] == [
        (0, "Sort", "x DESC", 0.2),
        (1, "Seq Scan", "big", 0.8),
    ]
    assert share_of(PLAN) == "cost"


def test_shares_are_of_milliseconds_where_they_were_measured() -> None:
    below = Plan("b", cost=9.0, actual_rows=1, ms=3.0)
    measured = Plan("a", cost=10.0, ms=1.0, children=(below, Plan("c")))
    assert share_of(measured) == "ms"
    assert [row.share for row in plan_rows(measured)] == [0.25, 0.75, None]


def test_a_plan_without_figures_has_no_shares() -> None:
    assert share_of(Plan("a", children=(Plan("b"),))) == ""
    assert plan_rows(Plan("a"))[0].share is None


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (Plan("Seq Scan", {"Relation Name": "t", "Filter": "x"}, 10_000), "an index may serve"),
        (Plan("Seq Scan", {"Relation Name": "t"}, 5, 1_000.0), "reads the whole of t"),
        (
            Plan(
                "Seq Scan", {"Relation Name": "t", "Rows Removed by Filter": 9_999}, actual_rows=1
            ),
            "reads the whole of t",
        ),
        (Plan("NodeByLabelScan", {"what": "(p:P)"}, 10_000), "reads the whole of (p:P)"),
        (Plan("AllNodesScan"), "name a label"),
        (Plan("CartesianProduct"), "connect the patterns"),
        (Plan("Sort", {"Sort Space Type": "Disk", "Sort Space Used": 8}), "on disk (8 kB)"),
        (Plan("Hash", {"Hash Batches": 4, "Original Hash Batches": 1}), "did not fit its memory"),
        (Plan("x", {}, 10, actual_rows=100), "expected 10 rows and met 100"),
        (Plan("x", {}, 1000, actual_rows=0), "expected 1000 rows and met 0"),
        (Plan("x", {"reason": "Query pattern not yet supported by optimizer"}), "did not plan"),
    ],
)
def test_what_is_worth_a_look_is_said(plan: Plan, said: str) -> None:
    assert said in "; ".join(warnings(plan))


@pytest.mark.parametrize(
    "plan",
    [
        Plan("Seq Scan", {"Relation Name": "t"}, 9_999, 999.0),
        Plan("Index Scan", {"Index Name": "i"}, 1_000_000, 90_000.0),
        Plan("x", {}, 11, actual_rows=100),
        Plan("x", {}, 1, actual_rows=99),
        Plan("Hash", {"Hash Batches": 4, "Original Hash Batches": 4}),
    ],
)
def test_what_is_in_order_is_not_remarked_on(plan: Plan) -> None:
    assert list(warnings(plan)) == []


def test_the_plan_is_a_table_too() -> None:
    assert PEOPLE.plan_table().column("operator") == ["Sort x DESC", "  Seq Scan big"]
