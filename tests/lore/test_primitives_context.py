"""Around an entity: context, traversal, what it belongs to, settings and their members."""

from __future__ import annotations

import pytest

from tests.asker import WorldAsker
from tests.lore.yaml_world import yaml_world
from workbench.core.errors import BadInput
from workbench.tools import lore

WORLD = yaml_world()


def test_context_lists_what_holds_at_the_time(world_bench: WorldAsker) -> None:
    row = lore.entity_context(world_bench, "per_hester_varrowmere", "bell_age.year_300").rows[0]
    assert row == {
        "id": "per_hester_varrowmere",
        "name": "Hester Varrowmere",
        "label": "Person",
        "factions": ["fac_varrowmere"],
        "locations": ["loc_low_harrow"],
        "items": ["itm_last_peg"],
        "titles": ["ttl_reeve"],
        "planes": ["pln_littoral"],
        "lifespan": ["bell_age.year_251", "bell_age.year_322"],
    }


def test_context_agrees_with_the_files_for_every_sixth_person(world_bench: WorldAsker) -> None:
    lists = {"factions": ("MEMBER_OF", "fac_"), "items": ("POSSESSES", "itm_")}
    for person in WORLD.ids("Person")[::6]:
        certain = {e for e, truth in WORLD.at(person, "current").items() if truth == "true"}
        edges = [e for e in WORLD.current() if e["id"] in certain and e["from"] == person]
        row = lore.entity_context(world_bench, person).rows[0]
        for column, (type, prefix) in lists.items():
            found = {e["to"] for e in edges if e["type"] == type and e["to"].startswith(prefix)}
            assert row[column] == sorted(found), (person, column)


@pytest.mark.parametrize(
    ("entity", "lifespan"),
    [
        ("fac_ropewalkers", ["bell_age.year_304", None]),
        ("evt_nailing", ["bell_age.year_280", "bell_age.year_280"]),
        ("loc_low_harrow", None),
    ],
)
def test_lifespans_are_of_the_kind_of_thing(
    world_bench: WorldAsker, entity: str, lifespan: list[str | None] | None
) -> None:
    assert lore.entity_context(world_bench, entity).rows[0]["lifespan"] == lifespan


def walked(entity: str, depth: int, types: set[str] | None) -> dict[str, int]:
    """The distance of each relation, by widening circles over the files."""
    edges = [e for e in WORLD.current() if types is None or e["type"] in types]
    reached, told = {entity}, dict[str, int]()
    for distance in range(1, depth + 1):
        new = [e for e in edges if e["id"] not in told and {e["from"], e["to"]} & reached]
        told |= {e["id"]: distance for e in new}
        reached = reached | {e["from"] for e in new} | {e["to"] for e in new}
    return told


@pytest.mark.parametrize("depth", [1, 2, 3])
@pytest.mark.parametrize("types", [None, {"PARENT_OF", "SPOUSE_OF"}], ids=["all", "family"])
def test_traversal_agrees_with_the_files(
    world_bench: WorldAsker, depth: int, types: set[str] | None
) -> None:
    for entity in ("per_kit_brack", "reg_near_shallows"):
        answer = lore.graph_traverse(world_bench, entity, depth, types)
        seen = {row["edge_id"]: row["distance"] for row in answer}
        assert seen == walked(entity, depth, types)
        assert answer.column("distance") == sorted(answer.column("distance"))


def test_traversal_at_a_time_follows_only_what_holds_then(world_bench: WorldAsker) -> None:
    time = "bell_age.year_300"
    certain = {e for e, t in WORLD.at("per_hester_varrowmere", time).items() if t == "true"}
    answer = lore.graph_traverse(world_bench, "per_hester_varrowmere", at_time=time)
    assert {*answer.column("edge_id")} == certain
    everything = lore.graph_traverse(world_bench, "per_hester_varrowmere")
    assert certain < {*everything.column("edge_id")}


def test_a_depth_below_one_is_refused(world_bench: WorldAsker) -> None:
    with pytest.raises(BadInput, match="expected 1 or more steps, saw 0"):
        lore.graph_traverse(world_bench, "per_gurnard", 0)


