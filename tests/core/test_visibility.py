"""What a person may know: each rule of the reference on small facts, and what never changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.plane_worlds import CLOCK, edge
from workbench.core.lore import EdgeRecord, Entity
from workbench.core.lore.facts import Fact, fact_of_edge, fact_of_entity, fact_of_trade
from workbench.core.lore.visibility import Knower, Secrets, Sight, Verdict, chains

HOME = frozenset({"tidewheel"})


def year(number: int) -> str:
    return f"bell.year_{number}"


def fact(secrecy: str = "public", **held: Any) -> Fact:
    return Fact(
        **{"kind": "lot", "id": "x", "instance": "x", "settings": HOME} | held, secrecy=secrecy
    )


def person(**held: Any) -> Knower:
    return Knower(**{"id": "per", "settings": HOME} | held)


def seen(fact: Fact, knower: Knower, at: int = 20, secrets: Secrets | None = None) -> Verdict:
    return Sight(knower, year(at), CLOCK, secrets or Secrets()).verdict(fact)


def why(*asked: Any, **more: Any) -> str | None:
    """The grant of what is visible, the reason of what is hidden."""
    found = seen(*asked, **more)
    return found.grant if found.visible else found.reason


def member(id: str, who: str, of: str, first: int, last: int | None = None) -> EdgeRecord:
    until = year(last) if last else None
    return edge(id, "MEMBER_OF", who, of, valid_from=year(first), valid_until=until)


def sworn(*edges: EdgeRecord) -> Knower:
    return person(memberships=chains("per", edges))


def told(first: int, last: int | None = None, how: str = "told", **held: Any) -> Knower:
    until = year(last) if last else None
    one = edge("k1", "KNOWN_BY", "x", "per", valid_from=year(first), valid_until=until, how=how)
    return person(told={"x": [one]}, **held)


@pytest.mark.parametrize(
    ("held", "at", "expected"),
    [
        ({"born": year(21)}, 20, "npc_not_alive"),
        ({"died": year(19)}, 20, "npc_not_alive"),
        ({"died": year(19), "lingers": True}, 20, "public"),
        ({"born": year(21), "lingers": True}, 20, "npc_not_alive"),
        ({"born": "nights"}, 20, "public"),
        ({"settings": frozenset({"margin"})}, 20, "other_setting"),
    ],
)
def test_a_person_knows_in_their_life_and_setting(
    held: dict[str, Any], at: int, expected: str
) -> None:
    assert why(fact(), person(**held), at) == expected


def test_a_fact_is_known_once_it_has_begun_and_after_it_has_ended() -> None:
    begun = fact(valid_from=year(10), valid_until=year(12))
    assert [why(begun, person(), at) for at in (9, 10, 40)] == ["future", "public", "public"]
    assert why(fact(valid_from="nights"), person()) == "time_unknown"


def test_members_know_what_their_faction_keeps() -> None:
    kept = fact("faction_internal", owner="fac", valid_from=year(10), valid_until=year(12))
    assert why(kept, sworn(member("m", "per", "fac", 5))) == "member_of:m"
    assert why(kept, sworn(member("m", "per", "fac", 5, 11))) == "former_member:m"
    assert why(kept, sworn(member("m", "per", "fac", 13))) == "not_member"
    assert why(kept, sworn(member("m", "per", "other", 5))) == "not_member"
    assert why(replace(kept, owner=None), sworn(member("m", "per", "fac", 5))) == "not_member"


def test_a_later_membership_opens_what_still_goes_on() -> None:
    kept = fact("faction_internal", owner="fac", valid_from=year(10))
    knower = sworn(member("m", "per", "fac", 15, 18))
    assert [why(kept, knower, at) for at in (14, 16, 30)] == [
        "not_member",
        "member_of:m",
        "former_member:m",
    ]


def test_a_sub_faction_counts_while_it_is_one() -> None:
    kept = fact("faction_internal", owner="top", valid_from=year(10), valid_until=year(12))
    mine = member("m", "per", "sub", 5)
    assert why(kept, sworn(mine, member("s", "sub", "top", 8))) == "member_of:m"
    assert why(kept, sworn(mine, member("s", "sub", "top", 8, 15))) == "former_member:m"
    assert why(kept, sworn(mine, member("s", "sub", "top", 13))) == "not_member"


def test_factions_in_a_circle_are_walked_once() -> None:
    edges = [member("m", "per", "a", 1), member("ab", "a", "b", 1), member("ba", "b", "a", 1)]
    ways = chains("per", edges)
    assert {top: [[e.edge_id for e in way] for way in found] for top, found in ways.items()} == {
        "a": [["m"]],
        "b": [["m", "ab"]],
    }


def test_a_secret_is_known_while_it_is_known() -> None:
    assert why(fact("secret"), told(10)) == "known_by:k1"
    assert why(fact("secret"), told(10, how="own")) == "own:k1"
    assert why(fact("secret"), told(10, 15)) == "no_grant"
    assert why(fact("secret"), told(25)) == "future"
    assert why(fact("secret"), person()) == "no_grant"


def test_who_was_there_knows_the_secret_of_it() -> None:
    there = edge("p", "WITNESSED", "per", "evt")
    secrets = Secrets(about={"x": frozenset({"evt", "itm"})})
    witness = person(attended={"evt": [(there, year(15))]})
    assert why(fact("secret"), witness, 14, secrets=secrets) == "no_grant"
    assert why(fact("secret"), witness, 15, secrets=secrets) == "witnessed:p"
    undated = person(attended={"evt": [(there, None)]})
    assert why(fact("secret"), undated, 15, secrets=secrets) == "no_grant"


def test_a_tier_is_asked_unless_the_fact_is_ones_own() -> None:
    high = fact("secret", min_tier=3)
    assert why(high, told(10, tier=2)) == "tier"
    assert why(high, told(10, tier=3)) == "known_by:k1"
    assert why(high, told(10, how="own", tier=1)) == "own:k1"
    assert why(high, person(party_to=frozenset({"x"}))) == "self"


@pytest.mark.parametrize(
    ("npc", "type", "expected"),
    [
        ("one", "SPOUSE_OF", "self"),
        ("other", "SPOUSE_OF", "self"),
        ("one", "PARENT_OF", "self"),
        ("other", "PARENT_OF", "no_grant"),
        ("third", "SPOUSE_OF", "no_grant"),
    ],
)
def test_both_ends_know_a_relation_but_a_child_its_parent(
    npc: str, type: str, expected: str
) -> None:
    kept = edge("r", type, "one", "other", secrecy="secret")
    assert why(fact_of_edge(kept, settings=HOME), person(id=npc)) == expected


def test_a_secret_relation_is_opened_by_a_secret_about_both_ends() -> None:
    kept = fact_of_edge(edge("r", "LOVES", "a", "b", secrecy="secret"), settings=HOME)
    secret = fact("secret", kind="secret", min_tier=2)
    for subjects, tier, expected in (
        ("ab", 2, "known_by:k1"),
        ("a", 2, "no_grant"),
        ("ab", 1, "no_grant"),
    ):
        secrets = Secrets({"x": secret}, {"x": frozenset(subjects)})
        assert why(kept, told(10, tier=tier), secrets=secrets) == expected


def test_a_secret_way_between_planes_is_opened_by_a_secret_about_its_gate() -> None:
    ends = {"from_label": "Plane", "from_name": "", "to_label": "Plane", "to_name": ""}
    stored = edge("r", "GATE", "a", "b", secrecy="secret", via="itm").with_ends(**ends)
    secrets = Secrets({"x": fact("secret")}, {"x": frozenset({"itm"})})
    stranger = told(10, settings=frozenset({"tidewheel", "margin"}))
    assert why(fact_of_edge(stored), stranger, secrets=secrets) == "known_by:k1"
    named = replace(stored, known_by=("per",))
    assert why(fact_of_edge(named), person(settings=frozenset({"margin"}))) == "known_by:r"


def test_relations_of_a_secret_are_as_secret_as_it_is() -> None:
    secret = Entity(
        "x", "DomainEntity", "X", ("tidewheel",), {"type": "Secret", "secrecy": "secret"}
    )
    about = fact_of_edge(edge("r", "ABOUT", "x", "per"), instance=secret)
    assert why(about, person()) == "no_grant"
    assert why(about, told(10)) == "known_by:k1"


def test_a_relation_inside_a_faction_opens_no_secret() -> None:
    secret = Entity("x", "DomainEntity", "X", ("tidewheel",), {"type": "Secret"})
    about = edge("r", "ABOUT", "x", "evt", secrecy="faction_internal", owner="fac")
    knower = sworn(member("m", "per", "fac", 5))
    assert why(fact_of_edge(about, settings=HOME), knower) == "member_of:m"
    assert why(fact_of_edge(about, instance=secret), knower) == "no_grant"


def test_a_secret_is_secret_where_it_says_nothing_of_it() -> None:
    secret = Entity("x", "DomainEntity", "X", ("tidewheel",), {"type": "Secret"})
    assert why(fact_of_entity(secret), person()) == "no_grant"
    assert why(fact_of_entity(secret), told(10)) == "known_by:k1"


def test_a_trade_is_known_to_buyer_and_seller_and_to_the_lots_faction() -> None:
    row = {"id": 1, "lot_id": "LOT", "buyer_id": "b", "secrecy": "faction_internal", "payload": {}}
    lot = Entity("LOT", "DomainEntity", "Lot", ("tidewheel",), {"owner": "fac"})
    sold = fact_of_trade(row, lot)
    assert why(sold, person(id="b")) == "self"
    assert why(sold, sworn(member("m", "per", "fac", 5))) == "member_of:m"
    assert why(sold, person()) == "not_member"


def test_an_event_is_known_from_when_it_occurred() -> None:
    event = Entity("evt", "Event", "The Turn", ("tidewheel",), {"occurred": year(12)})
    assert [why(fact_of_entity(event), person(), at) for at in (11, 12)] == ["future", "public"]


def test_checks_are_made_in_order_and_the_first_failure_is_the_reason() -> None:
    found = seen(fact("secret", valid_from=year(30), min_tier=5), person(died=year(3)))
    values = {check.name: str(check.value) for check in found.checks}
    assert list(values) == ["alive", "setting", "begun", "grant", "tier"]
    assert list(values.values()) == ["false", "true", "false", "false", "false"]
    assert found.reason == "npc_not_alive"


YEARS = st.one_of(st.none(), st.integers(1, 40))
SECRECIES = st.sampled_from(["public", "faction_internal", "secret", "misspelt"])


@st.composite
def windows(draw: Any) -> tuple[str | None, str | None]:
    first, last = draw(YEARS), draw(YEARS)
    return first and year(first), last and year(last)


@st.composite
def scenes(draw: Any) -> tuple[Fact, Knower]:
    """A fact, and an undying person whose grants, once given, are never withdrawn."""
    mine, above, window = draw(windows()), draw(windows()), draw(windows())
    edges = [
        edge("m", "MEMBER_OF", "per", "sub", valid_from=mine[0], valid_until=mine[1]),
        edge("s", "MEMBER_OF", "sub", "fac", valid_from=above[0], valid_until=above[1]),
    ]
    known = edge("k1", "KNOWN_BY", "x", "per", valid_from=draw(windows())[0])
    knower = person(
        born=draw(windows())[0],
        tier=draw(st.integers(1, 5)),
        memberships=chains("per", edges),
        told={"x": [known]} if draw(st.booleans()) else {},
    )
    kept = fact(
        draw(SECRECIES),
        owner=draw(st.sampled_from([None, "sub", "fac", "other"])),
        min_tier=draw(st.integers(1, 5)),
        valid_from=window[0],
        valid_until=window[1],
    )
    return kept, knower


@given(scenes(), st.integers(1, 40), st.integers(0, 20))
def test_what_is_visible_stays_so_in_a_longer_life(
    scene: tuple[Fact, Knower], at: int, later: int
) -> None:
    if seen(*scene, at).visible:
        assert seen(*scene, at + later).visible


@given(scenes(), st.integers(1, 40), st.integers(0, 4))
def test_a_higher_tier_never_hides(scene: tuple[Fact, Knower], at: int, more: int) -> None:
    kept, knower = scene
    if seen(kept, knower, at).visible:
        assert seen(kept, replace(knower, tier=knower.tier + more), at).visible


@given(scenes(), st.integers(1, 40))
def test_nothing_is_visible_without_a_grant(scene: tuple[Fact, Knower], at: int) -> None:
    found = seen(*scene, at)
    assert found.visible == (found.reason is None)
    assert not found.visible or found.grant
