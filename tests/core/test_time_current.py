"""What `current` stands for, and times told as years ago."""

from __future__ import annotations

from typing import Any

import pytest

from tests.core.time_tables import DOCUMENT
from workbench.core.errors import BadInput, TimeSyntaxError
from workbench.core.time import Chronology, Time, Unresolved, current_time, eras_of

WORLD = Chronology(eras_of(DOCUMENT), events={"x": "bell_age.year_400.month_2"})


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("1234", (1, "argument")),
        ("-234", (2, "session")),
        ("--34", (3, "setting")),
        ("---4", (4, "now")),
        ("c-3-", (3, "setting")),
    ],
)
def test_the_first_that_is_said_wins(said: str, expected: tuple[int, str]) -> None:
    texts = {"-": None, "c": "current"} | {n: f"bell_age.year_{n}" for n in "1234"}
    world_time, session, setting, now = (texts[mark] for mark in said)
    found = current_time(world_time, session=session, setting=setting, now=now)
    assert found == (Time("bell_age", expected[0]), expected[1])


def test_nothing_said_is_nothing() -> None:
    assert current_time() is None
    assert current_time("current") is None


def test_a_bad_override_is_refused_rather_than_passed_over() -> None:
    with pytest.raises(TimeSyntaxError):
        current_time(session="340 TA", setting="bell_age.year_3")
    with pytest.raises(TimeSyntaxError):
        WORLD.at("340 TA")


def test_another_current_time_leaves_the_first_world_as_it_was() -> None:
    first = WORLD.at("bell_age.year_412")
    second = first.at("bell_age.year_345")
    asked = ("current", "bell_age.year_340", "bell_age.year_352")
    assert [str(w.time_in_window(*asked)) for w in (first, second, WORLD, first.at("current"))] == [
        "false",
        "true",
        "unknown",
        "unknown",
    ]


@pytest.mark.parametrize(
    ("current", "ago", "expected"),
    [
        ("bell_age.year_412.month_5.day_9", 1, "bell_age.year_411"),
        ("bell_age.year_412", 0, "bell_age.year_412"),
        ("bell_age.lamp_regency.year_3", 10, "bell_age.year_223"),
        ("bell_age.event_x", 3, "bell_age.year_397"),
        ("bell_age.year_2", 2, "long_ebb.year_608"),
        ("bell_age.year_2", 609, "long_ebb.year_1"),
        ("long_ebb.dry_queen.year_5", 2, "long_ebb.dry_queen.year_3"),
        ("unnumbered.year_5", 2, "unnumbered.year_3"),
        ("3rd_age.year_5", 4, "3rd_age.year_1"),
    ],
)
def test_years_ago(current: str, ago: int, expected: str) -> None:
    assert str(WORLD.at(current).since({"years_ago": ago})) == expected


@pytest.mark.parametrize(
    ("current", "ago", "reason"),
    [
        (None, 1, "nothing says what the current time is"),
        ("bell_age.year_2", 610, "no year is known"),  # the era before le has no known length
        ("long_ebb.dry_queen.year_5", 5, "no year is known"),
        ("unnumbered.year_5", 5, "no year is known"),
        ("bell_age", 1, "names no single year"),
        ("bell_age.month_3", 1, "names no single year"),
        ("long_ebb.dry_queen", 1, "names no single year"),
        ("long_ebb.year_609", 1, "year 609 is outside"),
    ],
)
def test_years_ago_of_what_is_not_known(current: str | None, ago: int, reason: str) -> None:
    since = WORLD.at(current).since({"years_ago": ago})
    assert isinstance(since, Unresolved)
    assert reason in since.reason
    assert reason in WORLD.time_in_window("bell_age.year_3", since, None).reason


def test_since_may_be_a_time() -> None:
    assert WORLD.since("bell_age.year_3") == Time("bell_age", 3)
    with pytest.raises(TimeSyntaxError):
        WORLD.since("last year")


@pytest.mark.parametrize(
    "since",
    ["1_year_ago", {"years_ago": -1}, {"years_ago": 1.5}, {"years_ago": True}, {"m": 1}, {}, 3],
)
def test_other_forms_of_since_are_refused(since: Any) -> None:
    with pytest.raises(BadInput, match=r'expected since as a canonical time or \{"years_ago": n\}'):
        WORLD.since(since)
