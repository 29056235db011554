"""A database with the registry of collections, and collections in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.conftest import engines, loaded
from workbench.collections.durable.registry import Registry
from workbench.collections.durable.tables import Tables
from workbench.core.collections.definition import Definition, VectorSpace
from workbench.schema import migrate
from workbench.stores.relational.postgres import Postgres


@pytest.fixture
def store(servers: Any) -> Iterator[Postgres]:
    name = engines("relational")[0].name
    with loaded("relational", name, servers, lambda store: migrate(store, ("veles",))) as found:
        yield found


@pytest.fixture
def registry(store: Postgres) -> Registry:
    return Registry(store)


@pytest.fixture
def second(store: Postgres) -> Iterator[Postgres]:
    """Another process's store on the same database."""
    other = Postgres(store._conninfo)
    yield other
    other.close()


@pytest.fixture
def make(store: Postgres, registry: Registry) -> Callable[..., Tables]:
    """The tables of a new collection: `make(dimension=3, ids="text")`."""

    def made(name: str = "works", *, dimension: int = 3, **definition: Any) -> Tables:
        definition.setdefault("vectors", {"vector": VectorSpace(dimension)} if dimension else {})
        kind = "vector" if definition["vectors"] else "graph"
        return Tables(store, registry.create(Definition(name, kind, **definition)))

    return made
