"""The sample world as its files tell it, and plain loops over it that know no store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from tests.lore.conftest import WORLD
from workbench.core.time import Chronology, Truth, eras_of

SYMMETRIC = {"SPOUSE_OF", "ALLIED_WITH", "ENEMY_OF", "ENCOUNTERED", "ADJACENT_TO"}
Edge = Mapping[str, Any]


@dataclass(frozen=True)
class YamlWorld:
    """Entities by id (with `label`), relations (with `from`), eras and settings of the files."""

    entities: Mapping[str, Mapping[str, Any]]
    edges: tuple[Edge, ...]
    clock: Chronology
    now: Mapping[str, str]

    def current(self, as_of: str | None = None) -> list[Edge]:
        """The relations that the record holds: now, or at a real time."""
        return [edge for edge in self.edges if recorded(edge, as_of)]

    def clock_of(self, entity: str) -> Chronology:
        return self.clock.at(self.now[self.entities[entity]["settings"][0]])

    def holds(self, edge: Edge, clock: Chronology, time: str) -> Truth:
        return clock.time_windows_overlap(
            time, time, edge.get("valid_from"), edge.get("valid_until")
        )

    def at(self, entity: str, time: str, as_of: str | None = None) -> dict[str, str]:
        """The certainty of each relation at an entity that holds, or may, by edge id."""
        clock = self.clock_of(entity)
        ends = (e for e in self.current(as_of) if entity in (e["from"], e["to"]))
        judged = ((edge["id"], self.holds(edge, clock, time)) for edge in ends)
        return {edge: str(truth) for edge, truth in judged if truth.possible}

    def parts(self, place: str) -> set[str]:
        """A place and all in it, by PART_OF until nothing is added."""
        found, grown = {place}, True
        while grown:
            inside = {e["from"] for e in self.of("PART_OF") if e["to"] in found}
            grown = not inside <= found
            found |= inside
        return found

    def of(self, type: str) -> list[Edge]:
        return [edge for edge in self.current() if edge["type"] == type]

    def ids(self, label: str) -> list[str]:
        return [i for i, entity in self.entities.items() if entity["label"] == label]


def recorded(edge: Edge, as_of: str | None) -> bool:
    """ISO 8601 in UTC sorts as text."""
    if as_of is None:
        return "superseded_by" not in edge
    come, gone = str(edge.get("effective_at", "")), str(edge.get("retcon_at", "~"))
    return come <= as_of < gone


@cache
def yaml_world() -> YamlWorld:
    entities: dict[str, dict[str, Any]] = {}
    edges: list[Edge] = []
    for entity in _entities():
        relations = entity.pop("relations", None) or ()
        entities[entity["id"]] = entity
        edges += [{"from": entity["id"], **relation} for relation in relations]
    settings = _read(WORLD / "settings.yaml")["settings"]
    events = {i: e["occurred"] for i, e in entities.items() if e["label"] == "Event"}
    clock = Chronology(eras_of(_read(WORLD / "eras.yaml")), events=events)
    now = {setting["id"]: setting["current_era"] for setting in settings}
    return YamlWorld(entities, tuple(edges), clock, now)


def retcons() -> list[dict[str, Any]]:
    lines = (WORLD / "logs" / "retcon.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def _entities() -> Iterator[dict[str, Any]]:
    for file in sorted((WORLD / "entities").glob("*.yaml")):
        document = _read(file)
        yield from ({"label": document["label"], **entity} for entity in document["entities"])
    for plane in _read(WORLD / "planes.yaml")["planes"]:
        yield {"label": "Plane", "settings": [plane["setting_id"]], **plane}
    for file in _files("missions", "instances"):
        for one in _read(file)["instances"]:
            yield {"label": "DomainEntity", "settings": [one["setting_id"]], **one}


def _files(*folders: str) -> Iterable[Path]:
    return (file for name in folders for file in sorted((WORLD / name).glob("*.yaml")))


def _read(file: Path) -> Any:
    return yaml.load(file.read_text(), getattr(yaml, "CSafeLoader", yaml.SafeLoader))
