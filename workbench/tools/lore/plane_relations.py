"""The relations of a plane to others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ...core.errors import BadInput
from ...core.lore import EdgeRecord, LoreAnswer, Ontology
from ...core.protocols import AsksWorld
from .edges import edges_from, edges_to
from .holding import in_setting
from .inquiry import Inquiry

COLUMNS = ("edge_id", "type", "from_id", "to_id", "props")
DIRECTIONS = ("in", "out", "both")


def plane_relations(
    bench: AsksWorld,
    plane: str,
    type: str | None = None,
    direction: str = "both",
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
) -> LoreAnswer:
    """`edge_id, type, from_id, to_id, props` of its edges to other planes, by edge id.

    `direction` "in" gives those that reach it, "out" those that leave it; a symmetric relation
    is both. `type` is a relation's name, or its inverse name, which turns the direction round
    (REFLECTED_BY out is REFLECTS in). Fact `read_as`: by edge id, the name of the relation as
    read from this plane. `props` hold window, secrecy and what else is stored. Types outside
    the registry are read too. With a `setting`, edges of which one end is a plane of it.
    """
    if direction not in DIRECTIONS:
        raise BadInput(f"direction: expected one of {', '.join(DIRECTIONS)}, saw {direction!r}")
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    ontology = inquiry.world.ontology
    wanted, direction = _named(ontology, type, direction)
    here = inquiry.entity(plane)
    if here.label != "Plane":
        raise BadInput(f"plane: expected a Plane, saw {here.id} ({here.label})")
    types = [wanted] if wanted else None
    edges = {e.edge_id: e for e in edges_from(inquiry, here, types)}
    edges |= {e.edge_id: e for e in edges_to(inquiry, here, types)}
    found = [
        edge
        for edge in in_setting(inquiry, [edge for _, edge in sorted(edges.items())])
        if edge.from_label == edge.to_label == "Plane"
        and direction in _directions(ontology, edge, here.id)
    ]
    inquiry.note(found)
    rows = ((e.edge_id, e.type, e.from_id, e.to_id, dict(_props(e))) for e in found)
    read_as = {edge.edge_id: _read_as(ontology, edge, here.id) for edge in found}
    return inquiry.answer(COLUMNS, rows, read_as=read_as)


def _named(ontology: Ontology, type: str | None, direction: str) -> tuple[str | None, str]:
    """The stored relation for a name or inverse name, and the direction that it then has."""
    if type is None or ontology.relation(type):
        return type and ontology.canonical(type), direction
    turned = {"in": "out", "out": "in", "both": "both"}[direction]
    for relation in ontology.plane_relations():
        if relation.inverse == type:
            return relation.name, turned
    return type, direction


def _directions(ontology: Ontology, edge: EdgeRecord, plane: str) -> set[str]:
    relation = ontology.relation(edge.type)
    if relation is not None and relation.symmetric:
        return {"in", "out", "both"}
    out = {"out"} if edge.from_id == plane else set()
    return {"both", *out, *({"in"} if edge.to_id == plane else ())}


def _read_as(ontology: Ontology, edge: EdgeRecord, plane: str) -> str:
    relation = ontology.relation(edge.type)
    if edge.from_id == plane or relation is None:
        return edge.type
    return relation.inverse or edge.type


def _props(edge: EdgeRecord) -> Iterator[tuple[str, object]]:
    """What is stored on the edge beside its ends."""
    own = ("valid_from", "valid_until", "secrecy", "owner", "known_by", "sources")
    for name in own:
        value = getattr(edge, name)
        if value not in (None, ()):
            yield name, list(value) if isinstance(value, tuple) else value
    yield from sorted(edge.props.items())
