"""The planes that one can get to."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from ...core.lore import LoreAnswer
from ...core.lore.planes import reachable_within
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .plane_graph import plane_graph, states_of_legs
from .plane_path import checked_cost

COLUMNS = ("plane_id", "cost", "hops")


def reachable_planes(
    bench: AsksWorld,
    plane: str,
    at_time: str = "current",
    max_cost: float | None = None,
    *,
    as_npc: str | None = None,
    may_use: Collection[str] | None = None,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """`plane_id, cost, hops` of every plane that open legs lead to, the start first at cost 0.

    By cost in tolls, then legs, then id; legs as in `plane_path`. What can only be reached
    through a window of unknown state is no row.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    budget = checked_cost(max_cost)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [])
    graph = plane_graph(inquiry)
    start = graph.plane(inquiry, plane)
    clock = inquiry.clock(start.setting_id)
    states = states_of_legs(inquiry, graph, clock, at_time, as_npc=as_npc, may_use=may_use)
    return inquiry.answer(COLUMNS, reachable_within(graph.map, states, start.id, budget))
