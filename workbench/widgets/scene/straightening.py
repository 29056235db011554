"""Places across in ordered layers: near the middle of neighbours, never nearer than 1."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .components import Pairs
from .ordering import Order, Side

SWEEPS = 4


def straightened(layer: NDArray[np.int64], order: Order, edges: Pairs) -> NDArray[np.float64]:
    """Of each node its place across; layers keep their order. The last sweep goes up, so that a
    tree's parents stand above the middle of their children."""
    across = np.zeros(len(layer))
    for nodes in order:
        across[nodes] = np.arange(len(nodes)) - (len(nodes) - 1) / 2
    above = Side.of(layer, edges[:, 0], edges[:, 1])
    below = Side.of(layer, edges[:, 1], edges[:, 0])
    for _ in range(SWEEPS):
        for level, nodes in enumerate(order):
            _follow(across, nodes, above, level)
        for level in range(len(order) - 1, -1, -1):
            _follow(across, order[level], below, level)
    return across


def _follow(across: NDArray[np.float64], nodes: NDArray[np.int64], side: Side, level: int) -> None:
    across[side.layers[level]] = side.mean(level, across)
    if len(nodes) > 1:
        across[nodes] = spaced(across[nodes])


def spaced(wish: NDArray[np.float64]) -> NDArray[np.float64]:
    """The places nearest to the wished ones, by least squares, that keep the order with 1 between
    any two: isotonic regression of wishes less their index, by pooling neighbours at odds."""
    pools: list[tuple[float, int]] = []
    for value in (wish - np.arange(len(wish))).tolist():
        pool = (value, 1)
        while pools and pools[-1][0] >= pool[0]:
            mean, size = pools.pop()
            both = size + pool[1]
            pool = ((mean * size + pool[0] * pool[1]) / both, both)
        pools.append(pool)
    means, sizes = zip(*pools, strict=True) if pools else ((), ())
    return np.repeat(np.array(means, dtype=float), np.array(sizes, dtype=int)) + np.arange(
        len(wish)
    )
