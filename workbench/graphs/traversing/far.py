"""Shortest paths to far targets: all distances by scipy, then the path back from the target."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from ...core.property_graph.records import Direction
from ..state import State

_MOST = 1e290  # weights above could add up to infinity, which means unreached here


class Uncounted(Exception):
    """Some edge weighs nothing, or so little that sums do not notice, or cannot be weighed."""


class Came(NamedTuple):
    """How a slot is reached; the least is how Dijkstra's search reaches it.

    Nodes leave its heap by (distance, slot), and of the edges of the one that is first the
    outgoing are relaxed before the incoming, each by ascending row.
    """

    distance: float
    slot: int
    way: int
    row: int


class Far:
    """Paths from one node over the edges of a state."""

    def __init__(
        self, state: State, direction: Direction, edge_type: str | None, weight: str | None
    ) -> None:
        self._adjacency, self._edges = state.adjacency, state.edges
        self._direction, self._edge_type, self._weight = direction, edge_type, weight

    def path(self, start: int, target: int) -> tuple[list[int], list[int], float] | None:
        """Nodes, edges and distance; None where there is no path.

        Uncounted where another search has to find it.
        """
        half = self._adjacency.half(self._direction, self._edge_type)
        weights = self._weights(half.rows)
        if not (weights.min(initial=1) > 0 and weights.max(initial=1) < _MOST):
            raise Uncounted
        count, slots = len(half.offsets) - 1, self._adjacency.slots
        parts = (weights, half.neighbors, half.offsets.astype(np.int32))
        at = slots.slot(start)
        distances = dijkstra(csr_array(parts, shape=(count, count)), indices=at)
        last = slots.slot(target)
        if last < 0 or distances[last] == np.inf:
            return None
        return self._traced(at, last, distances)

    def _traced(
        self, start: int, last: int, distances: NDArray[np.float64]
    ) -> tuple[list[int], list[int], float]:
        nodes, rows = [last], list[int]()
        while nodes[-1] != start:
            came = min(self._came(nodes[-1], distances))
            if came.distance == distances[nodes[-1]]:
                raise Uncounted
            nodes.append(came.slot)
            rows.append(came.row)
        ids = self._adjacency.slots.named(np.array(nodes[::-1])).tolist()
        return ids, self._adjacency.edges.ids[rows[::-1]].tolist(), float(distances[last])

    def _came(self, slot: int, distances: NDArray[np.float64]) -> Iterator[Came]:
        """All edges by which a slot is reached at its distance."""
        ways: list[Direction] = ["in"] if self._direction != "in" else []
        ways += ["out"] if self._direction != "out" else []
        for at, way in enumerate(ways):
            half = self._adjacency.half(way, self._edge_type)
            part = slice(half.offsets[slot], half.offsets[slot + 1])
            others, rows = half.neighbors[part], half.rows[part]
            on_path = distances[others] + self._weights(rows) == distances[slot]
            for other, row in zip(others[on_path].tolist(), rows[on_path].tolist(), strict=True):
                yield Came(float(distances[other]), other, at, row)

    def _weights(self, rows: NDArray[np.int32]) -> NDArray[np.float64]:
        if self._weight is None:
            return np.ones(len(rows))
        return self._edges.weights(self._weight)[rows]
