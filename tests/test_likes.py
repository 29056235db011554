"""The likings: every pair of people is the answer of one question, and the texts say so."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path
from typing import Any

from data.likes import build

LIKES = Path(build.__file__).parent


def kept(name: str) -> list[dict[str, Any]]:
    lines = (LIKES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_the_committed_files_are_those_that_the_lists_make() -> None:
    assert kept("corpus") == build.corpus()
    assert kept("questions") == build.questions()


def test_every_pair_of_people_answers_one_question() -> None:
    answered = {frozenset(question["judgements"]) for question in kept("questions")}

    people = build.listed("people")
    assert answered == {frozenset(pair) for pair in combinations(people, 2)}
    assert len(answered) == len(kept("questions")) == 276


def test_the_texts_of_both_and_of_nobody_else_name_the_thing() -> None:
    texts = {one["id"]: one["text"] for one in kept("corpus")}
    likes = {
        person: set(text.removesuffix(".").split(" likes ")[1].split(", "))
        for person, text in texts.items()
    }

    for question in kept("questions"):
        thing = question["text"].removeprefix("Who likes ").removesuffix("?")
        assert {p for p, things in likes.items() if thing in things} == set(question["judgements"])
