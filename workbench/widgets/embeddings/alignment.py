"""Two sets of vectors with the same ids: one turned onto the other, how far each point moved."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...core.errors import BadInput
from ...core.values import Rows
from .findings import near
from .points import Doubles, Floats, Places, Points


@dataclass(frozen=True)
class Alignment:
    """The points that both have (`at`, ascending, in the first), an id that repeats by its first.

    `moved` is the Euclidean distance from a point to its partner after the turn, `kept` the share
    of its k neighbours that the other has too; `other` are the partners, turned, in the space of
    `width` numbers. `fit` is 1 where they fall on each other, 0 where the other tells no more
    of a point than the mean of all.
    """

    at: Places
    moved: Doubles
    kept: Doubles
    other: Floats
    fit: float
    k: int
    told: str

    def rows(self, points: Points) -> Rows:
        """A row a shared id, the farthest moved first."""
        order = np.argsort(-self.moved, kind="stable")
        values = [
            (points.ids[at], points.labels[at], moved, kept)
            for at, moved, kept in zip(
                self.at[order].tolist(),
                self.moved[order].tolist(),
                self.kept[order].tolist(),
                strict=True,
            )
        ]
        return Rows(("id", "label", "moved", "neighbours_kept"), values)


def align(points: Points, other: Points, k: int) -> Alignment:
    """Orthogonal Procrustes (Schönemann 1966): the turn or reflection that brings `other` nearest.

    By cosine both are of length one and turned about the origin; else about their means. The
    smaller of two widths is filled with zeros, which loses nothing.
    """
    if points.metric != other.metric:
        told = f"expected {points.metric}, as here, found {other.metric}"
        raise BadInput(f"the other points' metric: {told}")
    shared = [name for name in points.at if name in other.at]
    if len(shared) < 2:
        raise BadInput(f"expected two ids or more that both have, found {len(shared)}")
    at = np.sort(np.array([points.at[name][0] for name in shared]))
    partners = np.array([other.at[points.ids[one]][0] for one in at.tolist()])
    width = max(points.vectors.shape[1], other.vectors.shape[1])
    a, b = _wide(points.compared[at], width), _wide(other.compared[partners], width)
    middle = np.zeros(width)
    if points.metric != "cosine":
        middle = a.mean(axis=0)
        b = b - b.mean(axis=0) + middle
    left, _, right = np.linalg.svd((b - middle).T @ (a - middle))
    turned = (b - middle) @ (left @ right) + middle
    moved = np.linalg.norm(a - turned, axis=1)
    spread = ((a - a.mean(axis=0)) ** 2).sum()
    fit = 1 - float((moved**2).sum() / spread) if spread else 1.0
    k = min(k, len(at) - 1)
    kept = _kept(points, other, at, partners, k)
    told = (
        f"{len(at):,} shared ids, {len(points.at) - len(at):,} only here, "
        f"{len(other.at) - len(at):,} only there; fit {fit:.3f}, "
        f"{np.nanmean(kept):.0%} of the {k} nearest kept"
    )
    return Alignment(at, moved, kept, turned.astype(np.float32), fit, k, told)


def _wide(vectors: Floats, width: int) -> Doubles:
    return np.pad(vectors.astype(np.float64), ((0, 0), (0, width - vectors.shape[1])))


def _kept(points: Points, other: Points, at: Places, partners: Places, k: int) -> Doubles:
    """Neighbours among the shared ids alone; NaN for those beyond a sample."""
    here, there = near(_some(points, at), k, 0), near(_some(other, partners), k, 0)
    same = (here.positions[:, :, None] == there.positions[:, None, :]) & (here.positions >= 0)[
        :, :, None
    ]
    kept = np.full(len(at), np.nan)
    kept[here.asked] = same.any(axis=2).sum(axis=1) / k
    return kept


def _some(points: Points, at: Places) -> Points:
    return Points(points.frame[at], points.vectors[at], points.metric, points.indexed)
