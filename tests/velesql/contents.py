"""Everything that a collection holds, as plain Python."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.velesql.in_memory import InMemory
from workbench.collections.mirrors.mirror import Mirror


def contents(database: InMemory) -> dict[str, Any]:
    """By name: definition, points by id, edges by id."""
    names = sorted(database.definitions())
    return {
        name: (database.definitions()[name], points(mirror), edges(mirror))
        for name in names
        for mirror in [database.mirror(name)]
    }


def points(mirror: Mirror) -> dict[Any, Any]:
    """Payload, vectors by name and sparse vectors by name, by id."""
    return {mirror.points.id(at): _point(mirror, at) for at in mirror.points.order.tolist()}


def edges(mirror: Mirror) -> dict[int, Any]:
    """Source, target, label and properties, by id."""
    rows = mirror.edges
    return {
        int(rows.table.id(at)): (
            rows.sources[at],
            rows.targets[at],
            rows.labels.value(at),
            rows.table.payload(at),
        )
        for at in rows.table.order.tolist()
    }


def _point(mirror: Mirror, at: int) -> Any:
    place = np.array([at])
    vectors = {
        name: rows.rows(place)[0].tolist() if mirror.present(name)[at] else None
        for name, rows in mirror.vectors.items()
    }
    sparse = {name: index.vector(at) for name, index in mirror.sparse.items()}
    return mirror.points.payload(at), vectors, sparse
