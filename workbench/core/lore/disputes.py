"""Which relations contradict one another.

Source: reference of the lore engine, section 11, rule A1.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..time import Chronology
from .consistency.windows import clash
from .edges import EdgeRecord


def rivals(edge: EdgeRecord, others: Iterable[EdgeRecord], clock: Chronology) -> list[EdgeRecord]:
    """Those that tell the same relation with other ends, by other sources, and clash with it."""
    return [
        other
        for other in others
        if other.edge_id != edge.edge_id
        and _same(edge) == _same(other)
        and bool(edge.sources and other.sources)
        and set(edge.sources).isdisjoint(other.sources)
        and (edge.valid_from, edge.valid_until) != (other.valid_from, other.valid_until)
        and clash(clock, edge, other).value is True
    ]


def _same(edge: EdgeRecord) -> tuple[Any, ...]:
    return edge.from_id, edge.type, edge.to_id, edge.props.get("via")
