"""The collections that statements change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.velesql.in_memory import InMemory
from workbench.core.collections.definition import Definition, EdgeRule, Kind, NodeRule, VectorSpace

SCHEMA = (
    NodeRule("Person", (("name", "STRING"), ("born", "INTEGER"), ("height", "FLOAT"))),
    NodeRule("House", (("listed", "BOOLEAN"), ("corner", "VECTOR"))),
    EdgeRule("OWNS", "Person", "House"),
    EdgeRule("OWNS", "House", "House"),
)


def made(name: str, kind: Kind, dimension: int | None = None, **more: Any) -> Definition:
    vectors = {"vector": VectorSpace(dimension)} if dimension else {}
    return replace(Definition(name, kind, vectors=vectors), **more)


@pytest.fixture
def database() -> InMemory:
    found = InMemory()
    found.create(made("shop", "metadata"))
    found.create(made("works", "vector", 2))
    found.create(made("free", "graph", 2))
    found.create(made("deeds", "graph", schema=SCHEMA))
    found.create(made("named", "metadata", ids="text"))
    found.create(made("bare", "graph"))
    spaces = {"title": VectorSpace(2), "cover": VectorSpace(3, "dot")}
    found.create(made("books", "vector", vectors=spaces))
    return found
