"""A graph store that holds the projection of given records, and is asked in Cypher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tests.graphs.states import state_of
from workbench.core.property_graph.records import EdgeRecord, NodeRecord
from workbench.core.values import Engine, Rows
from workbench.graphs.projecting.loading import by_labels, by_type, create_edges, create_nodes
from workbench.graphs.projecting.rows import COMMON, ID, Names
from workbench.graphs.state import State


class Projected:
    """A state, and the database that holds it; calling it asks."""

    def __init__(self, store: Any, state: State) -> None:
        self._store, self.state = store, state

    @property
    def engine(self) -> Engine:
        found: Engine = self._store.engine
        return found

    def __call__(self, text: str, parameters: Mapping[str, Any], /) -> Rows:
        found: Rows = self._store.rows(text, parameters, reviewed=True)
        return found


def projected(store: Any, nodes: Iterable[NodeRecord], edges: Iterable[EdgeRecord]) -> Projected:
    """Empty the database, then write these records into it as a projection has them."""
    state = state_of(nodes, edges)
    names = Names()
    of_nodes, of_edges = by_labels(state.nodes, names), by_type(state.edges, names)
    store.admit(names.labels, names.types)
    store.write("MATCH (n) DETACH DELETE n")
    store.write(f"CREATE INDEX tong_id IF NOT EXISTS FOR (n:{COMMON}) ON (n.{ID})")
    for labels, rows in of_nodes.items():
        store.write(create_nodes(labels), {"rows": rows})
    for kind, rows in of_edges.items():
        store.write(create_edges(kind), {"rows": rows})
    return Projected(store, state)
