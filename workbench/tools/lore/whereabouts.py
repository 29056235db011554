"""On which planes an entity is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ...core.lore import EdgeRecord, Entity
from ...core.time import TRUE, Truth
from .edges import AT_PLANE, edges_from, edges_from_any
from .holding import During, Held, held
from .inquiry import Inquiry

LOCATED = "LOCATED_IN"
BASES = ("direct", "via_location", "default")


class OnPlane(NamedTuple):
    """That an entity is on a plane, on which `basis`, by which edge of its own, how surely."""

    plane_id: str
    plane_name: str
    basis: str
    valid_from: str | None
    valid_until: str | None
    edge_id: str | None
    certainty: Truth

    @property
    def order(self) -> tuple[bool, int, str, str]:
        unsure = self.certainty.value is None
        return unsure, BASES.index(self.basis), self.plane_id, self.edge_id or ""


def planes_of(
    inquiry: Inquiry, entity: Entity, asked: During, *, derived: bool, assume: bool
) -> list[OnPlane]:
    """The planes of an entity at a time, the certain first, then by basis and id.

    A certain direct edge hides what its locations say. `derived` asks the planes of its
    locations too, `assume` its setting's default plane where nothing else was found.
    """
    types = [AT_PLANE, LOCATED] if derived else [AT_PLANE]
    edges = held(inquiry, edges_from(inquiry, entity, types, asked.keys), asked)
    direct = [(edge, truth) for edge, truth in edges if edge.type == AT_PLANE]
    found = [_on(edge, edge, "direct", truth) for edge, truth in direct]
    places = [(edge, truth) for edge, truth in edges if edge.type == LOCATED]
    if places and not any(truth.value for _, truth in direct):
        found += _by_location(inquiry, places, asked)
    if assume and not found and entity.label != "Plane":
        found += _by_default(inquiry, entity)
    return sorted(found, key=lambda one: one.order)


def _by_location(inquiry: Inquiry, places: Iterable[Held], asked: During) -> list[OnPlane]:
    there = {edge.to_id: edge.to_label for edge, _ in places}
    planes = held(inquiry, edges_from_any(inquiry, there, [AT_PLANE], asked.keys), asked)
    return [
        _on(edge, plane, "via_location", truth & holds)
        for edge, truth in places
        for plane, holds in planes
        if plane.from_id == edge.to_id
    ]


def _by_default(inquiry: Inquiry, entity: Entity) -> list[OnPlane]:
    """The default plane of the setting asked about, else of the entity's first."""
    home = inquiry.setting or next(iter(entity.settings), None)
    setting = inquiry.world.settings.get(home or "")
    if setting is None or setting.default_plane is None:
        return []
    plane = inquiry.entity(setting.default_plane)
    return [OnPlane(plane.id, plane.name, "default", None, None, None, TRUE)]


def _on(edge: EdgeRecord, plane: EdgeRecord, basis: str, truth: Truth) -> OnPlane:
    window = edge.valid_from, edge.valid_until
    return OnPlane(plane.to_id, plane.to_name, basis, *window, edge.edge_id, truth)
