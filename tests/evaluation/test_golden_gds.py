"""Vedana's golden questions, and the names in their answers."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from workbench.core.errors import BadInput
from workbench.core.evaluation.golden import Card, Golden
from workbench.evaluation.golden.formats.gds import of_gds
from workbench.evaluation.golden.names import names_of

CARD = Card("gds")


@pytest.fixture(scope="module")
def rows(request: pytest.FixtureRequest) -> list[dict[str, Any]]:
    """The table Gds of the golden document, as Grist stores it."""
    folder: Path = request.getfixturevalue("vedana")
    document = folder / "2FDgbBNtEDmgNc5AJ3ufkh.grist"
    store = sqlite3.connect(f"{document.as_uri()}?immutable=1", uri=True)
    store.row_factory = sqlite3.Row
    try:
        return [dict(row) for row in store.execute("SELECT * FROM Gds")]
    finally:
        store.close()


def asked(*rows: tuple[str, str]) -> Golden:
    return of_gds([{"gds_question": one, "gds_answer": other} for one, other in rows], CARD)


def test_every_real_answer_is_the_list_of_the_two_names_that_the_graph_has(
    rows: list[dict[str, Any]], vedana: Path
) -> None:
    golden = of_gds(rows, CARD)
    named = {one.text: sorted(one.expected["names"]) for one in golden.questions}

    assert (len(golden), {len(names) for names in named.values()}) == (100, {2})
    liked = likers(vedana)
    assert named == {f"Who likes {interest}?": liked[interest] for interest in wanted(rows)}


def wanted(rows: list[dict[str, Any]]) -> list[str]:
    return [row["gds_question"].removeprefix("Who likes ").removesuffix("?") for row in rows]


def likers(folder: Path) -> dict[str, list[str]]:
    """Who likes what by the data document, read with SQL."""
    document = folder / "eB5kH8Z7NVErycp32wx1Ge.grist"
    store = sqlite3.connect(f"{document.as_uri()}?immutable=1", uri=True)
    text = (
        "SELECT interest_name, person_name FROM Link_person_has_interest AS link "
        "JOIN Anchor_person ON person_id = from_node_id "
        "JOIN Anchor_interest ON interest_id = to_node_id ORDER BY person_name"
    )
    found: dict[str, list[str]] = {}
    for interest, person in store.execute(text):
        found.setdefault(interest, []).append(person)
    store.close()
    return found


def test_the_real_questions_are_those_that_the_original_read(
    rows: list[dict[str, Any]], vedana: Path
) -> None:
    told = json.loads((vedana / "expected.json").read_text())["eval"]["questions"]
    by_id = {one.id: one for one in of_gds(rows, CARD).questions}

    for one in told:
        question = by_id[one["id"]]
        assert (question.answer, question.context, question.scenario) == (
            one["gds_answer"],
            one["question_context"],
            one["question_scenario"],
        )


def test_a_question_that_is_asked_twice_is_kept_under_another_id() -> None:
    golden = asked(("Who? ", "Ann"), ("Who?", "Bo"), ("Who? (2)", "Cy"), ("Who?", "Di"))

    assert [(one.id, one.answer) for one in golden.questions] == [
        ("Who?", "Ann"),
        ("Who? (3)", "Bo"),
        ("Who? (2)", "Cy"),
        ("Who? (4)", "Di"),
    ]


def test_a_blank_row_is_none_and_an_answer_without_a_question_is_told() -> None:
    assert len(asked(("", ""), ("Who?", ""))) == 1
    with pytest.raises(BadInput, match="golden row 2: expected gds_question beside"):
        asked(("Who?", "Ann"), (" ", "Bo"))
    with pytest.raises(BadInput, match="expected gds_answer as text, found 7"):
        of_gds([{"gds_question": "How many?", "gds_answer": 7}], CARD)


def test_a_comment_is_extra_and_the_row_s_number_is_not() -> None:
    row = {"id": 3, "manualSort": 3, "gds_question": "Who?", "question_comment": "hard"}
    (question,) = of_gds([row], CARD).questions

    assert question.extra == {"question_comment": "hard"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Ann Lee, Bo", ["Ann Lee", "Bo"]),
        ("Ann, Bo, and Cy", ["Ann", "Bo", "Cy"]),
        ("Sammy Davis, Jr., Dean Martin", ["Sammy Davis, Jr.", "Dean Martin"]),
        ("Acme, Inc., J. R. R.", ["Acme, Inc.", "J. R. R."]),
        ("Davis, Sammy; Martin, Dean", ["Davis, Sammy", "Martin, Dean"]),
        ("- Davis, Sammy\n- bell hooks\n", ["Davis, Sammy", "bell hooks"]),
        ("Paris (Texas, USA), Rome", ["Paris (Texas, USA)", "Rome"]),
        ('"Smith, Ann", Bo', ["Smith, Ann", "Bo"]),
        ("Анна Ли, Борис", ["Анна Ли", "Борис"]),
        ("Magic: The Gathering, Chess", ["Magic: The Gathering", "Chess"]),
    ],
)
def test_a_list_of_names_is_taken_apart_without_losing_a_comma(text: str, names: list[str]) -> None:
    assert names_of(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee",
        "Candle Hill, in 1786.",
        "Yes, Ann Lee",
        "26",
        "1,000",
        "About 9.76, 10 sales",
        "Ann and Bo",
        "It was lit first, Ann says.\nThen it went dark for nineteen years.",
        "He kept the light; the lamp went dark in the storm of that same year.",
        "",
    ],
)
def test_a_text_that_may_be_no_list_has_no_names(text: str) -> None:
    assert names_of(text) is None


def test_known_names_are_left_whole() -> None:
    known = {"the Minnesota Twins", "Emerson, Lake and Palmer"}

    assert names_of("the Minnesota Twins", known) == ["the Minnesota Twins"]
    assert names_of("Emerson, Lake and Palmer, Queen", known) == [
        "Emerson, Lake and Palmer",
        "Queen",
    ]
