"""What held of an entity at a time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .edges import edges_at
from .holding import centred, held, only, undecided
from .inquiry import Inquiry
from .telling import STATE, state_row

COLUMNS = (*STATE, "certainty")


def state_at(
    bench: AsksWorld,
    entity: str,
    at_time: str = "current",
    types: str | Collection[str] | None = None,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """A row for each relation of the entity at some moment of a time, by type and edge id.

    `direction` is out, in, or both for a symmetric relation; `other_id` is the other end.
    `certainty` is true, or unknown where a window cannot be placed. `types` narrows.

    TimeSyntaxError, AmbiguousName, BadInput (no such entity). Source: reference of the lore
    engine, section 2.4.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    about = centred(inquiry, entity, at_time)
    if about is None:
        return inquiry.answer(COLUMNS, [])
    centre, asked = about
    found = held(inquiry, edges_at(inquiry, centre, only(types), asked.keys), asked)
    undecided(inquiry, (truth for _, truth in found))
    found.sort(key=lambda held: (held[0].type, held[0].edge_id))
    rows = ((*state_row(inquiry, centre, edge), str(truth)) for edge, truth in found)
    return inquiry.answer(COLUMNS, rows)
