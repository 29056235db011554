"""What a character of the sample world may know, and why."""

from __future__ import annotations

from typing import Any

import pytest

from workbench.core.errors import BadInput, TimeSyntaxError
from workbench.tools import lore
from workbench.tools.lore.below import edges_above
from workbench.tools.lore.inquiry import Inquiry
from workbench.tools.lore.knowledge import Knowledge
from workbench.tools.lore.seen_logs import seen_edges


def why(bench: Any, kind: str, id: str, npc: str, at_time: str) -> tuple[str, str | None]:
    facts = lore.explain_visibility(bench, kind, id, npc, at_time).meta.facts
    return facts["visible"], facts["reason"]


def test_felix_knows_the_two_secrets_that_he_was_told(world_bench: Any) -> None:
    found = lore.secrets_known_by(world_bench, "per_felix_corbelain", "bell_age.year_412")
    assert found.column("id") == ["SEC-12", "SEC-15"]
    assert found.column("grant") == ["known_by:rel_1406", "known_by:rel_1421"]


def test_a_secret_is_known_from_the_year_in_which_it_was_told(world_bench: Any) -> None:
    found = lore.who_knows(world_bench, "SEC-08", "bell_age.year_350")
    assert found.column("npc_id") == ["per_agnes_mossgrave", "per_hugo_mossgrave", "per_nell_brack"]


@pytest.mark.parametrize(
    ("kind", "id", "npc", "year", "reason"),
    [
        ("mission", "MSN-016", "per_brother_tock", 412, "no_grant"),
        ("secret", "SEC-01", "per_isaura_mossgrave", 397, "future"),
        ("relation", "rel_0338", "per_harry_tiller", 412, "not_member"),
        ("secret", "SEC-01", "per_felix_corbelain", 412, "no_grant"),
        ("secret", "SEC-16", "per_felix_corbelain", 412, "other_setting"),
        ("secret", "SEC-12", "per_felix_corbelain", 200, "npc_not_alive"),
    ],
)
def test_the_first_check_that_fails_is_the_reason(
    world_bench: Any, kind: str, id: str, npc: str, year: int, reason: str
) -> None:
    assert why(world_bench, kind, id, npc, f"bell_age.year_{year}") == ("false", reason)


def test_checks_are_told_in_order(world_bench: Any) -> None:
    told = lore.explain_visibility(
        world_bench, "secret", "SEC-12", "per_felix_corbelain", "bell_age.year_412"
    )
    assert told.column("check") == ["alive", "setting", "begun", "grant", "tier"]
    assert set(told.column("value")) == {"true"}


def test_a_secret_above_ones_tier_is_heard_as_a_rumor(world_bench: Any) -> None:
    asked = (world_bench, "per_quentin_drone", "bell_age.year_412")
    assert list(lore.query_as_npc(*asked, kind="secret")) == [
        {
            "id": "SEC-04",
            "kind": "secret",
            "visible": False,
            "reason": "tier",
            "grant": "known_by:rel_1362",
            "name": None,
            "content": None,
            "rumor": "The almanac is sweating.",
        }
    ]
    assert not list(lore.secrets_known_by(*asked))


def test_hidden_rows_are_shown_to_an_analyst_with_their_reason(world_bench: Any) -> None:
    asked = (world_bench, "per_brother_tock", "bell_age.year_412")
    known = lore.query_as_npc(*asked, kind="mission")
    every = lore.query_as_npc(*asked, kind="mission", show_hidden=True)
    assert len(every) == 28
    assert [row for row in every if row["visible"]] == list(known)
    hidden = {row["id"]: row["reason"] for row in every if not row["visible"]}
    assert (hidden["MSN-016"], hidden["MSN-101"]) == ("no_grant", "other_setting")


def test_who_was_at_an_event_knows_the_secret_of_it(world_bench: Any) -> None:
    found = lore.who_knows(world_bench, "SEC-10", "bell_age.year_412")
    assert {row["npc_id"]: row["grant"].partition(":")[0] for row in found} == {
        "per_ninepence": "own",
        "per_ottoline_varrowmere": "known_by",
        "per_tilde_overhand": "witnessed",
    }


def test_all_words_of_a_text_must_be_told(world_bench: Any) -> None:
    asked = (world_bench, "per_felix_corbelain", "bell_age.year_412")
    found = lore.query_as_npc(*asked, kind="secret", text="step NINTH")
    assert found.column("id") == ["SEC-12"]
    assert not list(lore.query_as_npc(*asked, kind="secret", text="eel"))


