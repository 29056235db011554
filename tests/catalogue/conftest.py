"""The small world on every engine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.catalogue.small_collections import collections
from tests.catalogue.small_world import load_graph, load_tables
from tests.conftest import engines, loaded


@pytest.fixture(scope="session", params=[engine.name for engine in engines("relational")])
def tables(request: pytest.FixtureRequest, servers: Any) -> Iterator[Any]:
    """The small world's tables, once an engine; a test may only read them."""
    with loaded("relational", request.param, servers, load_tables) as store:
        yield store


@pytest.fixture(scope="module", params=[engine.name for engine in engines("graph")])
def small_graph(request: pytest.FixtureRequest, servers: Any) -> Iterator[Any]:
    """The small world's graph, once an engine and module; a test may only read it.

    There is one graph on a server: a module that holds it takes no other.
    """
    with loaded("graph", request.param, servers, load_graph) as store:
        yield store


@pytest.fixture(scope="module")
def small_collections(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Collections of places and of memories; a test may only read them."""
    name, folder = engines("relational")[0].name, tmp_path_factory.mktemp("collections")
    with (
        loaded("relational", name, servers, lambda store: None) as store,
        collections(store, folder) as veles,
    ):
        yield veles


@pytest.fixture
def world(relational: Any) -> Any:
    """The small world's tables in a database of its own, to be changed by one test."""
    load_tables(relational)
    return relational
