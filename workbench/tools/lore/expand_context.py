"""What an entity belongs to."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import EdgeRecord, Entity, LoreAnswer
from ...core.protocols import AsksWorld
from ...core.time import TRUE, Truth
from .edges import edges_from, edges_from_any
from .holding import During, centred, held, undecided
from .inquiry import Inquiry
from .parts import Place, wholes_of
from .whereabouts import planes_of

COLUMNS = ("kind", "id", "name", "via")
KINDS = ("lineage", "faction", "region", "setting", "plane")
Row = tuple[str, str, str, str]
Sure = tuple[Row, Truth]


def expand_context(
    bench: AsksWorld,
    entity: str,
    at_time: str = "current",
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """A row for each lineage, faction, region, setting and plane above an entity.

    In that order, then by id. Factions count at any depth of MEMBER_OF, regions at any depth
    of PART_OF from where the entity is. Planes are its own, else those of its locations, else
    its setting's default; of a plane, those that it is a layer of, at any depth. `via` is the
    edge that led there, EXISTS_IN for a setting, default for a default plane. Only what holds
    for certain at some moment of the time; what may hold is counted in `meta.undecided`.

    TimeSyntaxError, AmbiguousName, BadInput (no such entity). Source: reference of the lore
    engine, section 12.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    about = centred(inquiry, entity, at_time)
    if about is None:
        return inquiry.answer(COLUMNS, [])
    centre, asked = about
    found = [
        *_groups(inquiry, centre, asked),
        *_regions(inquiry, centre, asked),
        *_planes(inquiry, centre, asked),
    ]
    undecided(inquiry, (truth for _, truth in found))
    rows = {row for row, truth in found if truth.value} | _settings(inquiry, centre)
    ordered = sorted(rows, key=lambda row: (KINDS.index(row[0]), row[1:]))
    return inquiry.answer(COLUMNS, ordered)


def _groups(inquiry: Inquiry, centre: Entity, asked: During) -> list[Sure]:
    """Lineages and factions, and the factions that these belong to."""
    found: dict[str, Sure] = {}
    level, sure = {centre.id: centre.label}, {centre.id: TRUE}
    while level:
        edges = edges_from_any(inquiry, level, ["MEMBER_OF"], asked.keys)
        level = {}
        for edge, truth in held(inquiry, edges, asked):
            certainty = sure[edge.from_id] & truth
            known = sure.get(edge.to_id)
            if known is None or (certainty.value and known.value is None):
                kind = "lineage" if edge.to_label == "Lineage" else "faction"
                row = (kind, edge.to_id, edge.to_name or edge.to_id, edge.edge_id)
                found[edge.to_id], sure[edge.to_id] = (row, certainty), certainty
                level[edge.to_id] = edge.to_label
    return list(found.values())


def _regions(inquiry: Inquiry, centre: Entity, asked: During) -> list[Sure]:
    located = held(inquiry, edges_from(inquiry, centre, ["LOCATED_IN"], asked.keys), asked)
    start = {edge.to_id: _place(edge, truth) for edge, truth in located}
    start[centre.id] = Place(centre.id, centre.label, TRUE)
    return [
        _sure("region", place, place.edge)
        for place in wholes_of(inquiry, start, asked).values()
        if place.label == "Region" and place.edge
    ]


def _sure(kind: str, place: Place, edge: EdgeRecord) -> Sure:
    return (kind, place.id, place.name or place.id, edge.edge_id), place.certainty


def _place(edge: EdgeRecord, truth: Truth) -> Place:
    return Place(edge.to_id, edge.to_label, truth, edge, edge.to_name)


def _planes(inquiry: Inquiry, centre: Entity, asked: During) -> list[Sure]:
    """Those that an entity is on; those that a plane is a layer of."""
    if centre.label == "Plane":
        itself = {centre.id: Place(centre.id, centre.label, TRUE)}
        wholes = wholes_of(inquiry, itself, asked, "LAYER_OF").values()
        return [_sure("plane", whole, whole.edge) for whole in wholes if whole.edge]
    found = planes_of(inquiry, centre, asked, derived=True, assume=True)
    return [
        (("plane", one.plane_id, one.plane_name, one.edge_id or one.basis), one.certainty)
        for one in found
    ]


def _settings(inquiry: Inquiry, centre: Entity) -> set[Row]:
    known = inquiry.world.settings
    return {
        ("setting", setting, known[setting].name, "EXISTS_IN")
        for setting in centre.settings
        if setting in known
    }
