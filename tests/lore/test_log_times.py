"""Times of log rows in order, and memberships over sub-factions: without any store."""

from __future__ import annotations

import pytest

from tests.lore.log_files import FILES
from workbench.core.lore import EdgeRecord
from workbench.core.lore.log_times import log_times, newest_first
from workbench.core.lore.memberships import Memberships

CLOCK = FILES.clock.at("bell_age.year_412")
YEAR = "bell_age.year_340"
DAY, LATER = f"{YEAR}.month_1.day_1", f"{YEAR}.month_2"
ROWS = {DAY: 2, "long_ebb.year_9": 1, "": 4, LATER: 3, YEAR: 1, "Year 340": 5}


def test_the_newest_comes_first_then_what_cannot_be_placed_then_what_has_no_time() -> None:
    ranked = newest_first(ROWS, CLOCK)
    assert ranked[0] == (LATER, 0)
    assert sorted(ranked[1:3]) == sorted([(YEAR, 1), (DAY, 1)])  # they start alike: a tie
    assert ranked[3:] == [("long_ebb.year_9", 2), ("Year 340", 3), ("", 4)]


@pytest.mark.parametrize(("limit", "times"), [(1, 1), (3, 1), (4, 3), (6, 3), (7, 4), (99, 6)])
def test_a_limit_keeps_the_times_it_needs_and_all_that_tie_with_the_last(
    limit: int, times: int
) -> None:
    assert len(log_times(ROWS, CLOCK, limit=limit).times) == times


def test_a_window_keeps_certain_times_and_counts_the_rows_of_unknown_ones() -> None:
    found = log_times(ROWS, CLOCK, (YEAR, f"{YEAR}.month_1"))
    assert found.times == (DAY,)
    # the whole year is only partly inside; no text and no time can be placed
    assert found.undecided == ROWS[YEAR] + ROWS["Year 340"] + ROWS[""]


def member(
    one: str, group: str, start: int | None = None, end: int | None = None, label: str = "Faction"
) -> EdgeRecord:
    years = [None if year is None else f"bell_age.year_{year}" for year in (start, end)]
    edge = EdgeRecord(f"{one}-{group}-{start}", "MEMBER_OF", one, group, *years)
    return edge.with_ends("", "", label, "")


def test_a_way_up_holds_only_where_all_its_memberships_do_at_once() -> None:
    members = Memberships(CLOCK)
    members.add([member("kit", "wicks", 388, 390), member("wicks", "lantern", 390, 395)])
    truths = [str(members.belongs("kit", "lantern", f"bell_age.year_{y}")) for y in (389, 390, 391)]
    assert truths == ["false", "true", "false"]
    assert members.factions("kit", "bell_age.year_389") == ["wicks"]
    assert str(members.belongs("kit", "lantern", None)) == "unknown"


def test_factions_in_a_circle_and_lineages_do_no_harm() -> None:
    members = Memberships(CLOCK)
    members.add([member("a", "b"), member("b", "a"), member("kit", "a")])
    members.add([member("kit", "brack", label="Lineage")])
    assert members.factions("kit", YEAR) == ["a", "b"]
    assert str(members.belongs("kit", "brack", YEAR)) == "true"
    assert members.members == ["a", "b", "kit"]


def test_an_unknown_time_leaves_membership_unknown() -> None:
    members = Memberships(CLOCK)
    members.add([member("kit", "a", 300, 310)])
    assert str(members.belongs("kit", "a", "unnumbered.year_7")) == "unknown"
    members.add([member("kit", "a")])
    assert str(members.belongs("kit", "a", "unnumbered.year_7")) == "true"
