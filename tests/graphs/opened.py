"""Property graphs over a fresh database and the graph server of the tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.conftest import engines, loaded
from tests.graphs.databases import local_databases
from workbench.graphs.graphs import PropertyGraphs
from workbench.schema import migrate


@dataclass
class Opened:
    graphs: PropertyGraphs
    store: Any


@contextmanager
def opened(servers: Any) -> Iterator[Opened]:
    """The graphs of a database that has none yet."""
    name = engines("relational")[0].name
    with loaded("relational", name, servers, lambda store: migrate(store, ("tong",))) as store:
        yield Opened(PropertyGraphs(store, local_databases(servers)), store)
