"""What lies within two links of points that are good already."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..mirrors.adjacency import Adjacency, Neighbours

Positions = NDArray[np.int64]
Weights = NDArray[np.float64]


def weights(
    adjacency: Adjacency, seeds: Positions, values: Weights, live: NDArray[np.bool_]
) -> Weights:
    """(size,) by position, the best of value/hops over other seeds at most two hops away.

    Links count both ways, and lead through points that are `live` alone; `values` are from 0
    to 1, and so are the weights.
    """
    found = np.zeros(len(live))
    first, second, origin = (np.zeros(len(live)), np.zeros(len(live)), np.full(len(live), -1))
    at, place = _neighbours(adjacency, seeds)
    kept = live[at] & (at != seeds[place])
    at, place = at[kept], place[kept]
    np.maximum.at(found, at, values[place])
    # Through one point come the two best seeds: for a seed itself, the other of them.
    order = np.lexsort((place, -values[place], at))
    at, place = _distinct(at[order], place[order])
    rank = np.arange(len(at)) - np.searchsorted(at, at)
    best, next_best = rank == 0, rank == 1
    first[at[best]], origin[at[best]] = values[place[best]], seeds[place[best]]
    second[at[next_best]] = values[place[next_best]]
    between = at[best]
    ends, through = _neighbours(adjacency, between)
    kept = live[ends]
    ends, through = ends[kept], between[through[kept]]
    reached = np.where(origin[through] == ends, second[through], first[through])
    np.maximum.at(found, ends, reached / 2)
    return found


def _neighbours(adjacency: Adjacency, points: Positions) -> tuple[Positions, Positions]:
    """The neighbours of points both ways, each with the place of its point in `points`."""
    parts = [_one_way(ways, points) for ways in (adjacency.out, adjacency.into)]
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _one_way(ways: Neighbours, points: Positions) -> tuple[Positions, Positions]:
    degrees = ways.degrees(points)
    place = np.repeat(np.arange(len(points)), degrees)
    before = np.cumsum(degrees) - degrees
    within = np.arange(len(place)) - before[place]
    return ways.points[ways.starts[points][place] + within], place


def _distinct(at: Positions, place: Positions) -> tuple[Positions, Positions]:
    """Pairs once each: two points may be linked several times."""
    if not len(at):
        return at, place
    new = np.ones(len(at), np.bool_)
    new[1:] = (at[1:] != at[:-1]) | (place[1:] != place[:-1])
    return at[new], place[new]
