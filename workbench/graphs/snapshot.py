"""A graph as it was, which moves no more."""

from __future__ import annotations

from typing import Self

from ..core.property_graph.protocols import AsksGraph
from .calls.languages import Languages
from .calls.records import Records
from .calls.searches import Searches
from .calls.traversals import Traversals
from .projecting.projection import Projection
from .state.state import State


class Snapshot(Records, Traversals, Searches, Languages):
    """All reads of a graph, of one state of it; Cypher is asked of a database of its own.

    Close it, or use it in a `with` block, and that database goes.
    """

    def __init__(self, state: State, projection: Projection) -> None:
        self._state, self._projection = state, projection

    @property
    def state(self) -> State:
        return self._state

    def close(self) -> None:
        self._projection.forget(self._state)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        held = f"{self.node_count():,} nodes, {self.edge_count():,} edges"
        return f"Snapshot of generation {self._state.generation}: {held}"

    def _asks(self, state: State) -> AsksGraph:
        return self._projection.asks(state)

    def _snapshot_of(self, state: State) -> Snapshot:
        return type(self)(state, self._projection)
