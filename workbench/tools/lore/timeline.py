"""All that the record tells of an entity, in order of time."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .edges import edges_at
from .holding import centred, held
from .inquiry import Inquiry
from .telling import by_window

COLUMNS = ("edge_id", "type", "other_id", "valid_from", "valid_until")


def timeline(
    bench: AsksWorld,
    entity: str,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """A row for each relation that the entity ever had, sorted by start, end and edge id.

    An open start comes first, then what can be placed, in the order of eras; times that cannot
    be placed come last, by their text. A window that ends before it starts is left out: it
    never held.

    AmbiguousName, BadInput (no such entity). Source: reference of the lore engine, section 2.4:
    the state over a window without ends.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    about = centred(inquiry, entity, None)
    if about is None:
        return inquiry.answer(COLUMNS, [])
    centre, ever = about
    edges = [edge for edge, _ in held(inquiry, edges_at(inquiry, centre), ever)]
    edges.sort(key=lambda edge: by_window(ever.clock, edge))
    rows = ((e.edge_id, e.type, e.other(centre.id), e.valid_from, e.valid_until) for e in edges)
    return inquiry.answer(COLUMNS, rows)
