"""Missions over both stores, against what the files say."""

from __future__ import annotations

from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.catalogue.test_examples import answer_of_original
from tests.lore.log_files import FILES, day, ends, instances, log, year
from workbench.catalogue.catalogue import Catalogue
from workbench.core.errors import BadInput
from workbench.tools import lore

MISSIONS = instances("quiet_errand")
LANTERN = "fac_soft_lantern"


def in_faction(mission: str, faction: str) -> bool:
    """By the years of memberships, which are whole in this world, with one step of sub-factions."""
    at = year(MISSIONS[mission]["started"])

    def held(member: str) -> set[str]:
        edges = (e for e in FILES.of("MEMBER_OF") if e["from"] == member)
        return {
            e["to"]
            for e in edges
            if (e.get("valid_from") is None or year(e["valid_from"]) <= at)
            and (e.get("valid_until") is None or year(e["valid_until"]) >= at)
        }

    (giver,) = ends(mission, "GIVEN_BY")
    direct = held(giver)
    return faction in direct | {above for group in direct for above in held(group)}


def best_paid(chosen: Any) -> list[str]:
    return sorted(chosen, key=lambda mission: (-MISSIONS[mission]["payout"], mission))


@pytest.mark.parametrize("faction", [LANTERN, "fac_wickhands", "fac_dog_ears", "fac_bellwrights"])
def test_a_faction_filter_goes_by_the_givers_membership_when_the_mission_started(
    world_bench: WorldAsker, faction: str
) -> None:
    answer = lore.list_missions(world_bench, {"faction": faction}, sort_by="payout")
    assert answer.column("id") == best_paid(m for m in MISSIONS if in_faction(m, faction))
    assert set(answer.column("certainty")) <= {"true"}


def test_an_apprentices_job_counts_for_the_house_above_once_it_was_above(
    world_bench: WorldAsker,
) -> None:
    (row,) = lore.list_missions(world_bench, {"faction": "fac_wickhands"})
    assert (row["id"], row["faction_ids"]) == ("MSN-017", [LANTERN, "fac_wickhands"])


@pytest.mark.parametrize(
    "place", ["loc_saltmarket", "loc_bellgate", "reg_bell_coast", "reg_folio", "loc_dim_house"]
)
def test_a_place_takes_in_its_parts_and_not_what_it_is_part_of(
    world_bench: WorldAsker, place: str
) -> None:
    inside = FILES.parts(place)
    aimed = {m for m in MISSIONS if inside & {*ends(m, "TARGETS")}}
    answer = lore.list_missions(world_bench, {"location": place}, sort_by="payout")
    assert answer.column("id") == best_paid(aimed)
    by_target = lore.missions_by_target(world_bench, place)
    assert by_target.column("id") == sorted(aimed)


def test_regions_that_are_part_of_each_other_end_the_search(world_bench: WorldAsker) -> None:
    for region in ("reg_near_shallows", "reg_far_shallows"):
        inside = FILES.parts(region)
        assert {"reg_near_shallows", "reg_far_shallows"} <= inside
        answer = lore.missions_by_target(world_bench, region)
        assert set(answer.column("id")) == {m for m in MISSIONS if inside & {*ends(m, "TARGETS")}}


@pytest.mark.parametrize("given", [{"status": "failed"}, {"risk": ["low", "absurd"]}])
def test_status_and_risk_take_one_word_or_several(
    world_bench: WorldAsker, given: dict[str, Any]
) -> None:
    ((name, words),) = given.items()
    expected = best_paid(m for m, mission in MISSIONS.items() if mission[name] in words)
    assert lore.list_missions(world_bench, given, sort_by="payout").column("id") == expected


def test_filters_hold_together(world_bench: WorldAsker) -> None:
    given = {"faction": LANTERN, "location": "loc_bellgate", "status": "completed"}
    inside = FILES.parts("loc_bellgate")
    expected = best_paid(
        m
        for m, mission in MISSIONS.items()
        if in_faction(m, LANTERN)
        and inside & {*ends(m, "TARGETS")}
        and mission["status"] == "completed"
    )
    assert lore.list_missions(world_bench, given).column("id") == expected
    only = {**given, "id": expected[1:], "giver": "per_tamsin_brack", "setting_id": "tidewheel"}
    kept = [m for m in expected[1:] if ends(m, "GIVEN_BY") == ["per_tamsin_brack"]]
    assert lore.list_missions(world_bench, only).column("id") == kept


