"""The property graphs of a database, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..core.property_graph.change import Model
from ..core.property_graph.protocols import Databases
from .durable.registry import Registry
from .durable.store import Store
from .durable.tables import Tables
from .durable.texts import Texts
from .graph import PropertyGraph
from .handle import Handle, OnChange
from .projecting.projection import Projection


class PropertyGraphs:
    """Makes, opens and drops graphs; their tables lie in `store`, Cypher runs in `databases`."""

    def __init__(
        self,
        store: Store,
        databases: Databases,
        *,
        author: str = "",
        graph: type[PropertyGraph] = PropertyGraph,
        shares: bool = True,
    ) -> None:
        """Where the tables are read alone, `shares` is False: no database of a graph is kept."""
        self._store, self._databases, self._author, self._graph = store, databases, author, graph
        self._registry, self._shares = Registry(store), shares

    def names(self) -> list[str]:
        """Those that there are, ascending."""
        return self._registry.names()

    def make(self, name: str, model: Model | None = None, **origin: Any) -> PropertyGraph:
        """A new graph, empty or with all that `model` holds, opened; BadInput where it exists.

        `origin` is kept beside it: what it came from.
        """
        self.store(name, model, **origin)
        return self.open(name)

    def store(self, name: str, model: Model | None = None, **origin: Any) -> None:
        """The same, and nothing of it is loaded into this process."""
        with self._store.transaction():
            number = self._registry.make(name, origin=origin or None)
            if model is not None:
                self._tables(number).fill(model)

    def open(self, name: str, *, on_change: OnChange = "follow") -> PropertyGraph:
        """A graph that exists; BadInput names the near ones. `on_change` is `Handle`'s."""
        number = self._registry.number(name)
        tables = self._tables(number)
        projection = self._projection(number, name)
        texts = Texts(self._store, number)
        return self._graph(name, Handle(tables, on_change=on_change), texts, projection)

    def drop(self, name: str) -> None:
        """Remove a graph with its tables' rows and its databases; BadInput where there is none."""
        number = self._registry.number(name)
        self._projection(number, name).drop()
        self._registry.drop(name)

    def origin(self, name: str) -> Mapping[str, Any] | None:
        """What a graph came from, as `make` was told."""
        return self._registry.origin(name)

    def _projection(self, number: int, name: str) -> Projection:
        return Projection(self._databases, self._store, number, name, shares=self._shares)

    def _tables(self, number: int) -> Tables:
        return Tables(self._store, number, author=self._author)
