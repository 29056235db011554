"""The vectors of one graph in their table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from ...core.errors import BadInput
from ...core.property_graph.change import Change
from ...core.property_graph.records import Vector
from . import log
from .store import Store

_DROP = """
DELETE FROM tong_vectors WHERE graph = $graph AND (index_name = ANY($indexes::text[])
  OR (index_name, entity) IN (SELECT * FROM unnest($names::text[], $entities::bigint[])))
RETURNING index_name, entity, embedding
"""


class Vectors:
    """Writes of vectors, inside a transaction."""

    def __init__(self, store: Store, number: int) -> None:
        self._store, self._graph = store, number

    def changed(self, change: Change, dimensions: Mapping[str, int]) -> dict[str, Any]:
        """Write the vectors; those that they replace or remove, by index and entity."""
        stored = {(one.index, one.entity): one for one in change.vectors}
        indexes = change.dropped_vector_indexes
        touched = [*stored, *change.dropped_vectors]
        if not touched and not indexes:
            return {}
        gone = self._store.write(
            _DROP,
            {
                "graph": self._graph,
                "indexes": list(indexes),
                "names": [name for name, _ in touched],
                "entities": [entity for _, entity in touched],
            },
        ).values
        there = {**dimensions, **{one.name: one.dimensions for one in change.vector_indexes}}
        self.put(list(stored.values()), there)
        before: dict[str, Any] = {}
        for name, entity, embedding in gone:
            before.setdefault(name, {})[str(entity)] = log.packed(embedding)
        return before

    def put(self, vectors: Sequence[Vector], dimensions: Mapping[str, int]) -> None:
        """Append vectors; BadInput for one that is not of its index's length."""
        by_index: dict[str, list[Vector]] = {}
        for one in vectors:
            by_index.setdefault(one.index, []).append(one)
        for name, ones in by_index.items():
            columns = {
                "graph": self._graph,
                "index_name": [name] * len(ones),
                "entity": [one.entity for one in ones],
                "embedding": _matrix(name, ones, dimensions.get(name)),
            }
            self._store.fill("tong_vectors", columns)


def _matrix(name: str, vectors: Sequence[Vector], dimensions: int | None) -> Any:
    rows = [np.asarray(one.embedding, np.float32) for one in vectors]
    for one, row in zip(vectors, rows, strict=True):
        if row.shape != (dimensions,):
            raise BadInput(
                f"vector index {name!r}, entity {one.entity}: expected {dimensions} numbers, "
                f"found {row.shape}"
            )
    return np.stack(rows)
