"""A bench that is closed and opened again, and several that are open at once."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest

import workbench as wb
from workbench.bench.veles.collection import Collection
from workbench.core.errors import NotSupported, StaleHandle, WriteRefused

Make = Callable[..., Collection]


def _again(bench: wb.Bench) -> wb.Bench:
    return wb.open(bench.folder, linger=0.2)


@pytest.fixture
def kept(bench: wb.Bench, make: Make) -> tuple[Collection, Path]:
    """A collection whose mirror was written to files, and the folder of these."""
    collection = make(2)
    rows = np.arange(400, dtype=np.float32).reshape(200, 2)
    collection.upsert(ids=range(200), vectors=rows, payloads=[{"n": n} for n in range(200)])
    bench.veles(f"FLUSH FULL {collection.name}")
    return collection, _files(bench, collection)


def _files(bench: wb.Bench, collection: Collection) -> Path:
    (found,) = (bench.folder / "index").rglob(str(collection.definition.number))
    return found


def _origin(bench: wb.Bench, name: str) -> str:
    return next(row["mirror"] for row in bench.collections.table() if row["name"] == name)


def test_what_was_acknowledged_is_there_after_an_opening(
    bench: wb.Bench, places: Collection
) -> None:
    places.relate([{"source": 1, "target": 2, "label": "A"}])
    with _again(bench) as second:
        again = second.collection(places.name)
        assert [one["id"] for one in again] == [1, 2, 3, 4]
        assert again.search([1, 0], 2) == places.search([1, 0], 2)
        assert again.query("MATCH (a)-->(b) RETURN b.name").rows.values == [("Gannet Head",)]


def test_files_are_used_and_what_came_later_is_read_from_the_tables(
    bench: wb.Bench, kept: tuple[Collection, Path]
) -> None:
    collection, _ = kept
    collection.upsert({"id": 1000, "vector": [0, 1]})
    collection.delete(5)
    with _again(bench) as second:
        again = second.collection(collection.name)
        assert _origin(second, collection.name) == "files at generation 1, then tables"
        assert len(again) == 200
        assert again.get([5, 1000]) == [{"id": 1000, "payload": {}}]


def test_a_damaged_file_is_told_and_the_tables_are_read(
    bench: wb.Bench, kept: tuple[Collection, Path]
) -> None:
    collection, folder = kept
    largest = max((one for one in folder.rglob("*") if one.is_file()), key=_size)
    flipped = bytearray(largest.read_bytes())
    flipped[len(flipped) // 2] ^= 1
    largest.write_bytes(flipped)
    with _again(bench) as second:
        assert second.collection(collection.name).get(150) == [{"id": 150, "payload": {"n": 150}}]
        assert _origin(second, collection.name).startswith("tables; the files were damaged: ")


def _size(file: Path) -> int:
    return file.stat().st_size


def test_the_index_folder_is_safe_to_delete(bench: wb.Bench, kept: tuple[Collection, Path]) -> None:
    collection, _ = kept
    shutil.rmtree(bench.folder / "index")
    assert collection.count("n >= 190") == 10
    with _again(bench) as second:
        assert second.collection(collection.name).count("n >= 190") == 10
        second.veles(f"FLUSH FULL {collection.name}")
    assert _files(bench, collection).is_dir()


def test_a_dropped_collection_leaves_no_files(
    bench: wb.Bench, kept: tuple[Collection, Path]
) -> None:
    collection, folder = kept
    bench.collections.drop(collection.name)
    assert not folder.exists()


def test_two_benches_see_each_other_s_commits_at_once(bench: wb.Bench, places: Collection) -> None:
    with _again(bench) as second:
        other = second.collection(places.name)
        for number in range(10, 20):
            writer, reader = (places, other) if number % 2 else (other, places)
            writer.upsert({"id": number, "vector": [1, number]})
            assert reader.get(number)
            assert reader.count("id >= 10") == number - 9
        second.veles(f"DELETE FROM {places.name} WHERE id >= 10")
        assert len(places) == 4


def test_two_processes_see_each_other_s_commits_at_once(
    bench: wb.Bench, places: Collection
) -> None:
    program = [sys.executable, "-m", "tests.collections.bench.other_process"]
    with subprocess.Popen(
        [*program, bench.folder, places.name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as other:
        assert other.stdout is not None
        assert other.stdin is not None
        assert json.loads(other.stdout.readline()) == [1, 2, 3, 4]
        places.upsert({"id": 5, "vector": [2, 0]})
        places.delete(4)
        other.stdin.write("look\n")
        other.stdin.flush()
        assert json.loads(other.stdout.readline()) == [1, 5, 2]
        assert json.loads(other.stdout.readline()) == 5 == len(places)
        assert f"{places.name}_other" in bench.collections
        assert [hit.id for hit in places.search([1, 0], 3)] == [1, 5, 77]


def test_a_handle_outlives_a_stop_but_not_the_bench(bench: wb.Bench, places: Collection) -> None:
    with _again(bench) as second:
        handle = second.collection(places.name)
        second._stores.let_go()
        assert len(handle) == 4
    for use in (lambda: len(handle), lambda: handle.upsert({"id": 9, "vector": [1, 1]})):
        with pytest.raises(StaleHandle, match="open it again"):
            use()
    assert "open it again" in repr(handle)


@pytest.fixture
def url(bench: wb.Bench, monkeypatch: pytest.MonkeyPatch) -> str:
    """The bench's own PostgreSQL as a deployment of its own."""
    told = dict(part.split("=", 1) for part in bench.relational._conninfo.split())
    monkeypatch.setenv("BENCH_PASSWORD", told["password"])
    where = f"host={told['host'].replace('/', '%2F')}&port={told['port']}"
    return f"postgresql://{told['user']}:${{BENCH_PASSWORD}}@/{told['dbname']}?{where}"


