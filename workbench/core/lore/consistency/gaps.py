"""Rules D: what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from ..entities import Entity
from .check import Check
from .finding import Finding


def orphan(check: Check) -> Iterator[Finding]:
    """Entities without any edge."""
    for entity in check.look.asked():
        if entity.id not in check.look.touched:
            yield _gap(check, entity, "no relation, in or out")


def event_without_place(check: Check) -> Iterator[Finding]:
    """Events without OCCURRED_AT."""
    placed = {edge.from_id for edge in check.look.of_type("OCCURRED_AT")}
    for entity in check.look.connected():
        if entity.label == "Event" and entity.id not in placed:
            yield _gap(check, entity, "no OCCURRED_AT")


def faction_without_founding(check: Check) -> Iterator[Finding]:
    """Factions with neither `founded` nor FOUNDED."""
    founded = {edge.to_id for edge in check.look.of_type("FOUNDED")}
    for entity in check.look.connected():
        told = entity.properties.get("founded") is not None
        if entity.label == "Faction" and not told and entity.id not in founded:
            yield _gap(check, entity, "neither `founded` nor FOUNDED")


def _gap(check: Check, entity: Entity, reason: str) -> Finding:
    told = {"entity_name": entity.name, "entity_type": entity.label, "reason": reason}
    return check.found([entity.id], told=told)
