"""Four planes, five doors and four people, with no store behind them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from workbench.core.answer import Step
from workbench.core.lore import EdgeRecord, ontology_of
from workbench.core.lore.plane_map import PlaneMap
from workbench.core.lore.planes import Crossing
from workbench.core.time import Chronology, eras_of, parse_time
from workbench.widgets.planes.atlas import Gathered, PlaneNode, atlas_of
from workbench.widgets.planes.model import Atlas, Being, Relation
from workbench.widgets.planes.moments import boundaries, changes

_LOW = {"id": "bell.low", "axis": "a", "parent": "bell"}
CLOCK = Chronology(
    eras_of(
        {
            "axes": [{"id": "a", "months_per_year": 13, "days_per_month": 28}],
            "eras": [
                {"id": "dawn", "axis": "a", "order": 1, "length_years": None},
                {"id": "bell", "axis": "a", "order": 2, "open_end": True},
                {"id": "nights", "axis": "a", "order": None, "length_years": None},
                {**_LOW, "first_year": 1, "last_year": 10, "numbering": "parent"},
                {"id": "bell.lost", "axis": "a", "parent": "bell", "numbering": "own"},
            ],
        }
    )
)
_BOTH = {"from": ["Plane"], "to": ["Plane"], "travel": True}
REGISTRY = ontology_of(
    {
        "plane_relation_types": [
            {"type": "GATE", "default_direction": "forward", **_BOTH},
            {"type": "BORDER", "symmetric": True, **_BOTH},
            {"type": "REFLECTS", "from": ["Plane"], "to": ["Plane"]},
        ]
    }
)
PLANES = [
    PlaneNode("mud", "The Mud", "material", "tide", "Where one starts."),
    PlaneNode("sky", "The Sky", "outer", "tide"),
    PlaneNode("well", "The Well", "elemental", "tide"),
    PlaneNode("mirror", "The Mirror of the Mud", "echo", "tide"),
]


def door(id: str, type: str, source: str, target: str, **held: Any) -> EdgeRecord:
    ends = {"from_label": "Plane", "to_label": "Plane"}
    return EdgeRecord.of(type, source, target, {"edge_id": id, **held}, "native", **ends)


GATE = {"valid_from": "bell.year_5", "valid_until": "bell.year_20"}
DOORS = [
    door("rel_1", "GATE", "mud", "sky", via="a ladder", cost=2, **GATE),
    door("rel_2", "BORDER", "mud", "well", border="the brim"),
    door("rel_3", "GATE", "well", "sky", via="the plug", cost=0.5, secrecy="secret"),
    door("rel_4", "GATE", "sky", "mud", valid_from="nights.year_1", valid_until="nights.year_3"),
    door("rel_5", "REFLECTS", "mirror", "mud", fidelity="inverted"),
]
PEOPLE = [
    Being("ann", "Ann", "Person", "Never leaves.", None, None, True),
    Being("bo", "Bo", "Person", "", "bell.year_2", None, True),
    Being("cy", "Cy", "Person", "", None, None, True),
    Being("dee", "Dee", "Person", "", "bell.year_12", "bell.year_30", True),
]
STAYS = [
    ("ann", "mud", None, None),
    ("bo", "sky", "bell.year_5", "bell.year_8"),
    ("cy", "well", "nights.year_2", None),
]
RELATIONS = [
    Relation("rel_9", "LOCATED_IN_PLANE", "bo", "sky", "bell.year_5", "bell.year_8"),
    Relation("rel_8", "PARENT_OF", "ann", "bo", None, None),
]


def rows_at(time: str) -> Iterator[dict[str, Any]]:
    for person, plane, start, end in STAYS:
        held = CLOCK.time_windows_overlap(time, time, start, end)
        if held.possible:
            row = {"entity_id": person, "plane_id": plane, "basis": "direct", "edge_id": person}
            yield {**row, "valid_from": start, "valid_until": end, "certainty": str(held)}


def small_atlas(
    doors: list[EdgeRecord] = DOORS,
    now: str = "bell.year_5",
    hidden: tuple[str, ...] = (),
    **told: Any,
) -> Atlas:
    """The atlas of these doors; `hidden` planes are not on its map."""
    windows = [(edge.valid_from, edge.valid_until) for edge in doors]
    windows += [(start, end) for _, _, start, end in STAYS]
    return atlas_of(
        Gathered(
            planes=[plane for plane in PLANES if plane.id not in hidden],
            edges=[door for door in doors if not {door.from_id, door.to_id} & {*hidden}],
            plane_map=PlaneMap([plane.id for plane in PLANES], doors, REGISTRY, CLOCK),
            clock=CLOCK,
            axes=["a"],
            times=[*boundaries(CLOCK, ["a"]), *changes(CLOCK, windows)],
            now=now,
            rows_at=lambda time: (r for r in rows_at(time) if r["plane_id"] not in hidden),
            beings=PEOPLE,
            relations=RELATIONS,
            era_names={"dawn": "The Dawn", "bell": "The Bell Age", "nights": "The Nights"},
            told={"setting": "tide", **told},
        )
    )


class SmallQuestions:
    """Answers as a bench would, by the same search over the same doors; what is secret, a
    character does not know."""

    def __init__(self) -> None:
        self.trace: list[Step] = []
        self.doors = DOORS

    def atlas(self, time: str, npc: str | None) -> Atlas:
        CLOCK.extent(parse_time(time))
        self.doors = [door for door in DOORS if npc is None or door.secrecy == "public"]
        name = next((one.name for one in PEOPLE if one.id == npc), None)
        return small_atlas(self.doors, time, known_as=npc, known_name=name, known_at=time)

    def path(
        self, start: str, goal: str, time: str, max_cost: float | None = None
    ) -> dict[str, Any]:
        plane_map = PlaneMap([plane.id for plane in PLANES], self.doors, REGISTRY, CLOCK)
        found = Crossing(plane_map, plane_map.states(time, CLOCK), start, goal, max_cost)
        legs = [{**leg._asdict(), "edge_id": leg.edge.edge_id} for leg in found.legs(found.way)]
        for leg in legs:
            edge = leg.pop("edge")
            leg |= {"type": edge.type, "via": edge.props.get("via")}
            leg |= {"valid_from": edge.valid_from, "valid_until": edge.valid_until}
        return {
            **{name: getattr(found, name) for name in ("reachable", "reason", "cost", "blocked")},
            "legs": legs,
            "cut": found.cut,
            "reachable_set": found.reachable_set,
        }

    def card(self, entity: str, time: str) -> dict[str, Any]:
        rows = [
            {
                "type": relation.type,
                "other_id": relation.target if relation.source == entity else relation.source,
                "valid_from": relation.valid_from,
                "valid_until": relation.valid_until,
            }
            for relation in RELATIONS
            if entity in (relation.source, relation.target)
        ]
        return {"context": {"factions": ["fac_brim"]}, "planes": [], "timeline": rows}
