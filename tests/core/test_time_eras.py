"""Eras as data: what a document may say, and where times then lie."""

from __future__ import annotations

import re
from math import inf
from typing import Any

import pytest

from tests.core.time_tables import DOCUMENT, EVENTS, full
from workbench.core.errors import BadInput
from workbench.core.time import Chronology, Eras, Extent, Span, Unresolved, Years, eras_of

ERAS = eras_of(DOCUMENT)
AXES = [{"id": "t", "months_per_year": 2, "days_per_month": 3}]
ROOT = {"id": "a", "axis": "t", "parent": None, "order": 1, "length_years": 9}
SUB = {"id": "a.b", "axis": "t", "parent": "a", "first_year": 2, "last_year": 4, "numbering": "own"}


def eras(*entries: dict[str, Any]) -> Eras:
    return eras_of({"axes": AXES, "eras": list(entries)})


def placed(short: str, events: dict[str, str | None] | None = None) -> Extent | Unresolved:
    time = full(short)
    assert time is not None
    return Chronology(ERAS, events=events or dict(EVENTS)).extent(time)


def span(short: str) -> Span:
    extent = placed(short)
    assert isinstance(extent, Extent), extent
    return extent.span


@pytest.mark.parametrize(
    ("short", "lo", "hi"),
    [
        ("ba", (3, 1, 1, 1), (3, inf, 13, 28)),
        ("le", (2, 1, 1, 1), (2, 608, 13, 28)),
        ("ba.340", (3, 340, 1, 1), (3, 340, 13, 28)),
        ("ba.340.m3", (3, 340, 3, 1), (3, 340, 3, 28)),
        ("ba.340.m3.d9", (3, 340, 3, 9), (3, 340, 3, 9)),
        ("rv.40.m8", (2, 40, 8, 1), (2, 40, 8, 40)),
        ("ba.lamp_regency", (3, 231, 1, 1), (3, 245, 13, 28)),
        ("ba.lamp_regency.15.m2", (3, 245, 2, 1), (3, 245, 2, 28)),
        ("ba.quiet_bells.40", (3, 40, 1, 1), (3, 40, 13, 28)),
        ("ba.rope_years", (3, 304, 1, 1), (3, inf, 13, 28)),
        ("3rd_age.7.m99", (0, 7, 99, 1), (0, 7, 99, inf)),
        ("ba.event_evt_battle_gullet", (3, 377, 5, 1), (3, 377, 5, 28)),
    ],
)
def test_exact_extents(short: str, lo: Any, hi: Any) -> None:
    assert span(short) == Span(lo, lo, hi, hi)
    assert span(short).exact


LE = ((2, 1, 1, 1), (2, 608, 13, 28))


@pytest.mark.parametrize(
    ("short", "bounds"),
    [
        ("le.dry_queen", LE),
        ("le.dry_queen.5", LE),
        ("le.dry_queen.5.m3", LE),
        ("le.m3", LE),
        ("le.m3.d4", LE),
        ("ba.lamp_regency.m3", ((3, 231, 1, 1), (3, 245, 13, 28))),
    ],
)
def test_inexact_extents_have_outer_bounds(short: str, bounds: Any) -> None:
    lo, hi = bounds
    assert span(short) == Span(lo, hi, lo, hi)
    assert not span(short).exact


def test_an_era_of_unknown_length_starts_with_its_year_1() -> None:
    assert span("fs") == Span((1, 1, 1, 1), (1, 1, 1, 1), (1, 1, 1, 1), (1, inf, 13, 28))


def test_a_known_end_of_a_half_known_span_counts() -> None:
    world = Chronology(eras(ROOT, SUB | {"last_year": None}))
    assert str(world.time_in_window("a.year_2", "a.b", None)) == "true"
    assert str(world.time_in_window("a.year_1", "a.b", None)) == "false"
    assert str(world.time_in_window("a.year_3", None, "a.b")) == "unknown"


@pytest.mark.parametrize(
    ("short", "reason"),
    [
        ("le.609", r"year 609 is outside long_ebb \(years 1 to 608\)"),
        ("ba.lamp_regency.16", r"year 16 is outside bell_age.lamp_regency \(years 1 to 15\)"),
        ("ba.quiet_bells.121", r"\(years 1 to 120\)"),
        ("ba.rope_years.303", r"\(years from 304\)"),
        ("le.dry_queen.609", r"\(years 1 to 608\)"),
        ("ba.340.m14", "month 14 is outside a year of 13 months"),
        ("ba.m3.d29", "day 29 is outside a month of 28 days"),
        ("ba.event_evt_lost", "event evt_lost has no known time"),
        ("le.event_evt_battle_gullet", "occurred bell_age.year_377.month_5, not in long_ebb"),
        ("rv.event_evt_battle_gullet", "not in revision"),
        ("ba.quiet_bells.event_evt_battle_gullet", "not in bell_age.quiet_bells"),
        ("current", "nothing says what the current time is"),
    ],
)
def test_what_cannot_be_placed_says_why(short: str, reason: str) -> None:
    extent = placed(short)
    assert isinstance(extent, Unresolved)
    assert re.search(reason, extent.reason)


