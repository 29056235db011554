"""Every query of a fictional world answers its own example over the sample world.

Queries of reified edges run where edges are reified, all others where they are native. What
the sample world lacks, since tools write it (findings, rule settings, sagas), is written first:
tests/catalogue/lore_extras.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.asker import WorldAsker
from tests.catalogue import lore_extras
from tests.catalogue.test_examples import LORE, QUERIES, assert_answers_as_declared
from tests.conftest import engines
from tests.lore.conftest import loaded
from workbench.catalogue.asking import ask
from workbench.catalogue.query import Query

READS = [q for q in QUERIES if q.name.startswith(LORE) and not q.writes]
ENGINES = [engine.name for engine in engines("graph") if not engine.absent()]


def shape_of(query: Query) -> str:
    return "reified" if "reified" in query.name else "native"


OF_GRAPH = sorted((query for query in READS if query.kind == "graph"), key=shape_of)
OF_TABLES = [query for query in READS if query.kind == "relational"]


class _Worlds:
    """The sample world on one graph engine in one edge shape at a time, to be read only."""

    def __init__(self, servers: Any) -> None:
        self._servers, self._here, self._open = servers, ("", ""), ExitStack()

    def of(self, engine: str, shape: str) -> WorldAsker:
        if self._here != (engine, shape):
            self.close()
            found = loaded(self._servers, shape=shape, engine=engine)
            self._asker = self._open.enter_context(found)
            lore_extras.write(self._asker)
            self._here = (engine, shape)
        return self._asker

    def close(self) -> None:
        self._open.close()


@pytest.fixture(scope="module")
def worlds(servers: Any) -> Iterator[_Worlds]:
    found = _Worlds(servers)
    yield found
    found.close()


@pytest.mark.parametrize("query", OF_GRAPH, ids=lambda query: query.name)
@pytest.mark.parametrize("engine", ENGINES)
def test_every_cypher_query_answers_its_example(query: Query, engine: str, worlds: Any) -> None:
    store = worlds.of(engine, shape_of(query)).graph

    assert_answers_as_declared(query, ask(query, query.example, store=store))


@pytest.mark.parametrize("query", OF_TABLES, ids=lambda query: query.name)
def test_every_sql_query_answers_its_example(query: Query, worlds: Any) -> None:
    here = worlds.of(ENGINES[0], "native")
    answer = ask(query, query.example, store=here.relational, embedder=lambda: here.embedder)

    assert_answers_as_declared(query, answer)
