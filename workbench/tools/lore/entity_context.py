"""An entity at a time, in one row."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from ...core.lore import Entity, LoreAnswer
from ...core.protocols import AsksWorld
from .edges import edges_from
from .holding import Held, centred, held, undecided
from .inquiry import Inquiry
from .whereabouts import planes_of

COLUMNS = (
    *("id", "name", "label", "factions", "locations", "items", "titles", "planes", "lifespan"),
)
# Each list: the relation that leads to its entries, and their label.
_LISTS = (
    ("MEMBER_OF", "Faction"),
    ("LOCATED_IN", "Location"),
    ("POSSESSES", "Item"),
    ("CLAIMS_TITLE", "Title"),
)
_LIVES = (
    ("born", "died"),
    ("founded", "dissolved"),
    ("created", "destroyed"),
    ("exists_from", "exists_until"),
    ("occurred", "occurred"),
)


def entity_context(
    bench: AsksWorld,
    entity: str,
    at_time: str = "current",
    *,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """One row: an entity and the ids of its factions, locations, items, titles and planes.

    Only what holds for certain at some moment of the time is listed, each id once and in order;
    what may hold is counted in `meta.undecided`. Planes are the direct ones, else those of its
    locations. `lifespan` is [start, end] as recorded: born and died, founded and dissolved,
    created and destroyed, or an event's time twice; null where a thing has no dates.

    TimeSyntaxError, AmbiguousName, BadInput (no such entity). Source: reference of the lore
    engine, section 12.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    about = centred(inquiry, entity, at_time)
    if about is None:
        return inquiry.answer(COLUMNS, [])
    found, asked = about
    types = [type for type, _ in _LISTS]
    edges = held(inquiry, edges_from(inquiry, found, types, asked.keys), asked)
    listed = [(edge, truth) for edge, truth in edges if (edge.type, edge.to_label) in _LISTS]
    planes = planes_of(inquiry, found, asked, derived=True, assume=False)
    undecided(inquiry, [*(truth for _, truth in listed), *(one.certainty for one in planes)])
    row = (
        *(found.id, found.name, found.label),
        *(_certain(listed, type) for type in types),
        sorted({one.plane_id for one in planes if one.certainty.value}),
        _lifespan(found),
    )
    return inquiry.answer(COLUMNS, [row])


def _certain(edges: Iterable[Held], type: str) -> list[str]:
    return sorted({edge.to_id for edge, truth in edges if edge.type == type and truth.value})


def _lifespan(entity: Entity) -> list[str | None] | None:
    for start, end in _LIVES:
        life = [entity.properties.get(start), entity.properties.get(end)]
        if any(life):
            return life
    return None
