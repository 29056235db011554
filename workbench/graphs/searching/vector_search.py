"""Exact vector search over the records of a state."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.property_graph.records import Target, VectorIndex
from .definitions import embedding
from .filters import Filters
from .nearest import nearest
from .paging import checked_page, known

if TYPE_CHECKING:
    from ..state.state import State


@dataclass(frozen=True, slots=True)
class VectorHit:
    """A record by its vector; of every metric the higher score is the nearer."""

    kind: Target
    id: int
    score: float

    def row(self) -> dict[str, Any]:
        return {"kind": self.kind, "id": self.id, "score": self.score}


def search_vector(
    state: State,
    name: str,
    query_vector: Iterable[float],
    *,
    labels: Iterable[str] | None = None,
    edge_type: str | None = None,
    properties: Mapping[str, Any] | None = None,
    min_score: float | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[VectorHit]:
    """The records whose vectors are nearest, best first, of equal scores the lower id first.

    Filters and `min_score`, which is inclusive, come before `offset` and `limit`.
    """
    index = known(state.vector_indexes, name, "vector index")
    query = embedding(index, query_vector, what="query vector")
    filters = Filters.of(labels, edge_type, properties)
    return _searched(state, index, query[None], filters, _Page.of(min_score, limit, offset))[0]


def search_vectors(
    state: State,
    name: str,
    query_vectors: Iterable[Iterable[float]],
    *,
    labels: Iterable[str] | None = None,
    edge_type: str | None = None,
    properties: Mapping[str, Any] | None = None,
    min_score: float | None = None,
    limit: int = 20,
    offset: int = 0,
) -> list[list[VectorHit]]:
    """The hits of each query, as `search_vector` gives them; no query may be wrong."""
    index = known(state.vector_indexes, name, "vector index")
    given = [
        embedding(index, vector, what=f"query vector at index {i}")
        for i, vector in enumerate(query_vectors)
    ]
    queries = np.array(given, np.float32).reshape(len(given), index.dimensions)
    filters = Filters.of(labels, edge_type, properties)
    return _searched(state, index, queries, filters, _Page.of(min_score, limit, offset))


@dataclass(frozen=True, slots=True)
class _Page:
    least: float
    limit: int
    offset: int

    @classmethod
    def of(cls, min_score: Any, limit: int, offset: int) -> _Page:
        checked_page(limit, offset, "vector search")
        if min_score is None:
            return cls(-math.inf, limit, offset)
        if isinstance(min_score, bool | str) or not math.isfinite(min_score):
            raise BadInput(f"min_score must be a finite number, not {min_score!r}")
        return cls(min_score, limit, offset)


def _searched(
    state: State,
    index: VectorIndex,
    queries: NDArray[np.float32],
    filters: Filters,
    page: _Page,
) -> list[list[VectorHit]]:
    filters.fit(index.target, "vector index")
    table = state.vectors[index.name]
    slots = table.slots(filters.survivors(state, index.target)) if filters else None
    found = nearest(table, queries, page.offset + page.limit, slots)
    return [_hits(index, one.entities, one.scores, page) for one in found]


def _hits(
    index: VectorIndex, entities: NDArray[np.int64], scores: NDArray[np.float64], page: _Page
) -> list[VectorHit]:
    kept = int(np.count_nonzero(scores >= page.least))  # scores descend
    listed = zip(entities[:kept].tolist(), scores[:kept].tolist(), strict=True)
    return [VectorHit(index.target, id, score) for id, score in listed][page.offset :]
