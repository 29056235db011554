"""Which relations held during a window."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import EdgeRecord, Entity, LoreAnswer
from ...core.protocols import AsksWorld
from ...core.time import WindowKeys
from .edges import all_edges, edges_between, edges_from, edges_of, edges_to
from .holding import During, check_times, held, undecided
from .inquiry import Inquiry
from .telling import by_window, is_symmetric

COLUMNS = ("edge_id", "type", "from_id", "to_id", "valid_from", "valid_until", "certainty")


def true_during(
    bench: AsksWorld,
    valid_from: str | None,
    valid_until: str | None,
    relation: str | None = None,
    subject: str | None = None,
    object: str | None = None,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """A row for each relation that held at some moment of a window, by start, end and edge id.

    None is an open end. `relation`, `subject` and `object` narrow; of a symmetric relation the
    subject or object may be either end, and the row keeps the ends as they are stored. A window
    that ends before it starts holds nothing.

    TimeSyntaxError, AmbiguousName, BadInput (no such entity). Source: reference of the lore
    engine, section 2.4.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    check_times(valid_from, valid_until)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    start = inquiry.entity(subject) if subject is not None else None
    end = inquiry.entity(object) if object is not None else None
    home = start or end
    clock = inquiry.clock_of(home) if home else inquiry.clock()
    asked = During(clock, valid_from, valid_until)
    edges = _edges(inquiry, relation, start, end, asked.keys)
    found = held(inquiry, edges, asked)
    undecided(inquiry, (truth for _, truth in found))
    found.sort(key=lambda held: by_window(clock, held[0]))
    return inquiry.answer(COLUMNS, ((*_told(edge), str(truth)) for edge, truth in found))


def _told(edge: EdgeRecord) -> tuple[str | None, ...]:
    window = edge.valid_from, edge.valid_until
    return edge.edge_id, edge.type, edge.from_id, edge.to_id, *window


def _edges(
    inquiry: Inquiry,
    relation: str | None,
    start: Entity | None,
    end: Entity | None,
    window: WindowKeys,
) -> list[EdgeRecord]:
    types = None if relation is None else [relation]
    one = start or end
    if one is None:
        return all_edges(inquiry, window) if types is None else edges_of(inquiry, types, window)
    if start and end and relation is not None:
        return edges_between(inquiry, start, relation, end, window)
    there, back = (edges_from, edges_to) if start else (edges_to, edges_from)
    found = there(inquiry, one, types, window)
    if both_ways := _symmetric(inquiry, relation):
        found += back(inquiry, one, both_ways, window)
    each = {edge.edge_id: edge for edge in found}
    return [edge for edge in each.values() if _joins(inquiry, edge, start, end)]


def _symmetric(inquiry: Inquiry, relation: str | None) -> list[str]:
    """Of one relation, or of all, those that are read both ways."""
    if relation is not None:
        return [relation] if is_symmetric(inquiry, relation) else []
    return [name for name, found in inquiry.world.ontology.relations.items() if found.symmetric]


def _joins(inquiry: Inquiry, edge: EdgeRecord, start: Entity | None, end: Entity | None) -> bool:
    """Whether the edge leads from `start` to `end` as far as they are given."""
    ways = [(edge.from_id, edge.to_id)]
    if is_symmetric(inquiry, edge.type):
        ways.append((edge.to_id, edge.from_id))
    return any(
        (start is None or start.id == source) and (end is None or end.id == target)
        for source, target in ways
    )
