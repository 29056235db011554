"""Rules C about single relations: their ends, types, times, settings and sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from ..edges import EdgeRecord
from ..templates.fields import uncanonical
from .check import Check, written
from .finding import Finding
from .snapshot import DATED, Snapshot

MIGRATION = "migration"  # the source that the migration of `world_id` names


def endpoint_label(check: Check) -> Iterator[Finding]:
    """Ends that the registry does not allow; an instance's relations are its template's."""
    look = check.look
    of_templates = template_relations(look)
    for edge in look.edges:
        relation = look.ontology.relations.get(edge.type)
        if edge.from_label == "DomainEntity" and edge.type in of_templates:
            continue
        if relation is None and edge.type not in of_templates:
            continue
        allowed = (relation.sources, relation.targets) if relation else (("DomainEntity",), ())
        wrong = [
            f"{label} {id} at its {end}"
            for end, label, id, labels in (
                ("start", edge.from_label, edge.from_id, allowed[0]),
                ("end", edge.to_label, edge.to_id, allowed[1]),
            )
            if labels and label not in labels
        ]
        if wrong:
            yield _violation(check, edge, f"{edge.type} has {' and '.join(wrong)}")


def unknown_relation_type(check: Check) -> Iterator[Finding]:
    """Types that stand neither in the registry nor in a template."""
    look = check.look
    known = {*look.ontology.relations, *template_relations(look)}
    for edge in look.edges:
        if edge.type not in known:
            yield _violation(check, edge, f"{edge.type} is not registered")


def bad_time_or_window(check: Check) -> Iterator[Finding]:
    """Times of edges and entities that cannot be read or placed, and inverted windows."""
    look = check.look
    for edge in look.edges:
        if fault := look.bad_times.get(edge.edge_id):
            yield _violation(check, edge, fault)
    for entity in look.connected():
        since, until = DATED.get(entity.label, (None, None))
        start, end = (entity.properties.get(name) if name else None for name in (since, until))
        told = [time for time in (start, end) if time is not None]
        if entity.label == "DomainEntity" and any(map(uncanonical, told)):
            continue  # a field that is no time is C6's to tell
        if fault := look.time_fault(start, end):
            about = [name for name in (since, until) if name]
            claim = violation(entity.id, ", ".join(about), fault)
            yield check.found([entity.id], about=about, told=claim)


def setting_mismatch(check: Check) -> Iterator[Finding]:
    """Ends that share no setting; relations between planes may."""
    look = check.look
    between = {relation.name for relation in look.ontology.plane_relations()}
    for edge in look.edges:
        subject, target = look.at(edge)
        if edge.type in between or subject is None or target is None:
            continue
        if not subject.settings or not target.settings:
            continue
        if not set(subject.settings) & set(target.settings):
            there = " and ".join(f"{e.id} in {', '.join(e.settings)}" for e in (subject, target))
            yield _violation(check, edge, f"no common setting: {there}")


def source(check: Check) -> Iterator[Finding]:
    """Edges and instances without a source, or with one that is no LoreSource."""
    look = check.look
    for edge in look.edges:
        if fault := _source_fault(look, edge.sources):
            yield _violation(check, edge, fault)
    for instance in look.instances():
        if fault := _source_fault(look, tuple(instance.properties.get("sources") or ())):
            told = violation(instance.id, "sources", fault)
            yield check.found([instance.id], about=["sources"], told=told)


def dangling_endpoint(check: Check) -> Iterator[Finding]:
    """Relations one of whose ends does not exist."""
    for edge_id, type, ends in check.look.broken:
        claim = f"{type} has {'one end' if ends else 'no ends'}"
        stub = EdgeRecord(edge_id, type, "", "")
        told = violation(ends[0] if ends else edge_id, type, claim)
        yield check.found(ends, (stub,), told=told)


def self_loop(check: Check) -> Iterator[Finding]:
    """Edges from an entity to itself."""
    for edge in check.look.edges:
        if edge.from_id == edge.to_id:
            yield _violation(check, edge, "leaves and reaches the same entity")


def template_relations(look: Snapshot) -> set[str]:
    """Types that some template declares."""
    return {type for document in look.templates.values() for type in document.get("relations", ())}


def _source_fault(look: Snapshot, sources: tuple[str, ...]) -> str | None:
    if not sources:
        return "no source"
    strange = [s for s in sources if s not in look.sources and s != MIGRATION]
    return f"unknown source {', '.join(strange)}" if strange else None


def _violation(check: Check, edge: EdgeRecord, claim: str) -> Finding:
    said = f"{written(edge)}: {claim}"
    told = violation(edge.from_id, edge.type, said, edge.sources)
    return check.found((edge.from_id, edge.to_id), (edge,), told=told)


def violation(
    subject: str, predicate: str, claim: str, sources: Iterable[str] = ()
) -> dict[str, Any]:
    """What an OntologyViolation tells."""
    named = {"subject": subject, "predicate": predicate, "claim": claim}
    return {**named, "sources": list(sources)}
