"""A new plane and a new relation between planes need files, and no code."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.lore.conftest import WORLD, loaded
from workbench.tools import lore

DREAM = {
    "type": "DREAMS_OF",
    "from": ["Plane"],
    "to": ["Plane"],
    "inverse": "DREAMT_BY",
    "travel": True,
    "default_direction": "backward",
    "default_cost": 0.25,
    "properties": ["valid_from", "valid_until"],
}
SLEEP = {
    "id": "pln_sleep",
    "name": "The Long Sleep",
    "kind": "dream",
    "setting_id": "tidewheel",
    "summary": "What the tide dreams of.",
    "relations": [
        {"id": "rel_d1", "type": "DREAMS_OF", "to": "pln_kiln", "sources": ["src_kiln_songs"]},
        {"id": "rel_d2", "type": "HUMS_AT", "to": "pln_teapot", "sources": ["src_kiln_songs"]},
    ],
}


def add(file: Path, key: str, entry: dict[str, Any]) -> None:
    document = yaml.safe_load(file.read_text())
    document[key].append(entry)
    file.write_text(yaml.safe_dump(document, sort_keys=False))


@pytest.fixture(scope="module")
def dreaming(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The sample world with one more plane, one more way to travel, and one that is nobody's."""
    folder = tmp_path_factory.mktemp("dreaming") / "world"
    shutil.copytree(WORLD, folder)
    add(folder / "ontology.yaml", "plane_relation_types", DREAM)
    add(folder / "planes.yaml", "planes", SLEEP)
    with loaded(servers, folder=folder) as bench:
        yield bench


def test_the_new_relation_is_travelled_by_its_registry_entry(dreaming: Any) -> None:
    found = lore.plane_path(dreaming, "pln_kiln", "pln_sleep", "bell_age.year_412")
    assert [(leg["edge_id"], leg["direction"], leg["cost"]) for leg in found] == [
        ("rel_d1", "backward", 0.25)
    ]
    back = lore.plane_path(dreaming, "pln_sleep", "pln_kiln", "bell_age.year_412").meta.facts
    assert [tuple(leg.values())[2:] for leg in back["cut"]] == [("rel_d1", "wrong_direction")]


def test_the_new_relation_is_read_by_its_inverse_name(dreaming: Any) -> None:
    found = lore.plane_relations(dreaming, "pln_kiln", "DREAMT_BY", "out")
    assert found.column("from_id") == ["pln_sleep"]


def test_a_type_outside_the_registry_is_read_and_never_travelled(dreaming: Any) -> None:
    found = lore.plane_relations(dreaming, "pln_sleep")
    assert found.column("type") == ["DREAMS_OF", "HUMS_AT"]
    way = lore.plane_path(dreaming, "pln_sleep", "pln_teapot", "bell_age.year_412")
    assert way.meta.facts["reachable_set"] == ["pln_sleep"]


def test_the_new_plane_is_one_of_its_setting(dreaming: Any) -> None:
    rows = {row["id"]: row["kind"] for row in lore.planes_in_setting(dreaming, "tidewheel")}
    assert rows["pln_sleep"] == "dream"
    assert len(rows) == 11


def test_a_write_to_the_planes_is_seen_by_the_next_question(dreaming: Any) -> None:
    asked = (dreaming, "pln_littoral", "pln_undertow", "bell_age.year_390")
    assert lore.plane_path(*asked).column("edge_id") == ["rel_0998"]
    dreaming.graph.write(
        "MATCH (:Plane)-[r:ACCESSIBLE_VIA {edge_id: 'rel_0998'}]->(:Plane) SET r.cost = 4.5"
    )
    dreaming.tell("lore/touch_world")
    assert lore.plane_path(*asked).meta.facts["cost"] == 4.5
