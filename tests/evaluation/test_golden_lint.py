"""What is wrong with a golden set is found, and nothing in sets that are right."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SHARED
from workbench.core.evaluation.golden import Card, Golden, Question
from workbench.evaluation.golden.lint import lint
from workbench.evaluation.golden.read import read_golden

ROOT = Path(__file__).resolve().parents[2]
CARD = Card("set", "here", "CC0", "2026", "us", "nDCG@10", "of test")


def found(*questions: Question, card: Card = CARD, **more: object) -> list[tuple[str, str]]:
    known = more.pop("known", None)
    golden = Golden(card, questions, **more)  # type: ignore[arg-type]
    rows = lint(golden, known=known)  # type: ignore[arg-type]
    return list(zip(rows.column("rule"), rows.column("question"), strict=True))


def ask(one: str, text: str = "", **more: object) -> Question:
    return Question(one, text or f"question {one}?", **({"answer": "x"} | more))  # type: ignore[arg-type]


def test_a_set_without_faults_has_no_rows() -> None:
    assert found(ask("1"), ask("2", judgements={"d": 1}), corpus={"d": "text"}) == []


def test_each_blank_field_of_the_card_is_told() -> None:
    rows = lint(Golden(Card("set", source=" "), (ask("1"),)))

    assert rows.columns == ("rule", "question", "found", "what to do")
    assert rows.column("found") == [
        f"no {name}"
        for name in ("source", "licence", "date", "judged_by", "main_measure", "description")
    ]


@pytest.mark.parametrize("name", ["nDCG@10", "MRR@10", "set_f1", "number(tolerance=0.1)"])
def test_a_main_measure_that_exists_is_no_finding(name: str) -> None:
    assert found(ask("1"), card=replace(CARD, main_measure=name)) == []


@pytest.mark.parametrize("name", ["goodness", "nDCG@ten", "how often it is right"])
def test_an_unknown_main_measure_is_told(name: str) -> None:
    assert found(ask("1"), card=replace(CARD, main_measure=name)) == [("measure", "")]


def test_duplicates_are_found_whatever_their_case_and_blanks() -> None:
    same = [ask("1", "Who likes Chess?"), ask("2", " who likes  CHESS? ")]

    assert found(*same) == [("duplicate text", "2")]
    assert found(ask("1"), ask("1", "other?")) == [("duplicate id", "1")]
    assert found(ask("1", "Who?", context="a"), ask("2", "Who?", context="b")) == []


@pytest.mark.parametrize(
    "other",
    [{"judgements": {"d": 0}}, {"judgements": {"d": 1}, "answer": "y"}],
)
def test_one_text_that_expects_different_things_is_a_contradiction(
    other: dict[str, object],
) -> None:
    first = ask("1", "Who?", judgements={"d": 1})

    assert found(first, ask("2", "who?", **other)) == [("contradiction", "2")]


def test_an_answer_and_the_names_that_it_should_hold_are_compared() -> None:
    names = {"names": ["Ann Lee", "Bo"]}
    right = [
        ask("1", answer="Bo, ANN  LEE", expected=names),
        ask("2", answer="They are Ann Lee and Bo.", expected=names),
    ]

    assert found(*right) == []
    assert found(ask("1", answer="Ann Lee", expected=names)) == [("contradiction", "1")]
    assert found(ask("1", answer="Ann Lee, Bo, Cy", expected=names)) == [("contradiction", "1")]


def test_a_question_that_nothing_answers_is_told() -> None:
    assert found(ask("1", answer=None)) == [("nothing expected", "1")]
    assert found(ask("1", answer=None, judgements={"d": 0})) == [("nothing expected", "1")]
    assert found(ask("1", answer=None, expected={"ids": []})) == []
    assert found(Question("1", "  ", "x")) == [("empty text", "1")]


def test_a_name_that_a_list_has_twice_is_told() -> None:
    assert found(ask("1", answer="Ann, Bo, ANN")) == [("repeated name", "1")]
    assert found(ask("1", answer="x Ann", expected={"names": ["Ann", "ann"]})) == [
        ("repeated name", "1")
    ]


def test_ids_are_looked_up_in_the_corpus_and_in_what_is_known() -> None:
    cites = ask("1", judgements={"d1": 1, "d2": 0}, expected={"citations": ["d3"], "path": ["n1"]})

    assert found(cites) == []  # there is nothing to look them up in
    assert found(cites, corpus={"d1": ""}) == [("unknown id", "1")] * 2
    assert found(cites, known={"d1", "d2", "d3"}) == [("unknown id", "1")]
    assert found(cites, corpus={"d1": "", "d2": ""}, known={"d3", "n1"}) == []


@pytest.mark.parametrize("path", ["data/world", "data/lights"])
def test_of_the_sample_sets_only_the_measure_in_prose_is_found(path: str) -> None:
    """Both are judged by a rule that their cards tell in words."""
    rows = lint(read_golden(ROOT / path / "golden.jsonl"))

    assert [row[:2] for row in rows.values] == [("measure", "")]


def test_the_world_expects_only_entities_that_its_files_have() -> None:
    folder = ROOT / "data" / "world"
    golden = read_golden(folder / "golden.jsonl", card=CARD)
    texts = [p.read_text() for p in folder.rglob("*") if p.is_file() and p.name != "golden.jsonl"]
    words = set("".join(c if c.isalnum() or c in "_-" else " " for c in "\n".join(texts)).split())

    assert lint(golden, known=words).values == []
    assert len(lint(golden, known=words - {"per_hester_varrowmere"})) > 0


def test_limit_small_lacks_a_card_and_nothing_else() -> None:
    if not (SHARED / "data" / "limit-small").is_dir():
        pytest.skip("the shared fixtures are not beside this checkout (../shared)")
    golden = read_golden(SHARED / "data" / "limit-small")

    assert set(lint(golden).column("rule")) == {"card"}
    assert len({question.text for question in golden.questions}) == 1000
    less = {name: text for name, text in golden.corpus.items() if name != "Geneva Durben"}
    missing = lint(replace(golden, corpus=less)).column("rule").count("unknown id")
    assert missing == sum("Geneva Durben" in one.judgements for one in golden.questions)
