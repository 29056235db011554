"""Names found in texts, and lists of names as sets."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.core.evaluation.golden import Question
from workbench.core.evaluation.replies import Reply
from workbench.core.evaluation.scores import Apart
from workbench.core.values import Rows
from workbench.evaluation.measures.answers.name_lists import listed
from workbench.evaluation.measures.answers.sets import SetF1, SetPrecision, SetRecall
from workbench.evaluation.measures.answers.texts import plain

KNOWN = ["ann", "ann lee", "cal", "simon and garfunkel", "davis, jr.", "o'hara"]


def asked(*names: str, text: str = "Who likes it?", **extra: Any) -> Question:
    return Question("q", text, expected={"names": list(names)}, extra=extra)


def scores(question: Question, reply: Reply) -> list[Any]:
    return [one.score(question, reply) for one in (SetPrecision(), SetRecall(), SetF1())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann Lee", {"ann lee"}),
        ("Ann Lee, Ann", {"ann lee", "ann"}),
        ("Anna, Ann-Marie, Joann, Cal2, Cal_x", set()),
        ("Ann's friend", {"ann"}),
        ("**Ann  Lee** and _Cal_", {"ann lee", "cal"}),
        ("ANN\u00a0LEE", {"ann lee"}),
        ("Ann\nLee", {"ann"}),
        ("Simon and Garfunkel; Davis, Jr.", {"simon and garfunkel", "davis, jr."}),
        ("O’Hara", {"o'hara"}),
        ("(Cal)", {"cal"}),
        ("", set()),
    ],
)
def test_a_name_is_found_as_whole_words_the_longest_first(text: str, found: set[str]) -> None:
    assert listed(text, KNOWN).found == found


@pytest.mark.parametrize(
    ("text", "further"),
    [
        ("The following people like it: Ann, Bob Stone", {"bob stone"}),
        ("Ann, Bob Stone and Zed", {"bob stone", "zed"}),
        ("Fans of Magic, Games: The Gathering: Ann", set()),
        ("- Ann\n- Bob Stone\n* Zed\n3. Ned", {"bob stone", "zed", "ned"}),
        ("- Ann: likes cats, dogs and fish\n- Cal - likes fish, too", set()),
        ("Ann\nBob Stone\n\nLet me know, if more is needed!", {"bob stone"}),
        ("Ann (a friend, says Bob), Cal [1, 2]", set()),
        ("Ann, Cal. Ask me for more, or less.", set()),
        ("St. Mary, J. R. Smith, Ann, Ned", {"st. mary", "j. r. smith", "ned"}),
        ("Ann, Bob Stone, Jr.", {"bob stone, jr"}),
        ("| Ann | 12 |", set()),
        ("I did not find anything, sorry.", set()),
    ],
)
def test_what_else_stands_in_the_lists_of_a_text(text: str, further: set[str]) -> None:
    assert listed(text, KNOWN).further == further


def test_a_text_is_judged_by_what_it_lists() -> None:
    reply = Reply(text="They are: Ann Lee, Bob Stone, Cal and Zed.")

    assert scores(asked("Ann Lee", "Cal", "Ned Fry"), reply) == [2 / 4, 2 / 3, 4 / 7]


def test_rows_and_lists_hold_what_they_hold() -> None:
    rows = Rows(("name", "age"), [("ann lee", 3), ("Bob", 4), ("Ann Lee", 5), (None, 6)])
    table, given = Reply(rows=rows), Reply(text="Cal", data={"names": ["Ann Lee", "Bob"]})

    assert scores(asked("Ann Lee"), table) == scores(asked("Ann Lee"), given) == [0.5, 1, 2 / 3]


def test_a_column_of_rows_is_chosen_by_name_or_is_the_only_one_of_texts() -> None:
    rows = Rows(("p.name", "i.name"), [("Ann", "Cats"), (["Cal", "Zed"], "Dogs")])
    measure, question = SetRecall(column="p.name"), asked("Ann", "Cal")
    only = Rows(("n", "who"), [(1, "Ann")])

    assert measure.score(question, Reply(rows=rows)) == 1
    assert SetRecall().score(question, Reply(rows=only)) == 0.5
    assert SetRecall().score(question, Reply(rows=rows)) == Apart(
        "texts in more than one column, name one: p.name, i.name"
    )
    assert "there are: n, who" in str(measure.score(question, Reply(rows=only)))


def test_a_longer_name_that_is_known_is_not_the_shorter_one() -> None:
    reply = Reply(text="Hester Varrow the Less, Cal")
    known = {"Hester Varrow": "p1", "Hester Varrow the Less": "p2", "Cal": "p3"}

    assert scores(asked("Hester Varrow", "Cal"), reply)[1] == 1
    assert scores(asked("Hester Varrow", "Cal", ids_by_name=known), reply) == [0.5, 0.5, 0.5]


def test_a_known_name_that_the_question_gives_is_no_answer() -> None:
    known = {"Cats": "i1", "Ann": "p1", "Cal": "p2"}
    question = asked("Ann", text="Who likes cats?", ids_by_name=known)

    assert scores(question, Reply(text="Cats: Ann likes cats")) == [1, 1, 1]


def test_a_name_inside_one_that_the_question_gives_is_not_said() -> None:
    known = {"Ann Lee": "p1", "Ann": "p2"}
    question = asked("Ann", text="Who likes Ann Lee?", ids_by_name=known)

    assert scores(question, Reply(text="Ann Lee is liked by nobody")) == [0, 0, 0]
    assert scores(question, Reply(text="Fans of Ann Lee: Ann, Zed")) == [1 / 2, 1, 2 / 3]


def test_ids_of_any_type_are_read_as_texts() -> None:
    question = Question("q", "Who?", judgements={"7": 1, "a|b": 1})
    rows = Rows(("id", "name"), [(7, "Ann"), (("a", "b"), "Cal"), (None, "Zed")])

    assert scores(question, Reply(rows=rows)) == scores(
        question, Reply(data={"ids": [7, ("a", "b")]})
    )
    assert scores(question, Reply(rows=rows)) == [1, 1, 1]


def test_ids_are_the_items_where_no_names_are_expected() -> None:
    known = {"Ann": "p1", "Cal": ["p2", "p9"], "Zed": "p3"}
    question = Question("q", "Who?", judgements={"p1": 1, "p2": 2, "p3": 0}, extra={})
    named = Question("q", "Who?", judgements=question.judgements, extra={"ids_by_name": known})

    assert scores(question, Reply(data={"ids": ["p1", "p3"]})) == [0.5, 0.5, 0.5]
    assert scores(question, Reply(text="It is p1, or p3, or p9")) == [1 / 3, 1 / 2, 2 / 5]
    assert scores(named, Reply(text="Ann and Zed and Cal")) == [2 / 3, 1, 0.8]


def test_nothing_said_is_0_and_nothing_given_is_apart() -> None:
    question = asked("Ann")

    for empty in (Reply(text=""), Reply(rows=Rows(("name",), [])), Reply(data={"names": []})):
        assert scores(question, empty) == [0, 0, 0]
    assert scores(question, Reply()) == [Apart("the reply has no text, no rows and no names")] * 3
    nothing = Apart("no names are expected and no id is judged relevant")
    assert scores(Question("q", "Who?"), Reply(text="Ann")) == [nothing] * 3


def test_an_empty_list_can_be_what_is_right() -> None:
    assert scores(asked(), Reply(data={"names": []}))[::2] == [1, 1]
    assert scores(asked(), Reply(data={"names": ["Ann"]}))[::2] == [0, 0]
    assert isinstance(scores(asked(), Reply(data={"names": []}))[1], Apart)
    assert isinstance(scores(asked(), Reply(text="Ann and Cal"))[0], Apart)
    assert scores(asked(ids_by_name={"Ann": "p1"}), Reply(text="Ann"))[::2] == [0, 0]


def test_private_characters_in_a_text_cannot_pose_as_names() -> None:
    assert listed("\U000f0000, Ann\U000f0001", KNOWN).found == {"ann"}
    assert plain("\U000f0000\u200bAnn") == "ann"