def test_a_window_keeps_what_certainly_shares_a_day_with_it(world_bench: WorldAsker) -> None:
    given = {"since": "bell_age.year_388", "until": "bell_age.year_399.month_4"}
    answer = lore.list_missions(world_bench, given, sort_by="started")
    expected = [
        m
        for m, mission in MISSIONS.items()
        if mission["setting"] == "tidewheel"
        and day(mission["started"]) <= (399, 4)
        and ("ended" not in mission or year(mission["ended"]) >= 388)
    ]
    newest = sorted(expected, key=lambda m: day(MISSIONS[m]["started"]), reverse=True)
    assert answer.column("id") == newest
    # the missions of the Margin lie on another axis: nobody can say
    assert answer.meta.undecided == sum(m["setting"] == "margin" for m in MISSIONS.values())


def test_years_ago_count_from_the_current_time_of_the_missions_setting(
    world_bench: WorldAsker,
) -> None:
    given = {"since": {"years_ago": 2}}
    answer = lore.list_missions(world_bench, given, sort_by="id")
    now = {"tidewheel": 412, "margin": 37}
    assert answer.column("id") == [
        m
        for m, mission in sorted(MISSIONS.items())
        if year(mission.get("ended", mission["started"])) >= now[mission["setting"]] - 2
        or "ended" not in mission
    ]


def test_payouts_in_several_currencies_are_a_warning_and_sorted_only_on_request(
    world_bench: WorldAsker,
) -> None:
    asked = lore.list_missions(world_bench, sort_by="payout")
    assert asked.column("id") == best_paid(MISSIONS)
    assert asked.meta.warnings == ("several_currencies:blots,marks",)
    unasked = lore.list_missions(world_bench)
    assert (unasked.column("id"), unasked.meta.warnings) == (sorted(MISSIONS), asked.meta.warnings)
    one = lore.list_missions(world_bench, {"setting_id": "margin"}, limit=2)
    assert (one.column("id"), one.meta.warnings) == (["MSN-109", "MSN-108"], ())


def test_every_mission_comes_with_its_logged_steps_and_the_trades_of_its_lots(
    world_bench: WorldAsker,
) -> None:
    for row in lore.list_missions(world_bench):
        steps = [s for s in log("mission_log") if s["mission_id"] == row["id"]]
        steps.sort(key=lambda s: s["step_no"])
        held = ("id", "step_type", "in_fiction_time", "occurred_at", "party", "notes")
        assert [[s[k] for k in held] for s in row["steps"]] == [[s[k] for k in held] for s in steps]
        lots = ends(row["id"], "LOGGED_IN")
        trades = [t for t in log("trade_log") if t["lot_id"] in lots]
        trades.sort(key=lambda t: (day(t["in_fiction_time"]), t["id"]))
        assert [t["id"] for t in row["trades"]] == [t["id"] for t in trades]
        assert row["target_ids"] == ends(row["id"], "TARGETS")


def test_one_answer_tells_every_statement_over_both_stores_in_order(
    world_bench: WorldAsker,
) -> None:
    answer = lore.list_missions(world_bench, {"faction": LANTERN, "location": "loc_bellgate"})
    stores = [step.store for step in answer.trace]
    assert stores == sorted(stores)  # graph, then relational
    assert stores.count("relational") == 2
    assert answer.meta.stores == ("graph", "relational")
    assert "MEMBER_OF" in answer.trace[1].statement
    assert "FROM mission_log" in answer.trace[-2].statement
    assert "FROM trade_log" in answer.trace[-1].statement


def test_on_the_real_clock_a_mission_is_when_its_steps_were_played(
    world_bench: WorldAsker,
) -> None:
    played: dict[str, list[str]] = {}
    for step in log("mission_log"):
        played.setdefault(step["mission_id"], []).append(step["occurred_at"])
    given = {"since": "2026-02-01", "until": "2026-02-12T20:00:00Z"}
    within = [
        m for m, at in played.items() if max(at) >= "2026-02-01" and min(at) <= given["until"]
    ]
    answer = lore.list_missions(world_bench, given, sort_by="started", clock="real")
    assert answer.column("id") == sorted(within, key=lambda m: min(played[m]), reverse=True)


def test_what_had_not_begun_by_a_time_is_left_out(world_bench: WorldAsker) -> None:
    answer = lore.list_missions(world_bench, at_time="bell_age.year_395", sort_by="id")
    certain = [row["id"] for row in answer if row["certainty"] == "true"]
    assert certain == [
        m
        for m, mission in sorted(MISSIONS.items())
        if mission["setting"] == "tidewheel" and day(mission["started"]) < (395, 2)
    ]
    assert {row["id"] for row in answer} - {*certain} == {m for m in MISSIONS if m > "MSN-100"}


