"""Where planes stand on the map: few of them, with boxes as large as their names need.

Distances on the map follow the doors between planes (stress majorisation, Gansner, Koren and
North 2004), then boxes that overlap are pushed apart. The same planes get the same places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.floating]

HEIGHT = 54.0
_STEP = np.array([200.0, 160.0])  # pixels from a plane to its neighbour, across and down
_APART = np.array([60.0, 56.0])  # pixels left free between boxes: a door's label fits in
_ROUNDS = 300


def width_of(name: str) -> float:
    """Of a plane's box, in pixels, for a bold name of 13 px; longer names are cut short."""
    return float(min(224, max(132, 8 * len(name) + 26)))


def placed(names: Mapping[str, str], doors: Sequence[tuple[str, str]]) -> dict[str, Points]:
    """By plane, the middle of its box in pixels, y downwards; the first corner is at 0, 0."""
    ids = sorted(names)
    if not ids:
        return {}
    number = {plane: at for at, plane in enumerate(ids)}
    hops = _hops(len(ids), [(number[a], number[b]) for a, b in doors])
    sizes = np.array([(width_of(names[plane]), HEIGHT) for plane in ids])
    spread = _spread(hops) * _STEP
    points = _parted(spread, sizes + _APART)
    points -= (points - sizes / 2).min(axis=0)
    return dict(zip(ids, points, strict=True))


def _hops(count: int, doors: Sequence[tuple[int, int]]) -> Points:
    """Doors between any two planes; groups that nothing joins stand side by side."""
    hops: Points = np.full((count, count), np.inf)
    np.fill_diagonal(hops, 0)
    for a, b in doors:
        if a != b:
            hops[a, b] = hops[b, a] = 1
    for via in range(count):  # Floyd and Warshall
        np.minimum(hops, hops[:, via : via + 1] + hops[via : via + 1], out=hops)
    joined = np.isfinite(hops)
    radius: Points = np.where(joined, hops, 0.0).max(axis=1) / 2
    hops[~joined] = (radius[:, None] + radius[None] + 1)[~joined]
    return hops


def _spread(hops: Points) -> Points:
    """Points whose distances follow the hops, from the axes of classical scaling."""
    count = len(hops)
    if count < 3:
        return np.column_stack([np.arange(count, dtype=float), np.zeros(count)])
    centre = np.eye(count) - 1 / count
    values, vectors = np.linalg.eigh(-centre @ (hops**2) @ centre / 2)
    points: Points = vectors[:, ::-1][:, :2] * np.sqrt(np.maximum(values[::-1][:2], 1e-9))
    points *= np.where(points[np.abs(points).argmax(axis=0), range(2)] < 0, -1, 1)
    # Planes of equal doors would fall into one point: a fixed little disorder parts them.
    angle = np.arange(count) * 2.399963  # the golden angle
    points = points + 0.05 * np.column_stack([np.cos(angle), np.sin(angle)])
    for _ in range(_ROUNDS):
        points = _majorised(points, hops)
    return points


def _majorised(points: Points, hops: Points) -> Points:
    """One Guttman step, each pair weighed by the square of its distance."""
    weights = 1 / np.where(hops > 0, hops, 1) ** 2
    np.fill_diagonal(weights, 0)
    apart = points[:, None] - points[None]
    length = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 1e-9)
    pull = points[None] + apart * (hops / length)[..., None]
    moved: Points = (weights[..., None] * pull).sum(axis=1) / weights.sum(axis=1)[:, None]
    return moved


def _parted(points: Points, sizes: Points) -> Points:
    """Boxes of those sizes moved until none overlaps: each pair along its shorter way out."""
    points = points.astype(float)
    for _ in range(_ROUNDS):
        moved = False
        for a in range(len(points)):
            for b in range(a + 1, len(points)):
                moved |= _part(points, sizes, a, b)
        if not moved:
            break
    return points


def _part(points: Points, sizes: Points, a: int, b: int) -> bool:
    apart = points[b] - points[a]
    need = (sizes[a] + sizes[b]) / 2 - np.abs(apart)
    if (need <= 0.5).any():
        return False
    along = int(need.argmin())
    step = need[along] / 2 * (1 if apart[along] >= 0 else -1)
    points[a, along] -= step
    points[b, along] += step
    return True
