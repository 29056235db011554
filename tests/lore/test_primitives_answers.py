"""What the answers of the time primitives hold beside their truth."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.asker import WorldAsker
from workbench.core.errors import AmbiguousName, BadInput, TimeSyntaxError
from workbench.core.lore import EdgeRecord
from workbench.core.lore.confidence import confidence, reliability
from workbench.tools import lore

OATH = ("MEMBER_OF", "per_ignace_clapper", "fac_bellwrights", "bell_age.year_360")


def test_two_sources_that_differ_dispute_each_other(world_bench: WorldAsker) -> None:
    """The Tidebook (canonical) and the Nine Sermons (factional) date one oath 347 and 355."""
    row = lore.was_true_at(world_bench, *OATH).rows[0]
    assert row["edges"] == row["disputed_with"] == ["rel_0319", "rel_1015"]
    assert (row["is_disputed"], row["confidence"]) == (True, 1.0)
    assert (row["valid_from"], row["valid_until"]) == ("bell_age.year_347", "bell_age.year_406")
    assert row["sources"] == ["src_tidebook", "src_unrung_sermons"]


def test_a_rival_disputes_also_the_years_that_it_does_not_tell(world_bench: WorldAsker) -> None:
    row = lore.was_true_at(world_bench, *OATH[:3], "bell_age.year_350").rows[0]
    assert (row["edges"], row["disputed_with"]) == (["rel_0319"], ["rel_1015"])
    assert row["sources"] == ["src_tidebook"]


def test_nothing_else_of_the_record_is_disputed(world_bench: WorldAsker) -> None:
    for relation, subject, target in (
        ("RULES", "per_jonquil_varrowmere", "loc_low_harrow"),
        ("LOCATED_IN", "per_ottoline_varrowmere", "loc_splice_hall"),
    ):
        row = lore.was_true_at(world_bench, relation, subject, target).rows[0]
        assert (row["is_disputed"], row["disputed_with"]) == (False, [])


def test_confidence_is_extraction_times_reliability_of_the_weakest_source(
    world_bench: WorldAsker,
) -> None:
    given = ("PARENT_OF", "per_edric_varrowmere", "per_kit_brack")
    row = lore.was_true_at(world_bench, *given).rows[0]
    assert (row["edges"], row["confidence"]) == (["rel_0262"], pytest.approx(0.6 * 0.5))
    weights = {"a": 1.0, "b": 0.5}
    twice = EdgeRecord("e", "T", "x", "y", sources=("a", "b"), extraction_confidence=0.9)
    assert confidence(twice, weights) == pytest.approx(0.45)
    each = EdgeRecord("e", "T", "x", "y", sources=("a", "b"), props={EACH: [0.3, 1.0]})
    assert confidence(each, weights) == pytest.approx(0.3)
    assert confidence(EdgeRecord("e", "T", "x", "y", sources=("unheard",)), weights) is None


EACH = "extraction_confidences"


def test_reliability_is_a_word_of_the_reference_or_a_number() -> None:
    said = ("canonical", "factional", "rumor", "dialogue", "fanon", 0.2, "gossip", None)
    assert [reliability(one) for one in said] == [1.0, 0.75, 0.5, 0.4, 0.3, 0.2, None, None]


WED = ("SPOUSE_OF", "per_odo_lanthorn", "per_hester_varrowmere")
HARROW = ("LOCATED_IN_PLANE", "loc_low_harrow", "pln_littoral")
NAILER = ("per_hester_varrowmere", "loc_low_harrow")


@pytest.mark.parametrize(
    ("given", "truth", "found"),
    [
        (("RULED", *NAILER, "bell_age.year_300"), "true", True),
        (("RULES", *NAILER, "bell_age.year_301"), "true", True),
        ((*WED, "bell_age.year_280"), "true", True),
        ((*WED, "current"), "false", True),
        ((*HARROW, "unnumbered.year_7"), "true", True),
        (("POSSESSES", "per_odo_lanthorn", "itm_last_peg", "current"), "false", False),
    ],
)
def test_was_true_at_knows_older_names_and_both_ways_of_a_marriage(
    world_bench: WorldAsker, given: tuple[str, str, str, str], truth: str, found: bool
) -> None:
    row = lore.was_true_at(world_bench, *given).rows[0]
    assert (row["truth"], row["found"]) == (truth, found)


def test_a_coarse_time_asks_for_some_moment_of_it(world_bench: WorldAsker) -> None:
    """rel_0511: at Stitch Station from year 395 to month 9 of it."""
    given = ("LOCATED_IN", "per_ottoline_varrowmere", "loc_stitch_station")
    for time in ("bell_age", "bell_age.year_395", "bell_age.year_395.month_9"):
        assert lore.was_true_at(world_bench, *given, time).rows[0]["truth"] == "true"
    later = lore.was_true_at(world_bench, *given, "bell_age.year_395.month_10")
    assert later.rows[0]["truth"] == "false"


def test_unknown_is_told_with_its_reason_and_counted(world_bench: WorldAsker) -> None:
    given = ("WORSHIPS", "fac_dry_foot", "dei_saint_barnacle", "long_ebb.year_300")
    answer = lore.was_true_at(world_bench, *given)
    assert answer.meta.undecided == 1
    assert "long_ebb" in answer.meta.facts["reason"]


def test_current_is_the_argument_else_the_sessions_else_the_settings(
    world_bench: WorldAsker,
) -> None:
    given = ("MEMBER_OF", "per_ottoline_varrowmere", "fac_militia")
    assert lore.was_true_at(world_bench, *given).rows[0]["truth"] == "false"
    session = WorldAsker(world_bench.relational, world_bench.graph, world_time="bell_age.year_381")
    assert lore.was_true_at(session, *given).rows[0]["truth"] == "true"
    later = lore.was_true_at(session, *given, world_time="bell_age.year_399")
    assert (later.rows[0]["truth"], later.meta.world_time) == ("false", "bell_age.year_399")


def test_each_setting_has_its_own_current_time(world_bench: WorldAsker) -> None:
    answer = lore.state_at(world_bench, "per_ibid", types=["MEMBER_OF"])
    assert {(row["edge_id"], row["certainty"]) for row in answer} >= {("rel_0390", "true")}


def test_directions_are_out_in_or_both(world_bench: WorldAsker) -> None:
    answer = lore.state_at(world_bench, "per_hester_varrowmere", "bell_age.year_280")
    seen = {(row["type"], row["direction"]) for row in answer}
    assert {("SPOUSE_OF", "both"), ("RULES", "out"), ("PARENT_OF", "out")} <= seen
    harrow = lore.state_at(world_bench, "loc_low_harrow", "bell_age.year_280", ["RULES"])
    assert harrow.column("direction") == ["in"]
    assert harrow.column("other_name") == ["Hester Varrowmere"]


Call = tuple[str, tuple[Any, ...]]
CALLS: list[Call] = [
    ("was_true_at", ("MEMBER_OF", "per_gurnard", "fac_drowned_parliament")),
    ("state_at", ("per_gurnard",)),
    ("true_during", (None, None)),
    ("entities_present", ("loc_house_below",)),
    ("events_during", (None, None)),
    ("entity_planes_at_time", ("per_gurnard", "current", True, True)),
    ("timeline", ("per_gurnard",)),
    ("entity_context", ("per_gurnard",)),
    ("graph_traverse", ("per_gurnard",)),
    ("expand_context", ("per_gurnard",)),
    ("list_offspring", ("per_edric_varrowmere",)),
    ("ancestors_of", ("per_kit_brack",)),
    ("descendants_of", ("per_edric_varrowmere",)),
    ("common_ancestors", ("per_robin_varrowmere", "per_ida_ennisgard")),
    ("list_lineage", ("lin_brack",)),
    ("lineage_of", ("per_kit_brack",)),
]


@pytest.mark.parametrize(("tool", "given"), CALLS, ids=[tool for tool, _ in CALLS])
def test_an_unknown_setting_gives_an_empty_answer_and_the_own_one_a_full_one(
    world_bench: WorldAsker, tool: str, given: tuple[Any, ...]
) -> None:
    assert len(getattr(lore, tool)(world_bench, *given, setting="nowhere")) == 0
    full = getattr(lore, tool)(world_bench, *given)
    assert 0 < len(getattr(lore, tool)(world_bench, *given, setting="tidewheel")) <= len(full)


def test_a_setting_leaves_out_what_belongs_to_the_other(world_bench: WorldAsker) -> None:
    whole = {*lore.timeline(world_bench, "per_ninepence").column("other_id")}
    margin = {*lore.timeline(world_bench, "per_ninepence", setting="margin").column("other_id")}
    assert "per_ottoline_varrowmere" in margin < whole
    assert len(lore.state_at(world_bench, "per_gurnard", setting="margin")) == 0


@pytest.mark.parametrize("tool", ["state_at", "entity_planes_at_time", "entity_context"])
def test_names_serve_as_ids_where_one_entity_has_them(world_bench: WorldAsker, tool: str) -> None:
    ask = getattr(lore, tool)
    named = ask(world_bench, "Captain Otto").rows
    assert named == ask(world_bench, "per_ottoline_varrowmere").rows
    with pytest.raises(BadInput, match="'Nobody': expected the id or the whole name"):
        ask(world_bench, "Nobody")
    with pytest.raises(TimeSyntaxError, match="Year 340"):
        ask(world_bench, "Captain Otto", "Year 340")


@pytest.fixture
def namesake(world_bench: WorldAsker) -> Iterator[None]:
    assert world_bench.graph is not None
    world_bench.graph.write("CREATE (:Item {id: 'itm_gurnard', name: 'Gurnard', settings: []})")
    yield
    world_bench.graph.write("MATCH (n:Item {id: 'itm_gurnard'}) DETACH DELETE n")


def test_a_name_of_two_entities_is_refused_with_both(
    world_bench: WorldAsker, namesake: None
) -> None:
    with pytest.raises(AmbiguousName) as error:
        lore.state_at(world_bench, "Gurnard")
    assert error.value.candidates == (("itm_gurnard", "Item"), ("per_gurnard", "Person"))


def test_an_unknown_relation_is_false_with_a_warning(world_bench: WorldAsker) -> None:
    answer = lore.was_true_at(world_bench, "OWNS", "per_gurnard", "itm_last_peg")
    assert (answer.rows[0]["truth"], answer.rows[0]["found"]) == ("false", False)
    assert answer.meta.warnings == ("OWNS: no relation of the registry, and no edge of the graph",)


def test_a_window_that_ends_before_it_starts_holds_nothing(world_bench: WorldAsker) -> None:
    assert len(lore.true_during(world_bench, "bell_age.year_352", "bell_age.year_340")) == 0


def test_derived_planes_are_hidden_by_a_certain_journey_and_defaults_come_last(
    world_bench: WorldAsker,
) -> None:
    otto = "per_ottoline_varrowmere"
    ask = lore.entity_planes_at_time
    columns = ("plane_id", "basis", "edge_id")
    for time, expected in (
        ("bell_age.year_391.month_3", ("pln_kiln", "direct", "rel_0619")),
        ("bell_age.year_391.month_8", ("pln_ropewalk", "via_location", "rel_0510")),
        ("bell_age.year_350", ("pln_littoral", "default", None)),
    ):
        row = ask(world_bench, otto, time, True, True).rows[0]
        assert tuple(row[c] for c in columns) == expected
    assert len(ask(world_bench, otto, "bell_age.year_350", True)) == 0


def test_a_question_takes_few_round_trips(world_bench: WorldAsker) -> None:
    """Beside the stamp, which is asked before: the ends, and the edges between them."""
    assert len(lore.was_true_at(world_bench, *OATH).trace) == 3
    assert len(lore.entity_planes_at_time(world_bench, "per_gurnard").trace) == 2
