"""Nodes and edges of a TongGraph file."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from ...core.property_graph.records import EdgeRecord, NodeRecord
from .fields import Fields, Row


def nodes(rows: Sequence[Row], fields: Fields) -> list[NodeRecord]:
    """Nodes by ascending id; one without a usable external id gets the default of its id."""
    records = []
    labels_of: dict[object, tuple[str, ...]] = {}
    for number, external_id, labels, properties in fields.distinct(rows):
        known = labels_of.get(labels)
        if known is None:
            known = _labels(number, labels, fields)
            if isinstance(labels, str) and "\n" not in labels:
                labels_of[labels] = known
        held = fields.properties(number, properties, "properties")
        records.append(NodeRecord(number, external_id, known, held))
    return _named(records, fields)


def _labels(number: int, value: object, fields: Fields) -> tuple[str, ...]:
    found = fields.texts(number, value, "labels")
    if "" in found:
        fields.note("bad-label", number, f"an empty label among {found}")
    return tuple(label for label in found if label)


def _named(records: list[NodeRecord], fields: Fields) -> list[NodeRecord]:
    """The same nodes, each under an external id of its own."""
    taken: dict[object, int] = {}
    wrong = []
    for at, record in enumerate(records):
        name = record.external_id
        usable = type(name) is str and name and "\0" not in name
        if not usable or taken.setdefault(name, record.id) != record.id:
            wrong.append(at)
    for at in wrong:
        record = records[at]
        name = _free_name(record.id, taken)
        _note_name(record, name, taken, fields)
        taken[name] = record.id
        records[at] = NodeRecord(record.id, name, record.labels, record.properties)
    return records


def _note_name(record: NodeRecord, name: str, taken: dict[object, int], fields: Fields) -> None:
    seen, advice = record.external_id, f"read as {name!r}: give it its own name"
    if seen in taken:
        told = f"{seen!r} is the external id of node {taken[seen]} too"
        fields.note("duplicate-external-id", record.id, told, advice)
    elif seen == "":
        fields.note("bad-external-id", record.id, "an empty external id", advice)
    else:
        told = f"external_id is {seen!r:.60}, expected a text"
        fields.note("undecodable-text", record.id, told, advice)


def _free_name(number: int, taken: Collection[object]) -> str:
    name = f"node:{number}"
    while name in taken:
        name += "'"
    return name


def edges(rows: Sequence[Row], node_ids: Collection[int], fields: Fields) -> list[EdgeRecord]:
    """Edges by ascending id whose ends both exist."""
    records = []
    for number, source, target, edge_type, properties in fields.distinct(rows):
        if source not in node_ids or target not in node_ids:
            _note_ends(number, source, target, node_ids, fields)
        elif type(edge_type) is not str or not edge_type or "\0" in edge_type:
            _note_type(number, edge_type, fields)
        else:
            held = fields.properties(number, properties, "properties")
            records.append(EdgeRecord(number, source, target, edge_type, held))
    return records


def _note_ends(
    number: int, source: object, target: object, node_ids: Collection[int], fields: Fields
) -> None:
    for name, end in (("source", source), ("target", target)):
        if fields.entity(number, end, name) is not None and end not in node_ids:
            advice = "left out: restore the node, or delete the edge"
            fields.note("orphan-edge", number, f"{name} {end} is no node", advice)


def _note_type(number: int, edge_type: object, fields: Fields) -> None:
    if edge_type == "":
        fields.note("bad-edge-type", number, "an empty type")
    else:
        fields.text(number, edge_type, "edge_type")
