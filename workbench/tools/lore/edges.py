"""Edges of a world, read alike from every shape and version that a graph keeps them in."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from ...core.lore import EdgeRecord, Entity, unified
from ...core.lore.edges import STRUCTURAL, Shape
from ...core.time import WindowKeys
from .inquiry import Inquiry

# The relation whose older name joins an entity to a location as well as to a plane.
AT_PLANE, OLDER = "LOCATED_IN_PLANE", "LOCATED_IN"
ENDS = ("from_label", "from_name", "to_label", "to_name")
SHAPES: tuple[Shape, ...] = ("native", "reified")


def edges_from(
    inquiry: Inquiry,
    entity: Entity,
    types: Collection[str] | None = None,
    window: WindowKeys | None = None,
) -> list[EdgeRecord]:
    """Edges that leave an entity, by edge id: of these types, or of all but structural ones.

    Without those that the record of `as_of` does not hold. `window` leaves out what for
    certain does not meet it; the caller asks the chronology about the rest.
    """
    return _around(inquiry, entity, types, window, "from")


def edges_to(
    inquiry: Inquiry,
    entity: Entity,
    types: Collection[str] | None = None,
    window: WindowKeys | None = None,
) -> list[EdgeRecord]:
    """Edges that reach an entity; otherwise as `edges_from`."""
    return _around(inquiry, entity, types, window, "to")


def edges_from_any(
    inquiry: Inquiry,
    entities: Mapping[str, str],
    types: Collection[str] | None = None,
    window: WindowKeys | None = None,
) -> list[EdgeRecord]:
    """Edges that leave any of some entities (their labels by id); otherwise as `edges_from`."""
    return _around_any(inquiry, entities, types, window, "from")


def edges_to_any(
    inquiry: Inquiry,
    entities: Mapping[str, str],
    types: Collection[str] | None = None,
    window: WindowKeys | None = None,
) -> list[EdgeRecord]:
    """Edges that reach any of some entities (their labels by id); otherwise as `edges_from`."""
    return _around_any(inquiry, entities, types, window, "to")


def edges_at(
    inquiry: Inquiry,
    entity: Entity,
    types: Collection[str] | None = None,
    window: WindowKeys | None = None,
) -> list[EdgeRecord]:
    """Edges at an entity in either direction, a loop once, by edge id."""
    found = {
        edge.edge_id: edge
        for read in (edges_from, edges_to)
        for edge in read(inquiry, entity, types, window)
    }
    return [found[edge_id] for edge_id in sorted(found)]


def edges_between(
    inquiry: Inquiry, subject: Entity, type: str, target: Entity, window: WindowKeys | None = None
) -> list[EdgeRecord]:
    """Edges of one type from one entity to another; of a symmetric type, also those back."""
    relation = inquiry.world.ontology.relation(type)
    ends = [(subject, target)]
    if relation is not None and relation.symmetric and subject.id != target.id:
        ends.append((target, subject))
    return _records(
        inquiry,
        (
            (shape, rows)
            for start, end in ends
            for stored, shape in _stored(inquiry, [type])
            for rows in [
                inquiry.ask(
                    f"lore/{shape}_edges_between",
                    label=start.label,
                    id=start.id,
                    type=stored,
                    other=end.id,
                    **_keys(window),
                )
            ]
        ),
        {inquiry.world.ontology.canonical(type)},
    )


def edges_of(
    inquiry: Inquiry, types: Iterable[str], window: WindowKeys | None = None
) -> list[EdgeRecord]:
    """All edges of some types, by edge id."""
    wanted = {inquiry.world.ontology.canonical(type) for type in types}
    return _records(
        inquiry,
        (
            (shape, inquiry.ask(f"lore/{shape}_edges_of_type", type=stored, **_keys(window)))
            for stored, shape in _stored(inquiry, wanted)
        ),
        wanted,
    )


def all_edges(inquiry: Inquiry, window: WindowKeys | None = None) -> list[EdgeRecord]:
    """Every edge of the world but structural ones, by edge id."""
    canonical = inquiry.world.ontology.canonical
    return edges_of(inquiry, {*map(canonical, inquiry.world.shapes), AT_PLANE}, window)


def edge_by_id(inquiry: Inquiry, edge_id: str) -> EdgeRecord | None:
    """The edge of this id, superseded or not; None where there is none."""
    for shape in SHAPES:
        if shape not in _held(inquiry):
            continue
        rows = inquiry.ask(f"lore/{shape}_edge_by_id", edge_id=edge_id)
        if found := [_record(inquiry, row, shape) for row in rows]:
            return found[0]
    return None


Asked = Iterator[tuple[Shape, Iterable[Mapping[str, Any]]]]


def _around(
    inquiry: Inquiry,
    entity: Entity,
    types: Collection[str] | None,
    window: WindowKeys | None,
    side: str,
) -> list[EdgeRecord]:
    given = {"label": entity.label, "id": entity.id, **_keys(window)}
    wanted = _canonical(inquiry, types)
    return _records(inquiry, _asked(inquiry, wanted, side, given), wanted)


def _around_any(
    inquiry: Inquiry,
    entities: Mapping[str, str],
    types: Collection[str] | None,
    window: WindowKeys | None,
    side: str,
) -> list[EdgeRecord]:
    of_label: dict[str, list[str]] = {}
    for entity, label in entities.items():
        of_label.setdefault(label, []).append(entity)
    wanted = _canonical(inquiry, types)
    asked = (
        found
        for label, ids in sorted(of_label.items())
        for found in _asked(
            inquiry, wanted, f"{side}_any", {"label": label, "ids": ids, **_keys(window)}
        )
    )
    return _records(inquiry, asked, wanted)


def _canonical(inquiry: Inquiry, types: Collection[str] | None) -> set[str] | None:
    return None if types is None else {inquiry.world.ontology.canonical(type) for type in types}


def _asked(
    inquiry: Inquiry, wanted: Collection[str] | None, side: str, given: Mapping[str, Any]
) -> Asked:
    """Rows of edges at what is given, with the shape that each query reads."""
    if wanted is None:
        held = _held(inquiry)
        for shape in SHAPES:
            if shape in held:
                yield shape, inquiry.ask(f"lore/{shape}_edges_{side}", **given)
        return
    for stored, shape in _stored(inquiry, wanted):
        yield shape, inquiry.ask(f"lore/{shape}_edges_of_type_{side}", type=stored, **given)


def _stored(inquiry: Inquiry, types: Iterable[str]) -> Iterator[tuple[str, Shape]]:
    """Each name under which edges of these types are stored, with each shape it has."""
    world = inquiry.world
    names = {n for t in types for n in world.ontology.stored_names(world.ontology.canonical(t))}
    if AT_PLANE in names and world.schema != "setting":
        names.add(OLDER)
    for name in sorted(names):
        held = world.holds(name)
        yield from ((name, shape) for shape in SHAPES if held in (shape, "both"))


def _held(inquiry: Inquiry) -> set[Shape]:
    found = set(inquiry.world.shapes.values())
    return set(SHAPES) if "both" in found else found


def _keys(window: WindowKeys | None) -> dict[str, Any]:
    """The parameters of a window filter; an end that excludes nothing is left to its default."""
    if window is None:
        return {}
    ends = {"from": (window.from_line, window.from_key), "until": window[2:]}
    return {
        name: value
        for end, (line, key) in ends.items()
        if line
        for name, value in ((f"{end}_line", line), (f"{end}_key", key))
    }


def _records(
    inquiry: Inquiry,
    asked: Iterable[tuple[Shape, Iterable[Mapping[str, Any]]]],
    wanted: Collection[str] | None,
) -> list[EdgeRecord]:
    edges = (_record(inquiry, row, shape) for shape, rows in asked for row in rows)
    held = unified(
        edge
        for edge in edges
        if edge.type not in STRUCTURAL
        and (wanted is None or edge.type in wanted)
        and edge.in_record(inquiry.as_of)
    )
    if inquiry.as_of is None:
        return held
    return [inquiry.record.edge(edge) for edge in held if inquiry.record.holds(edge)]


def _record(inquiry: Inquiry, row: Mapping[str, Any], shape: Shape) -> EdgeRecord:
    type = inquiry.world.ontology.canonical(row["type"])
    if type == OLDER and row["to_label"] == "Plane":
        type = AT_PLANE
    ends = {name: row[name] or "" for name in ENDS}
    return EdgeRecord.of(type, row["from_id"], row["to_id"], row["properties"], shape, **ends)
