"""A TongGraph file as raw rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...core.collecting import uncollected
from ...core.errors import BadInput
from ...core.property_graph.findings import FileFinding, finding
from ...core.property_graph.raw_file import RawFile
from .columns import DERIVED, SINCE_0_2, TABLES, TEXT_ROWS
from .derived import differing_copies, stale_catalogue
from .faults import FAULTS
from .integrity import integrity_findings
from .opening import opened
from .rows import Table, fetched, read_table, salvaged
from .sidecar import read_sidecar

MARKER = "tonggraph-sqlite-v1"
_ENOUGH = 6  # tables of such names, of eleven at least, that another program would not have
SMALL = 32 << 20  # bytes of a file whose every check takes less than a second


def read_file(path: str | Path, *, thorough: bool | None = None) -> RawFile:
    """All rows of a TongGraph file and the bytes of its sidecar.

    A `thorough` look, of its own accord at files below 32 MB, also compares SQLite's indexes
    and TongGraph's catalogue of properties with the records, which nothing here reads: five
    seconds for 170 MB.

    Nothing is written to the file or beside it; changes in a `-wal` beside it are read too.
    Rows of tables with ids ascend by id. BadInput where it is missing, a folder, empty, no
    SQLite file, or another program's; what is damaged within one is in `findings`.
    """
    path = Path(path)
    with opened(path) as (db, findings), uncollected():
        if thorough is None:
            thorough = path.stat().st_size < SMALL
        there, damage = _columns_there(db, path)
        tables = {name: read_table(db, name, there[name], TABLES[name]) for name in _known(there)}
        findings = [*findings, *damage, *_missing_tables(there, tables)]
        findings += [found for table in tables.values() for found in table.findings]
        rows = {name: table.rows for name, table in tables.items()}
        findings += [*_marker(rows), *integrity_findings(db, thorough=thorough)]
        texts = {name: _text_rows(db, name) for name in TEXT_ROWS if name in there}
        copied = differing_copies(db, there)
        catalogue = stale_catalogue(db, there) if thorough else {}
    return RawFile(
        path.name,
        {name: found for name, found in (rows | texts).items() if found is not None},
        read_sidecar(path),
        tuple(findings),
        frozenset(name for name, table in tables.items() if table.lost),
        copied,
        catalogue,
    )


def _columns_there(
    db: sqlite3.Connection, path: Path
) -> tuple[dict[str, list[str]], list[FileFinding]]:
    """The columns of every table; BadInput where they are not those of a TongGraph file."""
    text, damage = "SELECT name FROM sqlite_schema", []
    try:
        rows = fetched(db, text)
    except FAULTS as error:
        rows = salvaged(db, "sqlite_schema", text)
        advice = "tables that were not read are told apart: recover with sqlite3 .recover"
        damage = [finding("damaged-page", "sqlite_schema", "", str(error), advice)]
    there = {name: _column_names(db, name) for (name,) in rows if isinstance(name, str)}
    if len(TABLES.keys() & there.keys()) < _ENOUGH and not _has_marker(db, there):
        raise BadInput(_not_ours(path, there, damage))
    return there, damage


def _not_ours(path: Path, there: Mapping[str, object], damage: Sequence[FileFinding]) -> str:
    if damage:
        return (
            f"{path} is damaged or cut off where it lists its tables ({damage[0].seen}); nothing "
            "of it can be read: take a backup, or recover it with sqlite3 .recover"
        )
    listed = ", ".join(sorted(there)[:8]) or "none"
    return (
        f"{path} is a SQLite file of another program: expected metadata with the "
        f"storage_format {MARKER!r} and tables of nodes and edges, saw {listed}"
    )


def _column_names(db: sqlite3.Connection, table: str) -> list[str]:
    try:
        return [row[0] for row in db.execute("SELECT name FROM pragma_table_info(?)", (table,))]
    except FAULTS:  # a damaged definition, or a virtual table whose module is not there
        return []


def _has_marker(db: sqlite3.Connection, there: Mapping[str, list[str]]) -> bool:
    if not {"key", "value"} <= set(there.get("metadata", ())):
        return False
    wanted = "SELECT value FROM metadata NOT INDEXED WHERE key = 'storage_format'"
    try:
        return any(str(value).startswith("tonggraph") for (value,) in fetched(db, wanted))
    except FAULTS:
        return False


def _known(there: Mapping[str, list[str]]) -> list[str]:
    return [name for name in TABLES if there.get(name)]


def _missing_tables(
    there: Mapping[str, list[str]], tables: Mapping[str, Table]
) -> list[FileFinding]:
    """Those of release 0.2 count only where the file has something else of that release."""
    kept = tables["metadata"].rows if "metadata" in tables else ()
    newer = any(there.get(name) for name in (*SINCE_0_2, *TEXT_ROWS))
    newer = newer or any(str(row[0]).startswith("next_") for row in kept or ())
    wanted = [name for name in TABLES if newer or name not in SINCE_0_2]
    lost = [("missing-table", name) for name in wanted if not there.get(name)]
    lost += [("missing-mirror", name) for name in DERIVED if not there.get(name)]
    advice = {"missing-table": "its records are lost: see a backup"}
    otherwise = "it is made again from the records"
    return [
        finding(code, name, "", "no such table", advice.get(code, otherwise)) for code, name in lost
    ]


def _text_rows(db: sqlite3.Connection, name: str) -> list[tuple[object, ...]] | None:
    """(index, target, entity, content) of every text that is searched."""
    try:
        return db.execute(f"SELECT c0, c1, c2, c3 FROM {name}").fetchall()
    except FAULTS:  # derived: the check of pages tells of it
        return None


def _marker(rows: Mapping[str, Sequence[tuple[Any, ...]] | None]) -> list[FileFinding]:
    found = [row[1] for row in rows.get("metadata") or () if row[0] == "storage_format"]
    if found == [MARKER]:
        return []
    if not found:
        advice = f"read as {MARKER!r}, since its tables are those: compare with a backup"
        return [finding("missing-marker", "metadata", "storage_format", "no such row", advice)]
    seen = f"{found[0]!r}, expected {MARKER!r}"
    advice = "read by the rules of that format: check every number, or ask for a newer workbench"
    return [finding("unknown-marker", "metadata", "storage_format", seen, advice)]
