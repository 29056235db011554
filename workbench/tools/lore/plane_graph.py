"""The planes of a world and the ways between them, read once for as long as the world stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from ...core.errors import BadInput
from ...core.lore.facts import RELATION, Fact, fact_of_edge
from ...core.lore.plane_map import PlaneMap, Traveller, checked_types
from ...core.time import Chronology, parse_time
from .edges import edges_of
from .inquiry import Inquiry
from .knowledge import Knowledge

# Records of other days that are kept beside today's: a notebook compares a few.
_KEPT = 4


@dataclass(frozen=True)
class Plane:
    """`setting_id` is None where no setting has it."""

    id: str
    name: str
    kind: str | None
    aliases: tuple[str, ...]
    setting_id: str | None


@dataclass(frozen=True)
class PlaneGraph:
    """The planes by id, in order, and the map of the travelled relations between them."""

    planes: Mapping[str, Plane]
    map: PlaneMap

    def plane(self, inquiry: Inquiry, reference: str) -> Plane:
        """By id, or by a name or alias that it has alone; errors as of `Inquiry.entity`."""
        if found := self.planes.get(reference):
            return found
        entity = inquiry.entity(reference)
        if entity.id not in self.planes:
            raise BadInput(f"expected a Plane, saw {entity.id} ({entity.label})")
        return self.planes[entity.id]


def plane_graph(inquiry: Inquiry) -> PlaneGraph:
    """The planes in the record of the question; kept with the world where it has a stamp."""
    world, key = inquiry.world, ("plane_graph", inquiry.as_of)
    if key in world.derived:
        found: PlaneGraph = world.derived[key]
        return found
    found = _read(inquiry)
    if world.stamp is not None:
        kept = [k for k in world.derived if isinstance(k, tuple) and k[0] == key[0]]
        for old in kept[: len(kept) - _KEPT + 1]:
            world.derived.pop(old, None)
        world.derived[key] = found
    return found


def planes_of_world(inquiry: Inquiry) -> dict[str, Plane]:
    """All planes by id, in order."""
    return {
        row["id"]: Plane(
            row["id"],
            row["name"] or row["id"],
            row["kind"],
            tuple(row["aliases"] or ()),
            row["setting_id"],
        )
        for row in inquiry.ask("lore/planes")
    }


def states_of_legs(
    inquiry: Inquiry,
    graph: PlaneGraph,
    clock: Chronology,
    at_time: str,
    *,
    as_npc: str | None = None,
    may_use: Collection[str] | None = None,
) -> Any:
    """Of each leg of the map, whether it can be used at a time, by a traveller, by its type.

    TimeSyntaxError for a bad time; BadInput for a traveller who is no person, or a type by
    which nobody travels.
    """
    parse_time(at_time)
    types = None if may_use is None else checked_types(may_use, graph.map)
    traveller = None if as_npc is None else _traveller(inquiry, as_npc, at_time)
    return graph.map.states(at_time, clock, traveller=traveller, may_use=types)


def _traveller(inquiry: Inquiry, npc: str, at_time: str) -> Traveller:
    knowledge = Knowledge.of(inquiry, npc, at_time)
    public = knowledge.visible(Fact(RELATION, "any open public way"))
    return Traveller(
        lambda edge: knowledge.visible(fact_of_edge(edge)).visible, public.visible, knowledge.tier
    )


def _read(inquiry: Inquiry) -> PlaneGraph:
    planes = planes_of_world(inquiry)
    registered = inquiry.world.ontology.plane_relations()
    edges = [
        edge
        for edge in edges_of(inquiry, [relation.name for relation in registered])
        if edge.from_label == edge.to_label == "Plane"
    ]
    ontology, clock = inquiry.world.ontology, inquiry.world.chronology
    return PlaneGraph(planes, PlaneMap(planes, edges, ontology, clock))
