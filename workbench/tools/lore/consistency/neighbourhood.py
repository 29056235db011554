"""What lies around a few entities, as far as the rules of the graph look from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from ....core.errors import BadInput
from ....core.lore import EdgeRecord, Entity
from ....core.lore.consistency import Snapshot
from ....core.lore.consistency.instances import read_templates as templates_of
from ..edges import SHAPES, edges_from_any, edges_to_any
from ..inquiry import Inquiry
from .reading import broken_rows, entity_labels, has_reified, read_sources, read_templates

ANY_LABEL = "lore/node_of_any_label"
Labels = dict[str, str]
Edges = dict[str, EdgeRecord]


def read_neighbourhood(inquiry: Inquiry, ids: Collection[str]) -> Snapshot:
    """A snapshot in which every finding of rules A to D about these entities shows.

    Their edges; the rivals of those (other holders of an object, other members of a group,
    other lineages of a member, other edges that a limit counts); the ancestors that decide on
    a lineage; the circles through them. An entity that has gone is in the scope, and nothing is
    found about it.
    """
    there = _there(inquiry, ids)
    scope = {entity.id: entity.label for entity in there.values()}
    near = _keyed(edges_from_any(inquiry, scope) + edges_to_any(inquiry, scope))
    edges = near | _rivals(inquiry, scope, near)
    entities = there | _neighbours(inquiry, scope)
    away = {id: label for id, label in _ends(edges.values()).items() if id not in entities}
    entities |= _entities(inquiry, away)
    edges |= _circles(inquiry, scope, near)
    edges |= _ancestors(inquiry, near)
    templates = _templates(inquiry, edges)
    entities |= _named_in_fields(inquiry, scope, entities, templates)
    return Snapshot(
        inquiry.world,
        entities,
        sorted(edges.values(), key=lambda edge: edge.edge_id),
        templates=templates,
        sources=_sources(inquiry, entities, edges),
        broken=_broken(inquiry, scope),
        scope=frozenset(ids),
    )


def _there(inquiry: Inquiry, ids: Collection[str]) -> dict[str, Entity]:
    if isinstance(ids, str) or not all(isinstance(id, str) for id in ids):
        raise BadInput(f'scope: expected "full" or a list of entity ids, saw {ids!r}')
    rows = [
        row
        for id in sorted(set(ids))
        for row in (inquiry.ask("lore/entity", id=id) or inquiry.ask(ANY_LABEL, id=id))
    ]
    return {entity.id: entity for entity in inquiry.recorded(rows)}


def _neighbours(inquiry: Inquiry, scope: Labels) -> dict[str, Entity]:
    known = set(entity_labels(inquiry.world))
    rows = [
        row
        for shape in SHAPES
        if shape == "native" or has_reified(inquiry.world)
        for label, ids in _by_label(scope).items()
        for row in inquiry.ask(f"lore/{shape}_neighbours", label=label, ids=ids)
        if row["label"] in known
    ]
    return {entity.id: entity for entity in inquiry.recorded(rows)}


def _templates(inquiry: Inquiry, edges: Edges) -> Mapping[str, Mapping[str, Any]]:
    """Read where an edge may be of a template; most neighbourhoods have none."""
    registered = inquiry.world.ontology.relations
    needed = any(e.from_label == "DomainEntity" or e.type not in registered for e in edges.values())
    return read_templates(inquiry) if needed else {}


def _sources(inquiry: Inquiry, entities: Mapping[str, Entity], edges: Edges) -> Mapping[str, float]:
    """Those that the world weighs already, unless something names another."""
    named = {source for edge in edges.values() for source in edge.sources}
    for entity in entities.values():
        named.update(entity.properties.get("sources") or ())
    known = inquiry.world.reliability
    return known if named <= known.keys() else read_sources(inquiry)


def _rivals(inquiry: Inquiry, scope: Labels, near: Edges) -> Edges:
    """Edges that stand beside those of the scope at their other ends."""
    relations = inquiry.world.ontology.relations
    into: dict[str, Labels] = {}
    out: dict[str, Labels] = {}
    for edge in near.values():
        if edge.type == "MEMBER_OF" and edge.to_label == "Lineage" and edge.to_id in scope:
            out.setdefault(edge.type, {})[edge.from_id] = edge.from_label
        relation = relations.get(edge.type)
        if relation is None:
            continue
        if (relation.exclusive or relation.max_in) and edge.to_id not in scope:
            into.setdefault(edge.type, {})[edge.to_id] = edge.to_label
        if relation.max_out and edge.from_id not in scope:
            out.setdefault(edge.type, {})[edge.from_id] = edge.from_label
    for group in inquiry.world.ontology.exclusive_groups.values():
        if set(group) & set(scope):
            others = dict.fromkeys(set(group) - set(scope), "Faction")
            into.setdefault("MEMBER_OF", {}).update(others)
    found: Edges = {}
    for type, ends in into.items():
        found |= _keyed(edges_to_any(inquiry, ends, [type]))
    for type, ends in out.items():
        found |= _keyed(edges_from_any(inquiry, ends, [type]))
    return found


def _ancestors(inquiry: Inquiry, near: Edges) -> Edges:
    """The chains of parents above those who are members of a lineage."""
    heirs = {
        edge.from_id: edge.from_label
        for edge in near.values()
        if edge.type == "MEMBER_OF" and edge.to_label == "Lineage"
    }
    return _closure(inquiry, heirs, "PARENT_OF", up=True)


def _circles(inquiry: Inquiry, scope: Labels, near: Edges) -> Edges:
    """What can be reached from the scope by acyclic types that both reach and leave it."""
    found: Edges = {}
    for relation in inquiry.world.ontology.relations.values():
        if relation.acyclic:
            edges = [edge for edge in near.values() if edge.type == relation.name]
            both = {edge.from_id for edge in edges} & {edge.to_id for edge in edges} & set(scope)
            start = {id: scope[id] for id in both}
            # Parents are few where descendants are many.
            found |= _closure(inquiry, start, relation.name, up=relation.name == "PARENT_OF")
    return found


def _closure(inquiry: Inquiry, start: Labels, type: str, *, up: bool) -> Edges:
    """All edges of a type that lead on from some entities, level by level."""
    read: Callable[..., list[EdgeRecord]] = edges_to_any if up else edges_from_any
    found: Edges = {}
    seen, level = dict(start), dict(start)
    while level:
        edges = read(inquiry, level, [type])
        found |= _keyed(edges)
        level = {id: label for id, label in _ends(edges).items() if id not in seen}
        seen |= level
    return found


def _entities(inquiry: Inquiry, labels: Labels) -> dict[str, Entity]:
    rows = [
        row
        for label, ids in _by_label(labels).items()
        for row in inquiry.ask("lore/entities_with_ids", label=label, ids=ids)
    ]
    return {entity.id: entity for entity in inquiry.recorded(rows)}


def _by_label(labels: Labels) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for id in sorted(labels):
        found.setdefault(labels[id], []).append(id)
    return found


def _named_in_fields(
    inquiry: Inquiry,
    scope: Labels,
    entities: Mapping[str, Entity],
    documents: Mapping[str, Mapping[str, Any]],
) -> dict[str, Entity]:
    """Entities that instances of the scope name in fields, as an owner."""
    instances = [entities[id] for id in scope if id in entities and scope[id] == "DomainEntity"]
    if not instances:
        return {}
    templates, _ = templates_of(documents)
    named: Labels = {}
    for instance in instances:
        template = templates.get(str(instance.properties.get("template_id")))
        for field in template.fields.values() if template else ():
            value = instance.properties.get(field.name)
            if field.type == "entity" and isinstance(value, str) and value not in entities:
                named[value] = field.label or ""
    labels = {id: label for id, label in named.items() if label}
    unlabelled = _there(inquiry, [id for id, label in named.items() if not label])
    return _entities(inquiry, labels) | unlabelled


def _broken(inquiry: Inquiry, scope: Labels) -> list[tuple[str, str, tuple[str, ...]]]:
    if not has_reified(inquiry.world):
        return []
    return [
        row
        for label, ids in _by_label(scope).items()
        for row in broken_rows(inquiry.ask("lore/relations_without_end_at", label=label, ids=ids))
    ]


def _keyed(edges: Iterable[EdgeRecord]) -> Edges:
    return {edge.edge_id: edge for edge in edges}


def _ends(edges: Iterable[EdgeRecord]) -> Labels:
    found: Labels = {}
    for edge in edges:
        found[edge.from_id], found[edge.to_id] = edge.from_label, edge.to_label
    return found
