"""Whether one can get from one plane to another, by which way, or what proves that one cannot."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypedDict

from .edges import EdgeRecord
from .plane_map import STATES, PlaneMap
from .plane_search import Way, cheapest, nearest, reachable, ways_by_cost
from .plane_windows import OPEN, TIME_UNKNOWN

if TYPE_CHECKING:
    import numpy as np

OVER_BUDGET = "over_budget"


class Leg(NamedTuple):
    """An edge in one direction. `certainty` is "unknown" where its window may be shut."""

    edge: EdgeRecord
    tail: str
    head: str
    direction: str
    cost: float
    certainty: str


class Blocked(TypedDict):
    """A leg that leaves the reachable planes and cannot be used, and why."""

    tail: str
    head: str
    edge_id: str
    reason: str


@dataclass(frozen=True)
class Crossing:
    """From one plane to another over the open legs of a map.

    `states` tell of each leg whether it can be used (see STATES), `budget` is the largest
    total cost in tolls, None for any.
    """

    plane_map: PlaneMap
    states: np.ndarray[Any, Any]
    start: str
    goal: str
    budget: float | None = None

    @property
    def reachable(self) -> str:
        """ "true" over open legs, "unknown" if only legs of unknown window are missing."""
        if self._certain:
            return "true"
        return "unknown" if self._candidate else "false"

    @property
    def reason(self) -> str | None:
        """Why not: `time_unknown`, `over_budget` (there is a way, too dear), `no_way`; or None."""
        if self._certain:
            return None
        if self._candidate:
            return "time_unknown"
        dear = self.budget is not None and self._goal in reachable(
            self.plane_map.leaving, self._start, self._perhaps
        )
        return OVER_BUDGET if dear else "no_way"

    @property
    def way(self) -> Way | None:
        """The cheapest certain way, else the cheapest that may be open."""
        return self._certain or self._candidate

    @property
    def cost(self) -> float | None:
        return None if self.way is None else self.plane_map.toll(self.way.cost)

    def path(self, way: Way | None) -> list[str]:
        return [] if way is None else [self.plane_map.planes[at] for at in way.planes]

    def legs(self, way: Way | None) -> list[Leg]:
        return [] if way is None else [self._leg(leg) for leg in way.legs]

    def alternatives(self, limit: int) -> list[Way]:
        """The next cheapest ways that pass no plane twice, after `way`, over legs like its."""
        usable = self._open if self._certain else self._perhaps
        found = ways_by_cost(
            self.plane_map.leaving, self._start, self._goal, usable, budget=self._budget
        )
        return list(islice(found, 1, limit + 1)) if self.way and limit > 0 else []

    @cached_property
    def reachable_set(self) -> list[str]:
        """The planes to which open legs lead within the budget, the start included."""
        return [self.plane_map.planes[at] for at in sorted(self._reached)]

    @cached_property
    def blocked(self) -> list[Blocked]:
        """Every leg out of a reachable plane that cannot be used, by tail, then edge."""
        return self._as_blocked(self._unusable)

    @property
    def cut(self) -> list[Blocked]:
        """The blocked legs out of the reachable set: the two prove that nothing else is reached."""
        legs = self._unusable
        return self._as_blocked(legs[~self._inside[self.plane_map.heads[legs]]])

    @cached_property
    def _unusable(self) -> np.ndarray[Any, Any]:
        """Numbers of the blocked legs; an open one is blocked where it leads beyond the budget."""
        import numpy as np

        tails, heads = self.plane_map.tails, self.plane_map.heads
        legs = np.flatnonzero(self._inside[tails] & ((self.states != OPEN) | ~self._inside[heads]))
        return legs[np.argsort(tails[legs], kind="stable")]

    @cached_property
    def _inside(self) -> np.ndarray[Any, Any]:
        import numpy as np

        inside = np.zeros(len(self.plane_map.planes), bool)
        inside[list(self._reached)] = True
        return inside

    def _as_blocked(self, legs: np.ndarray[Any, Any]) -> list[Blocked]:
        import numpy as np

        reasons = np.array((OVER_BUDGET, *STATES[1:]), object)
        columns = (
            self.plane_map.plane_names[self.plane_map.tails[legs]].tolist(),
            self.plane_map.plane_names[self.plane_map.heads[legs]].tolist(),
            self.plane_map.edge_ids[legs >> 1].tolist(),
            reasons[self.states[legs]].tolist(),
        )
        return [
            {"tail": tail, "head": head, "edge_id": edge, "reason": reason}
            for tail, head, edge, reason in zip(*columns, strict=True)
        ]

    def _leg(self, leg: int) -> Leg:
        planes = self.plane_map.planes
        return Leg(
            self.plane_map.edges[leg >> 1],
            planes[self.plane_map.tails[leg]],
            planes[self.plane_map.heads[leg]],
            self.plane_map.direction(leg),
            self.plane_map.toll(self.plane_map.costs[leg]),
            "true" if self.states[leg] == OPEN else "unknown",
        )

    @cached_property
    def _certain(self) -> Way | None:
        return self._cheapest(self._open)

    @cached_property
    def _candidate(self) -> Way | None:
        return self._cheapest(self._perhaps)

    @cached_property
    def _reached(self) -> set[int]:
        leaving = self.plane_map.leaving
        if self._budget is None:
            return reachable(leaving, self._start, self._open)
        return set(nearest(leaving, self._start, self._open, budget=self._budget))

    def _cheapest(self, usable: list[bool]) -> Way | None:
        return cheapest(
            self.plane_map.leaving, self._start, self._goal, usable, budget=self._budget
        )

    @cached_property
    def _open(self) -> list[bool]:
        return (self.states == OPEN).tolist()  # type: ignore[no-any-return]

    @cached_property
    def _perhaps(self) -> list[bool]:
        either = (self.states == OPEN) | (self.states == TIME_UNKNOWN)
        return either.tolist()  # type: ignore[no-any-return]

    @property
    def _start(self) -> int:
        return self.plane_map.number[self.start]

    @property
    def _goal(self) -> int:
        return self.plane_map.number[self.goal]

    @cached_property
    def _budget(self) -> int | None:
        return None if self.budget is None else self.plane_map.units(self.budget)


def reachable_within(
    plane_map: PlaneMap, states: np.ndarray[Any, Any], start: str, budget: float | None
) -> list[tuple[str, float, int]]:
    """Each plane that open legs lead to, with cost and legs; by cost, then legs, then id."""
    limit = None if budget is None else plane_map.units(budget)
    usable = (states == OPEN).tolist()
    found = nearest(plane_map.leaving, plane_map.number[start], usable, budget=limit)
    ranked = sorted((cost, hops, plane) for plane, (cost, hops) in found.items())
    return [(plane_map.planes[plane], plane_map.toll(cost), hops) for cost, hops, plane in ranked]
