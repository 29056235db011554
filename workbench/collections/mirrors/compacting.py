"""Mirrors without their dead positions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...core.collections.protocols import VectorRows, VectorStore
from .grown import Grown

if TYPE_CHECKING:
    from .mirror import Mirror

BATCH = 65_536  # vectors that are copied at a time, so that they are not held three times


def compacted(mirror: Mirror, store: VectorStore) -> Mirror:
    """A mirror of the rows that are alive, in the order of their positions."""
    alive = np.flatnonzero(mirror.points.alive)
    made = type(mirror).restored(
        mirror.definition,
        store,
        generation=mirror.generation,
        points=mirror.points.take(alive),
        edges=mirror.edges.take(np.flatnonzero(mirror.edges.table.alive)),
    )
    for name, rows in mirror.vectors.items():
        fresh = store.new(rows.space, mirror.definition.options)
        _copy(rows, fresh, alive)
        made.hold_vectors(name, fresh, Grown.of(mirror.present(name)[alive]))
    for name, index in mirror.sparse.items():
        made.sparse[name] = index.take(mirror.points.alive)
    return made


def _copy(rows: VectorRows, into: VectorRows, positions: NDArray[np.int64]) -> None:
    for start in range(0, len(positions), BATCH):
        into.append(rows.rows(positions[start : start + BATCH]))
