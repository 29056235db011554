"""A graph's tables, and the graph server that its databases are made on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.graphs.databases import local_databases
from tests.graphs.durable.conftest import tong as tong
from tests.graphs.projecting.world import World
from workbench.core.property_graph.protocols import Databases


@pytest.fixture(scope="module")
def databases(servers: Any) -> Databases:
    return local_databases(servers)


@pytest.fixture
def world(tong: Any, databases: Databases) -> Iterator[World]:
    found = World(tong, databases)
    yield found
    found.drop()
