"""The golden answers of the shared world, read by the measures of their kind."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

import pytest
import yaml

from tests.conftest import SHARED
from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Reply
from workbench.core.evaluation.scores import Apart
from workbench.evaluation.measures.answers.named import named

WORLD = SHARED / "data" / "world"


@pytest.fixture(scope="module")
def known() -> dict[str, list[str]]:
    """The ids of each name of an entity; missions, lots and planes are none."""
    if not WORLD.is_dir():
        pytest.skip("the shared world is not beside this checkout (../shared)")
    names: dict[str, list[str]] = defaultdict(list)
    for path in (WORLD / "entities").glob("*.yaml"):
        for entity in yaml.safe_load(path.read_text())["entities"]:
            names[entity["name"]].append(entity["id"])
    return names


@pytest.fixture(scope="module")
def questions(known: dict[str, list[str]]) -> list[Question]:
    there = {one for ids in known.values() for one in ids}
    lines = map(json.loads, (WORLD / "golden.jsonl").read_text().splitlines())
    return [golden(line, there, known) for line in lines]


def golden(line: dict[str, Any], there: set[str], known: dict[str, list[str]]) -> Question:
    ids = line["expected"].get("ids", [])
    return Question(
        line["id"],
        line["question"],
        answer=line["answer"],
        expected=line["expected"],
        judgements=dict.fromkeys(ids, 1) if set(ids) <= there else {},
        extra={"ids_by_name": known},
    )


def told(questions: list[Question], name: str) -> dict[str, float]:
    measure = named(name)
    assert measure is not None
    scores = {one.id: measure.score(one, Reply(text=one.answer)) for one in questions}
    return {one: score for one, score in scores.items() if not isinstance(score, Apart)}


@pytest.mark.parametrize(
    ("name", "counted"), [("exact", 60), ("normalised", 60), ("number", 15), ("truth", 13)]
)
def test_a_golden_answer_is_right_by_the_measure_of_its_kind(
    questions: list[Question], name: str, counted: int
) -> None:
    scores = told(questions, name)

    assert (len(scores), set(scores.values())) == (counted, {1})


def test_the_names_of_a_golden_answer_are_found_in_lists_and_in_prose(
    questions: list[Question],
) -> None:
    recalls, precisions = told(questions, "set_recall"), told(questions, "set_precision")

    # G020 answers a number, G049 "the Bellwrights", G052 "a Faction", four others a passage.
    assert len(recalls) == 28
    assert {one for one, recall in recalls.items() if recall < 1} == {
        *("G020", "G049", "G052", "G055", "G056", "G057", "G058")
    }
    # Its place, a price or a remark stands between commas of these.
    less = {one for one, precision in precisions.items() if 0 < precision < 1}
    assert less == {"G029", "G038", "G040", "G052"}
