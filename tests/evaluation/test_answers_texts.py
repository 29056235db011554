"""Answers compared letter by letter, and as SQuAD compares them."""

from __future__ import annotations

import random
import re
import string

import pytest

from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Reply
from workbench.core.evaluation.scores import Apart
from workbench.evaluation.measures.answers.exact import Exact, Normalised
from workbench.evaluation.measures.answers.texts import normalised


def question(answer: str | None) -> Question:
    return Question("q", "Who?", answer=answer)


def squad(text: str) -> str:
    """`normalize_answer` as the paper's script describes it: lower, punctuation, articles."""
    kept = "".join(c for c in text.lower() if c not in string.punctuation)
    return " ".join(re.sub(r"\b(a|an|the)\b", " ", kept).split())


@pytest.mark.parametrize(
    ("text", "exact", "alike"),
    [
        ("The Kiln", 1, 1),
        (" The Kiln\n", 1, 1),
        ("the kiln.", 0, 1),
        ("“Kiln”", 0, 1),
        ("The  Kiln", 0, 1),
        ("The Kilns", 0, 0),
        ("", 0, 0),
    ],
)
def test_an_answer_is_the_same_to_the_letter_or_but_for_its_dress(
    text: str, exact: int, alike: int
) -> None:
    golden, reply = question("The Kiln"), Reply(text=text)

    assert (Exact().score(golden, reply), Normalised().score(golden, reply)) == (exact, alike)


def test_normalising_ascii_is_what_squad_does() -> None:
    chance = random.Random(6)
    words = ["a", "an", "The", "A", "theory", "cat's", "well-known", "3.5", "$5", "x_y", "\n", "\t"]
    for _ in range(500):
        text = chance.choice(["", " "]).join(chance.choices(words, k=chance.randint(1, 8)))
        assert normalised(text) == (squad(text) or text.lower().strip()), text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("STRASSE", "Straße"),
        ("ﬁnale", "finale"),
        ("Zoë", "Zoe\u0308"),
        ("１２ Monkeys", "12 monkeys"),
        ("soft\u00adhyphen", "softhyphen"),
    ],
)
def test_letters_written_in_two_ways_are_the_same(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


def test_an_article_alone_is_an_answer_of_its_own() -> None:
    assert Normalised().score(question("A"), Reply(text="")) == 0
    assert Normalised().score(question("A"), Reply(text="a")) == 1


@pytest.mark.parametrize("measure", [Exact(), Normalised()])
@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_without_an_expected_answer_there_is_nothing_to_compare(
    measure: Exact | Normalised, nothing: str | None
) -> None:
    told = measure.score(question(nothing), Reply(text="x"))

    assert told == Apart("no answer is expected")
    assert measure.score(question("x"), Reply()) == Apart("the reply has no text")
