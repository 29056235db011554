"""Vectors to search, and rows of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from workbench.core.collections.definition import VectorSpace
from workbench.stores.vector.rows.rows import FaissRows
from workbench.stores.vector.rows.store import FaissStore


def rows_of(vectors: Any, metric: Any, **options: Any) -> FaissRows:
    rows = FaissStore().new(VectorSpace(vectors.shape[1], metric), options)
    rows.append(vectors)
    return rows


def eighths(random: Any, n: int, d: int) -> Any:
    """Vectors with many equals and zeros; of eighths, whose sums are exact in any order."""
    vectors = (random.integers(-8, 9, size=(n, d)) / 8).astype(np.float32)
    vectors[random.random(n) < 0.1] = 0
    if n > 10:
        vectors[random.integers(0, n, n // 3)] = vectors[1]
    return vectors


def normal(random: Any, n: int, d: int) -> Any:
    return random.normal(size=(n, d)).astype(np.float32)
