"""A question to a real PostgreSQL: rows, trace, plan, and what is refused before or by it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from tests.catalogue.small_world import EMBEDDER, THREAD
from tests.vedana_embedding import FixtureEmbedder
from workbench.catalogue.asking import ask, ask_text
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.parameters import Parameter, check_of
from workbench.catalogue.query import Query
from workbench.catalogue.template import template
from workbench.core.errors import BadParameters, QueryFailed, WriteRefused

CATALOGUE = Catalogue.shipped()
SEARCH = CATALOGUE.get("vedana/vector_search_nodes")
INTEREST = {"label": "interest", "property": "interest_name"}


class Untouchable:
    """Stands where a store would, for questions that must not reach one."""

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the store was touched: {name}")


def made(text: str, **types: str) -> Query:
    parameters = tuple(Parameter(n, t, check=check_of(t, "relational")) for n, t in types.items())
    documents = tuple(name for name, type_name in types.items() if type_name == "json")
    texts = {"": template("relational", text)}
    return Query(
        "own/made",
        "relational",
        SEARCH.file,
        text,
        "",
        parameters=parameters,
        documents=documents,
        templates=texts,
    )


def test_an_answer_holds_rows_and_the_statement_that_gave_them(tables: Any) -> None:
    query = CATALOGUE.get("vedana/thread")
    answer = ask(query, {"thread_id": str(THREAD)}, store=tables)
    (step,) = answer.trace

    assert answer.rows[0]["thread_id"] == THREAD
    assert (step.store, step.statement, step.rows) == ("relational", query.text, 1)
    assert step.engine == f"postgres {tables.engine.version}"
    assert step.parameters == {"thread_id": UUID(str(THREAD))}
    assert 0 < step.ms < 5000


def test_text_for_a_vector_is_embedded_in_a_step_of_its_own(tables: Any) -> None:
    given = {**INTEREST, "embedding": "Quokkas"}
    answer = ask(SEARCH, given, store=tables, embedder=lambda: EMBEDDER)
    first, second = answer.trace

    assert answer.rows.column("node_id") == ["interest:1"]
    assert (first.store, first.engine) == ("embedder", "vedana-fixtures 1")
    assert first.parameters == {"embedding": "Quokkas"}
    assert len(second.parameters["embedding"]) == 256


def test_text_for_a_vector_without_an_embedder_is_refused() -> None:
    with pytest.raises(BadParameters, match="there is no embedder"):
        ask(SEARCH, {**INTEREST, "embedding": "Quokkas"}, store=Untouchable())


def test_wrong_parameters_never_reach_the_store() -> None:
    with pytest.raises(BadParameters, match="`labl` is unknown"):
        ask(SEARCH, {"labl": "interest"}, store=Untouchable())


def test_a_query_that_writes_is_refused_before_the_store() -> None:
    query = replace(made("DELETE FROM nodes"), writes=True)

    with pytest.raises(WriteRefused, match="own/made writes"):
        ask(query, {}, store=Untouchable())


def test_a_vector_of_another_dimension_fails_with_the_engine_s_words_and_both_sizes(
    tables: Any,
) -> None:
    given = {**INTEREST, "embedding": "Quokkas"}

    with pytest.raises(QueryFailed) as error:
        ask(SEARCH, given, store=tables, embedder=lambda: FixtureEmbedder(8))

    assert error.value.engine_says == "different vector dimensions 256 and 8"
    assert "$embedding was given with 8 dimensions" in error.value.__notes__
    assert any("vedana/vector_search_nodes (" in note for note in error.value.__notes__)


def test_an_identifier_names_a_table_and_cannot_break_out_of_its_quotes(tables: Any) -> None:
    count = made('SELECT count(*) AS n FROM "$table"', table="identifier")

    assert ask(count, {"table": "nodes"}, store=tables).rows[0]["n"] == 8
    with pytest.raises(QueryFailed) as error:
        ask(count, {"table": 'nodes"; DROP TABLE nodes; --'}, store=tables)
    assert 'relation "nodes"; DROP TABLE nodes; --" does not exist' in error.value.engine_says


@pytest.mark.parametrize("document", [{"a": [1, {"b": None}]}, [1, "x"], "text", 3, True])
def test_json_parameters_arrive_as_json_whatever_their_type(document: Any, tables: Any) -> None:
    echo = made("SELECT $document::jsonb AS document", document="json")

    assert ask(echo, {"document": document}, store=tables).rows[0]["document"] == document


def test_the_row_limit_cuts_and_says_so(tables: Any) -> None:
    query = CATALOGUE.get("vedana/data_model_anchors")

    assert ask(query, {}, store=tables, row_limit=1).rows.truncated
    assert not ask(query, {}, store=tables, row_limit=2).rows.truncated
    with pytest.raises(BadParameters, match="row_limit: expected 1 or more, found 0"):
        ask(query, {}, store=tables, row_limit=0)
    with pytest.raises(BadParameters, match="row_limit: expected 1 or more, found -1"):
        ask_text("relational", "SELECT 1", {}, store=tables, row_limit=-1)


def test_the_timeout_reaches_the_engine(tables: Any) -> None:
    with pytest.raises(QueryFailed, match="timeout"):
        ask(made("SELECT pg_sleep(5)"), {}, store=tables, timeout=0.05)


def test_the_plan_is_that_of_the_statement_with_its_values(tables: Any) -> None:
    question = {**INTEREST, "embedding": "Quokkas"}
    answer = ask(SEARCH, question, store=tables, embedder=lambda: EMBEDDER)

    assert "rag_anchor_embeddings" in str(answer.plan())
    assert "'interest'" in str(answer.plan())


def test_typed_text_takes_its_parameters_by_name(tables: Any) -> None:
    text = "SELECT noun FROM dm_anchors WHERE noun = $noun"
    answer = ask_text("relational", text, {"noun": "person"}, store=tables)

    assert answer.rows.values == [("person",)]
    assert answer.trace[0].statement == text


@pytest.mark.parametrize("given", [{}, {"noun": "a", "more": 1}, {"nuon": "a"}])
def test_typed_text_with_other_values_is_refused_before_the_store(given: dict[str, Any]) -> None:
    with pytest.raises(BadParameters, match=r"the text takes \$noun; given: "):
        ask_text("relational", "SELECT $noun", given, store=Untouchable())


def test_typed_text_cannot_write(tables: Any) -> None:
    with pytest.raises(WriteRefused):
        ask_text("relational", "DELETE FROM nodes", {}, store=tables)

    assert ask_text("relational", "SELECT * FROM nodes", {}, store=tables).rows.values
