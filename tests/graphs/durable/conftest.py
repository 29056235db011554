"""A database with the tables of property graphs, and graphs in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest

from tests.conftest import engines, loaded
from workbench.graphs.durable.registry import Registry
from workbench.graphs.durable.tables import Tables
from workbench.schema import migrate
from workbench.stores.relational.postgres import Postgres

_NUMBERS = count()


@pytest.fixture(scope="module")
def tong(servers: Any) -> Iterator[Postgres]:
    """One database for all tests, each of which makes a graph of its own."""
    name = engines("relational")[0].name
    with loaded("relational", name, servers, lambda store: migrate(store, ("tong",))) as found:
        yield found


@pytest.fixture
def registry(tong: Postgres) -> Registry:
    return Registry(tong)


@pytest.fixture
def second(tong: Postgres) -> Iterator[Postgres]:
    """Another process's store on the same database."""
    other = Postgres(tong._conninfo)
    yield other
    other.close()


@pytest.fixture
def make(tong: Postgres, registry: Registry) -> Callable[[], Tables]:
    """The tables of a new graph."""

    def made() -> Tables:
        return Tables(tong, registry.make(f"graph {next(_NUMBERS)}"))

    return made


@pytest.fixture
def tables(make: Callable[[], Tables]) -> Tables:
    return make()
