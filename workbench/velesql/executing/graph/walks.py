"""Partial rows of a chain, as arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .links import Mask, Positions

_ROOM = 2**62  # codes stay below it, so that they fit int64


@dataclass(frozen=True, slots=True)
class Walks:
    """n walks, each with what it has passed so far.

    `origins` (n,) are places among what the walks began at, `at` (n,) the points where they are,
    `nodes` those of each name. `used` (n, w) are edges in the order of walking, then -1;
    `depths` (n,) how many. `bounds` are the depths before and after each hop that is done.
    """

    origins: Positions
    at: Positions
    nodes: Mapping[str, Positions]
    used: Positions
    depths: Positions
    bounds: tuple[Positions, ...]

    def __len__(self) -> int:
        return len(self.at)

    def take(self, rows: Positions | Mask | slice) -> Walks:
        return Walks(
            self.origins[rows],
            self.at[rows],
            {name: one[rows] for name, one in self.nodes.items()},
            self.used[rows],
            self.depths[rows],
            tuple(one[rows] for one in self.bounds),
        )


def beginning(starts: Positions, bound: Mapping[str, Positions]) -> Walks:
    """Walks of no edge yet."""
    n = len(starts)
    depths = np.zeros(n, np.int64)
    return Walks(np.arange(n), starts, bound, np.empty((n, 0), np.int64), depths, (depths,))


def joined(parts: Sequence[Walks]) -> Walks:
    """All walks, of one part at least."""
    if len(parts) == 1:
        return parts[0]
    width = max(part.used.shape[1] for part in parts)
    return Walks(
        np.concatenate([part.origins for part in parts]),
        np.concatenate([part.at for part in parts]),
        {name: np.concatenate([part.nodes[name] for part in parts]) for name in parts[0].nodes},
        np.concatenate([widened(part.used, width) for part in parts]),
        np.concatenate([part.depths for part in parts]),
        tuple(np.concatenate(same) for same in zip(*(p.bounds for p in parts), strict=True)),
    )


def widened(used: Positions, width: int) -> Positions:
    """Room for `width` edges."""
    missing = width - used.shape[1]
    if missing <= 0:
        return used
    return np.concatenate((used, np.full((len(used), missing), -1)), axis=1)


def turned(walks: Walks) -> Walks:
    """The same walks, told from their other end."""
    width, depths = walks.used.shape[1], walks.depths
    steps = depths[:, None] - 1 - np.arange(width)
    used = np.take_along_axis(walks.used, np.maximum(steps, 0), axis=1) if width else walks.used
    return replace(
        walks,
        used=np.where(steps >= 0, used, -1),
        bounds=tuple(depths - one for one in walks.bounds[::-1]),
    )


def codes(columns: Iterable[tuple[Positions, int]], n: int) -> Positions:
    """(n,) numbers that order rows as their columns do, the first column first.

    A column comes with a bound: its values are from 0 to below it.
    """
    room = 1
    found: Positions = np.zeros(n, np.int64)
    for column, size in columns:
        size = max(size, 1)
        if room > _ROOM // size:
            _, found = np.unique(found, return_inverse=True)
            room = n
        found = found * size + column
        room *= size
    return found


def least(keys: Positions, depths: Positions) -> Positions:
    """The rows, in the order of keys, that have the least depth of each key."""
    order = np.lexsort((depths, keys))
    ranked = keys[order]
    first = np.ones(len(order), np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=first[1:])
    return order[first]


class Been:
    """Which points walks have come to; their origins tell them apart."""

    def __init__(self, points: int) -> None:
        self._points = points
        self._seen = np.empty(0, np.int64)

    def first(self, walks: Walks) -> Walks:
        """Those that come to a point as the first of their origin."""
        states = walks.origins * self._points + walks.at
        keys, rows = np.unique(states, return_index=True)
        places: Positions = np.searchsorted(self._seen, np.asarray(keys))
        known = np.append(self._seen, -1)[places] == keys
        self._seen = np.insert(self._seen, places[~known], keys[~known])
        return walks.take(np.sort(rows[~known]))
