"""The sixty golden questions: question -> call -> answer.

Each is asked by its tool and arguments, and its answer read for every key of `expected`
(comparison rules: reference of the lore engine, section 14). A key without a reading fails.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.lore.conftest import WORLD
from tests.lore.golden_readings import Golden, reading_of, wanted
from workbench.core.evaluation.replies import Outcome
from workbench.core.lore import LoreAnswer, Meta
from workbench.core.values import Rows
from workbench.evaluation.golden.read import read_golden
from workbench.evaluation.measures.measure import measured
from workbench.evaluation.systems.tool_readings import SAMPLE_WORLD
from workbench.evaluation.systems.world_tools import WorldTools
from workbench.tools import lore

QUESTIONS = [json.loads(line) for line in (WORLD / "golden.jsonl").read_text().splitlines()]

# The mean over the questions that have a value, and how many have; an id is found or it is not.
RIGHT = {
    "R@30": (1.0, 39),
    "number(tolerance=0.0001)": (1.0, 15),
    "truth": (1.0, 13),
    "path": (1.0, 5),
    "rows": (1.0, 7),
}


def call(question: Mapping[str, Any]) -> str:
    given = ", ".join(f"{name}={value!r}" for name, value in question["args"].items())
    return f"{question['tool']}({given})"


def shown(question: Mapping[str, Any]) -> str:
    return f"{question['id']}: {question['question']} -> {call(question)} -> {question['answer']}"


def test_there_are_sixty_questions_six_for_each_of_ten_scenarios() -> None:
    assert len({question["id"] for question in QUESTIONS}) == 60
    assert Counter(question["scenario"] for question in QUESTIONS).most_common()[-1][1] == 6


@pytest.mark.parametrize("question", QUESTIONS, ids=shown)
def test_a_golden_question_is_answered_right(
    world_bench: WorldAsker, question: Mapping[str, Any]
) -> None:
    answer = getattr(lore, question["tool"])(world_bench, **question["args"])
    assert_right(Golden(question, answer, world_bench))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_an_answer_of_nothing_is_never_right(
    world_bench: WorldAsker, question: Mapping[str, Any]
) -> None:
    nothing = LoreAnswer(Rows((), []), Meta())
    with pytest.raises((AssertionError, ValueError, KeyError, StopIteration)):
        assert_right(Golden(question, nothing, world_bench))


def test_the_tools_as_a_system_are_right_by_every_measure(world_bench: WorldAsker) -> None:
    golden = read_golden(WORLD / "golden.jsonl")

    def asked(name: str, arguments: Mapping[str, Any]) -> LoreAnswer:
        found: LoreAnswer = getattr(lore, name)(world_bench, **arguments)
        return found

    system = WorldTools(asked, readings=SAMPLE_WORLD)
    outcomes = [Outcome(one.id, "answered", reply=system(one)) for one in golden.questions]
    found = measured(golden.questions, outcomes, [*RIGHT])
    assert {name: (one.mean, len(one.values)) for name, one in found.items()} == RIGHT
    measured_ones = {question for one in found.values() for question, _ in one.values}
    assert measured_ones == {question["id"] for question in QUESTIONS}


def test_a_key_without_a_reading_is_an_error() -> None:
    with pytest.raises(LookupError, match="G001 expects 'colour'"):
        reading_of(QUESTIONS[0], "colour")


def assert_right(golden: Golden) -> None:
    question = golden.question
    seen = {key: reading_of(question, key)(golden) for key in question["expected"]}
    assert seen == {key: wanted(question, key) for key in question["expected"]}