@pytest.fixture
def reader(url: str, tmp_path: Path) -> Iterator[wb.Bench]:
    with wb.open(tmp_path / "reader", relational=url, linger=0.2) as opened:
        yield opened


def test_a_deployment_opened_to_be_read_is_asked_and_not_changed(
    reader: wb.Bench, places: Collection
) -> None:
    seen = reader.collection(places.name)
    name = places.name
    for change in (
        lambda: seen.upsert({"id": 9, "vector": [1, 1]}),
        lambda: seen.upsert([{"id": 9, "vector": [1, 1]}, {"id": 8, "vector": [1, 1]}]),
        lambda: seen.delete(1),
        lambda: seen.relate([{"source": 1, "target": 2, "label": "A"}]),
        lambda: reader.veles(f"UPDATE {name} SET a = 1"),
        lambda: reader.veles(f"TRUNCATE {name}"),
        lambda: reader.veles(f"CREATE INDEX ON {name} (a)"),
        lambda: reader.collections.create("nowhere"),
        lambda: reader.collections.drop(name),
    ):
        with pytest.raises(WriteRefused, match="write=True"):
            change()
    assert [hit.id for hit in seen.search([1, 0], 2)] == [1, 4]


def test_a_reader_elsewhere_hears_of_what_is_written(reader: wb.Bench, places: Collection) -> None:
    seen = reader.collection(places.name)
    assert len(seen) == 4
    places.upsert({"id": 9, "vector": [1, 1]})
    until = monotonic() + 10  # PostgreSQL tells other sessions after it answers the writer
    while not seen.get(9) and monotonic() < until:
        sleep(0.005)
    assert seen.get(9) == [{"id": 9, "payload": {}}]


def test_a_database_without_collections_says_how_to_make_some(
    bench: wb.Bench, url: str, tmp_path: Path
) -> None:
    bench.relational.write("CREATE DATABASE bare")
    bare = url.replace("/bench?", "/bare?")
    with (
        wb.open(tmp_path / "bare", relational=bare, linger=0.2) as opened,
        pytest.raises(NotSupported, match="write=True"),
    ):
        opened.collections.table()
    with wb.open(tmp_path / "bare", relational=bare, write=True, linger=0.2) as opened:
        assert opened.collections.create("first").upsert({"id": 1}) == 1
