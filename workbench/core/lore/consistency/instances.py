"""Rule C6: what a store holds of an instance against its template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import BadInput
from ..edges import EdgeRecord
from ..entities import Entity
from ..templates import Known, Template, check_stored, template_of
from ..templates.instance import EDGE_PROPERTIES
from .check import Check, written
from .finding import Finding
from .relations import template_relations, violation
from .snapshot import Snapshot

INTERNAL = "faction_internal"
# Beside its fields a node of an instance has these; the second line is kept by loads and sagas.
NOT_FIELDS = frozenset(
    {"id", "type", "template_id", "setting_id", "settings", "name", "summary", "sources"}
    | {"aliases", "claims", "loaded_from", "saga_id", "attachments_pending", "world_id"}
    | {"world_id_migrated", "retcon_id"}
)
OF_ANY_EDGE = frozenset(
    {"loaded_from", "saga_id", "extraction_confidences", "source_confidences", "is_disputed"}
    | {"retcon_note", "retcon_id", "verified_by"}
)


def template_violation(check: Check) -> Iterator[Finding]:
    """The first fault of each instance, and edges that are internal to no faction."""
    look = check.look
    templates, broken = read_templates(look.templates)
    relations: dict[str, list[EdgeRecord]] = defaultdict(list)
    declared = template_relations(look)  # others are C1's and C2's to tell
    for edge in look.edges:
        if edge.from_label == "DomainEntity" and edge.type in declared:
            relations[edge.from_id].append(edge)
        elif edge.secrecy == INTERNAL and edge.owner is None:
            yield _told(check, [edge.from_id, edge.to_id], f"{written(edge)}: no owner", edge)
    kinds = {entity.id: _kind(entity) for entity in look.entities.values()}
    for instance in look.instances():
        fault = _fault(look, instance, relations[instance.id], (templates, broken, kinds))
        if fault:
            yield _told(check, [instance.id], fault)


def read_templates(
    documents: Mapping[str, Mapping[str, Any]],
) -> tuple[dict[str, Template], dict[str, str]]:
    """Templates by id, and of those that cannot be read why."""
    found, broken = {}, {}
    for id, document in documents.items():
        try:
            found[id] = template_of(document, "")
        except BadInput as error:
            broken[id] = str(error)
    return found, broken


def _fault(
    look: Snapshot,
    instance: Entity,
    edges: list[EdgeRecord],
    known: tuple[Mapping[str, Template], Mapping[str, str], Mapping[str, str]],
) -> str | None:
    templates, broken, kinds = known
    name = str(instance.properties.get("template_id"))
    if name in broken:
        return f"template {name} cannot be read: {broken[name]}"
    if name not in templates:
        return f"no template {name}; there are {', '.join(sorted(templates)) or 'none'}"
    # Sources are C8's to tell, so all that are named pass here.
    sources = {s for edge in edges for s in edge.sources} | set(_list(instance, "sources"))
    around = Known(kinds, sources, set(look.world.settings))
    fault = check_stored(document_of(instance, edges), templates[name], around)
    if fault:
        return f"{fault.check}: {fault.message}"
    internal = instance.properties.get("secrecy") == INTERNAL or any(
        edge.secrecy == INTERNAL and edge.owner is None for edge in edges
    )
    owned = instance.properties.get("owner") is not None
    return None if owned or not internal else "faction_internal without an owner"


def document_of(instance: Entity, edges: list[EdgeRecord]) -> dict[str, Any]:
    """The instance as its file would write it."""
    own = instance.properties
    kept = {key: own[key] for key in ("summary", "setting_id") if own.get(key) is not None}
    if kept.get("setting_id") is None and instance.settings:
        kept["setting_id"] = instance.settings[0]
    return {
        **kept,
        "id": instance.id,
        "name": instance.name,
        "template": own.get("template_id"),
        "fields": {k: v for k, v in own.items() if k not in NOT_FIELDS},
        "sources": _list(instance, "sources"),
        "relations": [_relation(edge) for edge in edges],
    }


def _relation(edge: EdgeRecord) -> dict[str, Any]:
    own = {k: v for k, v in edge.props.items() if k not in OF_ANY_EDGE | EDGE_PROPERTIES}
    window = {"valid_from": edge.valid_from, "valid_until": edge.valid_until}
    told = {name: time for name, time in window.items() if time is not None}
    ends = {"id": edge.edge_id, "type": edge.type, "to": edge.to_id}
    return {**own, **told, **ends, "sources": list(edge.sources)}


def _list(instance: Entity, name: str) -> list[Any]:
    return list(instance.properties.get(name) or ())


def _kind(entity: Entity) -> str:
    own_type = entity.properties.get("type")
    return str(own_type) if entity.label == "DomainEntity" and own_type else entity.label


def _told(check: Check, ids: list[str], claim: str, *edges: EdgeRecord) -> Finding:
    predicate = edges[0].type if edges else "template"
    return check.found(ids, edges, told=violation(ids[0], predicate, claim))
