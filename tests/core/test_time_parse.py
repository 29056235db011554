"""Canonical time as text: what is one, what is none, and that writing undoes reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.errors import BadInput, TimeSyntaxError
from workbench.core.time import CURRENT, Time, parse_time

SLUG = st.from_regex(r"[a-z0-9][a-z0-9_]{0,6}", fullmatch=True).filter(
    lambda s: not s.isdigit() and not s.startswith(("year_", "month_", "day_", "event_"))
)
PATH = (
    st.lists(SLUG, min_size=1, max_size=3)
    .map(".".join)
    .filter(lambda path: path.split(".")[0] != "current")
)
NUMBER = st.integers(1, 10**20)
TIMES = st.one_of(
    st.just(CURRENT),
    st.builds(Time, PATH, st.none() | NUMBER),
    st.builds(Time, PATH, st.none() | NUMBER, NUMBER, st.none() | NUMBER),
    st.builds(lambda path, event: Time(path, event=event), PATH, SLUG),
)


@given(TIMES)
def test_a_time_reads_back_as_it_was_written(time: Time) -> None:
    assert parse_time(str(time)) == time


@given(st.from_regex(r"[a-z_]{1,8}(\.(year|month|day|event)_?[0-9a-z]{0,3}){0,4}", fullmatch=True))
def test_a_text_that_reads_is_written_back_the_same(text: str) -> None:
    try:
        time = parse_time(text)
    except TimeSyntaxError:
        return
    assert str(time) == text


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("bell_age", Time("bell_age")),
        ("3rd_age.iron.year_12", Time("3rd_age.iron", 12)),
        ("a.year_1.month_2.day_3", Time("a", 1, 2, 3)),
        ("a.month_2.day_3", Time("a", None, 2, 3)),
        ("a.event_evt_2", Time("a", event="evt_2")),
        ("a.years.monthly", Time("a.years.monthly")),
        ("currently.year_3", Time("currently", 3)),
        ("current", CURRENT),
    ],
)
def test_parts_are_told_apart(text: str, time: Time) -> None:
    assert parse_time(text) == time


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("bell_age.year_012", "year_012"),
        ("bell_age.year_3.year_4", "year_4"),
        ("bell_age.year_3.day_4", "day_4"),
        ("bell_age.month_3.year_2", "year_2"),
        ("bell_age.event_12", "event_12"),
        ("bell_age.event_", "event_"),
        ("bell_age.event_year_2", "event_year_2"),
        ("bell_age.event_x.year_2", "year_2"),
        ("bell_age.340", "340"),
        ("_bell.year_2", "_bell"),
        ("bell_age.year_٣", "year_٣"),
        ("bell_age.year_3\n", "year_3\\n"),
        ("current.year_3", "year_3"),
        ("current.sub", "sub"),
        (" bell_age", " bell_age"),
    ],
)
def test_an_error_names_the_part_that_fits_nowhere(text: str, part: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_time(text)
    assert f"where '{part}' fits nowhere; write it like bell_age.year_340" in str(refused.value)


def test_an_error_tells_what_else_was_seen() -> None:
    with pytest.raises(TimeSyntaxError, match=r"saw 340 \(int\)"):
        parse_time(340)
    with pytest.raises(TimeSyntaxError, match="saw an empty text"):
        parse_time("")
    with pytest.raises(TimeSyntaxError, match=r"saw 5006 characters, 'a\.year_1111"):
        parse_time("a.year" + "_" + "1" * 4999)