def test_a_character_hears_of_what_he_may_know_and_nothing_else(world_bench: WorldAsker) -> None:
    asked = {"as_npc": "per_felix_corbelain", "at_time": "bell_age.year_411"}
    answer = lore.list_missions(world_bench, {"faction": LANTERN}, **asked)
    assert answer.column("id")
    for mission in (m for m in MISSIONS if in_faction(m, LANTERN)):
        truth = lore.explain_visibility(
            world_bench, "mission", mission, "per_felix_corbelain", "bell_age.year_411"
        ).meta.facts["visible"]
        assert (mission in answer.column("id")) == (str(truth) in ("True", "true"))
    later = [s for row in answer for s in row["steps"] if year(s["in_fiction_time"]) > 411]
    assert later == []


def test_one_mission_tells_its_objective_crew_and_lots(world_bench: WorldAsker) -> None:
    (row,) = lore.get_mission(world_bench, "MSN-016")
    mission = MISSIONS["MSN-016"]
    assert row["objective"] == mission["objective"]
    assert row["crew_ids"] == ends("MSN-016", "ASSIGNED_TO")
    assert row["lot_ids"] == ends("MSN-016", "LOGGED_IN")
    assert len(lore.get_mission(world_bench, "MSN-016", setting="margin")) == 0


def test_active_missions_go_by_status(world_bench: WorldAsker) -> None:
    active = sorted(m for m, mission in MISSIONS.items() if mission["status"] == "active")
    answer = lore.active_missions(world_bench)
    assert list(answer.rows.columns) == ["id", "name", "status"]
    assert answer.column("id") == active


@pytest.mark.parametrize(("clock", "key"), [("fiction", day), ("real", str)])
def test_a_missions_timeline_keeps_the_two_clocks_apart(
    world_bench: WorldAsker, clock: str, key: Any
) -> None:
    answer = lore.mission_timeline(world_bench, "MSN-106", clock=clock)
    time = {"fiction": "in_fiction_time", "real": "occurred_at"}[clock]
    steps = [("step", s) for s in log("mission_log") if s["mission_id"] == "MSN-106"]
    lots = ends("MSN-106", "LOGGED_IN")
    steps += [("trade", t) for t in log("trade_log") if t["lot_id"] in lots]
    steps.sort(key=lambda one: (key(one[1][time]), one[0], one[1]["id"]))
    assert [(r["kind"], r["id"], r[time]) for r in answer] == [
        (kind, row["id"], row[time]) for kind, row in steps
    ]


def test_an_unknown_setting_has_no_missions(world_bench: WorldAsker) -> None:
    assert len(lore.list_missions(world_bench, setting="nowhere")) == 0


@pytest.mark.parametrize(
    "name", ["lore/mission_steps", "lore/trades_of_lots", "lore/campaign_events"]
)
def test_the_documents_own_statement_runs_beside_ours(world_bench: WorldAsker, name: str) -> None:
    query = Catalogue.shipped().get(name)
    assert len(answer_of_original(query, world_bench.relational)) > 0


@pytest.mark.parametrize(
    ("call", "says"),
    [
        ({"filter_by": {"payout": 3}}, "unknown payout; there are: faction, location, giver"),
        ({"filter_by": {"status": 3}}, "status: expected a text"),
        ({"filter_by": "status"}, "filter_by: expected a mapping"),
        ({"filter_by": {"since": "1_year_ago"}}, "years_ago"),
        ({"filter_by": {"since": "bell_age.year_3"}, "clock": "real"}, "expected a real date"),
        ({"filter_by": {"faction": "fac_nobody"}}, "'fac_nobody': expected the id"),
        ({"sort_by": "luck"}, "sort_by: expected one of payout, started"),
        ({"filter_by": {"faction": ["a", "b"]}}, "faction: expected one id or name"),
        ({"at_time": "Year 340"}, "Year 340"),
        ({"limit": 0}, "limit: expected 1 or more"),
        ({"clock": "sun"}, "clock: expected one of fiction, real"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_can(
    world_bench: WorldAsker, call: dict[str, Any], says: str
) -> None:
    with pytest.raises(BadInput, match=says):
        lore.list_missions(world_bench, **call)


def test_an_id_of_no_mission_is_refused(world_bench: WorldAsker) -> None:
    with pytest.raises(BadInput, match=r"'LOT-0001': expected the id of a QuietErrand.*a TradeLot"):
        lore.get_mission(world_bench, "LOT-0001")
    with pytest.raises(BadInput, match=r"'MSN-999': expected the id.*there is none"):
        lore.mission_timeline(world_bench, "MSN-999")
