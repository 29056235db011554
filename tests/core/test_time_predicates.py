"""Laws of the predicates, and answers computed by counting days and by trying every world."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.core.time_tables import DOCUMENT, EVENTS, full
from workbench.core.time import Chronology, Time, Truth, eras_of

EVENTS_TOO = EVENTS | {
    "evt_reign": "long_ebb.dry_queen.year_5",
    "evt_flood": "long_ebb.year_300",
    "evt_age": "bell_age",
}
WORLD = Chronology(eras_of(DOCUMENT), events=EVENTS_TOO, current="bell_age.year_412")
ERAS = [
    *(era["id"] for era in DOCUMENT["eras"]),
    *("3rd_age", "3rd_age.iron", "2nd_age", "bell_age.lost_years"),
]
YEAR = st.none() | st.sampled_from([1, 2, 12, 15, 120, 231, 304, 608, 609]) | st.integers(1, 400)
MONTH = st.none() | st.sampled_from([1, 2, 13, 14])
TIMES = st.one_of(
    st.builds(
        lambda era, year, month, day: str(Time(era, year, month, day if month else None)),
        *(st.sampled_from(ERAS), YEAR, MONTH, st.none() | st.sampled_from([1, 28, 29])),
    ),
    st.builds(
        lambda era, event: f"{era}.event_{event}", *map(st.sampled_from, (ERAS, list(EVENTS_TOO)))
    ),
    st.sampled_from(["current", "340 TA"]),
)
BOUNDS = st.none() | TIMES
WINDOWS = st.tuples(BOUNDS, BOUNDS)


@given(WINDOWS, WINDOWS)
def test_overlap_is_symmetric(a: Any, b: Any) -> None:
    assert WORLD.time_windows_overlap(*a, *b) == WORLD.time_windows_overlap(*b, *a)


@given(TIMES, WINDOWS, BOUNDS)
@example("long_ebb.event_evt_reign", ("long_ebb.dry_queen", None), "first_salt.year_3")
@example("3rd_age.iron.year_2", ("3rd_age", None), None)
def test_widening_a_window_never_makes_true_false(at: str, window: Any, wider: Any) -> None:
    start, end = window
    assume(WORLD.time_in_window(at, start, end).value)
    if wider is None or (start is not None and WORLD.before(wider, start).value):
        assert WORLD.time_in_window(at, wider, end).possible
    if wider is None or (end is not None and WORLD.before(end, wider).value):
        assert WORLD.time_in_window(at, start, wider).possible


@given(TIMES, WINDOWS)
def test_a_time_in_a_window_shares_a_day_with_it(at: str, window: Any) -> None:
    if WORLD.time_in_window(at, *window).value:
        assert WORLD.time_windows_overlap(at, at, *window).possible
    if not WORLD.time_windows_overlap(at, at, *window).possible:
        assert not WORLD.time_in_window(at, *window).possible


@given(TIMES, TIMES)
def test_of_two_times_at_most_one_is_before_the_other(a: str, b: str) -> None:
    if WORLD.before(a, b).value:
        assert WORLD.before(b, a).value is False
    assert WORLD.before(a, a).value is not True


@given(TIMES, TIMES, TIMES)
def test_before_is_transitive_where_the_ends_compare(a: str, b: str, c: str) -> None:
    if WORLD.before(a, b).value and WORLD.before(b, c).value:
        assert WORLD.before(a, c).possible


@given(TIMES, WINDOWS)
def test_unknown_always_has_a_reason(at: str, window: Any) -> None:
    for truth in (
        WORLD.time_in_window(at, *window),
        WORLD.time_windows_overlap(at, None, *window),
        WORLD.before(at, window[0] or "bell_age"),
    ):
        assert bool(truth.reason) == (truth.value is None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("ba.339", "ba.340", "true"),
        ("ba.340", "ba.340", "false"),
        ("ba.340.m3", "ba.340", "false"),
        ("ba.340", "ba.340.m3", "unknown"),
        ("ba.341", "ba.340", "false"),
        ("le", "ba", "true"),
        ("ba", "le", "false"),
        ("le.dry_queen", "ba.1", "true"),
        ("ba.1", "le.dry_queen", "false"),
        ("le.dry_queen.5", "le.dry_queen.9", "true"),
        ("le.dry_queen.9", "le.dry_queen.5", "false"),
        ("le.dry_queen", "le.300", "unknown"),
        ("ba.m3", "ba.340", "unknown"),
        ("un.1", "ba.1", "unknown"),
        ("rv.1", "ba.1", "unknown"),
        ("le.609", "ba.1", "unknown"),
        ("ba.411", "current", "true"),
    ],
)
def test_before(one: str, other: str, expected: str) -> None:
    assert str(WORLD.before(full(one) or "", full(other) or "")) == expected


@pytest.mark.parametrize(
    ("truth", "reason"),
    [
        (WORLD.before("unnumbered", "bell_age"), "the order of unnumbered is unknown"),
        (
            WORLD.before("revision", "bell_age"),
            "revision and bell_age lie on different axes (page, tide)",
        ),
        (
            WORLD.time_in_window("bell_age.year_345", "340 TA", None),
            "340 TA: expected an era in lower case",
        ),
        (
            WORLD.time_in_window("bell_age", "bell_age.year_2", None),
            "part of bell_age may precede bell_age.year_2",
        ),
        (WORLD.time_in_window(None, "bell_age", None), "no time to ask for"),
        (WORLD.time_in_window({}, "bell_age", None), "{}: expected an era"),  # type: ignore[arg-type]
    ],
)
def test_reasons(truth: Truth, reason: str) -> None:
    assert truth.reason.startswith(reason)


def test_a_bad_bound_leaves_the_other_to_decide() -> None:
    assert str(WORLD.time_in_window("bell_age.year_3", "340 TA", "bell_age.year_2")) == "false"
    assert str(WORLD.time_in_window("bell_age.year_2", "340 TA", "bell_age.year_2")) == "unknown"


def test_windows_that_end_before_they_start_are_empty() -> None:
    assert WORLD.window_is_empty("bell_age.year_2", "bell_age.year_1")
    assert not WORLD.window_is_empty("bell_age.year_1", "bell_age")
    assert not WORLD.window_is_empty("bell_age.year_2", None)
    assert str(WORLD.window_is_empty("unnumbered", "bell_age")) == "unknown"


# Two eras of 3 and 2 years, 2 months of 2 days: 20 days, so that windows are sets of days.
SMALL = {
    "axes": [{"id": "t", "months_per_year": 2, "days_per_month": 2}],
    "eras": [
        {"id": "a", "axis": "t", "parent": None, "order": -1, "length_years": 3},
        {"id": "b", "axis": "t", "parent": None, "order": 4, "length_years": 2},
        {"id": "a.own", "axis": "t", "parent": "a"}
        | {"first_year": 2, "last_year": 3, "numbering": "own"},
    ],
}
DAYS = list(enumerate(product("aaabb", (1, 2), (1, 2))))


def days_of(time: str) -> set[int]:
    """The days of a time, counted; an independent reading of the text."""
    era, units = time.split(".year_")[0].split(".month")[0], time.split(".")
    said = {u.split("_")[0]: int(u.split("_")[1]) for u in units if "_" in u}
    first = {"a": 1, "a.own": 2, "b": 4}[era]
    years = {"a": {1, 2, 3}, "a.own": {2, 3}, "b": {4, 5}}[era]
    if "year" in said:
        years &= {first + said["year"] - 1}
    return {
        (year - 1) * 4 + (month - 1) * 2 + day - 1
        for year, month, day in product(years, (1, 2), (1, 2))
        if said.get("month", month) == month and said.get("day", day) == day
    }


def small_times() -> Iterator[str]:
    for era, length in (("a", 3), ("b", 2), ("a.own", 2)):
        yield era
        for year in range(1, length + 1):
            yield f"{era}.year_{year}"
            for month in (1, 2):
                yield f"{era}.year_{year}.month_{month}"
                yield from (f"{era}.year_{year}.month_{month}.day_{d}" for d in (1, 2))


SMALL_WORLD = Chronology(eras_of(SMALL))
SMALL_TIMES = st.sampled_from(list(small_times()))
SMALL_BOUNDS = st.none() | SMALL_TIMES


def window_days(start: str | None, end: str | None) -> set[int]:
    first = min(days_of(start)) if start else 0
    last = max(days_of(end)) if end else 19
    return set(range(first, last + 1))


@given(SMALL_TIMES, SMALL_BOUNDS, SMALL_BOUNDS)
def test_in_window_is_what_counting_days_says(at: str, start: Any, end: Any) -> None:
    asked, window = days_of(at), window_days(start, end)
    expected = "unknown" if asked & window else "false"
    if asked <= window:
        expected = "true"
    assert str(SMALL_WORLD.time_in_window(at, start, end)) == expected


@given(*[SMALL_BOUNDS] * 4)
def test_overlap_is_what_counting_days_says(a: Any, b: Any, c: Any, d: Any) -> None:
    shared = window_days(a, b) & window_days(c, d)
    assert SMALL_WORLD.time_windows_overlap(a, b, c, d).value == bool(shared)


def possible_worlds() -> Iterator[Chronology]:
    """Every place that the reign a.lost of two years or more can have in the five years of a."""
    for first, last in product(range(1, 6), range(1, 6)):
        if last - first >= 1:
            yield Chronology(eras_of(lost_reign(first, last, numbering="own")))


def lost_reign(first: int | None, last: int | None, *, numbering: str) -> dict[str, Any]:
    root = {"id": "a", "axis": "t", "parent": None, "order": 1, "length_years": 5}
    span = {"first_year": first, "last_year": last, "numbering": numbering}
    return {
        "axes": [{"id": "t", "months_per_year": 1, "days_per_month": 1}],
        "eras": [root, {"id": "a.lost", "axis": "t", "parent": "a", **span}],
    }


LOST = Chronology(eras_of(lost_reign(None, None, numbering="own")))
WORLDS = list(possible_worlds())
LOST_TIMES = st.sampled_from(
    ["a", "a.lost", *(f"a.year_{n}" for n in range(1, 6)), "a.lost.year_1", "a.lost.year_2"]
)
LOST_BOUNDS = st.none() | LOST_TIMES


@given(LOST_TIMES, LOST_BOUNDS, LOST_BOUNDS)
def test_a_known_answer_holds_in_every_possible_world(at: str, start: Any, end: Any) -> None:
    truth = LOST.time_in_window(at, start, end)
    assert truth.value is None or {w.time_in_window(at, start, end) for w in WORLDS} == {truth}


@given(*[LOST_BOUNDS] * 4)
def test_a_known_overlap_holds_wherever_neither_window_is_empty(
    a: Any, b: Any, c: Any, d: Any
) -> None:
    truth = LOST.time_windows_overlap(a, b, c, d)
    worlds = [w for w in WORLDS if not (w.window_is_empty(a, b) or w.window_is_empty(c, d))]
    found = {world.time_windows_overlap(a, b, c, d) for world in worlds}
    assert truth.value is None or found <= {truth}
