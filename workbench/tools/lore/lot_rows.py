"""Lots, as answers tell them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...core.lore import EdgeRecord, Entity
from ...core.lore.log_times import newest_first
from .inquiry import Inquiry
from .instances import relations_of
from .knowledge import Knowledge
from .seen_logs import seen_edges

COLUMNS = ("id", "name", "good_id", "asking_price", "currency", "quantity", "status")


def lot_rows(
    inquiry: Inquiry, lots: Sequence[Entity], knowledge: Knowledge | None = None
) -> list[dict[str, Any]]:
    """Each lot with its good, its place and who offers it, as far as known, in the order given."""
    types = ("CONTAINS", "OFFERED_AT", "OFFERED_BY")
    edges = seen_edges(knowledge, relations_of(inquiry, [lot.id for lot in lots], *types))
    return [
        {
            **lot.properties,
            "id": lot.id,
            "name": lot.name,
            "good_id": _end(edges, lot, "CONTAINS"),
            "location_id": _end(edges, lot, "OFFERED_AT"),
            "offered_by": _end(edges, lot, "OFFERED_BY"),
        }
        for lot in lots
    ]


def newest_listed(inquiry: Inquiry, lots: Iterable[Entity]) -> list[Entity]:
    """Lots by when they were listed, newest first, ties by id."""
    listed = {lot: lot.properties.get("listed") or "" for lot in lots}
    ranks = dict(newest_first(set(listed.values()), inquiry.clock()))
    return sorted(listed, key=lambda lot: (ranks[listed[lot]], lot.id))


def _end(edges: Iterable[EdgeRecord], lot: Entity, type: str) -> str | None:
    """A lot has one good, one place and one who offers it; the first id where it has more."""
    return min((e.to_id for e in edges if e.from_id == lot.id and e.type == type), default=None)
