"""TongGraph files as raw rows: never written to, told clearly where they are something else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.benchmarks.tong_files import large_model, write_model
from workbench.core.errors import BadInput, StoreUnavailable
from workbench.core.property_graph.findings import by_code
from workbench.stores.tonggraph import read_file
from workbench.stores.tonggraph.opening import opened

NODES, EDGES = 60, 150


@pytest.fixture
def path(tmp_path: Path) -> Path:
    folder = tmp_path / "a #1 ?folder%20"
    folder.mkdir()
    write_model(folder / "graph.db", large_model(NODES, EDGES))
    return folder / "graph.db"


@pytest.fixture
def writer(path: Path) -> Iterator[sqlite3.Connection]:
    """A program that has the file open, as TongGraph does, and folds nothing in."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA wal_autocheckpoint = 0")
        yield db


def content(folder: Path) -> dict[str, bytes]:
    return {str(file): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def rename(db: sqlite3.Connection, name: str, number: int = 0) -> None:
    db.execute("UPDATE nodes SET external_id = ? WHERE id = ?", (name, number))


def names(path: Path) -> list[str]:
    return [row[1] for row in read_file(path).tables["nodes"]]


def codes(path: Path) -> list[str]:
    return list(by_code(read_file(path).findings))


def test_rows_come_by_id_and_the_sidecar_as_bytes(path: Path) -> None:
    raw = read_file(str(path))
    assert [row[0] for row in raw.tables["nodes"]] == list(range(NODES))
    assert raw.tables["edges"][0][3:] == ("KNOWS", raw.tables["edges"][0][4])
    assert raw.tables["metadata"] == [("storage_format", "tonggraph-sqlite-v1")]
    assert raw.sidecar.segment is not None
    assert raw.sidecar.segment[:8] == b"TGSEG001"
    assert raw.findings == ()
    assert raw.copied == ()


def test_reading_makes_and_changes_no_file(path: Path) -> None:
    before = content(path.parent)
    read_file(path)
    read_file(path, thorough=False)
    assert content(path.parent) == before


def test_missing_file_folder_and_empty_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "empty.db").touch()
    for name, told in (("no.db", "no file"), ("", "a folder"), ("empty.db", "is empty")):
        with pytest.raises(BadInput, match=told):
            read_file(tmp_path / name)


def test_other_files_are_told_by_what_they_begin_with(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("id,name\n1,a\n" * 40)
    with pytest.raises(BadInput, match="no SQLite file: it begins with b'id,name"):
        read_file(tmp_path / "a.db")


def test_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as db:
        db.executescript("CREATE TABLE nodes (id); CREATE TABLE users (name)")
    before = content(tmp_path)
    with pytest.raises(BadInput, match=r"another program: .* saw nodes, users"):
        read_file(tmp_path / "other.db")
    assert content(tmp_path) == before


def test_changes_in_a_write_ahead_log_are_read(path: Path, writer: sqlite3.Connection) -> None:
    rename(writer, "renamed")
    before = content(path.parent)
    assert any(name.endswith("-wal") for name in before)
    assert names(path)[0] == "renamed"
    assert codes(path) == ["read-with-wal"]
    assert content(path.parent) == before


def test_unfinished_change_of_another_program_is_not_read(
    path: Path, writer: sqlite3.Connection
) -> None:
    rename(writer, "renamed")
    writer.execute("BEGIN EXCLUSIVE")
    rename(writer, "unfinished")
    assert names(path)[0] == "renamed"
    assert codes(path) == ["read-with-wal"]


def test_log_cut_within_a_page_is_told(path: Path, writer: sqlite3.Connection) -> None:
    rename(writer, "first")
    rename(writer, "second")
    copied = path.with_name("copy.db")
    copied.write_bytes(path.read_bytes())
    wal = path.with_name("graph.db-wal").read_bytes()
    copied.with_name("copy.db-wal").write_bytes(wal[:-100])
    assert names(copied)[0] == "first"
    assert "uncommitted-wal" in codes(copied)


def test_log_cut_after_a_change_is_read_up_to_it(path: Path, writer: sqlite3.Connection) -> None:
    rename(writer, "first")
    wal = path.with_name("graph.db-wal")
    pages = (wal.stat().st_size - 32) // 4120
    rename(writer, "second")
    frame = wal.read_bytes()[32 + 4120 * pages :][:4120]
    copied = path.with_name("copy.db")
    copied.write_bytes(path.read_bytes())
    unfinished = frame[:4] + bytes(4) + frame[8:]  # a page of a change that has no end
    copied.with_name("copy.db-wal").write_bytes(wal.read_bytes()[: 32 + 4120 * pages] + unfinished)
    assert names(copied)[0] == "first"
    assert "uncommitted-wal" in codes(copied)


@pytest.mark.parametrize(("at", "first"), [(200, "person:0"), (-4000, "first"), (3, "person:0")])
def test_damaged_log_is_named(path: Path, writer: sqlite3.Connection, at: int, first: str) -> None:
    rename(writer, "first")
    rename(writer, "second")
    copied = path.with_name("copy.db")
    copied.write_bytes(path.read_bytes())
    damaged = bytearray(path.with_name("graph.db-wal").read_bytes())
    damaged[at] ^= 0x55
    copied.with_name("copy.db-wal").write_bytes(damaged)
    assert names(copied)[0] == first
    assert "damaged-wal" in codes(copied)


def test_change_that_broke_off_halfway_is_taken_back(path: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode = DELETE; PRAGMA cache_size = 1; BEGIN")
        db.execute("UPDATE nodes SET properties = hex(zeroblob(500)), external_id = 'x' || id")
        copied = tmp_path / "copy.db"
        for end in ("", "-journal"):
            file = path.with_name(path.name + end)
            copied.with_name(copied.name + end).write_bytes(file.read_bytes())
    assert b"x11" in copied.read_bytes()
    assert names(copied)[:2] == ["person:0", "person:1"]
    assert "uncommitted-wal" in codes(copied)


def test_file_that_changes_meanwhile_is_told(path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="was changed while it was read"):  # noqa: SIM117
        with opened(path):
            path.write_bytes(path.read_bytes() + b"\0")


def test_text_that_is_no_utf8_stays_bytes(path: Path, writer: sqlite3.Connection) -> None:
    writer.execute("UPDATE nodes SET labels = CAST(x'4bff' AS TEXT) WHERE id = 7")
    rows = read_file(path).tables["nodes"]
    assert rows[7][2] == b"K\xff"
    assert rows[8][2] == "Document"


def test_rows_around_a_damaged_page_are_read(tmp_path: Path) -> None:
    path, model = tmp_path / "large.db", large_model(3000, 10)
    write_model(path, model)
    with path.open("r+b") as file:
        data = file.read()
        page = data.index(b"person:1500Person") // 4096  # the record, not its entry in an index
        file.seek(page * 4096)
        file.write(b"\xee" * 4096)
    raw = read_file(path)
    numbers = {row[0] for row in raw.tables["nodes"]}
    lost = set(range(3000)) - numbers
    assert 1500 in lost
    assert len(lost) < 100
    assert lost == set(range(min(lost), max(lost) + 1))
    assert raw.unreadable == {"nodes"}


def test_indexes_are_never_believed(path: Path, writer: sqlite3.Connection) -> None:
    writer.executescript(
        "PRAGMA writable_schema = ON;"
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX idx_edges_source ON edges(target)'"
        " WHERE name = 'idx_edges_source'"
    )
    raw = read_file(path)
    assert {found.code for found in raw.findings} == {"damaged-index", "read-with-wal"}
    assert len(raw.tables["edges"]) == EDGES
