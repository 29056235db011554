"""Which names a text mentions."""

from __future__ import annotations

import pytest

from workbench.evaluation.systems.linking import LongestNames

NAMES = [
    ("1", "Snow"),
    ("2", "Snow Leopards"),
    ("3", "the Houston Astros"),
    ("4", "Rubik's Cubes"),
    ("5", "C"),
    ("6", "C#"),
    ("7", "Café"),
    ("8", "Hester"),
    ("9", "Hester"),
    ("10", "???"),
]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Who likes Snow Leopards?", {"snow leopards": ["2"]}),
        ("Who likes snow, leopards or SNOW?", {"snow leopards": ["2"], "snow": ["1"]}),
        ("Is it the houston  astros' year?", {"the houston astros": ["3"]}),
        ("rubik's cubes", {"rubik s cubes": ["4"]}),
        ("rubik s cubes", {"rubik s cubes": ["4"]}),
        ("Who writes C#?", {"c": ["6"]}),
        ("Who writes C?", {"c": ["5"]}),
        ("the cafe\u0301 at the corner", {"café": ["7"]}),
        ("Is Hester Hester?", {"hester": ["8", "9"]}),
        ("Who likes Snowdrops???", {}),
        ("", {}),
    ],
)
def test_names_are_found_by_their_words_the_longest_first(
    text: str, found: dict[str, list[str]]
) -> None:
    assert LongestNames(NAMES)(text) == found


def test_mentions_are_in_the_order_of_the_text() -> None:
    assert list(LongestNames(NAMES)("Hester has snow and a café")) == ["hester", "snow", "café"]


def test_without_names_nothing_is_found() -> None:
    assert LongestNames([])("Snow") == {}
