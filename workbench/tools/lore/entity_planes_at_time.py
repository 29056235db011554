"""On which planes an entity was at a time."""

from __future__ import annotations

from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.protocols import AsksWorld
from .holding import centred, undecided
from .inquiry import Inquiry
from .whereabouts import planes_of

COLUMNS = (
    *("plane_id", "plane_name", "basis", "valid_from", "valid_until", "edge_id", "certainty"),
)


def entity_planes_at_time(
    bench: AsksWorld,
    entity: str,
    at_time: str = "current",
    include_derived: bool = False,
    assume_default: bool = False,
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """A row for each plane of an entity at some moment of a time; the certain first, by basis.

    `basis` is direct (LOCATED_IN_PLANE), via_location (LOCATED_IN a place, and that place's
    plane; with `include_derived`) or default (the default plane of the setting asked about,
    else of the entity's first; with `assume_default`, where nothing else was found). A certain
    direct row hides derived ones: a journey outranks a home. Window and `edge_id` are those of
    the entity's own edge.

    TimeSyntaxError, AmbiguousName, BadInput (no such entity). Source: reference of the lore
    engine, section 2.4.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    about = centred(inquiry, entity, at_time)
    if about is None:
        return inquiry.answer(COLUMNS, [])
    found, asked = about
    rows = planes_of(inquiry, found, asked, derived=include_derived, assume=assume_default)
    undecided(inquiry, (row.certainty for row in rows))
    return inquiry.answer(COLUMNS, ((*row[:-1], str(row.certainty)) for row in rows))
