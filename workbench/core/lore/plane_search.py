"""Cheapest ways over legs, and what can be reached: exact, with one order among equals.

Smaller cost, then fewer legs, then smaller plane ids along the way, then smaller edge ids.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

Leaving = Sequence[Sequence[tuple[int, int, int]]]
"""By plane: (head, cost, leg) of each leg that leaves it; leg 2e and 2e + 1 are edge e."""


class Way(NamedTuple):
    """A walk; ways compare as they are preferred, for leg numbers follow edge ids."""

    cost: int
    hops: int
    planes: tuple[int, ...]
    legs: tuple[int, ...]


def cheapest(
    leaving: Leaving,
    start: int,
    goal: int,
    usable: Sequence[bool],
    *,
    avoid: Collection[int] = (),
    budget: int | None = None,
) -> Way | None:
    """The best way from start to goal, through none of the planes to avoid, within the budget."""
    ranks = _ranks(leaving, start, usable, goal=goal, avoid=avoid, budget=budget)
    if goal not in ranks:
        return None
    onward = _onward(leaving, goal, usable, ranks)
    planes, legs = [start], []
    while planes[-1] != goal:
        head, leg = min(onward[planes[-1]])
        planes.append(head)
        legs.append(leg)
    return Way(*divmod(ranks[goal], _hop_limit(leaving)), tuple(planes), tuple(legs))


def nearest(
    leaving: Leaving, start: int, usable: Sequence[bool], *, budget: int | None = None
) -> dict[int, tuple[int, int]]:
    """Smallest cost, and legs at that cost, of each plane that is reached within the budget."""
    ranks = _ranks(leaving, start, usable, budget=budget)
    return {plane: divmod(rank, _hop_limit(leaving)) for plane, rank in ranks.items()}


def _hop_limit(leaving: Leaving) -> int:
    """More legs than a way can have: cost times this, plus legs, is one number that ranks."""
    return len(leaving) + 1


def _ranks(
    leaving: Leaving,
    start: int,
    usable: Sequence[bool],
    *,
    goal: int | None = None,
    avoid: Collection[int] = (),
    budget: int | None = None,
) -> dict[int, int]:
    """Cost and legs of each plane as one number, up to the goal's; Dijkstra's algorithm.

    The queue holds rank and plane as one number too: a comparison of tuples costs more.
    """
    limit, planes = _hop_limit(leaving), len(leaving)
    most = float("inf") if budget is None else (budget + 1) * limit - 1
    ranks = dict.fromkeys(avoid, -1) | {start: 0}
    queue = [start]
    while queue:
        rank, here = divmod(heapq.heappop(queue), planes)
        if here == goal:
            break
        if rank > ranks[here]:
            continue
        for head, cost, leg in leaving[here]:
            if usable[leg]:
                longer = rank + cost * limit + 1
                if longer < ranks.get(head, most + 1):
                    ranks[head] = longer
                    heapq.heappush(queue, longer * planes + head)
    return {plane: rank for plane, rank in ranks.items() if rank >= 0}


def _onward(
    leaving: Leaving, goal: int, usable: Sequence[bool], ranks: Mapping[int, int]
) -> dict[int, list[tuple[int, int]]]:
    """By plane, (head, leg) of each leg of a best way to the goal.

    Found from the goal back: leg ^ 1 is the other direction of a leg.
    """
    limit = _hop_limit(leaving)
    onward: dict[int, list[tuple[int, int]]] = {goal: []}
    waiting = [goal]
    while waiting:
        head = waiting.pop()
        for tail, cost, back in leaving[head]:
            leg = back ^ 1
            if not usable[leg] or ranks.get(tail) != ranks[head] - cost * limit - 1:
                continue
            if tail not in onward:
                onward[tail] = []
                waiting.append(tail)
            onward[tail].append((head, leg))
    return onward


def ways_by_cost(
    leaving: Leaving, start: int, goal: int, usable: Sequence[bool], *, budget: int | None = None
) -> Iterator[Way]:
    """Every way that passes no plane twice, best first; Yen's algorithm.

    Each next way leaves an earlier one at some plane by another leg, and never comes back to
    the planes before it.
    """
    first = cheapest(leaving, start, goal, usable, budget=budget)
    queue = [first] if first else []
    told: list[Way] = []
    while queue:
        way = heapq.heappop(queue)
        yield way
        told.append(way)
        for candidate in _departures(leaving, way, told, goal, usable, budget):
            if candidate not in queue:
                heapq.heappush(queue, candidate)


def _departures(
    leaving: Leaving,
    way: Way,
    told: Sequence[Way],
    goal: int,
    usable: Sequence[bool],
    budget: int | None,
) -> Iterator[Way]:
    tolls = {leg: toll for plane in way.planes for _, toll, leg in leaving[plane]}
    for at in range(way.hops):
        root = way.legs[:at]
        spent = sum(tolls[leg] for leg in root)
        left = list(usable)
        for other in told:
            if other.legs[:at] == root and other.hops > at:
                left[other.legs[at]] = False
        rest = None if budget is None else budget - spent
        spur = cheapest(leaving, way.planes[at], goal, left, avoid=way.planes[:at], budget=rest)
        if spur:
            yield Way(
                spent + spur.cost,
                at + spur.hops,
                way.planes[:at] + spur.planes,
                root + spur.legs,
            )


def reachable(leaving: Leaving, start: int, usable: Sequence[bool]) -> set[int]:
    """The planes that legs lead to from start, start included."""
    found = {start}
    waiting = [start]
    while waiting:
        for head, _, leg in leaving[waiting.pop()]:
            if usable[leg] and head not in found:
                found.add(head)
                waiting.append(head)
    return found