def test_expansion_tells_what_is_above_an_entity_and_by_which_edge(
    world_bench: WorldAsker,
) -> None:
    answer = lore.expand_context(world_bench, "per_hester_varrowmere", "bell_age.year_300")
    assert answer.rows.values == [
        ("lineage", "lin_varrowmere", "The Varrowmere Line", "rel_0001"),
        ("faction", "fac_varrowmere", "House Varrowmere", "rel_0002"),
        ("region", "reg_harrow_flats", name_of("reg_harrow_flats"), "rel_0883"),
        *above("reg_harrow_flats"),
        ("setting", "tidewheel", "The Tidewheel", "EXISTS_IN"),
        ("plane", "pln_littoral", "The Littoral", "rel_0493"),
    ]


def name_of(entity: str) -> str:
    name: str = WORLD.entities[entity]["name"]
    return name


def above(region: str) -> list[tuple[str, str, str, str]]:
    edges = [e for e in WORLD.of("PART_OF") if e["from"] == region]
    return [("region", e["to"], name_of(e["to"]), e["id"]) for e in edges]


def test_expansion_climbs_from_a_faction_to_the_faction_above(world_bench: WorldAsker) -> None:
    """The Soft Lantern's inner circle since 371 (rel_0339): whoever is sworn to it is in both."""
    edge = next(e for e in WORLD.edges if e["id"] == "rel_0339")
    member = next(e["from"] for e in WORLD.of("MEMBER_OF") if e["to"] == edge["from"])
    rows = lore.expand_context(world_bench, member, "bell_age.year_412").rows
    found = {row["id"]: row["via"] for row in rows if row["kind"] == "faction"}
    assert found.keys() >= {edge["from"], "fac_soft_lantern"}


def test_above_a_plane_are_the_planes_that_it_is_a_layer_of(world_bench: WorldAsker) -> None:
    rows = lore.expand_context(world_bench, "pln_unpaid").rows
    assert [(row["id"], row["via"]) for row in rows if row["kind"] == "plane"] == [
        ("pln_arrears", "rel_0990"),
        ("pln_countinghouse", "rel_0989"),
    ]
    assert len(lore.entity_planes_at_time(world_bench, "pln_unpaid", assume_default=True)) == 0


def test_expansion_ends_in_a_circle_of_regions(world_bench: WorldAsker) -> None:
    rows = lore.expand_context(world_bench, "reg_near_shallows").rows
    regions = [row["id"] for row in rows if row["kind"] == "region"]
    assert "reg_far_shallows" in regions
    assert "reg_near_shallows" not in regions
    assert len(regions) == len(set(regions))


def test_settings_are_listed_with_their_current_times(world_bench: WorldAsker) -> None:
    assert lore.list_settings(world_bench).rows.values == [
        ("margin", "The Margin", "multi-plane", "revision.year_37.month_2.day_30"),
        ("tidewheel", "The Tidewheel", "multi-plane", "bell_age.year_412.month_5.day_9"),
    ]


@pytest.mark.parametrize("settings", [["margin"], ["margin", "tidewheel"], "margin"], ids=str)
@pytest.mark.parametrize("mode", ["any", "all"])
def test_members_of_settings_agree_with_the_files(
    world_bench: WorldAsker, settings: list[str] | str, mode: str
) -> None:
    asked = {settings} if isinstance(settings, str) else {*settings}
    enough = asked.issubset if mode == "all" else lambda own: not asked.isdisjoint(own)
    expected = {i for i, e in WORLD.entities.items() if enough(e["settings"])}
    found = lore.setting_members(world_bench, settings, mode)  # type: ignore[arg-type]
    assert {*found.column("id")} == expected


def test_an_unknown_setting_has_no_members_and_none_in_common(world_bench: WorldAsker) -> None:
    assert len(lore.setting_members(world_bench, ["nowhere"])) == 0
    assert len(lore.setting_members(world_bench, ["nowhere", "margin"], "all")) == 0
    with pytest.raises(BadInput, match="mode any or all"):
        lore.setting_members(world_bench, [])
