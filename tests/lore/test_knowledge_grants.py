"""No row is visible without a grant that can be derived again from the files of the world."""

from __future__ import annotations

import csv
from functools import cache
from typing import Any

import pytest
import yaml

from tests.lore.conftest import WORLD
from workbench.core.time import Chronology, eras_of
from workbench.tools.lore.inquiry import Inquiry
from workbench.tools.lore.knowledge import Knowledge, WorldSecrets
from workbench.tools.lore.known_facts import facts_of

TIMES = ("bell_age.year_350", "bell_age.year_412", "bell_age.year_390.month_2", "revision.year_30")


def documents(*patterns: str) -> list[Any]:
    files = [file for pattern in patterns for file in sorted(WORLD.glob(pattern))]
    return [yaml.safe_load(file.read_text()) for file in files]


@cache
def nodes() -> dict[str, dict[str, Any]]:
    """Every entity, plane and instance of the files, fields flat, by id."""
    found = {}
    for document in documents(
        "entities/*.yaml", "planes.yaml", "missions/*.yaml", "instances/*.yaml"
    ):
        for kind, entries in document.items():
            for entry in entries if isinstance(entries, list) else ():
                found[entry["id"]] = {"kind": kind, **entry, **entry.get("fields", {})}
    return found


@cache
def relations() -> dict[str, dict[str, Any]]:
    """Every relation that no retcon replaced, with the entity that it leaves, by id."""
    return {
        relation["id"]: {"from": id, **relation}
        for id, node in nodes().items()
        for relation in node.get("relations", ())
        if not relation.get("superseded_by")
    }


@cache
def trades() -> dict[str, dict[str, str]]:
    with (WORLD / "logs" / "trade_log.csv").open() as file:
        return {row["id"]: row for row in csv.DictReader(file)}


@cache
def clock() -> Chronology:
    events = {id: node["occurred"] for id, node in nodes().items() if node.get("occurred")}
    return Chronology(eras_of(yaml.safe_load((WORLD / "eras.yaml").read_text())), events=events)


def holds(relation: dict[str, Any], at_time: str) -> bool:
    window = relation.get("valid_from"), relation.get("valid_until")
    return clock().time_in_window(at_time, *window).value is True


def begun(start: str | None, at_time: str) -> bool:
    return clock().time_in_window(at_time, start, None).value is True


def stored(kind: str, id: str) -> dict[str, Any]:
    """What the files hold about a fact: what guards it, and what it is of."""
    if kind == "trade":
        lot = nodes().get(trades()[id]["lot_id"], {})
        return {**trades()[id], "owner": lot.get("owner"), "of": trades()[id]["lot_id"]}
    if kind == "relation":
        relation = relations()[id]
        source = nodes()[relation["from"]]
        if "template" in source and not relation.get("secrecy"):
            return {**source, "of": source["id"]}
        return {**relation, "of": relation["from"] if "template" in source else None}
    return {**nodes()[id], "of": id}


def derived_again(kind: str, id: str, npc: str, at_time: str, grant: str) -> bool:
    """Whether the files give this grant of a fact to a person."""
    what, fact = grant.partition(":")[0], stored(kind, id)
    edge = relations().get(grant.partition(":")[2], {})
    if what == "public":
        return (fact.get("secrecy") or "public") == "public"
    if what == "self":
        return takes_part(kind, id, fact, npc)
    if what in ("member_of", "former_member"):
        return fact["secrecy"] == "faction_internal" and membership(edge, npc, fact, at_time)
    if what in ("own", "known_by") and edge["type"] == "KNOWN_BY":
        right = (edge["to"], holds(edge, at_time)) == (npc, True)
        return right and opens(edge["from"], kind, id, fact)
    if what == "known_by":
        return npc in edge["known_by"] and edge["id"] == id
    return what == "witnessed" and was_there(edge, npc, fact, at_time)


def takes_part(kind: str, id: str, fact: dict[str, Any], npc: str) -> bool:
    if kind == "trade" and npc in (fact["buyer_id"], fact["seller_id"]):
        return True
    if kind == "relation" and fact["of"] is None:
        return npc == fact["from"] or (npc == fact["to"] and fact["type"] != "PARENT_OF")
    roles = ("GIVEN_BY", "ASSIGNED_TO", "OFFERED_BY")
    given = (nodes().get(fact["of"]) or {}).get("relations", ())
    return npc == id or any(r["to"] == npc and r["type"] in roles for r in given)


