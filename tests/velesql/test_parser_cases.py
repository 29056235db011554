"""Every shared case of the parser, and that every query to be run can be read."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.velesql.cases import cases
from workbench.core.errors import VelesFailed
from workbench.velesql.syntax.parse import parse
from workbench.velesql.tree.statements import Explain, Insert, Statement

PARSED = cases().get("parser_cases", [])
RUN = cases().get("execution_cases", [])
WHY = "the shared VelesQL cases are not beside this checkout (../shared)"
PRESENT = pytest.mark.skipif(not PARSED, reason=WHY)


def kind(statement: Statement) -> str:
    if isinstance(statement, Insert):
        return statement.intent
    if isinstance(statement, Explain):
        return "explain_analyze" if statement.analyze else "explain"
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(statement).__name__).lower()


def read(query: str) -> dict[str, str]:
    try:
        return {"parse": "accept", "statement": kind(parse(query))}
    except VelesFailed as error:
        return {"parse": "reject", "code": error.code}


@PRESENT
@pytest.mark.parametrize("case", PARSED, ids=lambda case: str(case["id"]))
def test_a_text_is_read_or_refused_as_it_should_be(case: dict[str, Any]) -> None:
    assert read(case["query"]) == case["expect"]


@PRESENT
def test_every_query_with_an_answer_can_be_read() -> None:
    setups = [(case["id"], one["query"]) for case in RUN for one in case.get("setup") or []]
    asked = [(case["id"], case["query"]) for case in RUN if "error" not in case["expect"]]

    assert [one for one, query in (*setups, *asked) if read(query)["parse"] == "reject"] == []
    assert len(asked) > 200
