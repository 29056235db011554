"""The judge: every score in double precision by the plain formula."""

from __future__ import annotations

from typing import Any

import numpy as np

HIGHER = ("cosine", "dot", "jaccard")
METRICS = ("cosine", "dot", "euclidean", "hamming", "jaccard")


def scores(vectors: Any, query: Any, metric: str) -> Any:
    x, q = np.asarray(vectors, np.float64), np.asarray(query, np.float64)
    if metric == "hamming":
        return ((x > 0.5) != (q > 0.5)).sum(axis=1).astype(np.float64)
    if metric == "euclidean":
        return np.sqrt(((x - q) ** 2).sum(axis=1))
    if metric == "jaccard":
        least, most = np.minimum(x, q).sum(axis=1), np.maximum(x, q).sum(axis=1)
        return np.array([a / b if b else 1.0 for a, b in zip(least, most, strict=True)])
    if metric == "dot":
        return x @ q
    lengths = np.sqrt((x**2).sum(axis=1)) * np.sqrt((q**2).sum())
    return np.array([a / b if b else 0.0 for a, b in zip(x @ q, lengths, strict=True)])


def order(found: Any, keys: Any, metric: str) -> Any:
    """Positions best first, equals by key."""
    rank = -found if metric in HIGHER else found
    return np.array(sorted(range(len(found)), key=lambda at: (rank[at], keys[at])), dtype=np.int64)
