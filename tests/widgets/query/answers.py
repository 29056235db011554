"""Answers as a store gives them, for tests of what is made of them."""

from __future__ import annotations

from typing import Any

from workbench.core.answer import Answer, Plan, Step
from workbench.core.errors import NotSupported
from workbench.core.values import Edge, Node, Rows
from workbench.widgets.query.model import Result

NELL = Node("nell", ("Person",), {"name": "Nell", "tier": 3})
LAMP = Node("lamp", ("Faction",), {"name": "Soft Lantern"})
SWORN = Edge("nell", "MEMBER_OF", "lamp", {"since": 340}, id="e1")

SCAN = Plan("Seq Scan", {"Relation Name": "big", "Filter": "(x > 1)"}, 20_000, 400.0)
PLAN = Plan("Sort", {"Sort Key": ["x DESC"]}, 20_000, 500.0, children=(SCAN,))


def answer(rows: Rows, text: str = "SELECT 1", **parameters: Any) -> Answer:
    def none() -> Any:
        raise NotSupported("no store is here")

    step = Step("relational", "postgres 18.6", text, parameters, len(rows), 1.25)
    return Answer(rows, (step,), none, none)


def result(rows: Rows, **more: Any) -> Result:
    return Result("sql", "SELECT 1", answer=answer(rows), **more)


PEOPLE = result(
    Rows(("p", "id", "n"), [(NELL, "row1", 1), (LAMP, None, None), (SWORN, "row3", 2.5)]), plan=PLAN
)
