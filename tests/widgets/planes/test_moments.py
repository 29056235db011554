"""Moments at which something changes, and the eras around them."""

from __future__ import annotations

import pytest

from tests.widgets.planes.small_planes import CLOCK
from workbench.widgets.planes.moments import bands, boundaries, changes, set_out


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (("bell.year_5", "bell.year_8"), ["bell.year_5", "bell.year_9"]),
        (("bell.year_5.month_13", None), ["bell.year_5.month_13"]),
        ((None, "bell.year_5.month_13"), ["bell.year_6.month_1"]),
        ((None, "bell.year_5.month_13.day_28"), ["bell.year_6.month_1.day_1"]),
        ((None, "bell.year_5.month_2.day_27"), ["bell.year_5.month_2.day_28"]),
        (("bell.low", "bell.low"), ["bell.year_1", "bell.year_11"]),
        (("bell", "bell"), ["bell.year_1"]),
        (("dawn", "dawn"), ["dawn"]),
        (("bell.lost.year_3", None), ["bell.lost.year_3"]),
        (("nights.year_1", "nights.year_3"), ["nights.year_1", "nights.year_4"]),
        (("no time", None), []),
        ((None, None), []),
    ],
)
def test_a_window_changes_something_when_it_begins_and_after_its_last_day(
    window: tuple[str | None, str | None], expected: list[str]
) -> None:
    assert changes(CLOCK, [window]) == expected


def test_moments_stand_in_order_and_what_nobody_can_place_stands_apart() -> None:
    times = ["nights.year_2", "bell.year_9", "bell.lost", "dawn", "bell.year_2.month_3", "no time"]
    moments = set_out(CLOCK, times, ["a"])
    assert [(moment.time, moment.apart) for moment in moments] == [
        ("dawn", ""),
        ("bell.year_2.month_3", ""),
        ("bell.year_9", ""),
        ("bell.lost", "nobody knows when in bell this was"),
        ("nights.year_2", "nobody knows when nights was"),
    ]
    places = [moment.place for moment in moments]
    assert places == sorted(places)
    assert 0 < places[0] < places[-1] < 1


def test_every_era_has_a_band_that_says_what_nobody_knows_of_it() -> None:
    moments = set_out(CLOCK, boundaries(CLOCK, ["a"]), ["a"])
    found = {b.id: (b.told, b.sure, b.lane) for b in bands(CLOCK, moments)}
    assert found == {
        "dawn": ("length unknown", False, 0),
        "bell": ("still running", True, 0),
        "nights": ("order and length unknown", False, 0),
        "bell.low": ("years 1 to 10", True, 1),
        "bell.lost": ("first and last year lost", False, 1),
    }


def test_a_band_holds_its_moments_and_no_others() -> None:
    moments = set_out(CLOCK, [*boundaries(CLOCK, ["a"]), "bell.year_4", "bell.year_10"], ["a"])
    low = next(band for band in bands(CLOCK, moments) if band.id == "bell.low")
    inside = [moment.time for moment in moments if low.start < moment.place < low.end]
    assert inside == ["bell.year_1", "bell.year_4", "bell.year_10"]
