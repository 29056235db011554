"""Relations as rows of an answer."""

from __future__ import annotations

from typing import Any

from ...core.lore import EdgeRecord, Entity
from ...core.time import Chronology
from .inquiry import Inquiry

STATE = ("edge_id", "direction", "type", "other_id", "other_name", "valid_from", "valid_until")


def state_row(inquiry: Inquiry, centre: Entity, edge: EdgeRecord) -> tuple[Any, ...]:
    """An edge as its end `centre` sees it, in the columns of `STATE`."""
    outward = edge.from_id == centre.id
    other, name = (edge.to_id, edge.to_name) if outward else (edge.from_id, edge.from_name)
    direction = "both" if is_symmetric(inquiry, edge.type) else "out" if outward else "in"
    return (
        *(edge.edge_id, direction, edge.type, other, name),
        *(edge.valid_from, edge.valid_until),
    )


def is_symmetric(inquiry: Inquiry, type: str) -> bool:
    relation = inquiry.world.ontology.relation(type)
    return relation is not None and relation.symmetric


def by_window(clock: Chronology, edge: EdgeRecord) -> tuple[Any, ...]:
    """Sorts edges by start, end and id; an open start comes first."""
    start = clock.display_key(edge.valid_from, "")
    return start, clock.display_key(edge.valid_until, ""), edge.edge_id
