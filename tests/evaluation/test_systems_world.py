"""A world's tools as a system: what is read from an answer, and what fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from workbench.core.answer import Step
from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Question
from workbench.core.lore import LoreAnswer, Meta
from workbench.core.values import Rows
from workbench.evaluation.systems.tool_readings import Readings, count, dearest, of_steps
from workbench.evaluation.systems.world_tools import WorldTools

LOOKUP = LoreAnswer(
    Rows(("id", "name", "score"), [("per_b", "Maud", 0.9), ("per_a", "Maud", 0.5)]),
    Meta(),
    (Step("graph", "arcadedb 26", "MATCH (n) RETURN n", {}, 2, 3.0),),
)
NO_WAY = LoreAnswer(Rows(("edge_id",), []), Meta(facts={"reachable": "false", "path": []}))
SALES = LoreAnswer(Rows(("id", "unit_price"), [(1, 2.0), (2, 3.5), (3, 3.5)]), Meta())


def asked(tool: Any, answer: LoreAnswer, readings: Readings | None = None, **args: Any) -> Any:
    def call(name: str, arguments: Mapping[str, Any]) -> LoreAnswer:
        return answer if name == tool else SALES

    question = Question("Q1", "Who?", extra={"tool": tool, "args": args})
    return WorldTools(call, readings=readings)(question)


def test_ids_keep_the_answers_order_and_scores() -> None:
    reply = asked("lookup", LOOKUP, query="Maud")
    assert reply.ranking == (["per_b", "per_a"], [0.9, 0.5])
    assert reply.rows == LOOKUP.rows
    assert (reply.path, reply.data) == (None, {})


def test_the_trace_is_the_call_and_its_statements() -> None:
    call, statement = asked("lookup", LOOKUP, query="Maud").trace
    assert call == ("call", 'lookup {"query": "Maud"}', None)
    assert statement == ("graph", "MATCH (n) RETURN n", 0.003)


def test_a_tool_that_finds_no_way_says_so() -> None:
    reply = asked("plane_path", NO_WAY)
    assert (reply.path, reply.data) == ((), {"truth": "false"})
    assert reply.ranking is None


def test_a_questions_reading_goes_before_that_of_its_tool() -> None:
    readings: Readings = {("Q1", "ids"): lambda told: ["x", "x"], ("lookup", "number"): count}
    reply = asked("lookup", LOOKUP, readings)
    assert reply.ranking.ids == ["x"]
    assert reply.data == {"number": 2}


def test_rows_of_uncertain_rows_are_no_ids() -> None:
    rows = Rows(("id", "certainty"), [("a", "true"), ("b", "unknown"), ("c", "true")])
    assert asked("list_missions", LoreAnswer(rows, Meta())).ranking == (["a", "c"], [1.0, 1.0])


def test_a_reading_may_look_further_than_the_answer() -> None:
    prices = LoreAnswer(Rows(("max_price",), [(3.5,)]), Meta())
    readings: Readings = {("Q1", "rows"): dearest("id")}
    assert asked("market_prices", prices, readings, good="eel").rows.values == [(2,), (3,)]
    nothing = LoreAnswer(Rows(("max_price",), []), Meta())
    assert not asked("market_prices", nothing, readings, good="eel").rows.values


def test_steps_of_a_kind_tell_who_took_part() -> None:
    steps = [{"step_type": "planned", "party": ["a"]}, {"step_type": "paid", "party": ["b", "c"]}]
    mission = LoreAnswer(Rows(("id", "steps"), [("M", steps)]), Meta())
    reply = asked("get_mission", mission, {("Q1", "ids"): of_steps("paid", "party")})
    assert reply.ranking.ids == ["b", "c"]


def test_a_question_without_a_tool_fails() -> None:
    with pytest.raises(BadInput, match=r"question Q1: expected the columns `tool`"):
        asked(None, LOOKUP)


def test_settings_tell_which_readings_are_given() -> None:
    system = WorldTools(lambda name, arguments: LOOKUP, readings={("Q1", "ids"): count})
    assert system.settings == {"system": "world tools", "readings": ["Q1 ids"]}
