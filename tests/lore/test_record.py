"""The record at a real time: each retcon of the sample world, before and after it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.lore.yaml_world import retcons, yaml_world
from workbench.core.errors import BadInput
from workbench.core.lore import EdgeRecord, Entity
from workbench.core.lore.record import Record, record_of
from workbench.tools import lore
from workbench.tools.lore.inquiry import Inquiry

RETCONS = retcons()
TEAPOT = [
    ("2026-02-01T00:00:00Z", "bell_age.year_169"),
    ("2026-02-10T00:00:00Z", "bell_age.year_170"),
    ("2026-04-30T00:00:00Z", "bell_age.year_171"),
]


def of(kind: str) -> pytest.MarkDecorator:
    found = [retcon for retcon in RETCONS if retcon["target_kind"] == kind]
    return pytest.mark.parametrize("retcon", found, ids=lambda r: f"{r['id']}-{r['target_id']}")


def around(retcon: dict[str, Any]) -> tuple[datetime, datetime]:
    """The last second before a retcon, and its own moment."""
    at = datetime.fromisoformat(retcon["retconned_at"])
    return at - timedelta(seconds=1), at


def test_the_sample_world_has_retcons_of_all_three_kinds() -> None:
    assert {r["target_kind"] for r in RETCONS} == {"relation", "property", "entity"}
    assert len(RETCONS) == 11


@of("relation")
def test_a_relation_is_the_old_one_before_its_retcon_and_the_new_one_from_it_on(
    world_bench: WorldAsker, retcon: dict[str, Any]
) -> None:
    for edge, at in zip((retcon["before"], retcon["after"]), around(retcon), strict=True):
        given = (edge["type"], edge["from"], edge["to"], edge["valid_from"])
        answer = lore.was_true_at(world_bench, *given, as_of=at)
        assert answer.rows[0]["edges"] == [edge["id"]]
        assert answer.meta.retcons == ((retcon["before"]["id"], retcon["after"]["id"]),)
        assert answer.meta.as_of == at.isoformat()
        told = lore.timeline(world_bench, edge["from"], as_of=at).column("edge_id")
        assert {retcon["before"]["id"], retcon["after"]["id"]} & {*told} == {edge["id"]}


@of("property")
def test_a_property_has_its_old_value_before_its_retcon_and_the_new_one_from_it_on(
    world_bench: WorldAsker, retcon: dict[str, Any]
) -> None:
    entity, name = retcon["target_id"].split("#")
    for value, at in zip((retcon["before"], retcon["after"]), around(retcon), strict=True):
        found = Inquiry.open(world_bench, as_of=at).entity(entity)
        assert found.properties[name] == value[name]


@of("entity")
def test_an_entity_is_not_there_before_it_is_added(
    world_bench: WorldAsker, retcon: dict[str, Any]
) -> None:
    before, added = around(retcon)
    event = retcon["target_id"]
    window = (retcon["after"]["occurred"],) * 2
    assert event in lore.events_during(world_bench, *window, as_of=added).column("event_id")
    assert event not in lore.events_during(world_bench, *window, as_of=before).column("event_id")
    with pytest.raises(BadInput, match="the graph has none"):
        lore.state_at(world_bench, event, as_of=before)
    members = lore.setting_members(world_bench, "margin", as_of=before).column("id")
    assert event not in members
    assert event in lore.setting_members(world_bench, "margin", as_of=added).column("id")


def test_relations_of_an_entity_that_is_not_there_are_not_there_either(
    world_bench: WorldAsker,
) -> None:
    edges = {e["id"] for e in yaml_world().current() if e["to"] == "evt_stitch_opened"}
    person = next(e["from"] for e in yaml_world().current() if e["to"] == "evt_stitch_opened")
    now = lore.timeline(world_bench, person).column("edge_id")
    then = lore.timeline(world_bench, person, as_of="2026-04-01").column("edge_id")
    assert edges & {*now}
    assert not edges & {*then}


@pytest.mark.parametrize(("as_of", "created"), TEAPOT)
def test_of_several_retcons_the_earliest_later_one_tells_the_value(
    world_bench: WorldAsker, as_of: str, created: str
) -> None:
    row = lore.entity_context(world_bench, "itm_chipped_teapot", as_of=as_of).rows[0]
    assert row["lifespan"] == [created, None]


def test_an_older_name_is_shown_wherever_the_entity_is_and_finds_it(
    world_bench: WorldAsker,
) -> None:
    then = {"as_of": "2026-03-01"}
    assert lore.entity_context(world_bench, "The Gulp", **then).rows[0]["name"] == "The Gulp"
    part = next(e for e in yaml_world().of("PART_OF") if e["from"] == "loc_gullet")
    inside = lore.state_at(world_bench, part["to"], types=["PART_OF"], **then)
    names = dict(zip(inside.column("other_id"), inside.column("other_name"), strict=True))
    assert names["loc_gullet"] == "The Gulp"


def test_a_date_that_is_none_is_refused(world_bench: WorldAsker) -> None:
    with pytest.raises(BadInput, match="expected a real date"):
        lore.timeline(world_bench, "per_gurnard", as_of="bell_age.year_3")


def test_a_whole_entity_retold_has_its_former_properties() -> None:
    before, after = {"id": "x", "name": "Old", "born": "a.year_1"}, {"id": "x", "died": "a.year_9"}
    told = {"target_kind": "entity", "target_id": "x", "before": before, "after": after}
    then = record_of([told]).entity(Entity("x", "Person", "New", (), {"name": "New", **after}))
    assert then is not None
    assert dict(then.properties) == {"id": "x", "name": "Old", "born": "a.year_1"}
    assert then.name == "Old"


def test_what_was_retold_before_it_was_ever_added_is_still_absent_only_then() -> None:
    added = {"target_kind": "entity", "target_id": "x", "before": None, "after": {"id": "x"}}
    named = {"target_kind": "property", "target_id": "x#name", "before": {"name": "A"}, "after": {}}
    assert record_of([added, named]).absent == {"x"}
    assert record_of([named]).absent == frozenset()


def test_a_record_like_the_present_one_changes_nothing() -> None:
    edge = EdgeRecord("e", "MEMBER_OF", "a", "b", from_name="A", to_name="B")
    assert Record().edge(edge) is edge
    assert Record().holds(edge)
