"""A small graph with its tables, and the graph server that answers Cypher over it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.graphs.databases import local_databases
from tests.graphs.durable.conftest import tong as tong
from tests.graphs.projecting.world import World
from workbench.core.property_graph.change import Model
from workbench.core.property_graph.records import EdgeRecord, NodeRecord

NODES = (
    NodeRecord(0, "a", ("P",), {"n": 1, "s": "alpha", "f": 1.0, "b": True}),
    NodeRecord(1, "b", ("Q", "P"), {"n": 2, "s": "Beta", "f": 2.5, "b": False}),
    NodeRecord(2, "c", ("Q",), {"n": 3, "s": "gamma"}),
)
EDGES = (
    EdgeRecord(0, 0, 1, "K", {"w": 1}),
    EdgeRecord(1, 1, 2, "K", {"w": 2}),
    EdgeRecord(2, 2, 0, "L", {"w": 3}),
    EdgeRecord(3, 0, 0, "S"),
)


def small() -> Model:
    return Model(NODES, EDGES, next_ids={"node": 3, "edge": 4})


@pytest.fixture(scope="module")
def letters(tong: Any, servers: Any) -> Iterator[World]:
    """Three nodes and four edges, to be read only."""
    found = World(tong, local_databases(servers), small())
    yield found
    found.drop()


@pytest.fixture(scope="module")
def _changing(tong: Any, servers: Any) -> Iterator[World]:
    found = World(tong, local_databases(servers), small())
    yield found
    found.drop()


@pytest.fixture
def own(tong: Any, servers: Any) -> Iterator[World]:
    """The same graph for one test alone."""
    found = World(tong, local_databases(servers), small())
    yield found
    found.drop()


@pytest.fixture
def world(_changing: World) -> World:
    """The same graph, to be changed: every test finds it as `letters` is, and free ids higher."""
    _changing.restore(small())
    return _changing
