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
    ) -> None:
        self._store, self._databases, self._author, self._graph = store, databases, author, graph
        self._registry = Registry(store)

    def names(self) -> list[str]:
        """Those that there are, ascending."""
        return self._registry.names()

    def make(self, name: str, model: Model | None = None, **origin: Any) -> PropertyGraph:
        """A new graph, empty or with all that `model` holds, opened; BadInput where it exists.

        `origin` is kept beside it: what it came from.
        """
        number = self._registry.make(name, origin=origin or None)
        try:
            if model is not None:
                self._tables(number).fill(model)
        except BaseException:
            self._registry.drop(name)
            raise
        return self.open(name)

    def open(self, name: str, *, on_change: OnChange = "follow") -> PropertyGraph:
        """A graph that exists; BadInput names the near ones. `on_change` is `Handle`'s."""
        number = self._registry.number(name)
        tables = self._tables(number)
        projection = Projection(self._databases, self._store, number, name)
        texts = Texts(self._store, number)
        return self._graph(name, Handle(tables, on_change=on_change), texts, projection)

    def drop(self, name: str) -> None:
        """Remove a graph with its tables' rows and its databases; BadInput where there is none."""
        number = self._registry.number(name)
        Projection(self._databases, self._store, number, name).drop()
        self._registry.drop(name)

    def origin(self, name: str) -> Mapping[str, Any] | None:
        """What a graph came from, as `make` was told."""
        return self._registry.origin(name)

    def _tables(self, number: int) -> Tables:
        return Tables(self._store, number, author=self._author)
