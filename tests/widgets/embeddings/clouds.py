"""Small sets of vectors whose neighbours are known, and points made of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars

from workbench.stores.vector.faiss import Flat
from workbench.widgets.embeddings.points import Points


def clouds(n: int = 300, d: int = 16, groups: int = 4, seed: int = 3) -> Any:
    """Float32 vectors (n, d) around some middles."""
    random = np.random.default_rng(seed)
    middles = random.normal(size=(groups, d)) * 2
    return (middles[np.arange(n) % groups] + random.normal(size=(n, d))).astype(np.float32)


def points(vectors: Any, metric: str = "cosine", **columns: Any) -> Points:
    vectors = np.asarray(vectors, np.float32)
    names = [f"p{at}" for at in range(len(vectors))]
    given = {"id": names, "label": [f"point {at}" for at in range(len(vectors))], **columns}
    frame = polars.DataFrame(given)
    return Points(frame, vectors, metric, lambda some, how: Flat(some, metric=how))  # type: ignore[arg-type]


def similarities(vectors: Any) -> Any:
    """All cosine similarities in double precision."""
    x = np.asarray(vectors, np.float64)
    x = x / np.linalg.norm(x, axis=1, keepdims=True)
    return x @ x.T
