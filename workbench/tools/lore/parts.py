"""Wholes and their parts, over any number of steps, as they hold at a time: places by PART_OF,
planes by LAYER_OF."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from ...core.lore import EdgeRecord, Entity
from ...core.time import TRUE, Truth
from .edges import edges_from_any, edges_to_any
from .holding import During
from .inquiry import Inquiry

PART_OF = "PART_OF"


class Place(NamedTuple):
    """A place on the way, whether it belongs there at the time, and the edge that led to it."""

    id: str
    label: str
    certainty: Truth
    edge: EdgeRecord | None = None
    name: str = ""


def parts_of(inquiry: Inquiry, place: Entity, asked: During) -> dict[str, Place]:
    """The place itself and all that is part of it, by id."""
    top = Place(place.id, place.label, TRUE, None, place.name)
    return _reached(lambda level: _within(inquiry, level, asked), {place.id: top})


def wholes_of(
    inquiry: Inquiry, places: Mapping[str, Place], asked: During, type: str = PART_OF
) -> dict[str, Place]:
    """The places themselves and all that they are part of (or layers of), by id."""
    return _reached(lambda level: _around(inquiry, level, asked, type), dict(places))


Step = Callable[[Mapping[str, str]], list[tuple[str, Place]]]


def _reached(step: Step, found: dict[str, Place]) -> dict[str, Place]:
    """Level by level. A place is asked again only where a surer way to it turns up, so that a
    circle ends."""
    level = dict(found)
    while level:
        after: dict[str, Place] = {}
        for before, place in step({place.id: place.label for place in level.values()}):
            certainty = found[before].certainty & place.certainty
            known = found.get(place.id)
            if certainty.possible and (known is None or _surer(certainty, known.certainty)):
                found[place.id] = after[place.id] = place._replace(certainty=certainty)
        level = after
    return found


def _surer(one: Truth, other: Truth) -> bool:
    return one.value is True and other.value is None


def _within(inquiry: Inquiry, level: Mapping[str, str], asked: During) -> list[tuple[str, Place]]:
    edges = edges_to_any(inquiry, level, [PART_OF], asked.keys)
    return [
        (e.to_id, Place(e.from_id, e.from_label, asked.holds(e), e, e.from_name)) for e in edges
    ]


def _around(
    inquiry: Inquiry, level: Mapping[str, str], asked: During, type: str
) -> list[tuple[str, Place]]:
    edges = edges_from_any(inquiry, level, [type], asked.keys)
    return [(e.from_id, Place(e.to_id, e.to_label, asked.holds(e), e, e.to_name)) for e in edges]
