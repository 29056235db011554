"""Which events fell in a window."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ...core.lore import Entity, LoreAnswer
from ...core.protocols import AsksWorld
from ...core.time import Truth, unknown
from .edges import edges_from_any
from .holding import During, away, check_times, undecided
from .inquiry import Inquiry
from .parts import parts_of

COLUMNS = ("event_id", "name", "kind", "occurred", "location_id", "certainty")
Dated = tuple[Entity, str | None, Truth]


def events_during(
    bench: AsksWorld,
    valid_from: str | None,
    valid_until: str | None,
    location: str | None = None,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """A row for each event that occurred at some moment of a window, by time and id.

    None is an open end. `location` narrows to a place and all its parts. An event at several
    places has a row for each; one without a place has null. An event without a date has the
    certainty unknown, and stands last.

    TimeSyntaxError, AmbiguousName, BadInput (no such place). Source: reference of the lore
    engine, section 2.4.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    check_times(valid_from, valid_until)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    place = inquiry.entity(location) if location is not None else None
    clock = inquiry.clock_of(place) if place else inquiry.clock()
    asked = During(clock, valid_from, valid_until)
    events = _dated(inquiry, inquiry.entities("Event"), asked)
    found = _placed(inquiry, events, place, asked)
    undecided(inquiry, (truth for (_, _, truth), _ in found))
    found.sort(key=lambda one: (one[0][1] is None, _order(asked, one[0]), one[1] or ""))
    rows = (
        (event.id, event.name, event.properties.get("kind"), occurred, where, str(truth))
        for (event, occurred, truth), where in found
    )
    return inquiry.answer(COLUMNS, rows)


def _dated(inquiry: Inquiry, events: Iterable[Entity], asked: During) -> list[Dated]:
    """Events of the question's setting that fell in the window, or may have."""
    found = []
    for event in events:
        occurred = event.properties.get("occurred")
        truth = asked.meets(occurred, occurred) if occurred else unknown("no date is recorded")
        if truth.possible and not away(inquiry, event):
            found.append((event, occurred, truth))
    return found


def _placed(
    inquiry: Inquiry, events: list[Dated], place: Entity | None, asked: During
) -> list[tuple[Dated, str | None]]:
    """Events with the places where they occurred, those outside `place` left out."""
    if not events:
        return []
    edges = edges_from_any(inquiry, {event.id: event.label for event, _, _ in events}, [_AT])
    inquiry.note(edges)
    where: dict[str, list[str | None]] = {}
    for edge in edges:
        where.setdefault(edge.from_id, []).append(edge.to_id)
    if place is None:
        return [(dated, at) for dated in events for at in where.get(dated[0].id, [None])]
    parts = parts_of(inquiry, place, asked)
    return [
        ((event, occurred, truth & parts[at].certainty), at)
        for event, occurred, truth in events
        for at in where.get(event.id, ())
        if at in parts
    ]


_AT = "OCCURRED_AT"


def _order(asked: During, dated: Dated) -> tuple[object, ...]:
    event, occurred, _ = dated
    return asked.clock.display_key(occurred, event.id)
