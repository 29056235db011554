"""The registry of labels and relations of a world: data, so that a file can extend it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..errors import BadInput


@dataclass(frozen=True, slots=True)
class RelationType:
    """What a relation may join, and how it is read.

    `symmetric`: stored once, read both ways. `inverse`: its name read backwards. `exclusive`:
    one holder an object at a time. `travel`: a plane relation that one can go along, by
    `default_direction` (both, forward, backward) at `default_cost` tolls.
    """

    name: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    between_planes: bool = False
    time_bounded: bool = False
    symmetric: bool = False
    transitive: bool = False
    acyclic: bool = False
    exclusive: bool = False
    max_in: int | None = None
    max_out: int | None = None
    excludes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    older_name: str | None = None
    inverse: str | None = None
    travel: bool = False
    default_direction: str = "both"
    default_cost: float = 1.0
    properties: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """As `relation_type` reads it: what a registry file or a graph node holds."""
        named = {attribute: getattr(self, attribute) for attribute in _ATTRIBUTES.values()}
        return {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in ((k, named[a]) for k, a in _ATTRIBUTES.items())
            if value not in (None, ())
        }


# Keys of the registry's documents, and our names for them.
_ATTRIBUTES = {
    "type": "name",
    "from": "sources",
    "to": "targets",
    "between_planes": "between_planes",
    "time_bounded": "time_bounded",
    "symmetric": "symmetric",
    "transitive": "transitive",
    "acyclic": "acyclic",
    "exclusive_to": "exclusive",
    "max_in": "max_in",
    "max_out": "max_out",
    "excludes": "excludes",
    "aliases": "aliases",
    "v1_2_name": "older_name",
    "inverse": "inverse",
    "travel": "travel",
    "default_direction": "default_direction",
    "default_cost": "default_cost",
    "properties": "properties",
}
_TUPLES = {"from", "to", "excludes", "aliases", "properties"}
_DIRECTIONS = ("both", "forward", "backward")


@dataclass(frozen=True, slots=True)
class Ontology:
    """`exclusive_groups` name factions of which a person is sworn to one at a time."""

    labels: tuple[str, ...] = ()
    relations: Mapping[str, RelationType] = field(default_factory=dict)
    exclusive_groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def relation(self, name: str) -> RelationType | None:
        """The relation of this name or alias; None where none is registered."""
        found = self.relations.get(name)
        return found or next((r for r in self.relations.values() if name in r.aliases), None)

    def canonical(self, name: str) -> str:
        """The registry's name for a stored one (RULES for RULED)."""
        found = self.relation(name)
        return found.name if found else name

    def stored_names(self, name: str) -> tuple[str, ...]:
        """Every name under which a graph may hold this relation, the registry's own first."""
        found = self.relation(name)
        return (found.name, *found.aliases) if found else (name,)

    def plane_relations(self) -> tuple[RelationType, ...]:
        return tuple(r for r in self.relations.values() if r.between_planes)


def ontology_of(document: Mapping[str, Any]) -> Ontology:
    """A registry document, checked; BadInput names the entry that contradicts itself.

    labels: [Person, …]
    relation_types: [{type, from, to, time_bounded, symmetric, acyclic, max_in, …}]
    plane_relation_types: [{type, from, to, inverse, transitive, travel, default_cost, …}]
    exclusive_groups: {group: [faction ids]}
    """
    between = {"between_planes": True}
    entries = list(document.get("relation_types") or ())
    entries += [{**entry, **between} for entry in document.get("plane_relation_types") or ()]
    groups = document.get("exclusive_groups") or {}
    return Ontology(
        tuple(document.get("labels") or ()),
        _by_name(relation_type(entry) for entry in entries),
        {name: tuple(members) for name, members in groups.items()},
    )


def relation_type(entry: Mapping[str, Any]) -> RelationType:
    """One entry of a registry; keys that it does not know are BadInput, as are odd values."""
    name = entry.get("type")
    where = f"relation type {name!r}"
    if not isinstance(name, str) or not name:
        raise BadInput(f"a relation type: expected `type: NAME`, saw {dict(entry)!r}")
    if unknown := sorted(set(entry) - set(_ATTRIBUTES)):
        raise BadInput(f"{where}: unknown keys {unknown}; there are {', '.join(_ATTRIBUTES)}")
    given: dict[str, Any] = {
        _ATTRIBUTES[key]: tuple(value) if key in _TUPLES else value
        for key, value in entry.items()
        if value is not None
    }
    if not given.get("sources") or not given.get("targets"):
        raise BadInput(f"{where}: expected the labels of both ends in `from` and `to`")
    found = RelationType(**given)
    cost = found.default_cost
    if found.default_direction not in _DIRECTIONS:
        raise BadInput(f"{where}: default_direction is one of {', '.join(_DIRECTIONS)}")
    if not isinstance(cost, int | float) or isinstance(cost, bool) or cost < 0:
        raise BadInput(f"{where}: default_cost is a number of 0 or more, saw {cost!r}")
    return found


def _by_name(found: Iterable[RelationType]) -> dict[str, RelationType]:
    named: dict[str, RelationType] = {}
    for relation in found:
        for name in (relation.name, *relation.aliases):
            if name in named or any(name in other.aliases for other in named.values()):
                raise BadInput(f"relation type {name!r} is registered twice; keep one entry")
        named[relation.name] = relation
    return named
