"""The relations around an entity, some steps far."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from ...core.errors import BadInput
from ...core.lore import EdgeRecord, LoreAnswer
from ...core.protocols import AsksWorld
from ...core.time import Truth
from .edges import edges_from_any, edges_to_any
from .holding import During, Held, centred, held, only, undecided
from .inquiry import Inquiry

COLUMNS = ("edge_id", "type", "from_id", "to_id", "distance")


def graph_traverse(
    bench: AsksWorld,
    entity: str,
    depth: int = 1,
    types: str | Collection[str] | None = None,
    at_time: str | None = None,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """A row for each relation within `depth` steps of an entity, by distance and edge id.

    Relations are followed either way. `distance` is the number of steps to the farther end by
    the shortest way. At a time, only what holds for certain at some moment of it is followed;
    what may hold is counted in `meta.undecided`. Without one, whatever held at any time is.

    TimeSyntaxError, AmbiguousName, BadInput (no such entity, a depth below 1). Source:
    reference of the lore engine, section 12.
    """
    if not isinstance(depth, int) or isinstance(depth, bool) or depth < 1:
        raise BadInput(f"depth: expected 1 or more steps, saw {depth!r}")
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    about = centred(inquiry, entity, at_time)
    if about is None:
        return inquiry.answer(COLUMNS, [])
    centre, asked = about
    rows, told = [], dict[str, Truth]()
    seen, level = {centre.id}, {centre.id: centre.label}
    for distance in range(1, depth + 1):
        judged = _edges(inquiry, level, only(types), asked)
        new = [edge for edge, truth in judged if truth.value and edge.edge_id not in told]
        told |= {edge.edge_id: truth for edge, truth in judged}
        rows += [(edge.edge_id, edge.type, edge.from_id, edge.to_id, distance) for edge in new]
        level = {end: label for end, label in _ends(new).items() if end not in seen}
        seen |= level.keys()
        if not level:
            break
    undecided(inquiry, told.values())
    return inquiry.answer(COLUMNS, rows)


def _ends(edges: list[EdgeRecord]) -> dict[str, str]:
    """The labels of both ends, by id."""
    return {e.from_id: e.from_label for e in edges} | {e.to_id: e.to_label for e in edges}


def _edges(
    inquiry: Inquiry, level: dict[str, str], types: list[str] | None, asked: During
) -> list[Held]:
    """The edges at any of some entities that hold, or may, each once, by edge id."""
    found = edges_from_any(inquiry, level, types, asked.keys)
    found += edges_to_any(inquiry, level, types, asked.keys)
    each = {edge.edge_id: edge for edge in found}
    return held(inquiry, [each[edge_id] for edge_id in sorted(each)], asked)
