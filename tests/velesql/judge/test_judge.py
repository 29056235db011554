"""The judge answers every shared case as it is known to be right."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import pytest

from tests.velesql.cases import cases
from tests.velesql.comparing import differences
from tests.velesql.judge.judging import judge
from tests.velesql.judge.world import World

RUN = cases().get("execution_cases", [])
# What a plan says is the executor's own matter.
JUDGED = [case for case in RUN if not case["query"].startswith("EXPLAIN")]
TWO_VALUED = [case for case in JUDGED if "compat" in case]
WHY = "the shared VelesQL cases are not beside this checkout (../shared)"
PRESENT = pytest.mark.skipif(not RUN, reason=WHY)


def faults(case: Mapping[str, Any], block: str) -> list[str]:
    now = time.time()
    world = World.loaded(cases()["datasets"].get(case["dataset"], []), now)
    compat = block == "compat"
    for step in case.get("setup") or ():
        prepared = judge(step["query"], step.get("params") or {}, world, now=now, compat=compat)
        assert not isinstance(prepared, str), prepared
    got = judge(case["query"], case.get("params") or {}, world, now=now, compat=compat)
    return differences(case[block], got)


@PRESENT
@pytest.mark.parametrize("case", JUDGED, ids=lambda case: str(case["id"]))
def test_the_judge_knows_the_answer(case: dict[str, Any]) -> None:
    assert faults(case, "expect") == []


@PRESENT
@pytest.mark.parametrize("case", TWO_VALUED, ids=lambda case: str(case["id"]))
def test_the_judge_knows_the_answer_of_two_valued_logic(case: dict[str, Any]) -> None:
    assert faults(case, "compat") == []
