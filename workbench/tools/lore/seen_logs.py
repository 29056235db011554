"""What a character may know of missions, lots, their relations and the rows of their logs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from ...core.lore import EdgeRecord, Entity
from ...core.lore.facts import fact_of_entity, fact_of_row, fact_of_trade
from .inquiry import Inquiry
from .instances import instances
from .knowledge import Knowledge


class Identified(Protocol):
    @property
    def id(self) -> str: ...


One = TypeVar("One", bound=Identified)
Row = Mapping[str, Any]


def knowledge_of(inquiry: Inquiry, npc: str | None, at_time: str | None) -> Knowledge | None:
    """What a person knows at a time (None: now); None where nobody in particular asks."""
    return None if npc is None else Knowledge.of(inquiry, npc, at_time or "current")


def seen_instances(knowledge: Knowledge | None, found: Sequence[One]) -> list[One]:
    """The domain entities, or what has their ids, that may be known, in their order."""
    if knowledge is None:
        return list(found)
    nodes = instances(knowledge.inquiry, [one.id for one in found])
    seen = {id for id, node in nodes.items() if knowledge.visible(fact_of_entity(node)).visible}
    return [one for one in found if one.id in seen]


def seen_edges(knowledge: Knowledge | None, edges: Sequence[EdgeRecord]) -> list[EdgeRecord]:
    """The relations that may be known, in their order."""
    if knowledge is None:
        return list(edges)
    facts = zip(edges, knowledge.facts(edges), strict=True)
    return [edge for edge, fact in facts if knowledge.visible(fact).visible]


def seen_steps(knowledge: Knowledge | None, mission: Entity, steps: Iterable[Row]) -> list[Row]:
    """Steps of a mission are as secret as it is, and known once they happened."""
    if knowledge is None:
        return list(steps)
    return [
        row for row in steps if knowledge.visible(fact_of_row("mission_step", row, mission)).visible
    ]


def seen_trades(knowledge: Knowledge | None, rows: Iterable[Row]) -> list[Row]:
    """Rows of the trade log that may be known, by their own secrecy and their lot's owner."""
    found = list(rows)
    if knowledge is None:
        return found
    lots = instances(knowledge.inquiry, {row["lot_id"] for row in found})
    return [
        row
        for row in found
        if knowledge.visible(fact_of_trade(row, lots.get(row["lot_id"]))).visible
    ]
