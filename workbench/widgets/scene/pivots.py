"""Pivot MDS: a graph's distances laid flat from those to a few of its nodes.

Brandes and Pich, "Eigensolver Methods for Progressive Multidimensional Scaling of Large Data"
(Graph Drawing 2006), with pivots chosen far from one another.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .components import Near

Positions = NDArray[np.float64]


def hops(near: Near, start: int) -> list[int]:
    """How many edges each node is from the start; -1 where none lead there."""
    far = [-1] * len(near)
    far[start] = 0
    level, away = [start], 0
    while level:
        away += 1
        following = []
        for i in level:
            for j in near[i]:
                if far[j] < 0:
                    far[j] = away
                    following.append(j)
        level = following
    return far


def pivot_distances(near: Near, most: int) -> tuple[NDArray[np.int64], Positions]:
    """k pivots of a connected graph and the (n, k) hops of every node to them.

    The first pivot is the node with the most neighbours, each further one the node farthest
    from those before it; of several the lowest.
    """
    pivot = max(range(len(near)), key=lambda i: (len(near[i]), -i))
    pivots, columns = [], []
    nearest = np.full(len(near), np.inf)
    for _ in range(min(most, len(near))):
        pivots.append(pivot)
        columns.append(np.array(hops(near, pivot), dtype=float))
        nearest = np.minimum(nearest, columns[-1])
        pivot = int(nearest.argmax())
    return np.array(pivots), np.column_stack(columns)


def pivot_mds(distances: Positions) -> Positions:
    """(n, 2) positions from (n, k) distances to pivots: their squares, centred by rows and by
    columns, projected on the two main axes and brought to the distances' own scale.

    Of each axis the sign is such that the value farthest from 0 is positive.
    """
    squares = distances**2
    rows = squares.mean(axis=1, keepdims=True)
    centred = -0.5 * (squares - squares.mean(axis=0) - rows + squares.mean())
    if centred.shape[1] < 2:
        return np.zeros((len(centred), 2))
    values, axes = np.linalg.eigh(centred.T @ centred)
    flat = centred @ axes[:, :-3:-1]
    # Singular values of n × k grow with the root of n / k against those of n × n.
    scale = (len(distances) / distances.shape[1]) ** 0.25 / np.maximum(values[:-3:-1], 1e-9) ** 0.25
    signs = np.sign(flat[np.abs(flat).argmax(axis=0), [0, 1]])
    placed: Positions = flat * scale * np.where(signs == 0, 1, signs)
    return placed
