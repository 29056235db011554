"""Reads what a map of planes is made of, with the tools that answer one question each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...core.errors import BadInput
from ...core.lore import EdgeRecord, Entity
from ...core.lore.facts import fact_of_entity
from ...tools import lore
from ...tools.lore.edges import AT_PLANE, all_edges
from ...tools.lore.inquiry import Inquiry
from ...tools.lore.knowledge import Knowledge
from ...tools.lore.plane_graph import Plane, PlaneGraph, plane_graph
from ...tools.lore.telling import by_window
from ...tools.lore.whereabouts import LOCATED
from ...widgets.planes.atlas import Gathered, PlaneNode
from ...widgets.planes.model import Being, Relation
from ...widgets.planes.moments import boundaries, changes

MOST_PLANES = 150  # a map with more of them says nothing to the eye
MOST_CALLS = 6_000  # planes times moments, each a call of a tool: some ten seconds
MOST_RELATIONS = 8_000  # kept for cards without a kernel
_LIVES = (("born", "died"), ("founded", "dissolved"), ("created", "destroyed"))


@dataclass(frozen=True)
class KnownWorld:
    """What one character knows at one time: which edges; not which entities and planes.

    A plane is known by itself, or as the end of a relation between planes that is known.
    """

    npc: Entity
    at_time: str
    edges: Collection[str]
    hidden: Collection[str]
    planes: Collection[str]

    def shows(self, edge: EdgeRecord) -> bool:
        ends = {edge.from_id, edge.to_id}
        return edge.edge_id in self.edges and ends.isdisjoint(self.hidden)


def knowledge_of(inquiry: Inquiry, npc: str, at_time: str) -> KnownWorld:
    """Every edge and every entity asked of a character's knowledge; BadInput for no person."""
    knowledge = Knowledge.of(inquiry, npc, at_time)
    edges = all_edges(inquiry)
    facts = knowledge.facts(edges)
    seen = frozenset(fact.id for fact in facts if knowledge.visible(fact).visible)
    ends = {end for e in edges if e.edge_id in seen and _joins(e) for end in (e.from_id, e.to_id)}
    planes = ends | set(_seen(inquiry, knowledge, "Plane", visible=True))
    hidden = (_seen(inquiry, knowledge, label, visible=False) for label in _placeable(inquiry))
    return KnownWorld(knowledge.npc, at_time, seen, frozenset().union(*hidden), planes)


def _seen(inquiry: Inquiry, knowledge: Knowledge, label: str, *, visible: bool) -> list[str]:
    return [
        entity.id
        for entity in inquiry.entities(label)
        if knowledge.visible(fact_of_entity(entity)).visible is visible
    ]


def _joins(edge: EdgeRecord) -> bool:
    """Whether it is a relation between two planes."""
    return edge.from_label == edge.to_label == "Plane" and edge.from_id != edge.to_id


