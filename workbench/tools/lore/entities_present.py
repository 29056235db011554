"""Who and what was at a place at a time."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import Entity, LoreAnswer
from ...core.protocols import AsksWorld
from ...core.time import TRUE
from .edges import edges_to_any
from .holding import During, Held, centred, held, undecided
from .inquiry import Inquiry
from .parts import Place, parts_of

COLUMNS = ("entity_id", "name", "label", "location_id", "edge_id", "certainty")


def entities_present(
    bench: AsksWorld,
    location: str,
    at_time: str = "current",
    label: str | None = None,
    include_parts: bool = True,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """A row for each LOCATED_IN edge into a place at some moment of a time, by entity and edge.

    `include_parts` counts those in the parts of the place, at any depth (PART_OF may run in a
    circle); `location_id` is where the edge leads. `label` narrows to one kind of entity.

    TimeSyntaxError, AmbiguousName, BadInput (no such place). Source: reference of the lore
    engine, section 2.4.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    about = centred(inquiry, location, at_time)
    if about is None:
        return inquiry.answer(COLUMNS, [])
    place, asked = about
    found = [
        (edge, truth)
        for edge, truth in _located(inquiry, place, include_parts, asked)
        if label is None or edge.from_label == label
    ]
    inquiry.note(edge for edge, _ in found)
    undecided(inquiry, (truth for _, truth in found))
    found.sort(key=lambda held: (held[0].from_id, held[0].edge_id))
    rows = (
        (e.from_id, e.from_name or e.from_id, e.from_label, e.to_id, e.edge_id, str(truth))
        for e, truth in found
    )
    return inquiry.answer(COLUMNS, rows)


def _located(inquiry: Inquiry, place: Entity, include_parts: bool, asked: During) -> list[Held]:
    """What is located in the place or its parts: as sure as the edge and the part are."""
    places = {place.id: Place(place.id, place.label, TRUE)}
    if include_parts:
        places = parts_of(inquiry, place, asked)
    labels = {found.id: found.label for found in places.values()}
    edges = edges_to_any(inquiry, labels, ["LOCATED_IN"], asked.keys)
    return [
        (edge, truth & places[edge.to_id].certainty) for edge, truth in held(inquiry, edges, asked)
    ]
