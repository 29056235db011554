"""Migrated tables and an empty graph, into which extracts are loaded."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import engines
from tests.etl.embedders import Watched
from tests.etl.small_base import PEOPLE, data, extract, model
from tests.stores.grist_files import texts
from workbench.core.errors import StoreUnavailable
from workbench.core.protocols import Embedder, Graph
from workbench.etl.grist import Extract, Receipt, load
from workbench.schema import migrate


@dataclass
class Base:
    """A knowledge base to load into; `embedder` tells which texts were sent to it."""

    relational: Any
    graph: Any
    rejects: Path
    embedder: Watched = field(default_factory=Watched)

    def load(
        self, extract: Extract, *, embedder: Embedder | None = None, graph: Graph | None = None
    ) -> Receipt:
        self.embedder.sent.clear()
        return load(
            extract,
            relational=self.relational,
            graph=graph or self.graph,
            embedder=embedder or self.embedder,
            rejects_folder=self.rejects,
        )

    def rows(self, text: str, **parameters: Any) -> list[tuple[Any, ...]]:
        return list(self.relational.rows(text, parameters).values)

    def cypher(self, text: str, **parameters: Any) -> list[tuple[Any, ...]]:
        return list(self.graph.rows(text, parameters).values)

    def states(self) -> list[str]:
        return [s for (s,) in self.rows("SELECT state FROM workbench_load ORDER BY started_at")]


class CutGraph:
    """The real graph, whose connection breaks before the first edge is stored."""

    def __init__(self, graph: Any) -> None:
        self._graph = graph

    def __getattr__(self, name: str) -> Any:
        return getattr(self._graph, name)

    def put(self, nodes: Any = (), edges: Any = ()) -> tuple[int, int]:
        self._graph.put(nodes)
        raise StoreUnavailable("the connection to the graph is gone")


@pytest.fixture
def every_base(relational: Any, graph: Any, tmp_path: Path) -> Base:
    """A base on every pair of engines."""
    migrate(relational, ("workbench", "vedana"), dimension=256)
    return Base(relational, graph, tmp_path / "rejects")


@pytest.fixture
def base(local_stores: tuple[Any, Any], tmp_path: Path) -> Base:
    """A base on the local servers."""
    relational, graph = local_stores
    migrate(relational, ("workbench", "vedana"), dimension=256)
    return Base(relational, graph, tmp_path / "rejects")


@pytest.fixture
def local_stores(servers: Any) -> Iterator[tuple[Any, Any]]:
    with fresh("relational", servers) as relational, fresh("graph", servers) as graph:
        yield relational, graph


def fresh(kind: str, servers: Any) -> AbstractContextManager[Any]:
    """An empty store of the first engine of its kind."""
    engine = engines(kind)[0]
    return engine.fresh(servers.of(kind, engine))


@pytest.fixture
def folders(tmp_path: Path) -> Any:
    """A new folder for every set of documents that a test writes."""
    number = iter(range(100))

    def fresh() -> Path:
        folder = tmp_path / str(next(number))
        folder.mkdir()
        return folder

    return fresh


@pytest.fixture
def documents(folders: Any) -> Any:
    """An extract of the small base with other rows in its tables, or another model."""

    def read(people: Any = PEOPLE, *, tables: Any = None, **changes: Any) -> Extract:
        folder = folders()
        columns = texts("person_id", "name")
        path = data(folder, **{"Anchor_person": (columns, people), **(tables or {})})
        return extract(model(folder, **changes), path)

    return read


def in_graph(base: Base) -> set[tuple[str, str, str, str]]:
    """Every edge with the names at its ends and their labels."""
    text = "MATCH (a)-[r]->(b) RETURN a.id, labels(a)[0], type(r), b.id"
    return {(source, label, kind, target) for source, label, kind, target in base.cypher(text)}


def vectors(base: Base) -> dict[str, Any]:
    text = "SELECT attribute_value, embedding FROM rag_anchor_embeddings"
    return dict(base.rows(text))
