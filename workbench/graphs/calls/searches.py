"""Words and vectors: what finds records by what they say or mean."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ...core.errors import RecordNotFound
from ...core.property_graph.records import TextIndex, VectorIndex
from ..searching.context import retrieve_context
from ..searching.context_hits import ContextHit
from ..searching.paging import known
from ..searching.text_query import Candidates, Mode
from ..searching.text_search import TextHit, search_text
from ..searching.vector_search import VectorHit, search_vector, search_vectors
from ..state.state import State
from .options import checked_options


class Searches:
    """Searches of one state."""

    @property
    def state(self) -> State:
        """The state that answers."""
        raise NotImplementedError

    def _candidates(self, state: State) -> Candidates | None:
        """What spares a text search from going through all records; None for a snapshot."""
        return None

    def fulltext_indexes(self) -> list[TextIndex]:
        """The definitions, by name ascending."""
        return [index for _, index in sorted(self.state.text_indexes.items())]

    def vector_indexes(self) -> list[VectorIndex]:
        """The definitions, by name ascending."""
        return [index for _, index in sorted(self.state.vector_indexes.items())]

    def get_vector(self, index_name: str, entity_id: int) -> list[float]:
        """A stored vector, as float32 holds it; RecordNotFound where there is none."""
        state = self.state
        known(state.vector_indexes, index_name, "vector index")
        found = state.vectors[index_name].get(entity_id)
        if found is None:
            raise RecordNotFound(f'vector of {entity_id} not found in index "{index_name}"')
        return [float(number) for number in found]

    def search_text(
        self, index_name: str, query: str, mode: Mode = "all", **options: Any
    ) -> list[TextHit]:
        """Records that an index finds, best first; modes all, any, prefix, phrase.

        Options: labels, edge_type, properties, limit, offset, and ranking, "bm25" or "simple",
        which is TongGraph's; see `searching.text_search.search_text`.
        """
        checked_options(search_text, options)
        state = self.state
        candidates = self._candidates(state)
        return search_text(
            state,
            index_name,
            query,
            mode=mode,
            candidates=candidates,
            **options,
        )

    def search_vector(
        self, index_name: str, query_vector: Iterable[float], **options: Any
    ) -> list[VectorHit]:
        """Records whose vectors are nearest, best first, ties by id.

        Options: labels, edge_type, properties, min_score, limit, offset; see
        `searching.vector_search.search_vector`.
        """
        checked_options(search_vector, options)
        return search_vector(self.state, index_name, query_vector, **options)

    def search_vectors(
        self, index_name: str, query_vectors: Iterable[Iterable[float]], **options: Any
    ) -> list[list[VectorHit]]:
        """As `search_vector`, for each query; none is answered where one is wrong."""
        checked_options(search_vectors, options)
        return search_vectors(self.state, index_name, query_vectors, **options)

    def retrieve_context(self, **options: Any) -> list[ContextHit]:
        """What lies near words and vectors together, each with what made its score.

        text_query with text_index, vector_query with vector_index, labels, edge_type,
        properties, radius, direction, limit, weights; see `searching.context`.
        """
        state = self.state
        return retrieve_context(state, candidates=self._candidates(state), **options)
