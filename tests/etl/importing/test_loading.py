"""Batches: what an import does where records, a source or a collection fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import polars
import pytest

from tests.etl.importing.conftest import contents
from workbench.bench.bench import Bench
from workbench.bench.veles.importing import Into
from workbench.core.collections.records import Points
from workbench.core.errors import BadInput, StoreUnavailable, VelesFailed
from workbench.etl.collections.loading import load
from workbench.etl.collections.pgvector import PgvectorTable
from workbench.etl.collections.receipt import Tally


class CutTable:
    """The bench's real store, whose stream breaks after so many batches."""

    def __init__(self, store: Any, after: int) -> None:
        self._store, self._after = store, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    @contextmanager
    def snapshot(self) -> Iterator[CutTable]:
        with self._store.snapshot() as self._whole:
            yield self

    def batches(self, *asked: Any) -> Any:
        yield from islice(self._whole.batches(*asked), self._after)
        raise ConnectionResetError("the connection is gone")


@pytest.fixture
def table(bench: Bench, name: str) -> str:
    columns = "id int, n int, embedding vector(1)"
    rows = f"INSERT INTO {name} SELECT i, i % 2, ARRAY[i]::vector FROM generate_series(1, 50) i"
    bench.relational.write(f"CREATE TABLE {name} ({columns}); {rows}")
    return name


def test_what_was_stored_stays_and_the_import_can_be_run_again(bench: Bench, table: str) -> None:
    with pytest.raises(ConnectionResetError) as broken:
        bench.collections.import_pgvector(
            table, table, store=CutTable(bench.relational, 2), batch=10
        )
    assert "20 points and 0 edges are stored" in broken.value.__notes__[0]
    assert len(bench.collection(table)) == 20
    receipt = bench.collections.import_pgvector(table, table, batch=10)
    assert receipt.points == Tally(read=50, added=30, replaced=20, rejected=0)
    assert [one["id"] for one in bench.collection(table)] == list(range(1, 51))


def test_nothing_is_left_of_an_import_that_stored_nothing(bench: Bench, table: str) -> None:
    with pytest.raises(ConnectionResetError, match="is gone"):
        bench.collections.import_pgvector(table, table, store=CutTable(bench.relational, 0))
    assert table not in bench.collections


def test_a_stream_that_is_left_early_leaves_the_store_as_it_was(bench: Bench, table: str) -> None:
    with bench.relational.snapshot() as snapshot:
        stream = snapshot.batches(f"SELECT id::int8 FROM {table} ORDER BY 1", {"id": int}, 7)
        assert next(stream)["id"].tolist() == [1, 2, 3, 4, 5, 6, 7]
        stream.close()
    assert bench.sql(f"SELECT count(*) FROM {table}").rows.values == [(50,)]


class Gone(Into):
    """A collection whose database is lost at the second write."""

    writes = 0

    def store(self, points: Points) -> None:
        self.writes += 1
        if self.writes == 2:
            raise StoreUnavailable("the database is gone")
        super().store(points)


def test_a_store_that_is_lost_leaves_the_source_free(bench: Bench, table: str) -> None:
    made = bench.collections.create(table, 1)
    source = PgvectorTable(bench.relational, table, payload=())
    with made._asking.database() as database, pytest.raises(StoreUnavailable) as lost:
        load(source, Gone(database, table), batch=10)
    assert lost.value.__notes__ == ["10 points and 0 edges are stored; the import may be run again"]
    with ThreadPoolExecutor(1) as other:  # a lock that was left taken would stop it
        counted = other.submit(bench.sql, f"SELECT count(*) FROM {table}")
        assert counted.result(timeout=10).rows.values == [(50,)]


def test_a_record_that_only_the_collection_refuses(
    bench: Bench, name: str, table: str, refused: Callable[..., Any]
) -> None:
    rules = "SCHEMA (NODE Person (n: INTEGER, name: STRING))"
    bench.veles(f"CREATE GRAPH COLLECTION {name}g (dimension = 1, metric = 'dot') WITH {rules}")
    bench.relational.write(
        f"ALTER TABLE {table} ADD _labels jsonb DEFAULT '[\"Person\"]', ADD name jsonb; "
        f"UPDATE {table} SET name = '17' WHERE id IN (7, 31)"
    )
    receipt = bench.collections.import_pgvector(f"{name}g", table, batch=40)
    assert receipt.points == (50, 48, 0, 2)
    assert {part for _, part, _ in refused(receipt)} == {"record"}
    assert "expected STRING as 'name' of node 7" in "".join(receipt.reasons)


def test_the_same_id_in_a_later_batch_is_refused(
    bench: Bench, name: str, tmp_path: Path, refused: Callable[..., Any]
) -> None:
    payloads = ["no", '{"n": 1}', "{}", "{}", '{"n": 2}', '{"n": 3}', "{}"]
    frame = polars.DataFrame({"id": ["a", "a", "b", "c", "a", "b", ""], "payload": payloads})
    frame.write_parquet(tmp_path / "twice.parquet")
    receipt = bench.collections.import_parquet(name, tmp_path / "twice.parquet", batch=2)
    assert receipt.points == (7, 3, 0, 4)
    found = [row[:2] for row in refused(receipt)]
    assert found == [(1, "payload"), (5, "id"), (6, "id"), (7, "id")]
    assert contents(bench.collection(name))["a"] == {"payload": '{"n": 1}'}


def test_what_a_collection_has_cannot_be_given(bench: Bench, name: str, table: str) -> None:
    bench.collections.create(f"{name}x", 1)
    with pytest.raises(BadInput, match="is there; leave out ids, metric"):
        bench.collections.import_pgvector(f"{name}x", table, ids="text", metric="dot")


def test_a_collection_without_such_vectors(bench: Bench, name: str, table: str) -> None:
    bench.collections.create(f"{name}x", kind="metadata")
    with pytest.raises(BadInput, match="expected vectors none, saw 'vector'"):
        bench.collections.import_pgvector(f"{name}x", table)


def test_a_name_that_no_collection_can_have(bench: Bench, table: str) -> None:
    with pytest.raises(VelesFailed, match="VELES-034"):
        bench.collections.import_pgvector("../up", table)


def test_the_receipt_tells_all(bench: Bench, name: str, tmp_path: Path) -> None:
    frame = polars.DataFrame({"id": [1, -2, -3], "n": [1, 2, 3]})
    frame.write_parquet(tmp_path / "a.parquet")
    receipt = bench.collections.import_parquet(name, tmp_path / "a.parquet")
    assert str(receipt).startswith(f"import of Parquet file a.parquet into {name} in 0.")
    assert "refused records: 2, written to " in str(receipt)
    assert "2 x id: expected an integer from 0 to 2^64 - 1" in receipt._repr_html_()
    assert receipt.rows.values == [("points", 3, 1, 0, 2)]
    assert [(one.row, one.seen) for one in receipt.rejects] == [(2, "-2"), (3, "-3")]
