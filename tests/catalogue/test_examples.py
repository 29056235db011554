"""Every shipped query answers its own example, on every engine of its kind."""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.small_world import EMBEDDER, vector
from workbench.catalogue.asking import ask, ask_text
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.query import Query
from workbench.catalogue.template import template
from workbench.core.answer import Answer

QUERIES = list(Catalogue.shipped())
LORE = "lore/"  # queries of a fictional world, which tests/catalogue/test_lore_examples.py runs
TONG = "tong/"  # queries of property graphs, which tests/catalogue/test_tong_examples.py runs


def of_kind(kind: str, *, original: bool = False) -> Any:
    """The queries that read; tests/catalogue/test_graph_writes.py runs those that write."""
    ours = [q for q in QUERIES if not q.name.startswith((LORE, TONG))]
    reads = [q for q in ours if q.kind == kind and not q.writes]
    found = [q for q in reads if q.original or not original]
    return pytest.mark.parametrize("query", found, ids=lambda query: query.name)


def assert_answers_as_declared(query: Query, answer: Answer) -> None:
    assert list(answer.rows.columns) == list(query.columns)
    assert len(answer) > 0
    assert answer.capsule()["result"]["count"] == len(answer)
    assert answer.plan().operator


def answer_of_original(query: Query, store: Any) -> Answer:
    given = {p.name: p.default if p.example is None else p.example for p in query.parameters}
    given |= {name: vector(given[name]) for name in query.vectors}
    original = template(query.kind, query.original)
    text, _ = original.filled(given)
    return ask_text(query.kind, text, {n: given[n] for n in original.values}, store=store)


@of_kind("relational")
def test_every_sql_query_answers_its_example(query: Query, tables: Any) -> None:
    assert_answers_as_declared(
        query, ask(query, query.example, store=tables, embedder=lambda: EMBEDDER)
    )


@of_kind("graph")
def test_every_cypher_query_answers_its_example(query: Query, small_graph: Any) -> None:
    assert_answers_as_declared(query, ask(query, query.example, store=small_graph))


@of_kind("collections")
def test_every_query_of_collections_answers_its_example(
    query: Query, small_collections: Any
) -> None:
    assert_answers_as_declared(
        query, ask(query, query.example, store=small_collections, embedder=lambda: EMBEDDER)
    )


@of_kind("relational", original=True)
def test_every_original_sql_text_runs_beside_ours(query: Query, tables: Any) -> None:
    assert len(answer_of_original(query, tables)) > 0


@of_kind("graph", original=True)
def test_every_original_cypher_text_runs_beside_ours(query: Query, small_graph: Any) -> None:
    assert len(answer_of_original(query, small_graph)) > 0


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_query_names_its_source_and_documents_its_parameters(query: Query) -> None:
    assert query.source
    assert all(parameter.doc for parameter in query.parameters)
    assert not query.original or query.differs
