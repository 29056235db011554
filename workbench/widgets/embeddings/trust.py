"""How far a map may be trusted: what its neighbourhoods say of those of the vectors.

Trustworthiness and continuity are those of Venna and Kaski (2001): 1 where no neighbour on the
map is false, and none is torn away. Neighbour overlap is the share of the k nearest vectors that
are among the k nearest on the map; by chance alone it is k / (n - 1).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...core.values import Rows
from .points import Doubles, Floats, Places, Points, Scores, chunks

EXACT, SAMPLE = 5_000, 500  # points up to which each is asked; those asked beyond, a few seconds


class Trust(NamedTuple):
    """Three numbers for k neighbours, each the mean over `asked` of `points` points.

    None where there are too few points to have k neighbours and others.
    """

    k: int
    points: int
    asked: int
    trustworthiness: float | None
    continuity: float | None
    overlap: float | None

    @property
    def chance(self) -> float | None:
        return self.k / (self.points - 1) if self.points > 1 else None

    @property
    def how(self) -> str:
        if self.asked == self.points:
            return f"exact, over all {self.points:,} points"
        return f"over {self.asked:,} points drawn by seed, each against all {self.points:,}"

    def rows(self) -> Rows:
        k = self.k
        told = [
            ("trustworthiness", self.trustworthiness, f"1: whoever is among the {k} nearest on "
             "the map is near in truth"),
            ("continuity", self.continuity, f"1: whoever is among the {k} nearest in truth is "
             "near on the map"),
            ("neighbour overlap", self.overlap, f"share of the {k} nearest in truth that are "
             f"among the {k} nearest on the map"),
            ("overlap by chance", self.chance, "what a map without any meaning would have"),
        ]  # fmt: skip
        values = [(name, value, meaning, self.how) for name, value, meaning in told]
        return Rows(("measure", "value", "meaning", "computed"), values)


class Judged(NamedTuple):
    """`overlap` (n,) float32 is each asked point's own share; NaN for those not asked."""

    trust: Trust
    overlap: NDArray[np.float32]


def judge(points: Points, xy: Floats, k: int, seed: int) -> Judged:
    """Compares ranks of whole rows of distances, in double precision, equals by position."""
    n, asked = len(points), points.sample(seed, EXACT, SAMPLE)
    overlap = np.full(n, np.nan, np.float32)
    k = min(k, max(1, (n - 1) // 2))
    if n < 4:
        return Judged(Trust(k, n, len(asked), None, None, None), overlap)
    false, torn = 0.0, 0.0
    in_space, on_plane = Scores(points.compared, points.metric), Scores(xy, "l2")
    for part in chunks(asked):
        rows = zip(in_space.of(points.compared[part]), on_plane.of(xy[part]), strict=True)
        for at, (row_space, row_plane) in zip(part.tolist(), rows, strict=True):
            a, b, both = _missed(-row_space, -row_plane, at, k)
            false, torn, overlap[at] = false + a, torn + b, both / k
    scale = 2.0 / (k * (2 * n - 3 * k - 1)) / len(asked)
    shared = float(np.nanmean(overlap))
    return Judged(Trust(k, n, len(asked), 1 - scale * false, 1 - scale * torn, shared), overlap)


def _missed(space: Doubles, plane: Doubles, own: int, k: int) -> tuple[float, float, int]:
    """Ranks beyond k of false and of torn neighbours, summed, and the number of right ones."""
    space[own] = plane[own] = np.inf
    true, seen = _nearest(space, k), _nearest(plane, k)
    false = np.setdiff1d(seen, true, assume_unique=True)
    torn = np.setdiff1d(true, seen, assume_unique=True)
    return (
        float((_ranks(space, false) - k).sum()),
        float((_ranks(plane, torn) - k).sum()),
        k - len(false),
    )


def _nearest(distances: Doubles, k: int) -> Places:
    kth = np.partition(distances, k - 1)[k - 1]
    found = np.flatnonzero(distances <= kth)
    return found[np.lexsort((found, distances[found]))][:k]


def _ranks(distances: Doubles, positions: Places) -> Places:
    """1 for the nearest; of equals the first comes first."""
    found = [
        1
        + np.count_nonzero(distances < distances[at])
        + np.count_nonzero(distances[:at] == distances[at])
        for at in positions.tolist()
    ]
    return np.asarray(found, dtype=np.int64)
