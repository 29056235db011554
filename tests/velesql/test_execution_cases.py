"""Every shared case with an answer, over every kind of database.

`python -m tests.velesql.test_execution_cases [part of a case's name]` tells by area which fail.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from tests.velesql.cases import cases
from tests.velesql.comparing import differences
from tests.velesql.databases import Databases, in_memory
from workbench.core.errors import VelesFailed

RUN = cases().get("execution_cases", [])
TWO_VALUED = [case for case in RUN if "compat" in case]
WHY = "the shared VelesQL cases are not beside this checkout (../shared)"
PRESENT = pytest.mark.skipif(not RUN, reason=WHY)

Ask = Callable[[str, Mapping[str, Any]], Any]


def faults(case: Mapping[str, Any], ask: Ask, block: str = "expect") -> list[str]:
    """What is wrong with the answer to a case; its setup must succeed."""
    for step in case.get("setup") or ():
        ask(step["query"], step.get("params") or {})
    try:
        got = ask(case["query"], case.get("params") or {})
    except VelesFailed as error:
        got = error.code
    return differences(case[block], got)


def asking(database: Any, *, compat: bool = False) -> Ask:
    from workbench.velesql.answering import answer

    return lambda text, parameters: answer(text, parameters, database, compat=compat)


@PRESENT
@pytest.mark.parametrize("case", RUN, ids=lambda case: str(case["id"]))
def test_an_answer_is_the_expected_one(case: dict[str, Any], databases: Databases) -> None:
    assert faults(case, asking(databases.of(case))) == []


@PRESENT
@pytest.mark.parametrize("case", TWO_VALUED, ids=lambda case: str(case["id"]))
def test_two_valued_logic_gives_the_other_answer(
    case: dict[str, Any], databases: Databases
) -> None:
    assert faults(case, asking(databases.of(case), compat=True), "compat") == []


def _outcome(case: Mapping[str, Any], databases: Databases, block: str) -> str:
    """ "" where the case passes, else what is wrong."""
    try:
        ask = asking(databases.of(case), compat=block == "compat")
        return "; ".join(faults(case, ask, block))
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def report(part: str = "") -> None:
    """Print the cases that fail, and how many of each area pass."""
    passed: dict[str, int] = defaultdict(int)
    asked: dict[str, int] = defaultdict(int)
    runs = [(case, "expect") for case in RUN] + [(case, "compat") for case in TWO_VALUED]
    databases = Databases(in_memory)
    for case, block in runs:
        if part not in case["id"]:
            continue
        wrong = _outcome(case, databases, block)
        asked[case["area"]] += 1
        passed[case["area"]] += not wrong
        if wrong:
            print(f"{case['id']} {block}: {case['query'][:160]}\n    {wrong[:400]}")
    for area, count in sorted(asked.items()):
        print(f"{area:18} {passed[area]:3} of {count:3}")
    print(f"{'all':18} {sum(passed.values()):3} of {sum(asked.values()):3}")


if __name__ == "__main__":
    report(*sys.argv[1:2])
