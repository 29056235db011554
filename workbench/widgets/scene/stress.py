"""The force layout's start: pivot MDS, then less stress, leaves in fans, crowds pushed apart.

Stress as in Ortmann, Klimenta and Brandes, "A Sparse Stress Model" (Graph Drawing 2016): of all
pairs of nodes only edges and pairs with a pivot count, a pivot for all the nodes near it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .components import Near, Pairs, components, neighbours, shelves
from .pivots import pivot_distances, pivot_mds

PUSHED = 1500  # nodes of a part up to which each pushes each: cost grows with the square
ALIKE = 12  # nodes of a part up to which others like it are looked for
BLOCK = 128  # rows of a matrix of all pairs that the processor's cache holds
PUSH = 0.6  # of two nodes at a distance of 1, where an edge pulls with 1
FAN = 0.8  # a leaf's distance from its only neighbour, in lengths of an edge

Positions = NDArray[np.float64]
Indices = NDArray[np.int64]
Terms = tuple[Indices, Indices, Positions, Positions]


@dataclass(frozen=True, slots=True)
class Effort:
    """Pivots, and rounds against stress and against crowds."""

    pivots: int
    rounds: int
    pushes: int

    @classmethod
    def for_size(cls, n: int) -> Effort:
        """What keeps a graph of n nodes below a second; 50 pivots are as good as more (Brandes
        and Pich)."""
        return cls(50, 30, 40) if n <= 3000 else cls(30, 10, 12)


def spread(n: int, pairs: Pairs, seed: int = 0) -> Positions:
    """Positions (n, 2), joined nodes about 1 apart: each part of the graph by itself, the largest
    first, nodes without edges in a block; the middle of all at (0, 0)."""
    near = neighbours(n, pairs)
    parts = components(near)
    joined = [part for part in parts if len(part) > 1]
    boxes = _parts(joined, near, seed)
    alone = [part[0] for part in parts if len(part) == 1]
    if alone:
        joined.append(alone)
        boxes.append(_block(len(alone)))
    sizes = [(float(w), float(h)) for w, h in (np.ptp(box, axis=0) for box in boxes)]
    placed = np.zeros((n, 2))
    for part, box, corner in zip(joined, boxes, shelves(sizes), strict=True):
        placed[part] = box - box.min(axis=0) + corner
    return placed - (placed.min(axis=0) + placed.max(axis=0)) / 2 if n else placed


def _block(n: int) -> Positions:
    columns = int(np.ceil(np.sqrt(n)))
    return np.column_stack([np.arange(n) % columns, -(np.arange(n) // columns)]).astype(float)


def _parts(parts: list[list[int]], near: Near, seed: int) -> list[Positions]:
    """Each part by itself; thousands of pairs and triangles are one layout, made once."""
    effort = Effort.for_size(len(near))
    made: dict[tuple[tuple[int, ...], ...], Positions] = {}
    boxes = []
    for part in parts:
        index = {node: i for i, node in enumerate(part)}
        own = [[index[j] for j in near[node]] for node in part]
        key = tuple(tuple(others) for others in own) if len(part) <= ALIKE else ()
        box = made[key] if key in made else _part(own, seed, effort)
        boxes.append(box)
        if key:
            made[key] = box
    return boxes


def _part(own: Near, seed: int, effort: Effort) -> Positions:
    pivots, distances = pivot_distances(own, effort.pivots)
    start = pivot_mds(distances)
    # Nodes with the same distances fall on one place, where nothing pushes them apart.
    start += np.random.default_rng(seed).normal(scale=0.1, size=start.shape)
    terms = _terms(own, pivots, distances)
    placed = fanned(less_stress(start, terms, effort.rounds), own)
    return pushed(placed, own, effort.pushes) if len(own) <= PUSHED else _loosened(placed)


def _loosened(placed: Positions) -> Positions:
    """Scaled up where there is less room than nodes a step apart would take: short ways through
    hubs draw large graphs into a knot."""
    spread_out = float(np.abs(placed - placed.mean(axis=0)).mean())
    loose: Positions = placed * max(1.0, 0.4 * len(placed) ** 0.5 / spread_out)
    return loose


def less_stress(start: Positions, terms: Terms, rounds: int) -> Positions:
    """The positions after rounds of majorization: each node goes to the weighted mean of where
    its terms would have it."""
    first, second, wanted, weight = terms
    total = np.bincount(first, weight, len(start))
    placed = start
    for _ in range(rounds):
        apart = placed[first] - placed[second]
        length = np.maximum(np.hypot(apart[:, 0], apart[:, 1]), 1e-9)
        drawn = placed[second] + apart * (wanted / length)[:, None]
        placed = np.column_stack(
            [np.bincount(first, weight * drawn[:, axis], len(start)) / total for axis in (0, 1)]
        )
    return placed


def _terms(near: Near, pivots: Indices, distances: Positions) -> Terms:
    """Of each term: the node that moves, the other, their distance, the weight."""
    n, k = distances.shape
    count = np.array([len(others) for others in near])
    mover = np.repeat(np.arange(n), count)
    other = np.array([j for others in near for j in others], dtype=np.int64)
    far = distances > 1
    node, column = np.nonzero(far)
    share = np.column_stack([_stood_for(distances, column) for column in range(k)])[far]
    away = distances[far]
    return (
        np.concatenate([mover, node]),
        np.concatenate([other, pivots[column]]),
        np.concatenate([np.ones(len(mover)), away]),
        np.concatenate([np.ones(len(mover)), share / away**2]),
    )


def _stood_for(distances: Positions, column: int) -> Indices:
    """For each node how many the pivot stands for: those nearest to it of all pivots, and no
    farther from it than half the way to the node."""
    own = distances[distances.argmin(axis=1) == column, column].astype(np.int64)
    within = np.cumsum(np.bincount(own, minlength=int(distances[:, column].max()) + 1))
    return np.maximum(1, within[(distances[:, column] // 2).astype(np.int64)])


def fanned(placed: Positions, near: Near) -> Positions:
    """The positions with leaves in a fan around their only neighbour, away from its others."""
    fans: dict[int, list[int]] = {}
    for leaf, others in enumerate(near):
        if len(others) == 1 and len(near[others[0]]) > 1:
            fans.setdefault(others[0], []).append(leaf)
    placed = placed.copy()
    for hub, leaves in fans.items():
        others = [j for j in near[hub] if len(near[j]) > 1]
        away = placed[hub] - placed[others].mean(axis=0) if others else np.array([1.0, 0.0])
        width = 2 * np.pi if not others else min(1.6 * np.pi, 0.5 * len(leaves))
        turn = np.arctan2(away[1], away[0])
        turns = turn + width * ((np.arange(len(leaves)) + 0.5) / len(leaves) - 0.5)
        radius = FAN * max(1.0, 0.3 * len(leaves) / width)
        placed[leaves] = placed[hub] + radius * np.column_stack([np.cos(turns), np.sin(turns)])
    return placed


def pushed(placed: Positions, near: Near, rounds: int) -> Positions:
    """The positions after rounds in which every node pushes every other and edges pull, as in
    Fruchterman and Reingold (1991), steps growing smaller."""
    pairs = np.array([(i, j) for i, others in enumerate(near) for j in others])
    for step in np.linspace(0.3, 0.02, rounds):
        force = PUSH * _repulsion(placed)
        along = placed[pairs[:, 1]] - placed[pairs[:, 0]]
        pull = along * np.hypot(along[:, 0], along[:, 1])[:, None]
        for axis in (0, 1):
            force[:, axis] += np.bincount(pairs[:, 0], pull[:, axis], len(placed))
        length = np.maximum(np.hypot(force[:, 0], force[:, 1]), 1e-9)
        placed = placed + force * (np.minimum(length, step) / length)[:, None]
    return placed


def _repulsion(placed: Positions) -> Positions:
    """The sum over all others of the way from them, divided by the distance's square."""
    lengths = (placed**2).sum(axis=1)
    weighed = np.column_stack([placed, np.ones(len(placed))])
    force = np.empty_like(placed)
    for start in range(0, len(placed), BLOCK):
        rows = slice(start, start + BLOCK)
        weights = placed[rows] @ (-2 * placed.T)
        weights += lengths[rows, None]
        weights += lengths
        np.maximum(weights, 1e-4, out=weights)
        np.reciprocal(weights, out=weights)
        sums = weights @ weighed
        force[rows] = placed[rows] * sums[:, 2:] - sums[:, :2]
    return force
