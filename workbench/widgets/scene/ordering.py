"""Orders of layers with few crossings: barycentres, swept down and up."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from .components import Pairs

SWEEPS = 8

Order = list[NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Side:
    """What each node's neighbours on one side say: above it, or below it.

    `layers` has the nodes of each layer, ascending; edge k moves the node at `local[k]` of its
    layer by the one at its other end, `fixed[k]`; those of layer l are starts[l] to starts[l + 1].
    """

    layers: Order
    fixed: NDArray[np.int64]
    local: NDArray[np.int64]
    starts: NDArray[np.int64]

    @classmethod
    def of(
        cls, layer: NDArray[np.int64], fixed: NDArray[np.int64], moved: NDArray[np.int64]
    ) -> Self:
        layers = by_layer(layer)
        by = np.argsort(layer[moved], kind="stable")
        starts = np.searchsorted(layer[moved[by]], np.arange(len(layers) + 1))
        return cls(layers, fixed[by], places(layers)[moved[by]], starts)

    def mean(self, level: int, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of each node of the layer the mean of its neighbours' values, or its own if none."""
        nodes, part = self.layers[level], slice(self.starts[level], self.starts[level + 1])
        if part.start == part.stop:
            return values[nodes]
        count = np.bincount(self.local[part], minlength=len(nodes))
        total = np.bincount(self.local[part], values[self.fixed[part]], len(nodes))
        return np.where(count > 0, total / np.maximum(count, 1), values[nodes])


def ordered(layer: NDArray[np.int64], edges: Pairs) -> Order:
    """The nodes of each layer from left to right; edges join neighbouring layers.

    Of the orders seen, that by index included, the one with the fewest crossings.
    """
    above = Side.of(layer, edges[:, 0], edges[:, 1])
    below = Side.of(layer, edges[:, 1], edges[:, 0])
    order = above.layers
    best, fewest = order, crossings(order, edges)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        order = _swept(order, below if sweep % 2 else above, up=bool(sweep % 2))
        crossed = crossings(order, edges)
        if crossed < fewest:
            best, fewest = order, crossed
    return best


def _swept(order: Order, side: Side, *, up: bool) -> Order:
    """Each layer by the mean place of its neighbours in the layer before; who has none stays."""
    place = places(order).astype(float)
    new = list(order)
    for level in range(len(order) - 1, -1, -1) if up else range(len(order)):
        nodes = side.layers[level]
        new[level] = nodes[np.lexsort((place[nodes], side.mean(level, place)))]
        place[new[level]] = np.arange(len(nodes))
    return new


def by_layer(layer: NDArray[np.int64]) -> Order:
    """The nodes of each layer, ascending."""
    by = np.argsort(layer, kind="stable")
    return np.split(by, np.searchsorted(layer[by], np.arange(1, int(layer.max()) + 1)))


def places(order: Order) -> NDArray[np.int64]:
    """Of each node its place in its layer."""
    place = np.zeros(sum(len(nodes) for nodes in order), dtype=np.int64)
    for nodes in order:
        place[nodes] = np.arange(len(nodes))
    return place


def crossings(order: Order, edges: Pairs) -> int:
    """How many pairs of edges between the same two layers cross."""
    place = places(order)
    level = np.zeros(len(place), dtype=np.int64)
    for at, nodes in enumerate(order):
        level[nodes] = at
    upper, lower = place[edges[:, 0]], place[edges[:, 1]]
    by = np.lexsort((lower, upper, level[edges[:, 0]]))
    starts = np.searchsorted(level[edges[by, 0]], np.arange(1, len(order)))
    return sum(_inversions(part.tolist()) for part in np.split(lower[by], starts))


def _inversions(values: list[int]) -> int:
    seen: list[int] = []
    count = 0
    for value in values:
        count += len(seen) - bisect_right(seen, value)
        insort(seen, value)
    return count
