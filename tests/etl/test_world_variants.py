"""The sample world in four variants: each holds what its files say, read another way."""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import Any

import pytest
import yaml

from tests.asker import WorldAsker
from tests.lore.conftest import VARIANTS, WORLD, loaded
from workbench.core.lore import EdgeRecord
from workbench.tools.lore.edges import all_edges
from workbench.tools.lore.inquiry import Inquiry

Entry = dict[str, Any]
LISTS = {"entities": "", "planes": "Plane", "instances": "DomainEntity"}


@cache
def entries() -> list[tuple[str, Entry]]:
    """Label and entry of everything that has relations, by PyYAML alone."""
    found = []
    for path in WORLD.rglob("*.yaml"):
        document = yaml.safe_load(path.read_text("utf-8"))
        for key, label in LISTS.items():
            found += [(document.get("label", label), e) for e in document.get(key, ())]
    return found


def relations() -> list[tuple[Entry, Entry]]:
    return [(entry, r) for _, entry in entries() for r in entry.get("relations") or ()]


def expected() -> dict[str, tuple[Any, ...]]:
    """What an edge record says of each relation that no retcon has replaced."""
    return {
        r["id"]: (
            *(r["type"], entry["id"], r["to"], r.get("valid_from"), r.get("valid_until")),
            tuple(r.get("sources") or entry.get("sources") or ()),
            *(r.get("secrecy", "public"), r.get("owner"), tuple(r.get("known_by", ()))),
            r.get("extraction_confidence", 1.0),
        )
        for entry, r in relations()
        if "superseded_by" not in r
    }


def said(edge: EdgeRecord) -> tuple[Any, ...]:
    return (
        *(edge.type, edge.from_id, edge.to_id, edge.valid_from, edge.valid_until),
        *(edge.sources, edge.secrecy, edge.owner, edge.known_by, edge.extraction_confidence),
    )


@pytest.fixture(scope="module", params=VARIANTS, ids="-".join)
def variant(request: pytest.FixtureRequest, servers: Any) -> Any:
    """A variant with its schema and shape."""
    with loaded(servers, *request.param) as asker:
        yield asker, *request.param


def test_every_relation_is_read_as_its_file_says(variant: Any) -> None:
    edges = all_edges(Inquiry.open(variant[0]))

    assert {edge.edge_id: said(edge) for edge in edges} == expected()


def test_relations_keep_their_own_properties(variant: Any) -> None:
    own = {"reason", "via", "cost", "direction", "how", "side", "person_count", "border", "order"}
    read = {e.edge_id: dict(e.props) for e in all_edges(Inquiry.open(variant[0]))}

    assert {
        edge_id: {k: v for k, v in props.items() if k in own} for edge_id, props in read.items()
    } == {
        r["id"]: {k: v for k, v in r.items() if k in own}
        for _, r in relations()
        if "superseded_by" not in r
    }
    assert {k for props in read.values() for k in props} <= own | {"fidelity", "notes"}


def test_version_and_shape_are_told(variant: Any) -> None:
    asker, schema, shape = variant
    world = asker.world()

    assert world.schema == schema
    assert world.shapes["MEMBER_OF"] == shape
    assert world.shapes["GIVEN_BY"] == "native"
    assert world.shapes.get("LOCATED_IN_PLANE") == (None if schema == "v1.2" else shape)


def test_nodes_are_counted_as_the_files_count_them(variant: Any) -> None:
    asker, *_ = variant
    found = asker.graph.rows("MATCH (n) RETURN labels(n)[0] AS label, count(*) AS found")
    counted = Counter(dict(found.values))

    assert Counter(label for label, _ in entries()) <= counted
    assert counted["Person"] == 142
    assert counted["DomainEntity"] == 28 + 7 + 54 + 20
    assert (counted["Setting"], counted["Plane"], counted["Era"]) == (2, 13, 15)
    assert (counted["LoreSource"], counted["LoreChunk"]) == (18, 66)


def test_membership_of_settings_is_stored_as_the_version_has_it(variant: Any) -> None:
    asker, schema, _ = variant
    homes = {"tidewheel": "pln_littoral", "margin": "pln_recto"}
    wanted = {
        (e["id"], setting if schema == "setting" else homes[setting])
        for label, e in entries()
        if label != "Plane"
        for setting in e.get("settings") or [e["setting_id"]]
    }

    found = asker.graph.rows("MATCH (n)-[:EXISTS_IN]->(t) RETURN n.id, t.id")

    assert set(found.values) == wanted
    assert len(found.values) == len(wanted)


def test_planes_name_their_setting_as_the_version_has_it(variant: Any) -> None:
    asker, schema, _ = variant
    planes = {(e["id"], e["setting_id"]) for label, e in entries() if label == "Plane"}

    text = {
        "setting": "MATCH (p:Plane) RETURN p.id, p.setting_id",
        "v1.2": "MATCH (s:Setting)-[:HAS_PLANE]->(p:Plane) "
        "WHERE p.setting_id IS NULL RETURN p.id, s.id",
    }[schema]

    assert set(asker.graph.rows(text).values) == planes


def test_window_keys_are_those_of_the_chronology(variant: Any) -> None:
    asker, *_ = variant
    keys = ("from_line", "from_key", "until_line", "until_key")
    native = "MATCH ()-[r]->() WHERE r.edge_id IS NOT NULL RETURN properties(r) AS p"
    reified = "MATCH (r:Relation) RETURN properties(r) AS p"
    chronology = asker.world().chronology
    stored = [p for text in (native, reified) for (p,) in asker.graph.rows(text).values]

    for edge in stored:
        wanted = chronology.window_keys(edge.get("valid_from"), edge.get("valid_until"))
        line = {
            key: edge.get(key, default)
            for key, default in zip(keys, ("", wanted.from_key, "", wanted.until_key), strict=True)
        }
        assert tuple(line.values()) == wanted
        assert ("from_key" in edge, "until_key" in edge) == (bool(wanted[0]), bool(wanted[2]))
    assert len(stored) > 1442


def test_the_loaded_clock_answers_by_the_files_events(world_asker: WorldAsker) -> None:
    world = world_asker.world()
    told = world.chronology.time_in_window(
        "bell_age.event_evt_battle_gullet", "bell_age.year_377", "bell_age.year_377"
    )

    assert str(told) == "true"
    assert world.default_setting == "tidewheel"
    assert str(world.current(None).time) == "bell_age.year_412.month_5.day_9"  # type: ignore[union-attr]


@pytest.fixture
def world_asker(variant: Any) -> WorldAsker:
    found: WorldAsker = variant[0]
    return found
