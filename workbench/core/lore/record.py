"""What the record of a world held at a real time, where that differs from what it holds now.

Source: reference of the lore engine, section 9: a property as of t is the `before` of the
earliest retcon later than t, else the current value; an entity added later is not there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .edges import EdgeRecord
from .entities import Entity

_NO_PROPERTIES = frozenset({"id", "label"})


@dataclass(frozen=True, slots=True)
class Record:
    """`former` are the properties that had other values then, by entity (None: not set);
    `absent` the entities that were added later."""

    former: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    absent: frozenset[str] = frozenset()

    def holds(self, edge: EdgeRecord) -> bool:
        """Whether both ends were there."""
        return edge.from_id not in self.absent and edge.to_id not in self.absent

    def edge(self, edge: EdgeRecord) -> EdgeRecord:
        """The edge with the names that its ends had then."""
        if edge.from_id not in self.former and edge.to_id not in self.former:
            return edge
        return replace(
            edge,
            from_name=self.name(edge.from_id, edge.from_name),
            to_name=self.name(edge.to_id, edge.to_name),
        )

    def name(self, entity: str, now: str) -> str:
        name: str | None = self.former.get(entity, {}).get("name", now)
        return name or entity

    def entity(self, entity: Entity) -> Entity | None:
        """The entity as it was then; None where it was added later."""
        if entity.id in self.absent:
            return None
        former = self.former.get(entity.id)
        if not former:
            return entity
        merged = {**entity.properties, **former}
        held = {name: value for name, value in merged.items() if value is not None}
        settings = tuple(held.get("settings", entity.settings))
        return replace(entity, name=held.get("name", entity.id), settings=settings, properties=held)

    def once_called(self, name: str) -> list[str]:
        """Ids of entities that had this name then and have another now."""
        return sorted(i for i, former in self.former.items() if former.get("name") == name)


def record_of(retcons: Iterable[Mapping[str, Any]]) -> Record:
    """The record before these retcons of entities and properties, oldest first.

    Each has `target_kind`, `target_id` (the entity's id, or `id#property`), `before`, `after`.
    """
    former: dict[str, dict[str, Any]] = {}
    absent, known = set(), set()
    for retcon in retcons:
        entity, _, name = retcon["target_id"].partition("#")
        before = retcon["before"]
        if retcon["target_kind"] == "entity" and before is None and entity not in known:
            absent.add(entity)
        known.add(entity)
        for key, value in _values(before, retcon["after"], name).items():
            former.setdefault(entity, {}).setdefault(key, value)
    return Record(former, frozenset(absent))


def _values(before: Any, after: Any, name: str) -> dict[str, Any]:
    """The values that a retcon replaced, by property: of `name`, or of a whole entity."""
    if name:
        return {name: before.get(name) if isinstance(before, Mapping) else before}
    if not isinstance(before, Mapping):
        return {}
    named = {*before, *(after if isinstance(after, Mapping) else ())} - _NO_PROPERTIES
    return {key: before.get(key) for key in named}