@pytest.mark.parametrize(
    ("kind", "id", "expected"),
    [
        ("event", "evt_clapper_job", "public"),
        ("entity", "loc_low_harrow", "public"),
        ("campaign", "CMP-01", "public"),
        ("chunk", "chk_014", "member_of:"),
        ("trade", "1", "public"),
        ("campaign_event", "1", "public"),
        (None, "rel_0991", "public"),
        (None, "per_pomfret_vail", "self"),
        (None, "SEC-13", "own:rel_1409"),
    ],
)
def test_facts_of_every_kind_are_found_by_id(
    world_bench: Any, kind: str | None, id: str, expected: str
) -> None:
    at_time = "bell_age.year_412"
    found = lore.query_as_npc(world_bench, "per_pomfret_vail", at_time, kind=kind, id=id)
    assert [row["grant"].startswith(expected) for row in found] == [True]


def test_everything_that_is_known_holds_facts_of_every_kind(world_bench: Any) -> None:
    found = lore.query_as_npc(world_bench, "per_pomfret_vail", "bell_age.year_412")
    assert {"relation", "secret", "lot", "campaign", "trade", "chunk", "person", "plane"} <= set(
        found.column("kind")
    )
    assert found.column("kind") == sorted(found.column("kind"))


def test_secrets_are_listed_for_an_analyst(world_bench: Any) -> None:
    every = lore.list_secrets(world_bench)
    assert len(every) == 20
    assert next(iter(every)) == {
        "id": "SEC-04",
        "rumor": "The almanac is sweating.",
        "min_tier": 4,
        "danger_if_revealed": "death",
    }
    about = lore.secrets_about_subject(world_bench, "per_jasper_sloe")
    assert about.column("id") == ["SEC-03"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("secret", "MSN-016", "per_pym"), "a fact of kind secret with id 'MSN-016'"),
        (("trade", "one", "per_pym"), "expected a number"),
        (("secret", "SEC-01", "fac_ropewalkers"), "expected a Person"),
    ],
)
def test_bad_questions_are_told(world_bench: Any, asked: tuple[str, ...], says: str) -> None:
    with pytest.raises(BadInput, match=says):
        lore.explain_visibility(world_bench, *asked)


def test_a_bad_time_is_refused(world_bench: Any) -> None:
    with pytest.raises(TimeSyntaxError):
        lore.secrets_known_by(world_bench, "per_pym", "Year 340")


@pytest.mark.parametrize(("npc", "known"), [("per_jasper_sloe", 1), ("per_felix_corbelain", 0)])
def test_a_secret_membership_is_seen_by_who_may_know_it(
    world_bench: Any, npc: str, known: int
) -> None:
    inquiry = Inquiry.open(world_bench)
    sworn = edges_above(inquiry, {"per_jasper_sloe": "Person"}, "MEMBER_OF")
    seen = seen_edges(Knowledge.of(inquiry, npc, "bell_age.year_412"), sworn)
    assert [edge.edge_id for edge in sworn].count("rel_0327") == 1
    assert [edge.edge_id for edge in seen].count("rel_0327") == known
    assert seen_edges(None, sworn) == sworn


def test_nobody_knows_anything_in_a_setting_that_there_is_not(world_bench: Any) -> None:
    felix, nowhere = "per_felix_corbelain", {"setting": "nowhere"}
    assert len(lore.query_as_npc(world_bench, felix, **nowhere)) == 0
    assert len(lore.secrets_known_by(world_bench, felix, **nowhere)) == 0
    assert len(lore.who_knows(world_bench, "SEC-01", **nowhere)) == 0


def test_a_kind_that_there_is_not_is_no_empty_answer(world_bench: Any) -> None:
    with pytest.raises(BadInput, match=r"expected relation, secret, mission, .*; saw 'misson'"):
        lore.query_as_npc(world_bench, "per_felix_corbelain", kind="misson")
    nothing = lore.query_as_npc(world_bench, "per_felix_corbelain", kind="setting")
    assert len(nothing) == 0


def test_a_relation_that_was_replaced_is_none_that_one_knows(world_bench: Any) -> None:
    felix = "per_felix_corbelain"
    with pytest.raises(BadInput, match="there is none"):
        lore.query_as_npc(world_bench, felix, kind="relation", id="rel_0335")
    assert len(lore.query_as_npc(world_bench, felix, kind="relation", id="rel_0336")) == 1
