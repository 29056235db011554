"""Whether one can get from one plane to another, how, and what proves that one cannot."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from ...core.errors import BadInput
from ...core.lore import LoreAnswer
from ...core.lore.planes import Crossing, Leg
from ...core.protocols import AsksWorld
from .inquiry import Inquiry
from .plane_graph import plane_graph, states_of_legs

COLUMNS = (
    *("edge_id", "type", "tail", "head", "direction", "via", "cost", "certainty"),
    *("valid_from", "valid_until"),
)


def plane_path(
    bench: AsksWorld,
    from_plane: str,
    to_plane: str,
    at_time: str = "current",
    as_npc: str | None = None,
    max_cost: float | None = None,
    *,
    may_use: Collection[str] | None = None,
    alternatives: int = 0,
    setting: str | None = None,
    as_of: str | datetime | None = None,
    world_time: str | None = None,
) -> LoreAnswer:
    """The legs of the cheapest way, in order: smallest cost in tolls, then fewest legs, then ids.

    A leg is an edge in one direction; its window must hold all of `at_time`. Facts of the
    answer: `reachable` "true", "false", or "unknown" (the way is a candidate: some of its
    windows may be shut); `cost, hops, path`; `reason` (`time_unknown`, `no_way`,
    `over_budget`; None where reachable); `reachable_set`, the planes that open legs lead to;
    `blocked`, every leg out of it that cannot be used: `tail, head, edge_id, reason`; `cut`,
    those of them that leave the set, which with the set prove a "false"; `alternatives`, the
    next cheapest ways that pass no plane twice: `cost, hops, path, edges`.

    Reasons, the first that holds: wrong_direction, not_allowed (`may_use` names the relation
    types to travel by), not_yet_open, closed, not_known_to_traveller, time_unknown. `setting`
    names whose current time `current` is; ways may lead out of it. BadInput for what is no
    plane, no person, no cost or no way to travel.
    """
    inquiry = Inquiry.open(bench, setting=setting, as_of=as_of, world_time=world_time)
    budget = checked_cost(max_cost)
    if inquiry.nowhere:
        return inquiry.answer(COLUMNS, [], reachable="false", reason="no_setting", path=[])
    graph = plane_graph(inquiry)
    start, goal = (graph.plane(inquiry, reference) for reference in (from_plane, to_plane))
    clock = inquiry.clock(start.setting_id)
    states = states_of_legs(inquiry, graph, clock, at_time, as_npc=as_npc, may_use=may_use)
    found = Crossing(graph.map, states, start.id, goal.id, budget)
    inquiry.undecided += found.reachable == "unknown"
    legs = found.legs(found.way)
    inquiry.note(leg.edge for leg in legs)
    rows = (tuple(_row(leg)) for leg in legs)
    return inquiry.answer(COLUMNS, rows, **_facts(found), **_alternatives(found, alternatives))


def checked_cost(max_cost: float | None) -> float | None:
    """The budget; None for none at all. BadInput for what is no amount of tolls."""
    if max_cost is None or max_cost == float("inf"):
        return None
    if isinstance(max_cost, bool) or not isinstance(max_cost, int | float) or not max_cost >= 0:
        raise BadInput(f"max_cost: expected tolls, 0 or more, or None, saw {max_cost!r}")
    return max_cost


def _facts(found: Crossing) -> dict[str, Any]:
    return {
        "reachable": found.reachable,
        "reason": found.reason,
        "cost": found.cost,
        "hops": found.way.hops if found.way else None,
        "path": found.path(found.way),
        "blocked": found.blocked,
        "reachable_set": found.reachable_set,
        "cut": found.cut if found.reachable == "false" else [],
    }


def _alternatives(found: Crossing, limit: int) -> dict[str, Any]:
    ways = found.alternatives(limit)
    return {
        "alternatives": [
            {
                "cost": found.plane_map.toll(way.cost),
                "hops": way.hops,
                "path": found.path(way),
                "edges": [leg.edge.edge_id for leg in found.legs(way)],
            }
            for way in ways
        ]
    }


def _row(leg: Leg) -> Iterator[Any]:
    edge = leg.edge
    yield from (edge.edge_id, edge.type, leg.tail, leg.head, leg.direction)
    yield from (edge.props.get("via"), leg.cost, leg.certainty, edge.valid_from, edge.valid_until)
