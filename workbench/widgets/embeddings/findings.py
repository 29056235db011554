"""What in a set of vectors is odd: the same twice, the nearest of far too many, far from all."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ...core.errors import BadInput
from ...core.values import Rows
from .points import Doubles, Places, Points, chunks, unit
from .projection import pca

LEAST_EPS = 1e-6  # what single precision still tells apart
_ROWS = 512


class Near(NamedTuple):
    """The neighbours of the points `asked` (ascending), themselves left out."""

    asked: Places
    positions: Places
    scores: Doubles
    total: int

    @property
    def whole(self) -> bool:
        return len(self.asked) == self.total


def near(points: Points, k: int, seed: int) -> Near:
    """Of all points, or of a sample where there are too many to find all."""
    asked = points.sample(seed)
    count = max(1, min(k, len(points) - 1))
    if len(asked) == len(points):
        return Near(asked, *points.index.all_neighbours(count), len(points))
    positions, given = points.index.neighbours(points.vectors[asked], count + 1)
    own = positions == asked[:, None]
    own[~own.any(axis=1), -1] = True  # among more equals than were asked for
    shape = (len(asked), count)
    return Near(asked, positions[~own].reshape(shape), given[~own].reshape(shape), len(points))


def duplicates(points: Points, eps: float) -> list[list[int]]:
    """Groups of positions linked by a cosine similarity of 1 - eps or more, largest first.

    Exact: two such unit vectors lie within sqrt(2 eps) on any axis, so along the first
    principal one only a window is compared, in double precision where it is close.
    """
    if not LEAST_EPS <= eps < 1:
        raise BadInput(f"eps: expected {LEAST_EPS:g} (single precision) to 1, found {eps}")
    vectors = unit(points.vectors)
    along = pca(vectors).xy[:, 0]
    order = np.argsort(along, kind="stable")
    sorted_along, width = along[order], np.sqrt(2 * eps) + 1e-5
    links = _Links(len(points))
    for part in chunks(np.arange(len(order)), _ROWS):
        last = np.searchsorted(sorted_along, sorted_along[part[-1]] + width, "right")
        window = order[part[0] : last]
        rows, columns = np.nonzero(vectors[order[part]] @ vectors[window].T >= 1 - eps - 1e-5)
        later = columns > rows
        a, b = order[part][rows[later]], window[columns[later]]
        exact = np.einsum("ij,ij->i", vectors[a], vectors[b], dtype=np.float64, casting="safe")
        links.join(a[exact >= 1 - eps], b[exact >= 1 - eps])
    return links.groups()


class _Links:
    """Who belongs together."""

    def __init__(self, size: int) -> None:
        self._up = list(range(size))

    def join(self, a: Places, b: Places) -> None:
        for one, other in zip(a.tolist(), b.tolist(), strict=True):
            low, high = sorted((self._top(one), self._top(other)))
            self._up[high] = low

    def groups(self) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for at in range(len(self._up)):
            found.setdefault(self._top(at), []).append(at)
        return sorted((g for g in found.values() if len(g) > 1), key=lambda g: (-len(g), g[0]))

    def _top(self, at: int) -> int:
        while self._up[at] != at:
            self._up[at] = self._up[self._up[at]]
            at = self._up[at]
        return at


def duplicate_rows(points: Points, groups: list[list[int]]) -> Rows:
    """A row a member: its group (1 is the largest), and its similarity to the group's first."""
    values = list[tuple[object, ...]]()
    for number, group in enumerate(groups, 1):
        some = points.vectors[group].astype(np.float64)
        some /= np.linalg.norm(some, axis=1, keepdims=True)
        same = np.clip(some @ some[0], -1, 1).round(12)
        values += [
            (number, len(group), points.ids[at], points.labels[at], float(s))
            for at, s in zip(group, same, strict=True)
        ]
    return Rows(("group", "size", "id", "label", "similarity"), values)


def occurrences(found: Near) -> Places:
    """Of how many of the asked points each point is among the k nearest: its k-occurrence."""
    there = found.positions[found.positions >= 0]
    return np.bincount(there, minlength=found.total)


def skewness(counts: Places) -> float | None:
    """The third standardised moment: about 0 without hubs, above 1 with clear ones
    (Radovanović, Nanopoulos, Ivanović 2010). None where all counts are the same."""
    if len(counts) < 2 or not (spread := counts.std()):
        return None
    return float(((counts - counts.mean()) ** 3).mean() / spread**3)


def hub_rows(points: Points, found: Near, most: int) -> Rows:
    """Those that are a neighbour of the most, with their share of the asked points."""
    counts = occurrences(found)
    order = np.argsort(-counts, kind="stable")[:most]
    asked = max(1, len(found.asked))
    values = [
        (points.ids[at], points.labels[at], int(counts[at]), counts[at] / asked)
        for at in order.tolist()
        if counts[at]
    ]
    return Rows(("id", "label", "neighbour_of", "share"), values)


def outlier_rows(points: Points, found: Near, most: int) -> Rows:
    """Those whose k nearest are the farthest, by the mean of their scores, lowest first."""
    with np.errstate(invalid="ignore"):
        there = found.positions >= 0
        mean = np.where(there, found.scores, 0).sum(axis=1) / there.sum(axis=1)
    mean = np.where(np.isnan(mean), np.inf, mean)
    order = np.argsort(mean, kind="stable")[:most]
    values = [
        (points.ids[at], points.labels[at], float(mean[row]), float(found.scores[row, 0]))
        for row, at in zip(order.tolist(), found.asked[order].tolist(), strict=True)
        if np.isfinite(mean[row])
    ]
    return Rows(("id", "label", "mean_score", "nearest_score"), values)
