"""All records of a property graph at one generation, in this process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import BadInput, StaleHandle
from ...core.property_graph.belief import Evidence, Factor, StoredPosterior, Trace, Variable
from ...core.property_graph.change import COUNTERS, Change, Counter, Delta, Model
from ...core.property_graph.columns import Loaded
from ...core.property_graph.records import TextIndex, Vector, VectorIndex
from .adjacency import Adjacency
from .columns import Ids, edge_columns, ids_of, node_columns
from .edges import EdgeTable, FrozenEdges
from .nodes import FrozenNodes, NodeTable

if TYPE_CHECKING:
    from .vectors import VectorTable


class State:
    """What a graph holds at `generation`. It moves by `apply`; a copy of it stays as it is."""

    def __init__(self, generation: int, nodes: NodeTable, edges: EdgeTable) -> None:
        self.generation, self.nodes, self.edges = generation, nodes, edges
        self.text_indexes: dict[str, TextIndex] = {}
        self.vector_indexes: dict[str, VectorIndex] = {}
        self.vectors: dict[str, VectorTable] = {}
        self.variables: dict[int, Variable] = {}
        self.factors: dict[int, Factor] = {}
        self.evidence: dict[int, Evidence] = {}
        self.traces: dict[int, Trace] = {}
        self.posteriors: dict[int, StoredPosterior] = {}  # by variable
        self.next_ids: dict[Counter, int] = dict.fromkeys(COUNTERS, 0)

    @classmethod
    def of(cls, loaded: Loaded) -> State:
        """The state that was loaded. Its columns are kept as they are, and decoded at need."""
        from .vectors import VectorTable

        nodes, edges = NodeTable(FrozenNodes(loaded.nodes)), EdgeTable(FrozenEdges(loaded.edges))
        state = cls(loaded.generation, nodes, edges)
        rest = loaded.rest
        state._store(Change(**{name: getattr(rest, name) for name in _REST}))
        for name, columns in loaded.vectors.items():
            state.vectors[name] = VectorTable(state.vector_indexes[name])
            state.vectors[name].put(columns.entities, columns.rows)
        return state

    @property
    def adjacency(self) -> Adjacency:
        """All edges of this generation as compressed rows, both ways."""
        return self.edges.adjacency

    def apply(self, delta: Delta) -> None:
        """Move to the delta's generation; StaleHandle where it is not the next one."""
        if delta.generation != self.generation + 1:
            raise StaleHandle(
                f"a change to generation {delta.generation} fits generation "
                f"{delta.generation - 1}, and this state is at {self.generation}; load it again"
            )
        self._drop(delta.change)
        self._store(delta.change)
        self.generation = delta.generation

    def copy(self) -> State:
        """The same records, which move no more when this state does."""
        other = State(self.generation, self.nodes.copy(), self.edges.copy())
        for name in _DICTS:
            setattr(other, name, dict(getattr(self, name)))
        other.vectors = {name: table.copy() for name, table in self.vectors.items()}
        other.next_ids = dict(self.next_ids)
        return other

    def induced(self, nodes: Iterable[int], edge_type: str | None = None) -> State:
        """These nodes, the edges between them, all index definitions and their vectors.

        Ids stay what they are; there is no variable. BadInput for a node that is not there.
        """
        chosen = self._known(nodes)
        edges = self._between(chosen, edge_type)
        loaded = Loaded(
            self.generation,
            node_columns(self.nodes.records(chosen)),
            edge_columns(self.edges.records(edges)),
            {},
            Model(
                text_indexes=[*self.text_indexes.values()],
                vector_indexes=[*self.vector_indexes.values()],
                next_ids=self.next_ids,
            ),
        )
        part = State.of(loaded)
        for name, index in self.vector_indexes.items():
            part._take_vectors(self, name, chosen if index.target == "node" else edges)
        return part

    def model(self) -> Model:
        """All records as values."""
        parts: dict[str, Any] = {name: _ascending(getattr(self, name)) for name in _DICTS}
        parts |= {"vectors": [*self._all_vectors()], "next_ids": dict(self.next_ids)}
        return Model(nodes=[*self.nodes], edges=[*self.edges], **parts)

    def _known(self, nodes: Iterable[int]) -> Ids:
        given = dict.fromkeys(int(id) for id in nodes)
        missing = next((id for id in given if id not in self.nodes), None)
        if missing is not None:
            raise BadInput(f"node {missing} not found")
        return np.sort(ids_of(given))

    def _between(self, nodes: Ids, edge_type: str | None) -> Ids:
        """Ascending ids of the edges of a type that have both ends among `nodes`."""
        edges = self.adjacency.edges
        inside = np.isin(edges.sources, nodes) & np.isin(edges.targets, nodes)
        if edge_type is not None:
            chosen = np.zeros(len(inside), np.bool_)
            chosen[edges.rows_of(edge_type)] = True
            inside &= chosen
        return edges.ids[inside]

    def _take_vectors(self, whole: State, name: str, entities: Ids) -> None:
        table = whole.vectors[name]
        slots = table.slots(entities)
        self.vectors[name].put(table.entities[slots], table.rows[slots])

    def _all_vectors(self) -> Iterable[Vector]:
        for name in sorted(self.vectors):
            table = self.vectors[name]
            for entity in sorted(int(id) for id in table.entities):
                yield Vector(name, entity, table.get(entity))

    def _drop(self, change: Change) -> None:
        self.nodes.drop(change.dropped_nodes)
        self.edges.drop(change.dropped_edges)
        for name, entity in change.dropped_vectors:
            self.vectors[name].drop([entity])
        for name in change.dropped_vector_indexes:
            del self.vector_indexes[name], self.vectors[name]
        for held, keys in (
            (self.text_indexes, change.dropped_text_indexes),
            (self.evidence, change.dropped_evidence),
            (self.posteriors, change.dropped_posteriors),
        ):
            _forget(held, keys)

    def _store(self, change: Change) -> None:
        from .vectors import VectorTable

        if change.nodes:
            self.nodes.store(change.nodes)
        if change.edges:
            self.edges.store(change.edges)
        self.text_indexes |= {i.name: i for i in change.text_indexes}
        for index in change.vector_indexes:
            self.vector_indexes[index.name] = index
            table = self.vectors.get(index.name)
            if table is None or table.index.dimensions != index.dimensions:
                self.vectors[index.name] = VectorTable(index)
            else:
                table.index = index
        self._store_vectors(change.vectors)
        self.variables |= {v.id: v for v in change.variables}
        self.factors |= {f.id: f for f in change.factors}
        self.evidence |= {e.id: e for e in change.evidence}
        self.traces |= {t.id: t for t in change.traces}
        self.posteriors |= {p.variable_id: p for p in change.posteriors}
        for counter, value in change.next_ids.items():
            self.next_ids[counter] = max(self.next_ids[counter], value)

    def _store_vectors(self, vectors: Iterable[Vector]) -> None:
        by_index: dict[str, list[Vector]] = {}
        for vector in vectors:
            by_index.setdefault(vector.index, []).append(vector)
        for name, held in by_index.items():
            rows = np.array([v.embedding for v in held], np.float32)
            self.vectors[name].put(ids_of(v.entity for v in held), rows)


_DICTS = (
    *("text_indexes", "vector_indexes", "variables", "factors", "evidence", "traces"),
    "posteriors",
)
_REST = (*_DICTS, "vectors", "next_ids")


def _forget(held: dict[Any, Any], keys: Iterable[Any]) -> None:
    for key in keys:
        held.pop(key, None)


def _ascending(held: Mapping[Any, Any]) -> list[Any]:
    return [held[key] for key in sorted(held)]
