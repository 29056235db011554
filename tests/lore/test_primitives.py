"""The time primitives against plain loops over the files: both schemas, both edge shapes."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.lore.conftest import VARIANTS, loaded
from tests.lore.yaml_world import SYMMETRIC, Edge, recorded, yaml_world
from workbench.tools import lore

WORLD = yaml_world()
# Years, a month, eras, sub-eras of both numberings, a lost one, an event, now, another axis.
TIMES = (
    *("bell_age.year_345", "bell_age.year_377", "bell_age.year_391.month_3", "bell_age"),
    *("long_ebb.year_300", "long_ebb.dry_queen.year_5", "bell_age.lamp_regency.year_3"),
    *("unnumbered.year_7", "bell_age.event_evt_battle_gullet", "current", "revision.year_13"),
)
AS_OF = "2026-03-15T00:00:00Z"
OLDER = {"RULES": ("RULED",)}


@pytest.fixture(scope="module", params=VARIANTS, ids="-".join)
def bench(request: pytest.FixtureRequest, servers: Any) -> Iterator[WorldAsker]:
    with loaded(servers, *request.param) as asker:
        yield asker


def some(things: list[Any], count: int) -> list[Any]:
    return Random(count).sample(sorted(things, key=str), count)


def between(edge: Edge, as_of: str | None) -> list[Edge]:
    """All relations of its type between the ends of an edge, symmetric ones either way."""
    ends = {(edge["from"], edge["to"])}
    if edge["type"] in SYMMETRIC:
        ends.add((edge["to"], edge["from"]))
    same = (e for e in WORLD.edges if (e["from"], e["to"]) in ends and e["type"] == edge["type"])
    return sorted((e for e in same if recorded(e, as_of)), key=lambda e: e["id"])


@pytest.mark.parametrize("as_of", [None, AS_OF], ids=["now", "before"])
def test_was_true_at_agrees_with_the_files_for_many_edges_and_times(
    bench: WorldAsker, as_of: str | None
) -> None:
    retold = [e for e in WORLD.edges if e.keys() & {"supersedes", "superseded_by"}]
    edges = [*some(list(WORLD.edges), 60), *(retold if as_of else ())]
    for at, edge in enumerate(edges):
        time, (subject, target) = TIMES[at % len(TIMES)], (edge["from"], edge["to"])
        if edge["type"] in SYMMETRIC and at % 2:
            subject, target = target, subject
        given = (edge["type"], subject, target, time)
        (row,) = lore.was_true_at(bench, *given, as_of=as_of)
        clock = WORLD.clock_of(subject)
        judged = [(e["id"], str(WORLD.holds(e, clock, time))) for e in between(edge, as_of)]
        truths = {truth for _, truth in judged}
        expected = next((t for t in ("true", "unknown") if t in truths), "false")
        assert (row["truth"], row["found"]) == (expected, bool(judged)), given
        assert row["edges"] == [i for i, truth in judged if truth == "true"], given
        assert row["unknown_edges"] == [i for i, truth in judged if truth == "unknown"], given


def test_state_at_agrees_with_the_files_for_many_entities_and_times(bench: WorldAsker) -> None:
    entities = some([i for i, e in WORLD.entities.items() if e["label"] != "Setting"], 44)
    for at, entity in enumerate(["fac_varrowmere", "pln_littoral", *entities]):
        time = TIMES[at % len(TIMES)]
        answer = lore.state_at(bench, entity, time)
        seen = {row["edge_id"]: row["certainty"] for row in answer}
        assert seen == WORLD.at(entity, time), (entity, time)
        assert answer.meta.undecided == list(seen.values()).count("unknown")


def test_timeline_tells_every_relation_of_the_record_in_order_of_time(bench: WorldAsker) -> None:
    for entity in ("per_ottoline_varrowmere", "fac_dry_foot", "loc_low_harrow", "pln_undertow"):
        answer = lore.timeline(bench, entity)
        edges = [e for e in WORLD.current() if entity in (e["from"], e["to"])]
        clock = WORLD.clock_of(entity)
        key = clock.display_key
        edges.sort(key=lambda e: (*(key(e.get(end), "") for end in WINDOW), e["id"]))
        assert answer.column("edge_id") == [edge["id"] for edge in edges]


WINDOW = ("valid_from", "valid_until")


@pytest.mark.parametrize("label", [None, "Person"])
def test_entities_present_agree_with_the_files_parts_of_parts_included(
    bench: WorldAsker, label: str | None
) -> None:
    places = ["reg_harrow_flats", "reg_near_shallows", *some(WORLD.ids("Location"), 12)]
    for at, place in enumerate(places):
        time, parts = TIMES[at % len(TIMES)], WORLD.parts(place)
        clock = WORLD.clock_of(place)
        located = [e for e in WORLD.of("LOCATED_IN") if e["to"] in parts]
        judged = {(e["from"], e["to"], e["id"]): WORLD.holds(e, clock, time) for e in located}
        expected = {
            (*ids, str(truth))
            for ids, truth in judged.items()
            if truth.possible and label in (None, WORLD.entities[ids[0]]["label"])
        }
        answer = lore.entities_present(bench, place, time, label)
        columns = ("entity_id", "location_id", "edge_id", "certainty")
        assert {tuple(row[c] for c in columns) for row in answer} == expected, (place, time)


def test_entities_present_without_parts_are_those_of_the_place_alone(bench: WorldAsker) -> None:
    time = "bell_age.year_377"
    inside = lore.entities_present(bench, "loc_low_harrow", time)
    alone = lore.entities_present(bench, "loc_low_harrow", time, include_parts=False)
    assert {*alone.column("location_id")} == {"loc_low_harrow"} < {*inside.column("location_id")}


@pytest.mark.parametrize(
    "window",
    [
        ("bell_age.year_339", "bell_age.year_343"),
        (None, "bell_age.quiet_bells"),
        ("long_ebb.dry_queen", None),
        ("revision.year_1", None),
        ("bell_age.year_352", "bell_age.year_340"),
        (None, None),
    ],
    ids=str,
)
def test_events_during_agree_with_the_files(
    bench: WorldAsker, window: tuple[str | None, str | None]
) -> None:
    places = {e["from"]: e["to"] for e in WORLD.of("OCCURRED_AT")}
    expected = {}
    for event in WORLD.ids("Event"):
        occurred = WORLD.entities[event]["occurred"]
        truth = WORLD.clock.time_windows_overlap(*window, occurred, occurred)
        if truth.possible:
            expected[event] = (str(truth), places.get(event))
    answer = lore.events_during(bench, *window)
    assert {r["event_id"]: (r["certainty"], r["location_id"]) for r in answer} == expected


@pytest.mark.parametrize(
    ("relation", "subject", "target"),
    [
        ("CLAIMS_TITLE", None, "ttl_reeve"),
        ("RULED", None, None),
        ("ALLIED_WITH", "fac_corbelain", None),
        ("ALLIED_WITH", None, "fac_corbelain"),
        (None, "per_ottoline_varrowmere", None),
        (None, None, "fac_ropewalkers"),
        ("LOCATED_IN_PLANE", None, None),
        ("LOCATED_IN", "per_ottoline_varrowmere", "loc_splice_hall"),
        (None, None, None),
    ],
)
def test_true_during_agrees_with_the_files(
    bench: WorldAsker, relation: str | None, subject: str | None, target: str | None
) -> None:
    window = ("bell_age.year_371", "bell_age.year_392.month_4")
    clock = WORLD.clock_of(subject or target or "fac_varrowmere")
    expected = {}
    for edge in WORLD.current():
        ends = {(edge["from"], edge["to"])}
        if edge["type"] in SYMMETRIC:
            ends.add((edge["to"], edge["from"]))
        joins = any(subject in (None, a) and target in (None, b) for a, b in ends)
        if joins and relation in (None, edge["type"], *OLDER.get(edge["type"], ())):
            truth = clock.time_windows_overlap(*window, *(edge.get(end) for end in WINDOW))
            if truth.possible:
                expected[edge["id"]] = str(truth)
    answer = lore.true_during(bench, *window, relation, subject, target)
    assert {row["edge_id"]: row["certainty"] for row in answer} == expected


@pytest.mark.parametrize("derived", [False, True], ids=["direct", "derived"])
def test_entity_planes_agree_with_the_files(bench: WorldAsker, derived: bool) -> None:
    people = ["per_ottoline_varrowmere", "per_gurnard", *some(WORLD.ids("Person"), 20)]
    for at, person in enumerate(people):
        time = TIMES[at % len(TIMES)]
        answer = lore.entity_planes_at_time(bench, person, time, derived)
        columns = ("plane_id", "basis", "edge_id", "certainty")
        seen = {tuple(row[c] for c in columns) for row in answer}
        assert seen == planes(person, time, derived), (person, time)


def planes(person: str, time: str, derived: bool) -> set[tuple[str, str, str, str]]:
    clock = WORLD.clock_of(person)

    def holding(type: str, entity: str) -> list[tuple[Edge, Any]]:
        edges = (e for e in WORLD.of(type) if e["from"] == entity)
        judged = ((edge, WORLD.holds(edge, clock, time)) for edge in edges)
        return [(edge, truth) for edge, truth in judged if truth.possible]

    found = {(e["to"], "direct", e["id"], str(t)) for e, t in holding("LOCATED_IN_PLANE", person)}
    if not derived or any(certainty == "true" for *_, certainty in found):
        return found
    return found | {
        (plane["to"], "via_location", home["id"], str(truth & there))
        for home, truth in holding("LOCATED_IN", person)
        for plane, there in holding("LOCATED_IN_PLANE", home["to"])
    }


def test_every_answer_names_the_schema_of_the_graph(
    bench: WorldAsker, request: pytest.FixtureRequest
) -> None:
    schema = request.node.callspec.params["bench"][0]
    assert lore.state_at(bench, "per_gurnard").meta.schema == schema
