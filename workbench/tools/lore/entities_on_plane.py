"""Who and what was on a plane at a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ...core.lore import EdgeRecord, LoreAnswer
from ...core.protocols import AsksWorld
from ...core.time import FALSE, Truth
from .edges import AT_PLANE, edges_from_any, edges_to_any
from .holding import During, Held, check_times, held, undecided
from .inquiry import Inquiry
from .plane_graph import plane_graph
from .whereabouts import BASES, LOCATED

COLUMNS = (
    *("entity_id", "name", "label", "basis", "valid_from", "valid_until", "edge_id", "certainty"),
)


def entities_on_plane(
    bench: AsksWorld,
    plane: str,
    at_time: str = "current",
    include_derived: bool = False,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """A row for each edge by which an entity was there at some moment of a time, by entity.

    The other side of `entity_planes_at_time`: `basis` is direct (LOCATED_IN_PLANE) or, with
    `include_derived`, via_location (LOCATED_IN a place that was there), which a certain direct
    edge of the entity hides, wherever that leads. Window and `edge_id` are those of the
    entity's own edge. TimeSyntaxError, AmbiguousName, BadInput (no such plane).
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    check_times(at_time)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    there = plane_graph(inquiry).plane(inquiry, plane)
    asked = During(inquiry.clock(there.setting_id), at_time, at_time)
    direct = held(
        inquiry, edges_to_any(inquiry, {there.id: "Plane"}, [AT_PLANE], asked.keys), asked
    )
    found = [("direct", *one) for one in direct]
    if include_derived:
        found += [("via_location", *one) for one in _by_location(inquiry, direct, asked)]
    found.sort(key=lambda row: (row[1].from_id, BASES.index(row[0]), row[1].edge_id))
    undecided(inquiry, (truth for _, _, truth in found))
    return inquiry.answer(COLUMNS, (tuple(_row(*one)) for one in found))


def _by_location(inquiry: Inquiry, direct: list[Held], asked: During) -> list[Held]:
    """Who was in a place on the plane and had no certain edge of their own to any plane."""
    labels = {edge.from_id: edge.from_label for edge, _ in direct}
    there: dict[str, Truth] = {}
    for edge, truth in direct:
        there[edge.from_id] = there.get(edge.from_id, FALSE) | truth
    inside = held(inquiry, edges_to_any(inquiry, labels, [LOCATED], asked.keys), asked)
    residents = {edge.from_id: edge.from_label for edge, _ in inside}
    own = held(inquiry, edges_from_any(inquiry, residents, [AT_PLANE], asked.keys), asked)
    elsewhere = {edge.from_id for edge, truth in own if truth.value}
    return [
        (edge, truth & there[edge.to_id]) for edge, truth in inside if edge.from_id not in elsewhere
    ]


def _row(basis: str, edge: EdgeRecord, truth: Truth) -> Iterator[Any]:
    yield from (edge.from_id, edge.from_name or edge.from_id, edge.from_label, basis)
    yield from (edge.valid_from, edge.valid_until, edge.edge_id, str(truth))
