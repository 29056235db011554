"""What lies under a place or a faction, and above a member, at any depth.

Level by level, one statement each whatever its width; a circle ends where it began.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...core.lore import EdgeRecord, Entity
from .edges import edges_from_any, edges_to_any
from .inquiry import Inquiry


def edges_below(inquiry: Inquiry, top: Entity, type: str) -> list[EdgeRecord]:
    """The edges of one type by which something lies under `top`.

    Only what such edges may reach is asked, so persons in a faction are not.
    """
    relation = inquiry.world.ontology.relation(type)
    level, seen, found = {top.id: top.label}, {top.id}, list[EdgeRecord]()
    while level:
        edges = edges_to_any(inquiry, level, [type])
        found += edges
        level = {
            edge.from_id: edge.from_label
            for edge in edges
            if edge.from_id not in seen
            and (relation is None or edge.from_label in relation.targets)
        }
        seen |= level.keys()
    return found


def edges_above(inquiry: Inquiry, members: Mapping[str, str], type: str) -> list[EdgeRecord]:
    """The edges of one type that lead up from some entities (their labels by id)."""
    level, seen, found = dict(members), set(members), list[EdgeRecord]()
    while level:
        edges = edges_from_any(inquiry, level, [type])
        found += edges
        level = {edge.to_id: edge.to_label for edge in edges if edge.to_id not in seen}
        seen |= level.keys()
    return found


def place_and_parts(inquiry: Inquiry, place: Entity) -> list[str]:
    """The ids of a location or region and of all its parts, sorted."""
    parts = {edge.from_id for edge in edges_below(inquiry, place, "PART_OF")}
    return sorted({place.id, *parts})
