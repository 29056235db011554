"""A world of the size that the benchmarks speak of, as a folder of files, from a seed.

It is consistent: lives hold what happens in them, offices and things have one holder at a
time, every log names what exists. So a sweep of it costs what reading and comparing costs.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from shutil import copy, copytree
from typing import Any, NamedTuple

import yaml

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "world"  # whose registry it shares
LAST_YEAR = 1_000
_LIFE, _REIGN = 60, 20  # years
ERAS = {
    "axes": [{"id": "sun", "months_per_year": 12, "days_per_month": 30}],
    "eras": [
        {"id": "dawn", "axis": "sun", "parent": None, "order": 1, "length_years": None},
        {"id": "noon", "axis": "sun", "parent": None, "order": 2, "length_years": None}
        | {"open_end": True},
    ],
    "now": [{"setting_id": "wide", "current_time": f"noon.year_{LAST_YEAR}"}],
}
_WIDE = {"id": "wide", "name": "The Wide World", "axis": "sun", "default_plane": "pln_0"}
SETTINGS = {
    "default_setting": "wide",
    "settings": [{**_WIDE, "current_era": f"noon.year_{LAST_YEAR}"}],
}
LABELS = {
    "Person": "per",
    "Faction": "fac",
    "Location": "loc",
    "Item": "itm",
    "Event": "evt",
    "Deity": "dei",
    "Region": "reg",
}


class Size(NamedTuple):
    """Numbers of records; the shares of labels and of relation types are fixed."""

    entities: int = 50_000
    relations: int = 400_000
    log_rows: int = 2_000_000
    planes: int = 2_000
    plane_relations: int = 10_000
    missions: int = 5_000
    lots: int = 5_000

    def scaled(self, share: float) -> Size:
        return Size(*(max(20, int(count * share)) for count in self))


WHOLE = Size()
_SHARE = {"Person": 0.6, "Location": 0.2, "Faction": 0.05, "Item": 0.08, "Event": 0.04}
_SHARE |= {"Deity": 0.01, "Region": 0.02}


class BigWorld:
    """The records of one seed, in an order that the seed fixes as well."""

    def __init__(self, size: Size = WHOLE, *, seed: int = 11) -> None:
        self.size, self._random = size, random.Random(seed)
        self.ids = {
            label: [f"{LABELS[label]}_{at}" for at in range(max(8, int(size.entities * share)))]
            for label, share in _SHARE.items()
        }
        roll = self._random.randint
        self.born = {p: roll(1, LAST_YEAR - _LIFE) for p in self.ids["Person"]}
        self.occurred = {e: roll(_LIFE, LAST_YEAR - _LIFE) for e in self.ids["Event"]}
        self._edge = 0

    def write(self, folder: Path) -> Path:
        """The files of the world below `folder`, but for its logs; the folder."""
        copytree(SAMPLE / "templates", folder / "templates", dirs_exist_ok=True)
        copy(SAMPLE / "ontology.yaml", folder)
        documents = {"settings": SETTINGS, "eras": ERAS, "planes": {"planes": self.planes()}}
        for name, document in documents.items():
            (folder / f"{name}.yaml").write_text(yaml.safe_dump(document, sort_keys=False))
        write_lines(folder / "entities" / "all.jsonl", self.entities())
        write_lines(folder / "missions" / "all.jsonl", self.missions())
        write_lines(folder / "instances" / "lots.jsonl", self.lots())
        return folder

    def planes(self) -> list[dict[str, Any]]:
        """Plane n leads to some of the planes near it and to a few far away."""
        roll, count = self._random, self.size.planes
        relations: dict[int, list[dict[str, Any]]] = {at: [] for at in range(count)}
        for at in range(self.size.plane_relations):
            tail = at % count
            far = roll.random() < 0.1
            head = roll.randrange(count) if far else (tail + roll.randint(1, 9)) % count
            if head != tail:
                relations[tail].append(
                    self._relation(
                        roll.choice(["ACCESSIBLE_VIA", "ADJACENT_TO"]),
                        f"pln_{head}",
                        *self._window(1, LAST_YEAR),
                        cost=roll.randint(1, 9),
                        via=f"gate {at}",
                    )
                )
        return [
            {
                "id": f"pln_{at}",
                "name": f"Plane {at}",
                "kind": "material" if not at else "outer",
                "setting_id": "wide",
                "relations": relations[at],
            }
            for at in range(count)
        ]

    def entities(self) -> Iterator[dict[str, Any]]:
        """One line an entity, its relations below it."""
        yield {"label": "LoreSource", "id": "src_annals", "name": "The Annals"} | _HOME
        given = self._relations_by_entity()
        for label, ids in self.ids.items():
            for entity in ids:
                yield {
                    "label": label,
                    "id": entity,
                    "name": f"{label} {entity.partition('_')[2]}",
                    **_HOME,
                    **self._dates(label, entity),
                    "relations": given.get(entity, []),
                }

    def missions(self) -> Iterator[dict[str, Any]]:
        people, roll = self.ids["Person"], self._random
        for at in range(self.size.missions):
            giver = roll.choice(people)
            started = self.born[giver] + 20
            fields = {
                "objective": f"Objective {at}",
                "payout": roll.randint(10, 3_000),
                "currency": "marks",
                "risk": roll.choice(["low", "medium", "high"]),
                "status": "completed",
                "started": f"noon.year_{started}",
                "ended": f"noon.year_{started + 1}",
                "secrecy": "public",
            }
            target = roll.choice(self.ids["Location"])
            relations = [self._plain("GIVEN_BY", giver), self._plain("TARGETS", target)]
            relations.append(self._plain("ASSIGNED_TO", giver))
            relations.append(self._plain("LOGGED_IN", f"LOT-{at % self.size.lots}"))
            yield _instance("quiet_errand", f"MSN-{at}", fields, relations)

    def lots(self) -> Iterator[dict[str, Any]]:
        roll = self._random
        for at in range(self.size.lots):
            fields = {
                "quantity": 10,
                "quantity_unit": "crate",
                "asking_price": roll.randint(1, 90),
                "currency": "marks",
                "status": "offered",
                "listed": f"noon.year_{roll.randint(1, LAST_YEAR)}",
                "secrecy": "public",
            }
            relations = [
                self._plain("OFFERED_BY", roll.choice(self.ids["Faction"])),
                self._plain("OFFERED_AT", roll.choice(self.ids["Location"])),
                self._plain("CONTAINS", good(roll.randrange(200))),
            ]
            yield _instance("market_lot", f"LOT-{at}", fields, relations)

    def _relations_by_entity(self) -> dict[str, list[dict[str, Any]]]:
        given: dict[str, list[dict[str, Any]]] = {}
        plans = (
            (0.30, self._stays),
            (0.20, self._memberships),
            (0.15, self._meetings),
            (0.15, self._worship),
            (0.10, self._journeys),
            (0.10, self._deeds),
        )
        for share, plan in plans:
            for source, relation in plan(int(self.size.relations * share)):
                given.setdefault(source, []).append(relation)
        for source, relation in self._ground():
            given.setdefault(source, []).append(relation)
        return given

    def _stays(self, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        for person, window in self._in_lives(count):
            yield person, self._relation("LOCATED_IN", self._any("Location"), *window)

    def _memberships(self, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        for person, window in self._in_lives(count):
            target = self._any("Faction")
            yield person, self._relation("MEMBER_OF", target, *window, reason="swearing")

    def _meetings(self, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Of neighbours by birth: both must be alive."""
        people = sorted(self.ids["Person"], key=self.born.__getitem__)
        for at in range(count):
            one, other = people[at % len(people)], people[(at + 1) % len(people)]
            first = max(self.born[one], self.born[other])
            last = min(self.born[one], self.born[other]) + _LIFE
            if first < last:
                window = self._window(first, last)
                yield one, self._relation("ENCOUNTERED", other, *window)

    def _worship(self, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        for person, window in self._in_lives(count):
            yield person, self._relation("WORSHIPS", self._any("Deity"), *window)

    def _journeys(self, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        for person, window in self._in_lives(count):
            plane = f"pln_{self._random.randrange(self.size.planes)}"
            yield person, self._relation("LOCATED_IN_PLANE", plane, *window)

    def _deeds(self, count: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """Things and places change hands year by year; people are at events of their time."""
        alive: dict[int, list[str]] = {}
        for person, born in self.born.items():
            alive.setdefault(born // 10, []).append(person)
        for event, year in list(self.occurred.items()):
            for person in (alive.get(year // 10 - 2) or [])[: count // len(self.occurred)]:
                window = (f"noon.year_{year}", f"noon.year_{year}")
                yield person, self._relation("PARTICIPATED_IN", event, *window)
        for item in self.ids["Item"]:
            for year in range(1, LAST_YEAR, 200):
                window = (f"noon.year_{year}", f"noon.year_{year + 199}")
                yield self._any("Faction"), self._relation("POSSESSES", item, *window)

    def _ground(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """What has no time: places lie in regions, events at places, and all on a plane."""
        for at, place in enumerate(self.ids["Location"]):
            yield place, self._plain("PART_OF", self.ids["Region"][at % len(self.ids["Region"])])
            yield place, self._plain("LOCATED_IN_PLANE", f"pln_{at % self.size.planes}")
        for event in self.ids["Event"]:
            yield event, self._plain("OCCURRED_AT", self._any("Location"))
        for deity in self.ids["Deity"]:
            yield self.ids["Location"][0], self._plain("SACRED_TO", deity)

    def _in_lives(self, count: int) -> Iterator[tuple[str, tuple[str, str]]]:
        people = self.ids["Person"]
        for at in range(count):
            person = people[at % len(people)]
            yield person, self._window(self.born[person], self.born[person] + _LIFE)

    def _window(self, first: int, last: int) -> tuple[str, str]:
        start = self._random.randint(first, last)
        end = min(last, start + self._random.randint(0, _REIGN))
        return f"noon.year_{start}", f"noon.year_{end}"

    def _any(self, label: str) -> str:
        return self._random.choice(self.ids[label])

    def _dates(self, label: str, entity: str) -> dict[str, Any]:
        if label == "Person":
            born = self.born[entity]
            dates = {"born": f"noon.year_{born}", "died": f"noon.year_{born + _LIFE}"}
            return {**dates, "tier": 1 + born % 5}
        if label == "Event":
            return {"occurred": f"noon.year_{self.occurred[entity]}", "kind": "battle"}
        if label == "Faction":
            return {"founded": "noon.year_1"}
        return {}

    def _plain(self, type: str, target: str) -> dict[str, Any]:
        self._edge += 1
        return {"id": f"rel_{self._edge}", "type": type, "to": target, "sources": ["src_annals"]}

    def _relation(
        self, type: str, target: str, valid_from: str, valid_until: str, **others: Any
    ) -> dict[str, Any]:
        window = {"valid_from": valid_from, "valid_until": valid_until}
        return {**self._plain(type, target), **window, **others}


_HOME = {"settings": ["wide"]}


def good(number: int) -> str:
    return f"itm_{number}"


def _instance(
    template: str, id: str, fields: dict[str, Any], relations: list[dict[str, Any]]
) -> dict[str, Any]:
    head = {"id": id, "template": template, "setting_id": "wide", "name": f"{template} {id}"}
    return {**head, "fields": fields, "sources": ["src_annals"], "relations": relations}


def write_lines(file: Path, records: Iterable[dict[str, Any]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w", encoding="utf-8") as out:
        for record in records:
            out.write(json.dumps(record, ensure_ascii=False) + "\n")