def gathered(
    inquiry: Inquiry, times: list[str], now: str, most: int, knowledge: KnownWorld | None
) -> Gathered:
    """What an atlas is made of: the planes of the setting, and those next to them.

    `times` are moments that must be there, `most` is how many there may be.
    """
    graph, edges = plane_graph(inquiry), all_edges(inquiry)
    hidden = knowledge.hidden if knowledge else frozenset[str]()
    beings = [
        _without_future(inquiry, b, knowledge) for b in _beings(inquiry) if b.id not in hidden
    ]
    stays = _stays(edges, {being.id for being in beings})
    planes, doors = _shown(inquiry, graph, edges, {stay.to_id for stay in stays})
    if knowledge:
        planes = [plane for plane in planes if plane.id in knowledge.planes]
    placed = {being.id for being in beings}
    most = min(most, MOST_CALLS // max(1, len(planes)))
    kept, dropped = _moments(inquiry, times, doors, stays, most)
    relations, others = _relations(inquiry, edges, beings, planes)
    left_out = {"moments": f"{dropped} moments at which somebody comes or goes"} if dropped else {}
    if relations is None:
        left_out["relations"] = f"timelines, of more than {MOST_RELATIONS} relations"
    return Gathered(
        planes=planes,
        edges=doors,
        plane_map=graph.map,
        clock=inquiry.clock(),
        axes=_axes(inquiry),
        times=kept,
        now=now,
        rows_at=lambda time: _rows_at(inquiry, planes, placed, time),
        beings=[*beings, *others],
        relations=relations or (),
        era_names={era.id: era.name for era in inquiry.entities("Era")},
        told=_told(inquiry, knowledge),
        left_out=left_out,
    )


def _stays(edges: Iterable[EdgeRecord], beings: Collection[str]) -> list[EdgeRecord]:
    """By which the beings are somewhere: their own edges, and those of the places they are in."""
    where = [edge for edge in edges if edge.type in (AT_PLANE, LOCATED)]
    own = [edge for edge in where if edge.from_id in beings]
    places = {edge.to_id for edge in own if edge.type == LOCATED} - set(beings)
    return own + [edge for edge in where if edge.from_id in places and edge.type == AT_PLANE]


def _shown(
    inquiry: Inquiry,
    graph: PlaneGraph,
    edges: Iterable[EdgeRecord],
    stayed: Collection[str],
) -> tuple[list[PlaneNode], list[EdgeRecord]]:
    """The planes of the setting, those next to them, those on which somebody of it ever is; and
    the relations between them. BadInput where there are too many to show."""
    between = [edge for edge in edges if _joins(edge)]
    home = {
        plane.id for plane in graph.planes.values() if inquiry.setting in (None, plane.setting_id)
    }
    next_to = [{e.from_id, e.to_id} for e in between if e.from_id in home or e.to_id in home]
    there = home.union(*next_to, stayed) & graph.planes.keys()
    if len(there) > MOST_PLANES:
        raise BadInput(
            f"expected at most {MOST_PLANES} planes for one map, saw {len(there)}; "
            "narrow them by a setting, or see them as a graph: bench.see.graph"
        )
    told = {entity.id: entity.properties.get("summary") for entity in inquiry.entities("Plane")}
    doors = [edge for edge in between if edge.from_id in there and edge.to_id in there]
    return [_node(graph.planes[id], told) for id in sorted(there)], doors


def _node(plane: Plane, told: Mapping[str, Any]) -> PlaneNode:
    summary = str(told.get(plane.id) or "")
    return PlaneNode(plane.id, plane.name, plane.kind or "", plane.setting_id or "", summary)


def _rows_at(
    inquiry: Inquiry, planes: Iterable[PlaneNode], beings: Collection[str], time: str
) -> Iterator[dict[str, Any]]:
    """Of the beings of the setting, also where the place they are in is of another."""
    for plane in planes:
        rows = lore.entities_on_plane(inquiry.asks, plane.id, time, True, as_of=inquiry.as_of)
        yield from ({**row, "plane_id": plane.id} for row in rows if row["entity_id"] in beings)


def _placeable(inquiry: Inquiry) -> list[str]:
    """Labels of what can be somewhere, by the registry."""
    found = (inquiry.world.ontology.relation(type) for type in (LOCATED, AT_PLANE))
    return sorted({label for relation in found if relation for label in relation.sources})


def _beings(inquiry: Inquiry) -> Iterator[Being]:
    """What can be somewhere and exists in the setting, by label and id."""
    for label in _placeable(inquiry):
        for entity in inquiry.entities(label):
            if inquiry.setting is None or inquiry.setting in entity.settings:
                yield _being(entity)


def _being(entity: Entity) -> Being:
    held = entity.properties
    lives = ((held.get(start), held.get(end)) for start, end in _LIVES)
    born, died = next((life for life in lives if any(life)), (None, None))
    summary = str(held.get("summary") or "")
    return Being(entity.id, entity.name, entity.label, summary, born, died, True)


def _without_future(inquiry: Inquiry, being: Being, knowledge: KnownWorld | None) -> Being:
    """Nobody knows an end that is still to come, or that may be."""
    if knowledge is None or being.died is None:
        return being
    over = inquiry.clock().time_in_window(being.died, None, knowledge.at_time)
    return being if over.value else being._replace(died=None)


def _relations(
    inquiry: Inquiry,
    edges: Iterable[EdgeRecord],
    beings: Iterable[Being],
    planes: Iterable[PlaneNode],
) -> tuple[list[Relation] | None, list[Being]]:
    """Relations of the beings in order of time, and the other ends that are none of them."""
    clock = inquiry.clock()
    there = {being.id for being in beings}
    told = [
        edge
        for edge in edges
        if (edge.from_id in there or edge.to_id in there)
        and clock.window_is_empty(edge.valid_from, edge.valid_until).value is not True
    ]
    if len(told) > MOST_RELATIONS:
        return None, []
    told.sort(key=lambda edge: by_window(clock, edge))
    known = there | {plane.id for plane in planes}
    ends = [(e.from_id, e.from_name, e.from_label) for e in told]
    ends += [(e.to_id, e.to_name, e.to_label) for e in told]
    others = {
        id: Being(id, name or id, label, "", None, None, False)
        for id, name, label in ends
        if id not in known
    }
    return [_relation(edge) for edge in told], [others[id] for id in sorted(others)]


def _relation(edge: EdgeRecord) -> Relation:
    return Relation(edge.edge_id, edge.type, edge.from_id, edge.to_id, *_window(edge))


def _window(edge: EdgeRecord) -> tuple[str | None, str | None]:
    return edge.valid_from, edge.valid_until


def _axes(inquiry: Inquiry) -> list[str]:
    """Of the setting; else of all settings, the default one's first."""
    world = inquiry.world
    home = inquiry.setting or world.default_setting
    settings = sorted(world.settings.values(), key=lambda one: (one.id != home, one.id))
    if inquiry.setting is not None:
        settings = settings[:1]
    return list(dict.fromkeys(setting.axis for setting in settings if setting.axis))


def _moments(
    inquiry: Inquiry,
    must: list[str],
    doors: Iterable[EdgeRecord],
    stays: Iterable[EdgeRecord],
    most: int,
) -> tuple[list[str], int]:
    """Those that must be there, bounds of eras and of doors; then as many of the stays' as
    there is room for, from all over the line. And how many were dropped."""
    clock = inquiry.clock()
    eras, opened = boundaries(clock, _axes(inquiry)), changes(clock, map(_window, doors))
    first = list(dict.fromkeys([*must, *eras, *opened]))
    rest = sorted(set(changes(clock, map(_window, stays))) - set(first))
    room = max(0, most - len(first))
    if len(rest) <= room:
        return first + rest, 0
    kept = [rest[at * len(rest) // room] for at in range(room)]
    return first + kept, len(rest) - room


def _told(inquiry: Inquiry, knowledge: KnownWorld | None) -> dict[str, Any]:
    if knowledge is None:
        return {"setting": inquiry.setting}
    npc = {"known_as": knowledge.npc.id, "known_name": knowledge.npc.name}
    return {"setting": inquiry.setting, **npc, "known_at": knowledge.at_time}
