"""A small world as files: two houses, a feud that ended, an errand; to be changed by a test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.asker import WorldAsker
from workbench.etl.world import WorldReceipt, WorldStores, load_world

FILES = {
    "settings.yaml": """\
default_setting: hill
settings:
- {id: hill, name: The Hill, axis: sun, current_era: dawn.year_40, default_plane: pln_slope}
""",
    "eras.yaml": """\
axes:
- {id: sun, months_per_year: 12, days_per_month: 30, setting_id: hill}
eras:
- {id: dawn, axis: sun, parent: null, order: 1, length_years: null, open_end: true}
now:
- {setting_id: hill, current_time: dawn.year_40}
""",
    "ontology.yaml": """\
labels: [Person, Faction, Plane]
relation_types:
- {type: MEMBER_OF, from: [Person], to: [Faction], time_bounded: true}
- {type: ENEMY_OF, from: [Faction], to: [Faction], time_bounded: true, symmetric: true}
- {type: LOCATED_IN_PLANE, from: [Person], to: [Plane], time_bounded: true, v1_2_name: LOCATED_IN}
""",
    "planes.yaml": """\
planes:
- {id: pln_slope, name: The Slope, kind: material, setting_id: hill}
""",
    "entities/factions.yaml": """\
label: Faction
entities:
- id: fac_high
  name: The High House
  settings: [hill]
  relations:
  - {id: rel_1, type: ENEMY_OF, to: fac_low, valid_from: dawn.year_3, valid_until: dawn.year_9}
  - {id: rel_2, type: ENEMY_OF, to: fac_low, valid_from: dawn.year_20}
- id: fac_low
  name: The Low House
  settings: [hill]
""",
    "entities/people.yaml": """\
label: Person
entities:
- id: per_ada
  name: Ada
  settings: [hill]
  born: dawn.year_2
  relations:
  - {id: rel_3, type: MEMBER_OF, to: fac_high, valid_from: dawn.year_12, sources: [src_a]}
  - {id: rel_4, type: LOCATED_IN_PLANE, to: pln_slope}
- id: per_bo
  name: Bo
  settings: [hill]
""",
    "templates/errand.yaml": """\
template:
  id: errand
  type: Errand
  version: 1
  fields: {pay: {type: number, min: 0, required: true}}
  relations: {GIVEN_BY: {to: [Person], min: 1, max: 1}}
""",
    "missions/errands.yaml": """\
instances:
- id: ERR-1
  template: errand
  setting_id: hill
  name: Fetch water
  fields: {pay: 3}
  relations: [{id: rel_5, type: GIVEN_BY, to: per_ada}]
""",
}


def written(folder: Path, **changes: str | None) -> Path:
    """The files, with those of `changes` instead (`/` and `.` as `__`), without those of None."""
    replaced = {_named(name): text for name, text in changes.items()}
    for name, text in {**FILES, **replaced}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_text(text, "utf-8")
    return folder


def edited(folder: Path, file: str, old: str, new: str) -> None:
    """One place of one file changed."""
    text = (folder / file).read_text("utf-8")
    assert text.count(old) == 1
    (folder / file).write_text(text.replace(old, new), "utf-8")


def load(folder: Path, graph: Any, **given: Any) -> WorldReceipt:
    """Into the graph alone."""
    return load_world(folder, WorldStores(WorldAsker(None, graph), graph), **given)


def _named(name: str) -> str:
    folder, _, file = name.rpartition("__")
    return f"{folder}/{file}.yaml" if folder else f"{file}.yaml"
