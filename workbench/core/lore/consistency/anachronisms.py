"""Rules B: what cannot have been at that time."""

from __future__ import annotations

from collections.abc import Iterator

from ...time import FALSE, TRUE, Extent, Truth, Unresolved, unknown
from ..edges import EdgeRecord
from ..entities import Entity
from .check import Check, written
from .finding import Finding
from .snapshot import Snapshot

AT_EVENTS = ("PARTICIPATED_IN", "WITNESSED")
BEYOND_LIFE = {*AT_EVENTS, "BURIED_AT", "PARENT_OF", "FOUNDED"}
YOUNGEST_PARENT = 12  # years
LONGEST_AFTER_DEATH = 1  # year


def event_outside_life(check: Check) -> Iterator[Finding]:
    """A person at an event before the birth or after the death."""
    look = check.look
    for edge in look.sound(*AT_EVENTS):
        person, event = look.at(edge)
        if person is None or event is None or person.label != "Person":
            continue
        occurred = event.properties.get("occurred")
        unborn = _before(look, occurred, person.properties.get("born"))
        dead = FALSE if _lingers(person) else _before(look, _end(person, "died"), occurred)
        if check.holds(unborn | dead):
            yield _anachronism(check, edge, person, occurred, "born", "died")


def relation_outside_life(check: Check) -> Iterator[Finding]:
    """Another dated edge of a person that starts before the birth or reaches past the death."""
    for edge in check.look.dated():
        persons = [end for end in check.look.at(edge) if end is not None and end.label == "Person"]
        if edge.type in BEYOND_LIFE or not persons:
            continue
        out = [_outside(check.look, edge, person, "born", "died") for person in persons]
        if check.holds(_any(out)):
            person = next(p for p, truth in zip(persons, out, strict=True) if truth.value)
            yield _anachronism(check, edge, person, None, "born", "died")


def item_outside_existence(check: Check) -> Iterator[Finding]:
    """Owned before its making or after its end."""
    for edge in check.look.sound("POSSESSES"):
        item = check.look.entities.get(edge.to_id)
        if item is not None and item.label == "Item":
            out = _outside(check.look, edge, item, "created", "destroyed")
            if check.holds(out):
                yield _anachronism(check, edge, item, None, "created", "destroyed")


def before_founding(check: Check) -> Iterator[Finding]:
    """A dated edge of a faction that starts before its founding."""
    for edge in check.look.dated():
        factions = [e for e in check.look.at(edge) if e is not None and e.label == "Faction"]
        if edge.type == "FOUNDED" or not factions:
            continue
        early = [_starts_before(check.look, edge, e.properties.get("founded")) for e in factions]
        if check.holds(_any(early)):
            faction = next(f for f, truth in zip(factions, early, strict=True) if truth.value)
            yield _anachronism(check, edge, faction, None, "founded", None)


def magic_before_discovery(check: Check) -> Iterator[Finding]:
    """Practised before it was there."""
    for edge in check.look.sound("PRACTICES"):
        magic = check.look.entities.get(edge.to_id)
        if magic is not None:
            since = magic.properties.get("exists_from")
            if check.holds(_starts_before(check.look, edge, since)):
                yield _anachronism(check, edge, magic, None, "exists_from", None)


def parent_order(check: Check) -> Iterator[Finding]:
    """Parents younger than 12 at the birth, or dead for more than a year."""
    for edge in check.look.sound("PARENT_OF"):
        parent, child = check.look.at(edge)
        if parent is None or child is None:
            continue
        born = child.properties.get("born")
        age = _years_between(check.look, parent.properties.get("born"), born)
        grave = _years_between(check.look, _end(parent, "died"), born)
        young = FALSE if age is None else _below(age, YOUNGEST_PARENT)
        gone = FALSE if grave is None else _above(grave, LONGEST_AFTER_DEATH)
        if check.holds(young | gone):
            yield _anachronism(check, edge, parent, born, "born", "died")


def _outside(look: Snapshot, edge: EdgeRecord, entity: Entity, since: str, until: str) -> Truth:
    early = _starts_before(look, edge, entity.properties.get(since))
    return early | _reaches_past(look, edge, _end(entity, until), _lingers(entity))


def _starts_before(look: Snapshot, edge: EdgeRecord, since: str | None) -> Truth:
    """An open start says nothing of when it began, unless the end is before already."""
    start = edge.valid_until if edge.valid_from is None else edge.valid_from
    return _before(look, start, since)


def _reaches_past(look: Snapshot, edge: EdgeRecord, until: str | None, waived: bool) -> Truth:
    """An open end lasts for ever, and so past every end that is known."""
    if until is None or waived:
        return FALSE
    if edge.valid_until is not None:
        return _before(look, until, edge.valid_until)
    placed = look.clock.extent(until)
    return unknown(placed.why) if isinstance(placed, Unresolved) else TRUE


def _before(look: Snapshot, one: str | None, other: str | None) -> Truth:
    """False where one of the two is not told: there is nothing to contradict."""
    return FALSE if one is None or other is None else look.clock.before(one, other)


def _any(truths: list[Truth]) -> Truth:
    found = FALSE
    for truth in truths:
        found = found | truth
    return found


def _lingers(entity: Entity) -> bool:
    return entity.properties.get("lingers") is True


def _end(entity: Entity, name: str) -> str | None:
    found = entity.properties.get(name)
    return found if found is None else str(found)


def _years_between(
    look: Snapshot, one: str | None, other: str | None
) -> tuple[float, float] | None:
    """The least and the most years from one time to another; None outside one root era.

    Counted in whole years, the precision in which lives are told.
    """
    a, b = (look.clock.extent(time) if time else None for time in (one, other))
    if not isinstance(a, Extent) or not isinstance(b, Extent) or a.root != b.root:
        return None
    if a.local and b.local and a.floating == b.floating:
        earlier, later = a.local, b.local
    else:
        earlier, later = a.span, b.span
    return later.lo[1] - earlier.hi[1], later.hi[1] - earlier.lo[1]


def _below(years: tuple[float, float], limit: float) -> Truth:
    least, most = years
    return _known(most < limit, least >= limit, f"{least} to {most} years, limit {limit}")


def _above(years: tuple[float, float], limit: float) -> Truth:
    least, most = years
    return _known(least > limit, most <= limit, f"{least} to {most} years, limit {limit}")


def _known(yes: bool, no: bool, reason: str) -> Truth:
    if yes:
        return TRUE
    return FALSE if no else unknown(reason)


def _anachronism(
    check: Check, edge: EdgeRecord, entity: Entity, when: str | None, *life: str | None
) -> Finding:
    """`actual` is when it is said to have been, `expected` between which times it can be."""
    told = [str(entity.properties.get(name) or "…") for name in life if name]
    other = check.name(edge.other(entity.id))
    return check.found(
        (edge.from_id, edge.to_id),
        (edge,),
        told={
            "entity_name": entity.name,
            "event_name": other,
            "era": _era(check.look, when or edge.valid_from or edge.valid_until),
            "claim": written(edge),
            "expected": " to ".join(told) if len(told) > 1 else f"{told[0]} or later",
            "actual": when or f"{edge.valid_from or '…'} to {edge.valid_until or '…'}",
            "sources": list(edge.sources),
        },
    )


def _era(look: Snapshot, time: str | None) -> str | None:
    placed = look.clock.extent(time) if time else None
    return placed.paths[0] if isinstance(placed, Extent) else None
