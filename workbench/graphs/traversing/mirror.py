"""Frontiers expanded in this process: node by node while they are small, as arrays beyond."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ...core.property_graph.records import Direction, Scalar
from ..state import State
from ..state.adjacency import Half
from ..state.columns import Ids
from ..state.numbers import weight_of
from .expanding import Steps, Whole

_FEW = 96  # nodes from which on arrays are faster than a loop (measured, 400,000 edges)


class Mirror:
    """A state that is walked on."""

    __slots__ = ("_edges", "state")  # one is made for each call

    def __init__(self, state: State) -> None:
        self.state, self._edges = state, state.edges

    def missing(self, ids: Sequence[int]) -> int | None:
        nodes = self.state.nodes
        for id in ids:
            if id not in nodes:
                return id
        return None

    def whole(self, edge_type: str | None) -> Whole:
        return Whole(self.state.nodes.ids(), self.state.adjacency)

    def edge_property(self, edge_id: int, key: str) -> Scalar | None:
        record = self._edges.get(edge_id)
        return None if record is None else record.properties.get(key)

    def steps(
        self,
        frontier: Sequence[int],
        direction: Direction,
        edge_type: str | None,
        weight: str | None = None,
    ) -> Steps:
        if len(frontier) <= _FEW and not (weight and self._edges.weighed(weight)):
            return self._few_steps(frontier, direction, edge_type, weight)
        adjacency = self.state.adjacency
        half, slots = adjacency.half(direction, edge_type), adjacency.slots.of(frontier)
        at, counts = _spread(half, slots)
        rows = half.rows[at]
        weights = np.ones(len(rows)) if weight is None else self._edges.weights(weight)[rows]
        origins = np.repeat(adjacency.slots.named(slots), counts)
        targets = adjacency.slots.named(half.neighbors[at])
        return Steps(origins, adjacency.edges.ids[rows], targets, weights)

    def _few_steps(
        self,
        frontier: Sequence[int],
        direction: Direction,
        edge_type: str | None,
        weight: str | None,
    ) -> Steps:
        rows = [
            (node, *step)
            for node in frontier
            for step in self._edges.leading(node, direction, edge_type)
        ]
        table = np.array(rows, np.int64).reshape(-1, 3)
        found = np.ones(len(rows))
        if weight is not None:
            values = (self.edge_property(edge, weight) for _, edge, _ in rows)
            found = np.array([1.0 if v is None else weight_of(v) for v in values])
        return Steps(table[:, 0], table[:, 1], table[:, 2], found)

    def layers(
        self,
        starts: Sequence[int],
        direction: Direction,
        edge_type: str | None,
        most: int | None,
    ) -> list[list[int]]:
        found: list[list[int]] = []
        if most == 0:
            return found
        seen, layer = set(starts), starts
        beside = self._edges.beside(direction, edge_type)
        while len(layer) <= _FEW:
            fresh = []
            for node in layer:
                for other in beside(node):
                    if other not in seen:
                        seen.add(other)
                        fresh.append(other)
            if not fresh:
                return found
            found.append(fresh)
            if len(found) == most:
                return found
            layer = fresh
        adjacency = self.state.adjacency
        half, slots = adjacency.half(direction, edge_type), adjacency.slots
        wide = discovered(half, slots.of(layer), slots.of(seen))
        left = None if most is None else most - len(found)
        return found + [slots.named(fresh).tolist() for fresh in islice(wide, left)]


def discovered(half: Half, starts: Ids, seen: Ids) -> Iterator[NDArray[np.int32]]:
    """Slots at distance 1, 2, … of the starts in the order of discovery; none of those seen."""
    count = len(half.offsets) - 1
    known = np.zeros(count, np.bool_)
    known[seen] = True
    place = np.empty(count, np.int32)
    frontier: NDArray[np.integer] = starts
    while len(frontier):
        at, _ = _spread(half, frontier)
        found = half.neighbors[at]
        frontier = fresh = _first_sights(found[~known[found]], place)
        known[fresh] = True
        if len(fresh):
            yield fresh


def _spread(half: Half, slots: NDArray[np.integer]) -> tuple[Ids, Ids]:
    """Positions of all that lies at these slots, slot by slot, and how much lies at each."""
    starts = half.offsets[slots]
    counts = half.offsets[slots + 1] - starts
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - counts), counts) + np.arange(total), counts


def _first_sights(found: NDArray[np.int32], place: NDArray[np.int32]) -> NDArray[np.int32]:
    """What was found without repeats, each where it stood first; `place` is room to work in."""
    order = np.arange(len(found), dtype=np.int32)
    place[found[::-1]] = order[::-1]  # of several assignments to one place the last one stays
    first: NDArray[np.int32] = found[place[found] == order]
    return first
