"""Which model made the vectors of a table."""

from __future__ import annotations

import pytest

from workbench.core.errors import BadInput
from workbench.schema import migrate, record_space, vector_space
from workbench.stores.relational.postgres import Postgres


@pytest.fixture
def store(relational: Postgres) -> Postgres:
    migrate(relational, ("workbench",))
    relational.write("CREATE EXTENSION vector; CREATE TABLE chunks (id text, v vector(256))")
    return relational


def test_nothing_is_known_before_it_is_recorded(store: Postgres) -> None:
    assert vector_space(store, "chunks") is None


def test_nothing_is_known_in_a_database_without_our_tables(relational: Postgres) -> None:
    assert vector_space(relational, "chunks") is None


def test_the_last_record_counts(store: Postgres) -> None:
    record_space(store, "chunks", "wordllama 0.4", 256)
    record_space(store, "chunks", "wordllama 0.5", 256)
    found = vector_space(store, "chunks")
    assert found is not None
    assert (found.table, found.model, found.dimension) == ("chunks", "wordllama 0.5", 256)
    assert found.recorded_at.tzinfo is not None


def test_a_dimension_that_the_database_does_not_have_is_refused(store: Postgres) -> None:
    with pytest.raises(BadInput, match="chunks: its vectors have dimension 256, not 384"):
        record_space(store, "chunks", "minilm", 384)
    assert vector_space(store, "chunks") is None


def test_a_column_without_a_dimension_takes_the_recorded_one(store: Postgres) -> None:
    store.write("CREATE TABLE loose (id text, v vector)")
    record_space(store, "loose", "minilm", 384)
    found = vector_space(store, "loose")
    assert found is not None
    assert found.dimension == 384


def test_a_table_without_vectors_is_refused_and_the_nearest_named(store: Postgres) -> None:
    with pytest.raises(BadInput, match=r"table chunk: .* There is: chunks"):
        record_space(store, "chunk", "wordllama", 256)


def test_a_database_without_our_tables_says_how_to_make_them(relational: Postgres) -> None:
    with pytest.raises(BadInput, match=r'migrate\(store, \("workbench",\)\)'):
        record_space(relational, "chunks", "wordllama", 256)