def test_events_may_hang_on_events_but_not_on_themselves() -> None:
    events: dict[str, str | None] = {
        "x": "bell_age.event_y",
        "y": "bell_age.rope_years.year_310",
        "loop": "bell_age.event_pool",
        "pool": "bell_age.event_loop",
        "bad": "340 TA",
        "far": "long_ebb.year_700",
    }
    found = placed("ba.rope_years.event_x", events)
    assert isinstance(found, Extent)
    assert (found.span.lo[1], found.lies_in("bell_age.rope_years")) == (310, True)
    reasons = {name: placed(f"ba.event_{name}", events).reason for name in ("loop", "bad", "far")}
    assert "event loop is dated by itself" in reasons["loop"]
    assert "saw '340 TA'" in reasons["bad"]
    assert "year 700 is outside long_ebb" in reasons["far"]


def test_sub_eras_may_stand_before_their_parents_and_open_ends_are_known() -> None:
    found = eras(SUB | {"last_year": None, "open_end": True}, ROOT)
    assert found.era("a.b").years == Years(2, 9, True, True)
    assert found.era("a.b").root == "a"


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([ROOT, ROOT], r"eras\[1\] \(a\): expected an id of its own"),
        ([ROOT | {"axis": "x"}], r"an axis of \['t'\], saw 'x'"),
        ([ROOT | {"axis": ["t"]}], "an axis of"),
        ([ROOT | {"id": "A"}], "the id is no era: .* 'A' fits nowhere"),
        ([ROOT | {"id": "a.year_3"}], "an era without units, saw 'a.year_3'"),
        ([ROOT | {"id": "current"}], "an era without units"),
        ([ROOT | {"id": None}], "the id is no era"),
        ([ROOT | {"order": 1.5}], "order as a whole number from -100000, saw 1.5"),
        ([ROOT | {"order": 100_001}], "an order up to 100000, saw 100001"),
        ([ROOT | {"length_years": True}], "length_years as a whole number from 1, saw True"),
        ([ROOT | {"open_end": True}], "length_years or open_end, saw 'both'"),
        ([ROOT | {"open_end": "no"}], "open_end true or false, saw 'no'"),
        ([ROOT, ROOT | {"id": "c"}], r"an order of its own, saw \"1, as \['a'\]\""),
        ([SUB], "a registered parent, saw 'a'"),
        ([ROOT, SUB | {"id": "ab"}], "an id below a, saw 'ab'"),
        ([ROOT, SUB | {"last_year": 10}], "a span inside years 1 to 9 of a, saw '2 to 10'"),
        ([ROOT, SUB | {"first_year": 5}], "saw '5 to 4'"),
        ([ROOT, SUB | {"numbering": "mine"}], "numbering parent or own, saw 'mine'"),
        (["a"], r"eras\[0\]: expected fields, saw 'a'"),
    ],
)
def test_a_document_that_contradicts_itself_is_refused(entries: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        eras(*entries)


def test_axes_are_checked_too() -> None:
    for axes, message in (
        ([*AXES, *AXES], r"axes\[1\] \(t\): expected an id of its own"),
        ([{"id": "~t"}], "an id that does not begin with ~"),
        ([{"id": "t", "days_per_month": 0}], "days_per_month as a whole number from 1, saw 0"),
        ({"t": {}}, "axes: expected a list"),
    ):
        with pytest.raises(BadInput, match=message):
            eras_of({"axes": axes})


def test_a_world_without_registered_eras_still_compares_years() -> None:
    world = Chronology(eras_of({}))
    assert world.before("dawn.year_2", "dawn.year_3")
    assert "different axes" in world.before("dawn.year_2", "dusk.year_3").reason


def test_an_axis_without_a_calendar_takes_any_month() -> None:
    world = Chronology(eras_of({"axes": [{"id": "t"}], "eras": [ROOT]}))
    assert world.before("a.year_1.month_90.day_400", "a.year_1.month_91")
    assert world.time_in_window("a.year_1.month_90", "a.year_1", "a.year_1")
