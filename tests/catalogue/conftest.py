"""The small world on every engine, and the whole recorded Vedana database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.catalogue.small_world import load_graph, load_tables
from tests.conftest import SHARED, engines
from tests.dumps import pg_restore


@contextmanager
def loaded(kind: str, name: str, servers: Any, load: Any) -> Iterator[Any]:
    engine = next(e for e in engines(kind) if e.name == name)
    if why := engine.absent():
        pytest.skip(f"{engine.name} is absent: {why}")
    with engine.fresh(servers.of(kind, engine)) as store:
        load(store)
        yield store


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


@pytest.fixture
def world(relational: Any) -> Any:
    """The small world's tables in a database of its own, to be changed by one test."""
    load_tables(relational)
    return relational


@pytest.fixture(scope="session")
def oracle(servers: Any) -> Iterator[Any]:
    """The whole recorded Vedana database, to be read only."""
    dump = SHARED / "data" / "vedana" / "vedana_oracle.dump"
    if not dump.exists():
        pytest.skip("the shared Vedana fixtures are not beside this checkout (../shared)")

    def load(store: Any) -> None:
        store.write("CREATE EXTENSION vector")  # a type that is there first is known to the store
        pg_restore(store, dump)

    with loaded("relational", engines("relational")[0].name, servers, load) as store:
        yield store
