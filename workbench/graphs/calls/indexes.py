"""Defining what is searched, and storing vectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.errors import BadInput, RecordNotFound
from ...core.property_graph.change import Change
from ...core.property_graph.records import Vector, VectorIndex
from ..handle import Handle
from ..searching.definitions import embedding, text_index, vector_index
from ..searching.paging import known
from ..state.state import State


class Indexes:
    """Writes of indexes and vectors: each call is one commit, whole or not at all."""

    _handle: Handle

    def create_fulltext_index(
        self,
        name: str,
        properties: Iterable[str],
        target: str = "node",
        tokenizer: str = "unicode61",
        *,
        fold: bool = True,
        bigrams: bool = True,
    ) -> None:
        """Search texts of these properties; what is there already is searched at once.

        `fold` finds café by cafe, `bigrams` two Chinese characters within a run of them;
        TongGraph does neither.
        """
        if tokenizer == "trigram":
            bigrams = False
        made = text_index(
            name, properties, target=target, tokenizer=tokenizer, fold=fold, bigrams=bigrams
        )

        def change(state: State) -> Change:
            if name in state.text_indexes:
                raise BadInput(f'full-text index "{name}" already exists; drop it first')
            return Change(text_indexes=[made], reason="create_fulltext_index")

        self._handle.commit(change)

    def drop_fulltext_index(self, name: str) -> None:
        def change(state: State) -> Change:
            known(state.text_indexes, name, "full-text index")
            return Change(dropped_text_indexes=[name], reason="drop_fulltext_index")

        self._handle.commit(change)

    def create_vector_index(
        self,
        name: str,
        dimensions: int,
        target: str = "node",
        metric: str = "cosine",
        model: str | None = None,
        model_version: str | None = None,
    ) -> None:
        """Keep vectors of a length for nodes or edges, by cosine, dot or euclidean."""
        made = vector_index(
            name,
            dimensions,
            target=target,
            metric=metric,
            model=model,
            model_version=model_version,
        )

        def change(state: State) -> Change:
            if name in state.vector_indexes:
                raise BadInput(f'vector index "{name}" already exists; drop it first')
            return Change(vector_indexes=[made], reason="create_vector_index")

        self._handle.commit(change)

    def drop_vector_index(self, name: str) -> None:
        """Remove an index with all its vectors."""

        def change(state: State) -> Change:
            known(state.vector_indexes, name, "vector index")
            return Change(dropped_vector_indexes=[name], reason="drop_vector_index")

        self._handle.commit(change)

    def upsert_vector(self, index_name: str, entity_id: int, vector: Iterable[float]) -> None:
        self.upsert_vectors(index_name, {entity_id: vector})

    def upsert_vectors(self, index_name: str, vectors: Mapping[int, Iterable[float]]) -> None:
        """Store a vector for each id, in place of what it had; all or none."""

        def change(state: State) -> Change:
            index = known(state.vector_indexes, index_name, "vector index")
            stored = []
            for id in sorted(vectors):
                _check_entity(state, index, id)
                stored.append(Vector(index_name, id, embedding(index, vectors[id])))
            return Change(vectors=stored, reason="upsert_vectors")

        self._handle.commit(change)

    def delete_vector(self, index_name: str, entity_id: int) -> None:
        """Remove a vector; one that is not there is left alone while its entity exists."""
        self.delete_vectors(index_name, [entity_id])

    def delete_vectors(self, index_name: str, entity_ids: Iterable[int]) -> None:
        ids = list(entity_ids)

        def change(state: State) -> Change:
            index = known(state.vector_indexes, index_name, "vector index")
            for id in ids:
                _check_entity(state, index, id)
            held = state.vectors[index_name]
            there = [(index_name, id) for id in sorted(set(ids)) if held.get(id) is not None]
            return Change(dropped_vectors=there, reason="delete_vectors")

        self._handle.commit(change)


def _check_entity(state: State, index: VectorIndex, id: Any) -> None:
    held = state.nodes if index.target == "node" else state.edges
    if not isinstance(id, int) or isinstance(id, bool) or id not in held:
        raise RecordNotFound(f'{index.target} {id} not found for vector index "{index.name}"')
