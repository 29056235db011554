"""Vectors to places on a plane: by principal axes, by t-SNE, or as given.

Each is the same for the same vectors and seed. Principal axes are exact; the other two keep
neighbours better, and distances between groups mean nothing in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput, EngineNotInstalled
from .points import Doubles, Floats, Points

_ROWS = 8192  # centred at once in double precision
_NEAR = 5  # points whose middle is the place of a query that no axes give


@dataclass(frozen=True)
class Projection:
    """`xy` (n, 2) float32; `told` says how it was made.

    `explained` are the shares of the variance that the two axes keep, None where there are no
    axes; then a query's place is the middle of its nearest points.
    """

    kind: str
    xy: Floats
    told: str
    explained: tuple[float, float] | None = None
    axes: Doubles | None = None
    mean: Doubles | None = None

    def place(self, points: Points, queries: Floats) -> Floats:
        """Where query vectors, compared as the points are, stand on this map."""
        if self.axes is not None and self.mean is not None:
            return ((queries - self.mean) @ self.axes).astype(np.float32)
        return interpolated(points, self.xy, queries)

    @property
    def placing(self) -> str:
        """How queries are placed."""
        if self.axes is not None:
            return "queries are projected on the same axes"
        return f"a query stands in the middle of its {_NEAR} nearest points"


def project(points: Points, projection: Any, seed: int) -> Projection:
    """The map of the points by name, or of places (n, 2) that are given."""
    if not isinstance(projection, str):
        return _given(points, projection)
    kinds = {"pca": lambda: pca(points.compared), "tsne": lambda: _tsne(points, seed)}
    if projection not in kinds:
        expected = "'pca', 'tsne' or an array of shape (n, 2)"
        raise BadInput(f"projection: expected {expected}, found {projection!r}")
    return kinds[projection]()


def pca(vectors: Floats) -> Projection:
    """The two axes of most variance, by the covariance, added up in double precision.

    An axis points to where its largest loading is positive, the first of equals.
    """
    n, d = vectors.shape
    mean = vectors.mean(axis=0, dtype=np.float64) if n else np.zeros(d)
    scatter = np.zeros((d, d))
    for start in range(0, n, _ROWS):
        centred = vectors[start : start + _ROWS] - mean
        scatter += centred.T @ centred
    values, found = np.linalg.eigh(scatter)
    axes = _signed(found[:, ::-1][:, :2])
    share = np.maximum(values[::-1][:2], 0) / total if (total := values.sum()) > 0 else np.zeros(2)
    if d == 1:
        axes, share = np.pad(axes, ((0, 0), (0, 1))), np.pad(share[:1], (0, 1))
    xy = np.concatenate(
        [np.zeros((0, 2))] + [(vectors[s : s + _ROWS] - mean) @ axes for s in range(0, n, _ROWS)]
    )
    kept = float(share[0]), float(share[1])
    told = f"PCA, exact: the two axes keep {sum(kept):.1%} of the variance"
    return Projection("pca", xy.astype(np.float32), told, kept, axes, mean)


def _signed(axes: Doubles) -> Doubles:
    """Loadings that differ by rounding alone count as equal, so that machines agree."""
    size = np.abs(axes)
    first = (size >= size.max(axis=0) - 1e-9).argmax(axis=0)
    signs = np.where(axes[first, np.arange(axes.shape[1])] < 0, -1.0, 1.0)
    return axes * signs


def _tsne(points: Points, seed: int) -> Projection:
    """openTSNE on exact neighbours, begun from the principal axes; one thread, so repeatable."""
    try:
        from openTSNE import TSNEEmbedding
        from openTSNE.affinity import PerplexityBasedNN
        from openTSNE.nearest_neighbors import PrecomputedNeighbors
    except ImportError as error:
        raise EngineNotInstalled(
            "projection='tsne' needs openTSNE, which is not installed: "
            "pip install 'polystore-workbench[maps]'"
        ) from error
    if len(points) < 5:
        raise BadInput(f"projection='tsne': expected 5 points or more, found {len(points)}")
    perplexity = min(30.0, (len(points) - 1) / 3)
    near = points.index.all_neighbours(min(len(points) - 1, int(3 * perplexity)))
    known = PrecomputedNeighbors(near[0], _distances(points, near[1]))
    affinity = PerplexityBasedNN(
        perplexity=perplexity, knn_index=known, n_jobs=1, random_state=seed
    )
    embedding = TSNEEmbedding(_start(points), affinity, n_jobs=1, random_state=seed)
    embedding.optimize(250, exaggeration=12, momentum=0.5, inplace=True)
    embedding.optimize(500, momentum=0.8, inplace=True)
    xy = np.asarray(embedding, dtype=np.float32)
    told = f"t-SNE (openTSNE, perplexity {perplexity:g}, seed {seed}, from PCA)"
    return Projection("tsne", xy, f"{told}: distances between groups mean nothing")


def _distances(points: Points, given: Doubles) -> Doubles:
    """Of cosine similarities the chord between unit vectors."""
    return np.sqrt(np.maximum(2 - 2 * given, 0)) if points.metric == "cosine" else -given


def _start(points: Points) -> Doubles:
    """PCA, scaled as openTSNE wants its beginning; points of one place are pulled apart."""
    xy = pca(points.compared).xy.astype(np.float64)
    spread = xy[:, 0].std() or 1.0
    apart = np.random.default_rng(0).normal(0, 1e-6, xy.shape)
    return xy / spread * 1e-4 + apart


def _given(points: Points, places: Any) -> Projection:
    xy = np.asarray(places, dtype=np.float32)
    if xy.shape != (len(points), 2) or not np.isfinite(xy).all():
        expected = f"finite numbers of shape ({len(points)}, 2), one row a point"
        raise BadInput(f"projection: expected {expected}, found shape {xy.shape}")
    return Projection("given", xy, "places as given")


def interpolated(points: Points, xy: Floats, queries: Floats) -> Floats:
    """The middle of the nearest points, nearer ones counting more."""
    near, given = points.index.neighbours(queries, min(_NEAR, max(1, len(points))))
    places: NDArray[np.float32] = np.full((len(queries), 2), np.nan, np.float32)
    for row, (positions, scored) in enumerate(zip(near, given, strict=True)):
        there = positions >= 0
        if there.any():
            away = scored[there].max() - scored[there]
            weights = 1 / (away + 0.1 * (away.max() or 1.0))
            places[row] = np.average(xy[positions[there]], axis=0, weights=weights)
    return places
