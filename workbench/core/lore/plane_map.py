"""Planes and the ways between them, ready to be searched: which legs can be used, at what cost."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ..errors import BadInput
from ..time import Chronology
from .edges import EdgeRecord
from .ontology import Ontology, RelationType
from .plane_windows import OPEN, TIME_UNKNOWN, PlaneWindows

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, Any]

# Why a leg cannot be used, the first that holds; the numbers are those of plane_windows.
STATES = (
    "open",
    "not_yet_open",
    "closed",
    "time_unknown",
    "wrong_direction",
    "not_allowed",
    "not_known_to_traveller",
)
WRONG_DIRECTION, NOT_ALLOWED, NOT_KNOWN = 4, 5, 6
FORWARD, BACKWARD = "forward", "backward"
_BY_DIRECTION = {"both": (True, True), FORWARD: (True, False), BACKWARD: (False, True)}


@dataclass(frozen=True)
class Traveller:
    """Whether someone knows a way: `knows` of any edge; `knows_public` of all that are open,
    public and ask for no higher `tier`, which would take long to ask one by one."""

    knows: Callable[[EdgeRecord], bool]
    knows_public: bool
    tier: int


class PlaneMap:
    """The travelled relations between planes, as legs.

    Edge number e, in order of edge ids, has leg 2e (as stored) and leg 2e + 1 (back). Planes
    are numbered in order of their ids, so that smaller numbers are smaller ids. Costs are
    integers in a unit of which a toll has `per_toll`: sums are exact.
    """

    def __init__(
        self,
        planes: Iterable[str],
        edges: Iterable[EdgeRecord],
        ontology: Ontology,
        clock: Chronology,
    ) -> None:
        travelled = {r.name: r for r in ontology.plane_relations() if r.travel}
        self.types = tuple(sorted(travelled))
        self.edges = sorted(
            (e for e in edges if e.type in travelled and e.from_id != e.to_id),
            key=lambda edge: edge.edge_id,
        )
        ends = {end for edge in self.edges for end in (edge.from_id, edge.to_id)}
        self.planes = sorted({*planes, *ends})
        self.number = {plane: at for at, plane in enumerate(self.planes)}
        tolls = [_toll(edge, travelled[edge.type]) for edge in self.edges]
        self.per_toll = 10 ** max((-_exponent(toll) for toll in tolls), default=0)
        self.costs = [int(toll * self.per_toll) for toll in tolls for _ in (0, 1)]
        self._ways = [way for e in self.edges for way in _ways(e, travelled[e.type])]
        self._windows = PlaneWindows(((e.valid_from, e.valid_until) for e in self.edges), clock)

    def states(
        self,
        at_time: str,
        clock: Chronology,
        *,
        traveller: Traveller | None = None,
        may_use: Collection[str] | None = None,
    ) -> Array:
        """Of each leg, its place in STATES."""
        import numpy as np

        windows = self._windows.states(at_time, clock)
        if traveller is not None:
            self._hide(windows, traveller)
        if may_use is not None:
            windows[~np.isin(self._types, sorted(may_use))] = NOT_ALLOWED
        states = np.repeat(windows, 2)
        states[self._wrong] = WRONG_DIRECTION
        return states

    def _hide(self, windows: Array, traveller: Traveller) -> None:
        """Mark what the traveller does not know among what is not shut for certain."""
        may_hold = (windows == OPEN) | (windows == TIME_UNKNOWN)
        asked = may_hold & ((windows == TIME_UNKNOWN) | (self._tiers > traveller.tier))
        if not traveller.knows_public:
            windows[may_hold & self._public] = NOT_KNOWN
        for at in (asked | (may_hold & ~self._public)).nonzero()[0].tolist():
            if not traveller.knows(self.edges[at]):
                windows[at] = NOT_KNOWN

    @cached_property
    def tails(self) -> Array:
        """Of each leg, the number of the plane that it leaves."""
        return self._ends_of_legs(1)

    @cached_property
    def heads(self) -> Array:
        """Of each leg, the number of the plane that it reaches."""
        return self._ends_of_legs(-1)

    @cached_property
    def leaving(self) -> list[list[tuple[int, int, int]]]:
        """By plane: head, cost and number of each leg that leaves it."""
        found: list[list[tuple[int, int, int]]] = [[] for _ in self.planes]
        legs = zip(self.tails.tolist(), self.heads.tolist(), self.costs, strict=True)
        for leg, (tail, head, cost) in enumerate(legs):
            found[tail].append((head, cost, leg))
        return found

    def toll(self, cost: int) -> float:
        """A cost in tolls."""
        return float(cost / self.per_toll)

    def units(self, tolls: float) -> int:
        """The largest cost within a budget."""
        return int(Decimal(str(tolls)) * self.per_toll)

    def direction(self, leg: int) -> str:
        return BACKWARD if leg % 2 else FORWARD

    @cached_property
    def plane_names(self) -> Array:
        """Ids of the planes, by number, to be taken by many numbers at once."""
        return _objects(self.planes)

    @cached_property
    def edge_ids(self) -> Array:
        """Ids of the edges, by number."""
        return _objects([edge.edge_id for edge in self.edges])

    def _ends_of_legs(self, step: int) -> Array:
        import numpy as np

        ends = [(self.number[e.from_id], self.number[e.to_id])[::step] for e in self.edges]
        return np.array(ends, np.intp).reshape(-1)

    @cached_property
    def _wrong(self) -> Array:
        import numpy as np

        return ~np.array(self._ways, bool)

    @cached_property
    def _types(self) -> Array:
        return _objects([edge.type for edge in self.edges])

    @cached_property
    def _public(self) -> Array:
        import numpy as np

        return np.array([edge.secrecy == "public" for edge in self.edges], bool)

    @cached_property
    def _tiers(self) -> Array:
        import numpy as np

        return np.array([edge.props.get("min_tier") or 1 for edge in self.edges], np.int64)


def _objects(values: list[str]) -> Array:
    import numpy as np

    return np.array(values, object)


def _toll(edge: EdgeRecord, relation: RelationType) -> Decimal:
    cost = edge.props.get("cost", relation.default_cost)
    number = isinstance(cost, int | float) and not isinstance(cost, bool)
    toll = Decimal(str(cost)) if number else Decimal("NaN")
    if not toll.is_finite() or toll < 0:
        raise BadInput(
            f"edge {edge.edge_id}: expected a cost of 0 tolls or more, saw {cost!r}; correct it "
            "in the world's files"
        )
    return toll


def _exponent(toll: Decimal) -> int:
    """At most 0: how far right of the point the last digit stands."""
    exponent = toll.normalize().as_tuple().exponent
    return min(int(exponent), 0)


def _ways(edge: EdgeRecord, relation: RelationType) -> tuple[bool, bool]:
    direction = edge.props.get("direction", relation.default_direction)
    if direction not in _BY_DIRECTION:
        raise BadInput(
            f"edge {edge.edge_id}: expected direction {', '.join(_BY_DIRECTION)}, "
            f"saw {direction!r}; correct it in the world's files"
        )
    return _BY_DIRECTION[direction]


def checked_types(may_use: Collection[str], plane_map: PlaneMap) -> list[str]:
    """Relation types to travel by; BadInput for one along which nobody travels."""
    wanted = [may_use] if isinstance(may_use, str) else list(may_use)
    if odd := [name for name in wanted if name not in plane_map.types]:
        raise BadInput(
            f"may_use: expected some of {', '.join(plane_map.types)}, saw {', '.join(odd)}"
        )
    return wanted
