"""PageRank as TongGraph defines it."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ..state.adjacency import Adjacency
from ..state.columns import Ids
from ..traversing.expanding import count_of, fraction_of, type_of
from ..traversing.walking import Walked, expands


def pagerank(
    graph: Walked,
    iterations: int = 20,
    damping: float = 0.85,
    tolerance: float | None = None,
    edge_type: str | None = None,
) -> dict[int, float]:
    """The rank of each node, by ascending id, after so many rounds; ranks add up to 1.

    A node passes its rank on in equal parts to the distinct nodes that it leads to, or where
    it leads nowhere to all. With a tolerance it ends after a round that changes no more.
    """
    rounds, kept = count_of(iterations, "iterations"), fraction_of(damping, "damping")
    least, kind = _tolerance(tolerance), type_of(edge_type)
    whole = expands(graph).whole(kind)
    nodes, slots = whole.nodes, whole.adjacency.slots.find(whole.nodes)
    if not len(nodes):
        return {}
    ranking = _Ranking(whole.adjacency, slots, kind)
    for _ in range(rounds):
        before = ranking.turn(kept)
        if least is not None and ranking.moved(before) <= least:
            break
    return dict(zip(nodes.tolist(), ranking.of(slots).tolist(), strict=True))


class _Ranks(NamedTuple):
    """Ranks by slot, 0 where no node is, and the one of all nodes without a slot."""

    slots: NDArray[np.float64]
    apart: float


class _Ranking:
    def __init__(self, adjacency: Adjacency, slots: Ids, edge_type: str | None) -> None:
        there, count = slots[slots >= 0], adjacency.slots.count
        self._matrix, self._nodes = adjacency.successors(edge_type), len(slots)
        self._apart = len(slots) - len(there)  # nodes without a slot: they have no edges
        alive = np.zeros(count, np.bool_)
        alive[there] = True
        self._holes = np.flatnonzero(~alive)
        ends = np.diff(adjacency.half("out", edge_type).offsets) == 0
        self._ends = np.flatnonzero(ends)
        self.ranks = _Ranks(np.where(alive, 1 / len(slots), 0.0), 1 / len(slots))

    def turn(self, damping: float) -> _Ranks:
        """One round; the ranks before it."""
        before = self.ranks
        lost = float(before.slots[self._ends].sum()) + self._apart * before.apart
        everyone = (1 - damping + damping * lost) / self._nodes
        ranks = self._matrix @ before.slots
        ranks *= damping
        ranks += everyone
        ranks[self._holes] = 0.0
        self.ranks = _Ranks(ranks, everyone)
        return before

    def moved(self, before: _Ranks) -> float:
        """How much ranks changed, summed over the nodes."""
        inside = float(np.abs(self.ranks.slots - before.slots).sum())
        return inside + self._apart * abs(self.ranks.apart - before.apart)

    def of(self, slots: Ids) -> NDArray[np.float64]:
        """The rank of each node, by its slot."""
        if not self._apart:
            return self.ranks.slots[slots]
        found = np.full(len(slots), self.ranks.apart)
        found[slots >= 0] = self.ranks.slots[slots[slots >= 0]]
        return found


def _tolerance(tolerance: float | None) -> float | None:
    if tolerance is None:
        return None
    number = isinstance(tolerance, int | float | np.number) and not isinstance(tolerance, bool)
    if not number or not 0 <= tolerance < math.inf:
        raise BadInput(f"tolerance must be finite and non-negative, not {tolerance!r}")
    return float(tolerance)
