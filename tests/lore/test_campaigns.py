"""Campaigns and their events, against what the files say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.lore.log_files import FILES, day, instances, log, year
from workbench.core.errors import BadInput
from workbench.tools import lore

CAMPAIGNS = instances("tide_campaign")
EVENTS = log("campaign_event")
HOUSE = "fac_ennisgard"
MARGIN = {c for c, campaign in CAMPAIGNS.items() if campaign["setting"] == "margin"}


def newest(rows: Any) -> list[int]:
    """Full dates of one era order by number; the Margin's axis comes before the tide's."""
    keyed = [((r["campaign_id"] not in MARGIN, day(r["in_fiction_time"])), -r["id"]) for r in rows]
    return [-tie for _, tie in sorted(keyed, reverse=True)]


@pytest.mark.parametrize(
    "given",
    [
        {"faction": HOUSE},
        {"faction": HOUSE, "outcome": "loss"},
        {"campaign": "CMP-03"},
        {"campaign": ["CMP-01", "CMP-06"]},
        {"event_type": ["siege_begun", "siege_lifted"]},
        {"outcome": "draw", "campaign": "CMP-02"},
        {},
    ],
    ids=str,
)
def test_filters_are_of_the_row_and_the_newest_comes_first(
    world_bench: WorldAsker, given: dict[str, Any]
) -> None:
    columns = {"faction": "faction_id", "campaign": "campaign_id"}
    expected = [
        row for row in EVENTS if all((row[columns.get(k, k)] or "-") in v for k, v in given.items())
    ]
    answer = lore.list_campaign_events(world_bench, given)
    assert answer.column("id") == newest(expected)
    short = lore.list_campaign_events(world_bench, given, limit=4)
    assert short.column("id") == newest(expected)[:4]
    assert short.meta.truncated == (len(expected) > 4)
    assert not lore.list_campaign_events(world_bench, given, limit=len(expected)).meta.truncated


def test_a_campaign_of_another_setting_is_none_of_this_one(world_bench: WorldAsker) -> None:
    (margin, *_), tide = sorted(MARGIN), "CMP-03"
    given = {"campaign": [margin, tide]}
    here = lore.list_campaign_events(world_bench, given, setting="tidewheel")
    assert set(here.column("campaign_id")) == {tide}
    assert len(lore.list_campaign_events(world_bench, given, setting="nowhere")) == 0


def test_a_lost_battle_is_not_the_loss_of_the_enemy(world_bench: WorldAsker) -> None:
    lost = lore.list_campaign_events(world_bench, {"faction": HOUSE, "outcome": "loss"})
    assert set(lost.column("faction_id")) == {HOUSE}
    battles = set(lost.column("battle_id"))
    won = lore.list_campaign_events(world_bench, {"outcome": "win"})
    assert battles <= set(won.column("battle_id"))


def test_a_place_takes_in_its_parts(world_bench: WorldAsker) -> None:
    inside = FILES.parts("reg_harrow_flats")
    answer = lore.list_campaign_events(world_bench, {"location": "reg_harrow_flats"})
    assert len(answer) > 5
    assert answer.column("id") == newest(r for r in EVENTS if r["location_id"] in inside)


def test_a_window_keeps_what_is_certainly_inside_and_counts_what_nobody_can_say(
    world_bench: WorldAsker,
) -> None:
    given = {"since": "bell_age.year_340.month_12", "until": "bell_age.year_378"}
    answer = lore.list_campaign_events(world_bench, given)
    tide = [row for row in EVENTS if row["campaign_id"] not in MARGIN]
    inside = [r for r in tide if (340, 12) <= day(r["in_fiction_time"]) < (379,)]
    assert answer.column("id") == newest(inside)
    assert answer.meta.undecided == len(EVENTS) - len(tide)


def test_years_ago_are_counted_from_the_current_time(world_bench: WorldAsker) -> None:
    given = {"since": {"years_ago": 10}}
    answer = lore.list_campaign_events(world_bench, given)
    tide = (row for row in EVENTS if row["campaign_id"] not in MARGIN)
    assert answer.column("id") == newest(r for r in tide if year(r["in_fiction_time"]) >= 402)
    before = lore.list_campaign_events(world_bench, given, world_time="bell_age.year_350")
    assert len(before) > len(answer)


@pytest.mark.parametrize("column", ["army_size", "casualties"])
def test_numbers_sort_highest_first_null_last_ties_by_id(
    world_bench: WorldAsker, column: str
) -> None:
    answer = lore.list_campaign_events(world_bench, {"campaign": "CMP-05"}, sort_by=column)
    rows = [row for row in EVENTS if row["campaign_id"] == "CMP-05"]
    rows.sort(key=lambda r: (r[column] is None, -(r[column] or 0), r["id"]))
    assert answer.column("id") == [row["id"] for row in rows]


def test_the_real_clock_filters_and_orders_by_when_it_was_played(world_bench: WorldAsker) -> None:
    given = {"since": "2026-03-10T00:00:00Z", "until": "2026-03-20T00:00:00+00:00"}
    answer = lore.list_campaign_events(world_bench, given, clock="real")
    played = [r for r in EVENTS if given["since"] <= r["occurred_at"] <= "2026-03-20T00:00:00Z"]
    played.sort(key=lambda r: (r["occurred_at"], -r["id"]), reverse=True)
    assert answer.column("id") == [row["id"] for row in played]


def test_a_row_tells_its_campaign_its_battle_and_the_side_of_its_faction(
    world_bench: WorldAsker,
) -> None:
    answer = lore.list_campaign_events(world_bench, {"campaign": "CMP-02"})
    musters = [e for e in FILES.of("INVOLVES") if e["from"] == "CMP-02"]
    sides = {edge["to"]: edge["side"] for edge in musters}
    logged = {row["id"]: row for row in EVENTS}
    for row in answer:
        stored = logged[row["id"]]
        assert row["campaign_name"] == CAMPAIGNS["CMP-02"]["name"]
        assert row["side"] == sides.get(row["faction_id"])
        assert row["battle_id"] == stored["payload"].get("battle_id")
        assert row["casualties"] == stored["casualties"]


def test_both_stores_stand_in_the_account(world_bench: WorldAsker) -> None:
    answer = lore.list_campaign_events(world_bench, {"faction": HOUSE}, limit=1)
    stores = [step.store for step in answer.trace]
    assert stores == ["graph", "relational", "relational", "graph", "graph"]
    assert answer.meta.stores == ("graph", "relational")


def test_a_setting_keeps_the_events_of_its_campaigns(world_bench: WorldAsker) -> None:
    answer = lore.list_campaign_events(world_bench, setting="margin")
    assert answer.column("id") == newest(r for r in EVENTS if r["campaign_id"] in MARGIN)
    assert len(lore.list_campaign_events(world_bench, setting="nowhere")) == 0


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"status": "ongoing"}, lambda c: c["status"] == "ongoing"),
        ({"theater": "Salt Marches"}, lambda c: c["theater"] == "Salt Marches"),
        ({"setting_id": "margin"}, lambda c: c["setting"] == "margin"),
        ({"id": ["CMP-01", "CMP-04"]}, lambda c: c["id"] in ("CMP-01", "CMP-04")),
    ],
    ids=["status", "theater", "setting", "id"],
)
def test_campaigns_are_filtered_by_what_they_say(
    world_bench: WorldAsker, given: dict[str, Any], kept: Any
) -> None:
    answer = lore.list_campaigns(world_bench, given)
    expected = [c for c in CAMPAIGNS.values() if kept(c)]
    expected.sort(key=lambda c: (c["setting"] == "tidewheel", day(c["started"]), c["id"]))
    assert answer.column("id") == [campaign["id"] for campaign in expected]
    for row in answer:
        musters = [e for e in FILES.of("INVOLVES") if e["from"] == row["id"]]
        musters.sort(key=lambda e: (e["to"], e["id"]))
        told = [(side["faction_id"], side["side"], side["person_count"]) for side in row["sides"]]
        assert told == [(e["to"], e["side"], e["person_count"]) for e in musters]


def test_campaigns_of_a_faction_at_a_place_in_a_time(world_bench: WorldAsker) -> None:
    given = {"faction": HOUSE, "location": "reg_harrow_flats", "until": "bell_age.year_350"}
    assert lore.list_campaigns(world_bench, given).column("id") == ["CMP-02"]
    later = {**given, "since": "bell_age.year_343"}
    assert len(lore.list_campaigns(world_bench, later)) == 0


def test_the_short_questions_are_the_long_one_filtered(world_bench: WorldAsker) -> None:
    ongoing = lore.ongoing_campaigns(world_bench)
    assert ongoing.rows == lore.list_campaigns(world_bench, {"status": "ongoing"}).rows
    theater = lore.campaigns_in_theater(world_bench, "Salt Marches")
    assert theater.column("id") == ["CMP-03", "CMP-07"]
    assert list(theater.rows.columns)[-1] == "sides"


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ({"filter_by": {"winner": "x"}}, "unknown winner; there are: faction, campaign"),
        ({"sort_by": "payout"}, "sort_by: expected one of in_fiction_time, army_size"),
        ({"limit": True}, "limit: expected 1 or more"),
        ({"filter_by": {"until": "Year 340"}}, "Year 340"),
        ({"filter_by": {"campaign": "CMP-99"}}, "'CMP-99': expected the id"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    world_bench: WorldAsker, call: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        lore.list_campaign_events(world_bench, **call)
