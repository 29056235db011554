"""Planes of the sample world: ways, layers, relations, who was there."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.core.errors import BadInput, TimeSyntaxError
from workbench.tools import lore

PEOPLE = ("per_ottoline_varrowmere", "per_felix_corbelain", "per_lady_brine", "per_mother_grog")
YEARS = tuple(f"bell_age.year_{year}" for year in (250, 350, 372, 391, 412))


def way(bench: Any, start: str, goal: str, at_time: str, **asked: Any) -> Any:
    return lore.plane_path(bench, f"pln_{start}", f"pln_{goal}", at_time, **asked)


@pytest.mark.parametrize(
    ("start", "goal", "year", "edges", "cost"),
    [
        ("littoral", "undertow", 372, ["rel_0996"], 1),
        ("littoral", "undertow", 390, ["rel_0998"], 9),
        ("kiln", "littoral", 250, ["rel_0994", "rel_1000"], 4),
        ("unpaid", "unpaid", 250, [], 0),
        ("littoral", "unpaid", 412, ["rel_0997", "rel_0999", "rel_0989", "rel_0990"], 7),
    ],
)
def test_the_cheapest_way_is_found(
    world_bench: Any, start: str, goal: str, year: int, edges: list[str], cost: float
) -> None:
    found = way(world_bench, start, goal, f"bell_age.year_{year}")
    assert found.column("edge_id") == edges
    facts = found.meta.facts
    assert (facts["reachable"], facts["cost"], facts["hops"]) == ("true", cost, len(edges))


def test_a_leg_is_told_with_its_gate_and_window(world_bench: Any) -> None:
    (leg,) = way(world_bench, "littoral", "undertow", "bell_age.year_372")
    assert leg == {
        "edge_id": "rel_0996",
        "type": "ACCESSIBLE_VIA",
        "tail": "pln_littoral",
        "head": "pln_undertow",
        "direction": "forward",
        "via": "the Ebb Wells",
        "cost": 1.0,
        "certainty": "true",
        "valid_from": "bell_age.year_362",
        "valid_until": "bell_age.year_380",
    }


def test_a_way_that_is_not_is_proved_by_the_reachable_set_and_the_cut(world_bench: Any) -> None:
    facts = way(world_bench, "unpaid", "littoral", "bell_age.year_350").meta.facts
    assert (facts["reachable"], facts["path"], facts["reason"]) == ("false", [], "no_way")
    assert facts["reachable_set"] == ["pln_unpaid"]
    assert [tuple(leg.values()) for leg in facts["cut"]] == [
        ("pln_unpaid", "pln_arrears", "rel_0990", "wrong_direction"),
        ("pln_unpaid", "pln_teapot", "rel_1007", "not_yet_open"),
    ]


def test_a_window_of_unknown_order_gives_a_candidate(world_bench: Any) -> None:
    found = way(world_bench, "verso", "recto", "revision.year_5")
    assert found.meta.facts["reachable"] == "unknown"
    assert [(leg["edge_id"], leg["certainty"]) for leg in found] == [("rel_1014", "unknown")]
    assert found.meta.undecided == 1


def test_a_traveller_uses_the_ways_that_they_know(world_bench: Any) -> None:
    at_time = "bell_age.year_412"
    felix = way(world_bench, "littoral", "ninth_hour", at_time, as_npc="per_felix_corbelain")
    assert felix.column("edge_id") == ["rel_1005"]
    tock = way(world_bench, "littoral", "ninth_hour", at_time, as_npc="per_brother_tock")
    assert tock.meta.facts["reachable"] == "false"
    reasons = {leg["edge_id"]: leg["reason"] for leg in tock.meta.facts["blocked"]}
    assert reasons["rel_1005"] == reasons["rel_1002"] == "not_known_to_traveller"


def test_the_dead_know_no_way(world_bench: Any) -> None:
    found = way(world_bench, "littoral", "undertow", "long_ebb.year_1", as_npc="per_kit_brack")
    assert found.meta.facts["reachable_set"] == ["pln_littoral"]


def test_alternatives_are_the_next_cheapest(world_bench: Any) -> None:
    found = way(world_bench, "littoral", "undertow", "bell_age.year_372", alternatives=3)
    told = [(one["edges"], one["cost"]) for one in found.meta.facts["alternatives"]]
    assert told == [(["rel_0998"], 9.0)]


def test_what_may_be_used_and_paid_narrows_the_way(world_bench: Any) -> None:
    bordering = way(
        world_bench, "littoral", "glasswood", "bell_age.year_350", may_use="ADJACENT_TO"
    )
    assert bordering.column("edge_id") == ["rel_0991", "rel_0993", "rel_0994"]
    poor = way(world_bench, "littoral", "undertow", "bell_age.year_390", max_cost=8)
    assert poor.meta.facts["reason"] == "over_budget"


def test_reachable_planes_come_nearest_first(world_bench: Any) -> None:
    found = lore.reachable_planes(world_bench, "pln_littoral", "bell_age.year_250", max_cost=4)
    rows = [tuple(row.values()) for row in found]
    assert rows == [
        ("pln_littoral", 0.0, 0),
        ("pln_teapot", 0.5, 1),
        ("pln_glasswood", 1.0, 1),
        ("pln_kiln", 4.0, 2),
    ]


def test_relations_are_read_from_either_end_by_name_or_inverse(world_bench: Any) -> None:
    expected = [("rel_0986", "pln_undertow"), ("rel_0987", "pln_glasswood")]
    for type, direction in (("REFLECTS", "in"), ("REFLECTED_BY", "out")):
        found = lore.plane_relations(world_bench, "pln_littoral", type, direction)
        assert [(row["edge_id"], row["from_id"]) for row in found] == expected
        assert set(found.meta.facts["read_as"].values()) == {"REFLECTED_BY"}
    assert not list(lore.plane_relations(world_bench, "pln_littoral", "REFLECTS", "out"))


def test_a_symmetric_relation_goes_out_and_in(world_bench: Any) -> None:
    for direction in ("in", "out", "both"):
        found = lore.plane_relations(world_bench, "pln_ropewalk", "ADJACENT_TO", direction)
        assert found.column("edge_id") == ["rel_0991", "rel_0992", "rel_0993"]


def test_layers_of_layers_are_deeper(world_bench: Any) -> None:
    found = lore.plane_layers(world_bench, "pln_countinghouse")
    assert [tuple(r.values()) for r in found] == [("pln_arrears", 1, 1), ("pln_unpaid", 2, 2)]


def test_a_setting_keeps_edges_of_its_own_planes(world_bench: Any) -> None:
    for ask, plane in (
        (lore.plane_layers, "pln_countinghouse"),
        (lore.plane_relations, "pln_gutter"),
    ):
        everywhere = ask(world_bench, plane).rows.values
        home = "tidewheel" if ask is lore.plane_layers else "margin"
        assert everywhere
        assert ask(world_bench, plane, setting=home).rows.values == everywhere
        assert ask(world_bench, plane, setting="nowhere").rows.values == []
    assert lore.plane_layers(world_bench, "pln_countinghouse", setting="margin").rows.values == []


def test_planes_of_a_setting(world_bench: Any) -> None:
    found = lore.planes_in_setting(world_bench, "margin")
    assert found.column("id") == ["pln_gutter", "pln_recto", "pln_verso"]
    assert not list(lore.planes_in_setting(world_bench, "nowhere"))


@pytest.mark.parametrize("at_time", YEARS)
@pytest.mark.parametrize("derived", [False, True])
def test_who_was_on_a_plane_is_the_other_side_of_where_they_were(
    world_bench: Any, at_time: str, derived: bool
) -> None:
    there = {
        (row["entity_id"], plane, row["basis"], row["edge_id"], row["certainty"])
        for plane in lore.planes_in_setting(world_bench, "tidewheel").column("id")
        for row in lore.entities_on_plane(world_bench, plane, at_time, derived)
    }
    for person in PEOPLE:
        own = lore.entity_planes_at_time(world_bench, person, at_time, derived)
        names = ("plane_id", "basis", "edge_id", "certainty")
        expected = {(person, *(row[name] for name in names)) for row in own}
        assert {row for row in there if row[0] == person} == expected


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"max_cost": -1}, "max_cost: expected tolls"),
        ({"may_use": ["REFLECTS"]}, "may_use: expected some of ACCESSIBLE_VIA, ADJACENT_TO"),
        ({"as_npc": "fac_ropewalkers"}, "npc: expected a Person"),
        ({"to_plane": "per_felix_corbelain"}, "expected a Plane"),
    ],
)
def test_bad_arguments_are_told(world_bench: Any, asked: dict[str, Any], says: str) -> None:
    given = {"from_plane": "pln_littoral", "to_plane": "pln_kiln", **asked}
    with pytest.raises(BadInput, match=says):
        lore.plane_path(world_bench, **given)


def test_a_bad_time_is_refused(world_bench: Any) -> None:
    with pytest.raises(TimeSyntaxError):
        way(world_bench, "littoral", "kiln", "Year 340")


def test_a_second_question_reads_no_edges(world_bench: Any) -> None:
    way(world_bench, "littoral", "kiln", "bell_age.year_340")
    assert way(world_bench, "kiln", "littoral", "bell_age.year_341").trace == ()
