"""The shortest path between two nodes."""

from __future__ import annotations

import heapq
import math
from contextlib import suppress
from typing import NamedTuple, TypeAlias

import numpy as np

from ...core.property_graph.records import Direction
from .expanding import Expands, bad_weight, direction_of, key_of, node_of, type_of
from .far import Far, Uncounted
from .mirror import Mirror
from .walking import Walked, expands

_PATIENCE = 1000  # nodes after which arrays of the whole graph are quicker (measured, 100,000)


class ShortestPath(NamedTuple):
    """Nodes from start to target, the edges between them, and the sum of their weights."""

    nodes: list[int]
    edges: list[int]
    distance: float


_Step: TypeAlias = tuple[int, int, float]  # edge, target, weight


def shortest_path(
    graph: Walked,
    start: int,
    target: int,
    direction: str = "out",
    edge_type: str | None = None,
    weight_property: str | None = None,
    *,
    compat: bool = False,
) -> ShortestPath | None:
    """A path of the least weight, None where there is none.

    An edge weighs what its property says, 1 where it has none or none is asked for. Of paths of
    one weight that one is taken whose nodes come off a heap by (distance, id) first; of parallel
    edges the lightest, then the lowest. `compat` takes the first of parallel edges alone,
    whatever it weighs, as TongGraph does. BadInput names an edge that is met and has no weight.
    """
    walked, way, kind = expands(graph), direction_of(direction), type_of(edge_type)
    source, goal = node_of(walked, start, "start"), node_of(walked, target, "target")
    if weight_property is not None:
        key_of(weight_property, "weight_property")
    search = _Search(walked, way, kind, weight_property, compat=compat)
    if isinstance(walked, Mirror) and not compat:
        with suppress(_TooFar):
            return search.path(source, goal, patience=_PATIENCE)
        with suppress(Uncounted):
            found = Far(walked.state, way, kind, weight_property).path(source, goal)
            return found and ShortestPath(*found)
    return search.path(source, goal)


class _TooFar(Exception):
    """A search has gone on for long enough."""


class _Search:
    """Dijkstra's. The edges of all nodes on the heap are fetched at once: few questions."""

    def __init__(
        self,
        graph: Expands,
        direction: Direction,
        edge_type: str | None,
        weight: str | None,
        *,
        compat: bool,
    ) -> None:
        self._graph, self._weight, self._compat = graph, weight, compat
        self._direction, self._edge_type = direction, edge_type
        self._known: dict[int, list[_Step]] = {}
        self._faults: dict[int, int] = {}  # of a node, an edge at it that has no weight

    def path(self, start: int, target: int, *, patience: float = math.inf) -> ShortestPath | None:
        """_TooFar once so many nodes have left the heap."""
        distances, came = {start: 0.0}, dict[int, tuple[int, int]]()
        heap, done = [(0.0, start)], set[int]()
        while heap:
            distance, node = heapq.heappop(heap)
            if node == target:
                return _traced(start, target, came, distance)
            if node in done:
                continue
            done.add(node)
            if len(done) > patience:
                raise _TooFar
            for edge, other, weight in self._steps(node, heap):
                reached = distance + weight
                if other not in distances or reached < distances[other]:
                    distances[other], came[other] = reached, (node, edge)
                    heapq.heappush(heap, (reached, other))
        return None

    def _steps(self, node: int, heap: list[tuple[float, int]]) -> list[_Step]:
        """The edges at a node; BadInput where one of them has no weight."""
        if node not in self._known:
            self._fetch(sorted({node, *(id for _, id in heap if id not in self._known)}))
        if node in self._faults:
            raise bad_weight(self._graph, self._faults[node], self._weight or "")
        return self._known[node]

    def _fetch(self, nodes: list[int]) -> None:
        found = self._graph.steps(nodes, self._direction, self._edge_type, self._weight)
        known: dict[int, list[_Step]] = {node: [] for node in nodes}
        edges, targets, weights = (column.tolist() for column in found[1:])
        steps = zip(edges, targets, weights, strict=True)
        for origin, step in zip(found.origins.tolist(), steps, strict=True):
            known[origin].append(step)
        if self._compat:
            known = {node: _first_of_parallel(steps) for node, steps in known.items()}
        if np.isnan(found.weights).any():
            self._faults |= {n: e for n, s in known.items() for e, _, w in s if math.isnan(w)}
        self._known |= known


def _first_of_parallel(steps: list[_Step]) -> list[_Step]:
    first: dict[int, _Step] = {}
    for step in steps:
        first.setdefault(step[1], step)
    return list(first.values())


def _traced(
    start: int, target: int, came: dict[int, tuple[int, int]], distance: float
) -> ShortestPath:
    nodes, edges = [target], list[int]()
    while nodes[-1] != start:
        node, edge = came[nodes[-1]]
        nodes.append(node)
        edges.append(edge)
    return ShortestPath(nodes[::-1], edges[::-1], distance)
