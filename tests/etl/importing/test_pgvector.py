"""Tables with pgvector columns into collections, on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tests.etl.importing.conftest import contents
from workbench.bench.bench import Bench
from workbench.core.errors import BadInput
from workbench.stores.relational.postgres import Postgres


def table(bench: Bench, name: str, columns: str, *rows: str) -> None:
    values = f"INSERT INTO {name} VALUES {', '.join(rows)}" if rows else ""
    bench.relational.write(f"CREATE TABLE {name} ({columns}); {values}")


def test_every_column_becomes_a_field(bench: Bench, name: str) -> None:
    columns = "id bigint PRIMARY KEY, title text, likes int, more jsonb, embedding vector(2)"
    rows = ("(1, 'a', 3, '{\"x\": [1, null]}', '[1,2]')", "(2, NULL, 4, NULL, NULL)")
    table(bench, name, columns, *rows)
    receipt = bench.collections.import_pgvector(name, name)
    assert (receipt.read, receipt.stored, receipt.rejected) == (2, 2, 0)
    assert contents(bench.collection(name)) == {
        1: {"payload": '{"likes": 3, "more": {"x": [1, null]}, "title": "a"}', "vector": [1, 2]},
        2: {"payload": '{"likes": 4, "more": null, "title": null}'},
    }


def test_a_lone_jsonb_column_called_payload_is_the_payload(bench: Bench, name: str) -> None:
    columns = "id uuid, payload jsonb, embedding halfvec(2)"
    key = "6f1b1a4e-8f5e-4b8e-9a55-0e1e2d3c4b5a"
    table(bench, name, columns, f"('{key}', '{{\"n\": 18446744073709551617}}', '[0.5,2]')")
    bench.collections.import_pgvector(name, name)
    found = contents(bench.collection(name))
    assert found == {key: {"payload": '{"n": 18446744073709551617}', "vector": [0.5, 2]}}


def test_several_id_columns_become_one_text(bench: Bench, name: str) -> None:
    table(bench, name, "a text, b int, v vector(1)", "('x', 1, '[1]')", "('x', 2, '[2]')")
    bench.collections.import_pgvector(name, name, id=("a", "b"), vector="v")
    assert set(contents(bench.collection(name))) == {'["x", 1]', '["x", 2]'}
    assert bench.collection(name).get('["x", 2]')[0]["payload"] == {"a": "x", "b": 2}


def test_the_metric_is_that_of_the_index(bench: Bench, name: str) -> None:
    table(bench, name, "id int, embedding vector(2)", "(1, '[1,2]')")
    bench.relational.write(f"CREATE INDEX ON {name} USING hnsw (embedding vector_l2_ops)")
    bench.collections.import_pgvector(name, name)
    assert bench.collection(name).definition.vectors["vector"].metric == "euclidean"


def test_records_that_do_not_fit_are_refused_by_name(
    bench: Bench, name: str, refused: Callable[..., Any]
) -> None:
    rows = ("(-1, '[1,2]')", "(1, '[1,2,3]')", "(NULL, '[1,2]')", "(2, '[1,2]')", "(2, '[3,4]')")
    table(bench, name, "id bigint, embedding vector", *rows)
    receipt = bench.collections.import_pgvector(name, name)
    assert (receipt.read, receipt.stored, receipt.rejected) == (5, 1, 4)
    assert [row[:2] for row in refused(receipt)] == [
        (1, "id"), (2, "vector"), (3, "id"), (5, "id"),
    ]  # fmt: skip
    assert refused(receipt)[1][2] == "expected 2 numbers, saw 3"
    assert sum(receipt.reasons.values()) == 4


def test_named_and_sparse_vectors(bench: Bench, name: str) -> None:
    columns = "id int, t vector(2), b vector(1), s sparsevec(10)"
    table(bench, name, columns, "(1, '[1,2]', '[3]', '{1:0.5,10:2}/10')", "(2, NULL, '[4]', NULL)")
    vectors = {"title": "t", "body": "b"}
    bench.collections.import_pgvector(name, name, vector=vectors, sparse="s", metric="dot")
    sparse = {"": {0: 0.5, 9: 2.0}}
    assert contents(bench.collection(name)) == {
        1: {"payload": "{}", "title": [1, 2], "body": [3], "sparse": sparse},
        2: {"payload": "{}", "body": [4]},
    }


def test_a_second_import_replaces(bench: Bench, name: str) -> None:
    table(bench, name, "id int, n int, embedding vector(1)", "(1, 1, '[1]')", "(2, 2, '[2]')")
    bench.collections.import_pgvector(name, name)
    bench.relational.write(f"UPDATE {name} SET n = 7 WHERE id = 1; DELETE FROM {name} WHERE id = 2")
    bench.relational.write(f"INSERT INTO {name} VALUES (3, 3, '[3]')")
    receipt = bench.collections.import_pgvector(name, name)
    assert receipt.points == (2, 1, 1, 0)
    assert [record["payload"]["n"] for record in bench.collection(name)] == [7, 2, 3]


def test_a_view_of_another_store_in_batches(bench: Bench, name: str) -> None:
    made = "SELECT i AS id, ARRAY[i, i * i, 1]::vector AS embedding FROM generate_series(1, 5003) i"
    bench.relational.write(f"CREATE VIEW {name} AS {made}")
    store = Postgres(bench.relational._conninfo)
    receipt = bench.collections.import_pgvector(name, name, store=store, batch=1000)
    store.close()
    assert receipt.points == (5003, 5003, 0, 0)
    vectors = bench.collection(name).get([1, 70, 5003], vectors=True)
    expected = np.array([[1, 1, 1], [70, 4900, 1], [5003, 5003 * 5003, 1]], np.float32)
    assert np.array_equal([one["vector"] for one in vectors], expected)


def test_into_a_collection_that_is_there(
    bench: Bench, name: str, refused: Callable[..., Any]
) -> None:
    bench.collections.create(name, 2, ids="text")
    table(bench, name, "id int, embedding vector(3)", "(1, '[1,2,3]')", "(2, NULL)")
    receipt = bench.collections.import_pgvector(name, name)
    assert list(contents(bench.collection(name))) == ["2"]
    assert refused(receipt) == [(1, "vector", "expected 2 numbers, saw 3")]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"id": "nr"}, "expected a column 'nr', found id integer"),
        ({"vector": "n"}, "'n' of type vector or halfvec"),
        ({"payload": ["n", "m"]}, "expected a column 'm'"),
        ({"batch": 0}, "expected 1 or more records"),
    ],
)
def test_what_is_not_in_the_table(bench: Bench, name: str, given: Any, told: str) -> None:
    table(bench, name, "id int, n int, embedding vector(1)", "(1, 1, '[1]')")
    with pytest.raises(BadInput, match=told):
        bench.collections.import_pgvector(name, name, **given)
    assert name not in bench.collections


def test_there_is_no_such_table(bench: Bench, name: str) -> None:
    with pytest.raises(BadInput, match=f"there is no table {name}"):
        bench.collections.import_pgvector(name, name)
