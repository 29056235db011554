"""What a graph's schema asks of nodes and edges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from ....collections.mirrors.mirror import Mirror
from ....core.collections.definition import Definition, EdgeRule, Id, NodeRule
from ....core.errors import VelesFailed
from ...checking.faults import fault

LABELS = "_labels"


def check_nodes(payloads: Mapping[Id, Mapping[str, Any]], mirror: Mirror) -> None:
    """VELES-017 where nodes that are to be stored break the schema of their graph.

    Labels are those of the schema, and a field that it gives a type has it or is NULL. Edges at
    nodes that are there already still join what the schema says.
    """
    schema = mirror.definition.schema
    if schema is None:
        return
    rules = {rule.label: rule for rule in schema if isinstance(rule, NodeRule)}
    for id, fields in payloads.items():
        for label in _stored_labels(id, fields):
            if label not in rules:
                raise _broken(mirror.definition, f"node {id!r} has the label {label!r}", rules)
            _check_types(id, fields, rules[label])
    known = [id for id in payloads if mirror.points.position(id) >= 0]
    _check_edges_at(known, {id: labels_of(payloads[id]) for id in known}, mirror)


def check_edge(label: str, ends: tuple[frozenset[str], frozenset[str]], of: Definition) -> None:
    """VELES-017 where an edge of this label may not join nodes with these labels."""
    if of.schema is None:
        return
    rules = [rule for rule in of.schema if isinstance(rule, EdgeRule)]
    fitting = [rule for rule in rules if rule.type == label]
    if not fitting:
        raise _broken(of, f"an edge has the label {label!r}", (rule.type for rule in rules))
    if not any(rule.source in ends[0] and rule.target in ends[1] for rule in fitting):
        seen = " to ".join("|".join(sorted(labels)) or "no label" for labels in ends)
        joins = (f"{rule.source} to {rule.target}" for rule in fitting)
        raise _broken(of, f"an edge {label} joins {seen}", joins)


def labels_of(payload: Mapping[str, Any]) -> frozenset[str]:
    """Those of a list; what else stands there labels nothing."""
    found = payload.get(LABELS)
    given = found if isinstance(found, list) else []
    return frozenset(one for one in given if isinstance(one, str))


def _stored_labels(id: Id, fields: Mapping[str, Any]) -> Iterator[str]:
    found = fields.get(LABELS)
    if found is None:
        return
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        what = f"expected a list of texts as {LABELS} of node {id!r}, saw {found!r:.60}"
        raise fault("VELES-017", what)
    yield from found


def _check_types(id: Id, fields: Mapping[str, Any], rule: NodeRule) -> None:
    for name, kind in rule.properties:
        value = fields.get(name)
        if value is not None and not _has_type(value, kind):
            what = f"expected {kind} as {name!r} of node {id!r} ({rule.label}), saw {value!r:.60}"
            raise fault("VELES-017", what)


def _has_type(value: Any, kind: str) -> bool:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    match kind:
        case "STRING":
            return isinstance(value, str)
        case "INTEGER":
            return number and isinstance(value, int)
        case "FLOAT":
            return number
        case "BOOLEAN":
            return isinstance(value, bool)
        case _:
            return isinstance(value, list) and all(_has_type(one, "FLOAT") for one in value)


def _check_edges_at(ids: list[Id], labels: dict[Id, frozenset[str]], mirror: Mirror) -> None:
    """`labels` are those that nodes are to have; others keep theirs."""
    if not ids or not mirror.edges.table.count:
        return
    edges, points = mirror.edges, mirror.points
    touched = edges.table.positions(edges.at(ids))
    for at in touched.tolist():
        ends = edges.sources[at], edges.targets[at]
        for end in map(_plain, ends):
            if end not in labels:
                labels[end] = labels_of(points.payload(points.position(end)))
        source, target = (labels[_plain(end)] for end in ends)
        label = edges.labels.value(at)
        check_edge(label, (source, target), mirror.definition)


def _plain(id: Any) -> Id:
    return int(id) if isinstance(id, np.integer) else str(id)


def _broken(definition: Definition, what: str, known: Iterable[str]) -> VelesFailed:
    there = ", ".join(known) or "none"
    return fault("VELES-017", f"{what}; the schema of {definition.name!r} knows {there}")
