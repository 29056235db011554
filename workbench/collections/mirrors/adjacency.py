"""Who is joined to whom: compressed sparse rows, both ways."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .edge_rows import EdgeRows
from .table import Table


class Neighbours(NamedTuple):
    """Of point p: `edges[starts[p]:starts[p+1]]` and, at the same places, `points`."""

    starts: NDArray[np.int64]
    edges: NDArray[np.int64]
    points: NDArray[np.int64]


class Adjacency:
    """The edges that are alive, by the positions of points; equals by edge position."""

    def __init__(self, points: Table, edges: EdgeRows) -> None:
        alive = np.flatnonzero(edges.table.alive)
        sources = points.positions(edges.sources[alive].tolist())
        targets = points.positions(edges.targets[alive].tolist())
        self.out = _rows(points.size, sources, targets, alive)
        self.into = _rows(points.size, targets, sources, alive)


def _rows(
    size: int, at: NDArray[np.int64], others: NDArray[np.int64], edges: NDArray[np.int64]
) -> Neighbours:
    order = np.argsort(at, kind="stable")
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(np.bincount(at, minlength=size), out=starts[1:])
    return Neighbours(starts, edges[order], others[order])
