"""Integer keys exclude only what the predicates deny; display keys sort for the eye."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given, settings

from tests.core.test_time_predicates import BOUNDS, TIMES, WINDOWS, WORLD
from workbench.core.time import WindowKeys
from workbench.core.time.sort_keys import NEVER_AFTER, NEVER_BEFORE

MORE = settings(max_examples=400)


@given(TIMES, WINDOWS)
@MORE
def test_every_window_that_may_hold_a_time_passes_the_filter(at: str, window: Any) -> None:
    if WORLD.time_in_window(at, *window).possible:
        assert WORLD.window_keys(*window).may_meet(WORLD.window_keys(at, at))


@given(WINDOWS, WINDOWS)
@MORE
@example(("bell_age.lost_years.year_5", "bell_age"), ("bell_age.year_3", "revision.year_2"))
@example(("bell_age.year_1", "bell_age.year_5"), ("bell_age.year_9", "revision.year_3"))
def test_every_window_that_may_overlap_passes_the_filter(stored: Any, asked: Any) -> None:
    if WORLD.time_windows_overlap(*stored, *asked).possible:
        assert WORLD.window_keys(*stored).may_meet(WORLD.window_keys(*asked))


@given(TIMES, TIMES)
@MORE
def test_keys_agree_with_before(a: str, b: str) -> None:
    one, other = WORLD.window_keys(a, a), WORLD.window_keys(b, b)
    if not one.from_line or one.until_line != other.from_line:
        return
    if one.until_key < other.from_key:
        assert WORLD.before(a, b)
    if WORLD.before(a, b).value and "dry_queen" not in a:  # its own years have no key
        assert "reign" in a or one.until_key < other.from_key


@given(BOUNDS, BOUNDS)
def test_keys_fit_a_graph_stores_integers(start: Any, end: Any) -> None:
    keys = WORLD.window_keys(start, end)
    assert all(-(2**63) < key < 2**63 for key in (keys.from_key, keys.until_key))
    assert keys.from_key >= NEVER_AFTER
    assert keys.until_key <= NEVER_BEFORE


def test_the_filter_decides_plain_cases_by_integers_alone() -> None:
    reign = WORLD.window_keys("bell_age.year_340", "bell_age.year_352.month_2")
    asked = {
        year: reign.may_meet(WORLD.window_keys(f"bell_age.year_{year}", f"bell_age.year_{year}"))
        for year in (339, 340, 352, 353)
    }
    assert asked == {339: False, 340: True, 352: True, 353: False}
    assert not reign.may_meet(WORLD.window_keys("long_ebb", "long_ebb"))
    assert reign.may_meet(WORLD.window_keys("unnumbered.year_3", "unnumbered.year_3"))
    assert reign.may_meet(WORLD.window_keys("340 TA", "340 TA"))


def test_the_keys_of_a_window_are_as_documented() -> None:
    year, until = (3 << 44) + (340 << 20), (3 << 44) + (352 << 20)
    assert WORLD.window_keys("bell_age.year_340", "bell_age.year_352.month_2") == WindowKeys(
        "tide", year + (1 << 10) + 1, "tide", until + (2 << 10) + 28
    )
    assert WORLD.window_keys(None, "unnumbered.year_2") == WindowKeys(
        "", NEVER_AFTER, "tide/unnumbered", (2 << 20) + (13 << 10) + 28
    )


def test_years_too_large_for_the_bits_are_not_excluded() -> None:
    far = WORLD.window_keys(f"bell_age.year_{10**30}", None)
    assert far.may_meet(WORLD.window_keys(f"bell_age.year_{10**9}", f"bell_age.year_{10**9}"))
    assert not far.may_meet(WORLD.window_keys("bell_age.year_400", "bell_age.year_400"))


def test_display_order() -> None:
    expected = [
        (None, "x"),
        ("first_draft.year_3", "x"),
        ("revision.year_1", "x"),
        ("long_ebb.dry_queen", "a"),
        ("long_ebb.year_1", "b"),
        ("bell_age", "c"),
        ("bell_age.year_1", "d"),
        ("bell_age.year_1.month_2", "x"),
        ("current", "x"),
        ("unnumbered.year_1", "x"),
        ("3rd_age.year_1", "x"),
        ("340 TA", "x"),
        ("bell_age.event_evt_lost", "x"),
        ("bell_age.event_evt_lost", "y"),
    ]
    shuffled = sorted(expected, key=lambda row: (row[1], row[0] or ""), reverse=True)
    assert sorted(shuffled, key=lambda row: WORLD.display_key(*row)) == expected


@given(BOUNDS, BOUNDS)
def test_any_two_display_keys_compare(a: Any, b: Any) -> None:
    one, other = WORLD.display_key(a, "a"), WORLD.display_key(b, "b")
    assert (one < other) != (other < one)