def membership(edge: dict[str, Any], npc: str, fact: dict[str, Any], at_time: str) -> bool:
    """The named edge leads from the person to the owner, or to one of its sub-factions."""
    own = edge["type"] == "MEMBER_OF" and edge["from"] == npc
    tops = {edge["to"]} | {
        up["to"]
        for up in relations().values()
        if up["type"] == "MEMBER_OF"
        and up["from"] == edge["to"]
        and begun(up.get("valid_from"), at_time)
    }
    return own and fact["owner"] in tops and begun(edge.get("valid_from"), at_time)


def opens(secret: str, kind: str, id: str, fact: dict[str, Any]) -> bool:
    """A secret opens itself, what is of it, and a relation whose ends or gate it is about."""
    about = {r["to"] for r in nodes()[secret]["relations"] if r["type"] == "ABOUT"}
    between = kind == "relation" and fact["of"] is None
    ends = {fact["via"]} if between and fact.get("via") else {fact.get("from"), fact.get("to")}
    return secret == fact["of"] or (between and ends <= about)


def was_there(edge: dict[str, Any], npc: str, fact: dict[str, Any], at_time: str) -> bool:
    about = {r["to"] for r in nodes()[fact["of"]]["relations"] if r["type"] == "ABOUT"}
    start = edge.get("valid_from") or nodes()[edge["to"]].get("occurred")
    present = edge["type"] in ("PARTICIPATED_IN", "WITNESSED") and edge["from"] == npc
    return present and edge["to"] in about and begun(start, at_time)


@pytest.fixture(scope="module")
def guarded(world_bench: Any) -> list[Any]:
    """Facts of every kind: all that are guarded, and every twentieth that is public."""
    knowledge = Knowledge.of(Inquiry.open(world_bench), "per_pym", "current")
    kinds = ("relation", "secret", "mission", "lot", "campaign", "trade")
    found = [fact for kind in kinds for fact in facts_of(knowledge, kind, None)]
    secret = [fact for fact in found if fact.secrecy != "public"]
    return secret + [fact for fact in found if fact.secrecy == "public"][::20]


def people() -> list[str]:
    return sorted(id for id in nodes() if id.startswith("per_"))


@pytest.mark.parametrize("at_time", TIMES)
def test_every_grant_is_derived_again_for_every_person(
    world_bench: Any, guarded: list[Any], at_time: str
) -> None:
    inquiry, seen = Inquiry.open(world_bench), 0
    secrets = WorldSecrets(inquiry)
    for npc in people():
        knowledge = Knowledge.of(inquiry, npc, at_time, secrets=secrets)
        for fact in guarded:
            found = knowledge.visible(fact)
            if found.visible:
                seen += 1
                grant = found.grant or ""
                assert derived_again(fact.kind, fact.id, npc, at_time, grant), (npc, fact, grant)
    assert seen > 100


@pytest.mark.parametrize("at_time", TIMES)
def test_the_secrets_that_someone_knows_are_those_that_the_files_say(
    world_bench: Any, at_time: str
) -> None:
    inquiry = Inquiry.open(world_bench)
    secrets, known = WorldSecrets(inquiry), set()
    for npc in people():
        knowledge = Knowledge.of(inquiry, npc, at_time, secrets=secrets)
        facts = secrets.known.facts.values()
        known |= {(npc, fact.id) for fact in facts if knowledge.visible(fact).visible}
    ids = [id for id in nodes() if id.startswith("SEC-")]
    expected = {(npc, id) for npc in people() for id in ids if knows(npc, id, at_time)}
    assert known == expected


def knows(npc: str, secret: str, at_time: str) -> bool:
    """The rule, told once more, of a secret."""
    person, held = nodes()[npc], nodes()[secret]
    until = None if person.get("lingers") else person.get("died")
    dead = clock().time_in_window(at_time, person.get("born"), until).value is False
    if dead or held["setting_id"] not in person["settings"]:
        return False
    told = [r for r in held["relations"] if r["type"] == "KNOWN_BY" and r["to"] == npc]
    holding = [r["how"] for r in told if holds(r, at_time)]
    fact = {"of": secret}
    there = any(was_there(r, npc, fact, at_time) for r in relations().values() if r["from"] == npc)
    high_enough = person["tier"] >= held["min_tier"]
    return "own" in holding or (high_enough and bool(holding or there))
