"""How facts and entities are stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.collections.records import Change
from ...core.errors import BadInput
from ..mirrors.mirror import Mirror
from . import confidence as trust
from .area import Area, Point
from .fact import LONGEST, NAME, checked_metadata, metadata_of, own_of, stored, stored_entity
from .links import Link, Wanted, edges, wanted
from .naming import id_of, trimmed
from .outline import Outline

MENTIONS = "mentions"


def remember(
    area: Area,
    text: str,
    links: Iterable[Link],
    metadata: Mapping[str, Any] | None,
    ttl: float | None,
) -> int:
    """Store a fact with its links; see `Memory.remember`."""
    said = trimmed(text, "text", most=LONGEST)
    number = id_of(said)
    given = wanted(number, links)
    own = None if metadata is None else checked_metadata(metadata)
    end = area.end(ttl)
    row = area.vector(said)

    def change(mirror: Mirror) -> Change | None:
        old = _old(area, mirror, number, said)
        payload = stored(said, old, area.now()) | end
        if own is not None:
            payload = own_of(payload) | dict(own)
        # What expired and was not removed yet takes its links along.
        gone = [] if old else [number]
        new = edges(area, mirror, given, new=[number], gone=gone)
        if payload == old:
            return Change(edges=new) if new else None
        return Change(dropped=gone, points=area.points([Point(number, payload, row)]), edges=new)

    area.change(change)
    return number


def _old(area: Area, mirror: Mirror, number: int, text: str) -> dict[str, Any]:
    """The payload under the id of a text, {} where there is none.

    BadInput where the id stands for another text: two texts can have one hash.
    """
    at = area.position(mirror, number)
    if at < 0:
        return {}
    payload = mirror.points.payload(at)
    there = payload.get("content", payload.get(NAME, text))
    if there != text:
        raise BadInput(f"{text!r:.60} has the id {number} of {there!r:.60}; word it otherwise")
    return payload


def feedback(area: Area, number: int, *, good: bool) -> float:
    """Trust a fact more or less: its new confidence."""
    found = 0.0

    def change(mirror: Mirror) -> Change:
        nonlocal found
        at = area.position(mirror, number)
        payload = {} if at < 0 else mirror.points.payload(at)
        if "content" not in payload:
            raise BadInput(f"no fact is remembered as {number}; remember it first")
        found = trust.moved(trust.of(payload), good=good)
        told = Point(number, payload | {"confidence": found}, area.own_vector(mirror, at))
        return Change(points=area.points([told]))

    area.change(change)
    return found


def describe(area: Area, name: str, attributes: Mapping[str, Any]) -> int:
    """Store an entity, or more attributes of it: its id."""
    called = trimmed(name, "name", most=LONGEST)
    number, given = id_of(called), checked_metadata(attributes)

    def change(mirror: Mirror) -> Change | None:
        old = _old(area, mirror, number, called)
        payload = stored_entity(called, old) | dict(given)
        checked_metadata(metadata_of(payload))
        if payload == old:
            return None
        at = mirror.points.position(number)
        row = area.own_vector(mirror, at) if old else None
        gone = [] if old else [number]
        return Change(dropped=gone, points=area.points([Point(number, payload, row)]))

    area.change(change)
    return number


def remember_outline(area: Area, said: Outline) -> None:
    """Store facts, entities with attributes and edges of an outline, all or none."""
    rows = dict(zip(said.facts, area.embedded(said.facts), strict=True))
    links = [Wanted(id_of(a), label, id_of(b)) for a, label, b in said.edges]
    links += [
        Wanted(id_of(fact), MENTIONS, id_of(name))
        for fact in said.facts
        for name in said.mentioned(fact)
        if name != fact
    ]

    def change(mirror: Mirror) -> Change | None:
        points: dict[int, Point] = {}
        gone = []
        for text in dict.fromkeys([*said.facts, *said.entities]):
            number = id_of(text)
            old = _old(area, mirror, number, text)
            gone += [] if old else [number]
            payload = _outlined(said, text, old, area.now())
            if payload == old:
                continue
            row = area.own_vector(mirror, mirror.points.position(number)) if old else None
            points[number] = Point(number, payload, rows.get(text, row))
        new = edges(area, mirror, links, new=points, gone=gone)
        if not points and not new:
            return None
        return Change(dropped=gone, points=area.points(points.values()), edges=new)

    if said.facts or said.entities:
        area.change(change)


def _outlined(said: Outline, text: str, old: Mapping[str, Any], now: float) -> dict[str, Any]:
    """The payload of a fact, of an entity, or of what is both."""
    payload = dict(old)
    if text in said.facts:
        payload = stored(text, payload, now)
    if text in said.entities:
        payload = stored_entity(text, payload)
        payload |= {key: value for name, key, value in said.attributes if name == text}
        checked_metadata(metadata_of(payload))
    return payload
