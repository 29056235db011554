"""Every query of property graphs answers its own example over a small graph.

Those in SQL are asked of the tables, those in Cypher of the database that holds the graph.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.catalogue.test_examples import QUERIES, TONG, assert_answers_as_declared
from tests.graphs.small_graph import SmallGraph, small_graph
from workbench.catalogue.asking import ask
from workbench.catalogue.query import Query

OURS = [query for query in QUERIES if query.name.startswith(TONG)]


@pytest.fixture(scope="module")
def people(servers: Any) -> Iterator[SmallGraph]:
    with small_graph(servers, "people") as found:
        yield found


@pytest.mark.parametrize(
    "query", [q for q in OURS if q.kind == "relational"], ids=lambda query: query.name
)
def test_every_sql_query_answers_its_example(query: Query, people: SmallGraph) -> None:
    assert_answers_as_declared(query, ask(query, query.example, store=people.tables))


@pytest.mark.parametrize(
    "query", [q for q in OURS if q.kind == "graph"], ids=lambda query: query.name
)
def test_every_cypher_query_answers_its_example(query: Query, people: SmallGraph) -> None:
    assert_answers_as_declared(query, ask(query, query.example, store=people.database))
