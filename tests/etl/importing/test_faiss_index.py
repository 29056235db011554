"""Index files of FAISS with Parquet files into collections."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import faiss
import numpy as np
import polars
import pytest

from workbench.bench.bench import Bench
from workbench.core.errors import BadInput, NotSupported
from workbench.stores.vector.index_file import IndexFile

VECTORS = np.random.default_rng(3).normal(size=(400, 16)).astype(np.float32)
NUMBERS = np.random.default_rng(4).permutation(10**6)[:400]
EXACT = ("Flat", "HNSW8", "IVF4,Flat", "PQ4x4fs,RFlat")


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes an index of the vectors that `spec` describes."""

    def write(spec: str, *, numbered: bool = False, metric: int = faiss.METRIC_L2) -> Path:
        index = faiss.index_factory(16, spec, metric)
        index.train(VECTORS)
        if numbered:
            index.add_with_ids(VECTORS, NUMBERS)
        else:
            index.add(VECTORS)
        faiss.write_index(index, str(tmp_path / "vectors.faiss"))
        return tmp_path / "vectors.faiss"

    return write


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    """A file of ids and payload, a row a vector."""
    file = tmp_path / "rows.parquet"
    ids = [f"t{at}" for at in range(400)]
    polars.DataFrame({"id": ids, "n": range(400), "number": NUMBERS}).write_parquet(file)
    return file


def held(bench: Bench, name: str, ids: Any) -> Any:
    """The vectors of ids."""
    return np.array([one["vector"] for one in bench.collection(name).get(ids, vectors=True)])


@pytest.mark.parametrize("spec", EXACT)
def test_vectors_come_back_in_the_order_of_the_rows(
    written: Callable[..., Path], spec: str
) -> None:
    index = IndexFile(written(spec))
    assert np.array_equal(index.rows(np.arange(400)), VECTORS)
    assert (index.exact, index.in_order, index.metric) == (True, True, "euclidean")


@pytest.mark.parametrize("spec", ["IDMap,Flat", "IDMap2,HNSW8", "IDMap,IVF4,Flat", "IVF4,Flat"])
def test_vectors_come_back_by_their_numbers(written: Callable[..., Path], spec: str) -> None:
    index = IndexFile(written(spec, numbered=True))
    expected = VECTORS[[NUMBERS.tolist().index(one) for one in index.numbers]]
    assert np.array_equal(index.rows(np.arange(400)), expected)


@pytest.mark.parametrize("spec", ["SQ8", "IVF4,SQ8", "RR16,SQ8"])
def test_a_compressed_index_says_that_it_is(written: Callable[..., Path], spec: str) -> None:
    index = IndexFile(written(spec))
    assert not index.exact
    assert np.abs(index.rows(np.arange(400)) - VECTORS).mean() < 1


@pytest.mark.parametrize("spec", ["IVF4,PQ4x4fs", "ITQ16,LSH"])
def test_an_index_that_gives_no_vectors_back_is_named(
    written: Callable[..., Path], spec: str
) -> None:
    with pytest.raises(NotSupported, match="does not give its vectors back"):
        IndexFile(written(spec))


def test_an_index_with_a_row_a_vector(
    bench: Bench, name: str, written: Callable[..., Path], rows: Path
) -> None:
    index = written("HNSW8", metric=faiss.METRIC_INNER_PRODUCT)
    receipt = bench.collections.import_faiss(name, index, rows, payload=["n"], batch=150)
    assert (receipt.points, receipt.notes) == ((400, 400, 0, 0), ())
    assert np.array_equal(held(bench, name, ["t0", "t399"]), VECTORS[[0, 399]])
    assert bench.collection(name).get("t7")[0]["payload"] == {"n": 7}
    assert bench.collection(name).definition.vectors["vector"].metric == "dot"


def test_an_index_whose_numbers_are_the_ids(
    bench: Bench, name: str, written: Callable[..., Path]
) -> None:
    bench.collections.import_faiss(name, written("IVF4,SQ8", numbered=True))
    found = held(bench, name, NUMBERS.tolist())
    assert np.abs(found - VECTORS).max() < 0.1


def test_rows_and_vectors_that_do_not_meet_are_refused(
    bench: Bench, name: str, written: Callable[..., Path], tmp_path: Path, refused: Any
) -> None:
    index = written("IDMap,Flat", numbered=True)
    keys = [int(NUMBERS[5]), 10**7, None, *NUMBERS[8:].tolist()]
    polars.DataFrame({"id": range(395), "key": keys}).write_parquet(tmp_path / "some.parquet")
    receipt = bench.collections.import_faiss(name, index, tmp_path / "some.parquet", key="key")
    assert receipt.points == (402, 393, 0, 9)
    reasons = [reason for _, _, reason in refused(receipt)]
    assert reasons.count("the index has no vector of this number") == 2
    assert reasons.count("the file has no row of this vector's number") == 7
    assert np.array_equal(held(bench, name, [0, 3, 394]), VECTORS[[5, 8, 399]])


def test_another_number_of_rows_than_of_vectors(
    bench: Bench, name: str, written: Callable[..., Path], tmp_path: Path
) -> None:
    polars.DataFrame({"id": range(399)}).write_parquet(tmp_path / "few.parquet")
    with pytest.raises(BadInput, match="holds 400 vectors, the file 399 rows"):
        bench.collections.import_faiss(name, written("Flat"), tmp_path / "few.parquet")
    assert name not in bench.collections


def test_numbers_of_its_own_leave_no_order(
    bench: Bench, name: str, written: Callable[..., Path], rows: Path
) -> None:
    with pytest.raises(BadInput, match="does not tell in which order its vectors were added"):
        bench.collections.import_faiss(name, written("IVF4,Flat", numbered=True), rows)


def test_a_file_that_faiss_cannot_read(tmp_path: Path, written: Callable[..., Path]) -> None:
    whole = written("Flat")
    whole.write_bytes(whole.read_bytes()[:-100])
    for path in (whole, tmp_path / "missing.faiss", Path(__file__)):
        with pytest.raises(BadInput, match="expected an index of FAISS"):
            IndexFile(path)
