"""A graph with its tables, its state in this process and its projection."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from workbench.core.property_graph.change import Model
from workbench.graphs.changing.draft import Draft
from workbench.graphs.cypher.result import CypherResult
from workbench.graphs.cypher.running import run
from workbench.graphs.durable.registry import Registry
from workbench.graphs.durable.tables import Tables
from workbench.graphs.projecting.projection import Asking, Projection
from workbench.graphs.state.state import State

_numbers = count(1)


class World:
    def __init__(self, store: Any, databases: Any, model: Model | None = None) -> None:
        self.store, self.databases = store, databases
        self.registry, self.name = Registry(store), f"world {next(_numbers)}"
        self.number = self.registry.make(self.name)
        self.tables = Tables(store, self.number)
        if model is not None:
            self.tables.fill(model)
        self.state = State.of(self.tables.load())
        self.projection = self.another()

    def another(self) -> Projection:
        """The projection of another process on the same graph."""
        return Projection(self.databases, self.store, self.number, self.name)

    def change(self, act: Callable[[Draft], Any]) -> Any:
        """Commit what is done to a draft, as the facade does; what the act gives."""
        draft = Draft(self.state)
        given = act(draft)
        self.state.apply(self.tables.commit(draft.change("test"), expecting=self.state.generation))
        return given

    def restore(self, model: Model) -> None:
        """The model's records in place of all that there are, under new ids."""

        def act(draft: Draft) -> None:
            for node in draft.state.nodes:
                draft.delete_node(node.id, detach=True)
            ids = {n.id: draft.add_node(n.external_id, n.labels, n.properties) for n in model.nodes}
            for edge in model.edges:
                ends = ids[edge.source], ids[edge.target]
                draft.add_edge(*ends, edge.edge_type, edge.properties)

        self.change(act)

    def asks(self, state: State | None = None) -> Asking:
        return self.projection.asks(state or self.state)

    def values(self, text: str, state: State | None = None) -> list[tuple[Any, ...]]:
        """Rows of a native text."""
        return [tuple(row) for row in self.asks(state)(text, {}).values]

    def cypher(self, text: str, parameters: Any = None, **options: Any) -> CypherResult:
        """A statement, committed."""
        draft = Draft(self.state)
        asks = self.asks()
        found = run(text, parameters, state=self.state, asks=asks, draft=draft, **options)
        if draft:
            change = draft.change("cypher")
            self.state.apply(self.tables.commit(change, expecting=self.state.generation))
        return found

    def names(self) -> list[str]:
        """The databases of this graph on the server."""
        prefix = self.projection._places._prefix
        return [name for name in self.databases.names() if name.startswith(prefix)]

    def drop(self) -> None:
        self.projection.drop()
        self.registry.drop(self.name)
