"""Words, texts, numbers and signs of Cypher."""

from __future__ import annotations

import pytest

from workbench.core.errors import QueryFailed
from workbench.graphs.cypher.tokens import tokens


def told(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.value) for token in tokens(text)[:-1]]


def test_a_text_knows_escapes_and_other_characters_stand_for_themselves() -> None:
    assert told(r"'a\n\t\'\"\q\\' ") == [("text", "a\n\t'\"q\\")]
    assert told('"it\'s é 文"') == [("text", "it's é 文")]
    assert told(r"'\u6587'") == [("text", "文")]


def test_names_may_be_of_any_letters_and_in_back_ticks_of_any_characters() -> None:
    assert told("Größe `a b``c` 文档") == [
        ("name", "Größe"),
        ("quoted", "a b`c"),
        ("name", "文档"),
    ]


def test_comments_and_spaces_are_no_tokens() -> None:
    assert told("a // b\n /* c\n d */ e") == [("name", "a"), ("name", "e")]


def test_a_comment_mark_in_a_text_is_text() -> None:
    assert told("'// /* ' x") == [("text", "// /* "), ("name", "x")]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("1..3", ["1", "3"]), ("1.5e-3 .5 0xff", ["1.5e-3", ".5", "0xff"]), ("x[0..2]", ["0", "2"])],
)
def test_numbers_end_where_a_range_begins(text: str, numbers: list[str]) -> None:
    assert [value for kind, value in told(text) if kind == "number"] == numbers


def test_parameters_are_names_numbers_or_quoted() -> None:
    assert told("$in $1 $`a b`") == [("parameter", "in"), ("parameter", "1"), ("parameter", "a b")]


@pytest.mark.parametrize(
    ("text", "says", "at"),
    [
        ("RETURN 'abc", "a text begins here", 8),
        ("RETURN `abc", "a quoted name begins here", 8),
        ("RETURN /* abc", "a comment begins here", 8),
        ("RETURN (1", "is not closed", 8),
        ("RETURN 1)", "closes nothing", 9),
        ("RETURN #", "no part of Cypher", 8),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, says: str, at: int) -> None:
    with pytest.raises(QueryFailed, match=says) as seen:
        tokens(text)
    assert seen.value.position == at
