"""The whole recorded Vedana database with its graph, and a small bench."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.asker import Asker
from tests.catalogue import small_world
from tests.conftest import engines
from tests.dumps import pg_restore
from tests.vedana_embedding import FixtureEmbedder
from workbench.core.values import Edge, Node


@contextmanager
def fresh(kind: str, servers: Any) -> Iterator[Any]:
    """An empty store of the first engine of its kind.

    There is one graph on a server: a module that holds it takes no other.
    """
    engine = engines(kind)[0]
    if why := engine.absent():
        pytest.skip(f"{engine.name} is absent: {why}")
    with engine.fresh(servers.of(kind, engine)) as store:
        yield store


@pytest.fixture(scope="module")
def small_bench(servers: Any) -> Iterator[Asker]:
    """The small world in tables and graph, and the function that made its vectors."""
    with fresh("relational", servers) as relational, fresh("graph", servers) as graph:
        small_world.load_tables(relational)
        small_world.load_graph(graph)
        yield Asker(relational, graph, small_world.EMBEDDER)


@pytest.fixture(scope="module")
def recorded_tables(servers: Any, vedana: Path) -> Iterator[Any]:
    """The recorded database; a test that changes it puts it back."""
    with fresh("relational", servers) as store:
        store.write("CREATE EXTENSION vector")  # a type that is there first is known to the store
        pg_restore(store, vedana / "vedana_oracle.dump")
        yield store


@pytest.fixture(scope="module")
def recorded_bench(recorded_tables: Any, servers: Any) -> Iterator[Asker]:
    """The recorded database, a graph made of its tables, and its embedding function."""
    with fresh("graph", servers) as graph:
        _load_graph(recorded_tables, graph)
        yield Asker(recorded_tables, graph, FixtureEmbedder())


def _load_graph(relational: Any, graph: Any) -> None:
    nodes = relational.rows("SELECT node_id, node_type, attributes FROM nodes").values
    columns = "from_node_id, edge_label, to_node_id, attributes, from_node_type, to_node_type"
    edges = relational.rows(f"SELECT {columns} FROM edges").values
    graph.put(
        [Node(node, (label,), {"id": node, **attributes}) for node, label, attributes in nodes],
        [Edge(*edge) for edge in edges],
    )
