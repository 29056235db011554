"""Writes small Grist documents: the tables of a real one that matter, and the given content."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

# Grist marshals ["E", "NameError"] like this: the bytes stand in Vedana's Data Model document.
FORMULA_ERROR = b"[\x02\x00\x00\x00u\x01\x00\x00\x00Eu\t\x00\x00\x00NameError"

_STRUCTURE = """
CREATE TABLE _grist_DocInfo (id INTEGER PRIMARY KEY, timezone TEXT);
CREATE TABLE _grist_Tables (
    id INTEGER PRIMARY KEY, tableId TEXT DEFAULT '', summarySourceTable INTEGER DEFAULT 0);
CREATE TABLE _grist_Tables_column (
    id INTEGER PRIMARY KEY, parentId INTEGER, parentPos NUMERIC, colId TEXT, type TEXT,
    label TEXT, isFormula BOOLEAN DEFAULT 0, formula TEXT DEFAULT '', displayCol INTEGER DEFAULT 0,
    visibleCol INTEGER DEFAULT 0);
CREATE TABLE _grist_Attachments (id INTEGER PRIMARY KEY, fileName TEXT);
"""
_AFFINITY = {"Text": "TEXT", "Choice": "TEXT", "Bool": "BOOLEAN", "Numeric": "NUMERIC"}
_AFFINITY |= {"Int": "INTEGER", "Ref": "INTEGER", "Date": "DATE", "DateTime": "DATETIME"}
_AFFINITY |= {"RefList": "TEXT", "ChoiceList": "TEXT", "Attachments": "TEXT"}


class Col(NamedTuple):
    """A column; `shown` names what references display, as `Table.column`."""

    type: str = "Text"
    label: str = ""
    formula: str = ""
    shown: str = ""


Tables = Mapping[str, tuple[Mapping[str, Col], Sequence[Sequence[Any]]]]


def write(path: Path, tables: Tables, *, zone: str = "Europe/Berlin") -> Path:
    """A document with `tables`: name to (columns, rows); rows are numbered from 1."""
    with closing(sqlite3.connect(path)) as db:
        db.executescript(_STRUCTURE)
        db.execute("INSERT INTO _grist_DocInfo VALUES (1, ?)", [zone])
        for name, (columns, rows) in tables.items():
            _add_table(db, name, columns, rows)
        for name, (columns, _) in tables.items():
            _show(db, name, columns)
        db.commit()
    return path


def texts(*columns: str) -> dict[str, Col]:
    return {column: Col() for column in columns}


def _add_table(
    db: sqlite3.Connection, name: str, columns: Mapping[str, Col], rows: Sequence[Sequence[Any]]
) -> None:
    table = db.execute("INSERT INTO _grist_Tables (tableId) VALUES (?)", [name]).lastrowid
    described = {"manualSort": Col("ManualSortPos"), **columns}
    for position, (column, col) in enumerate(described.items()):
        db.execute(
            "INSERT INTO _grist_Tables_column "
            "(parentId, parentPos, colId, type, label, isFormula, formula) VALUES (?,?,?,?,?,?,?)",
            [
                table,
                position,
                column,
                col.type,
                col.label or column,
                bool(col.formula),
                col.formula,
            ],
        )
    stored = ", ".join(
        f'"{column}" {_AFFINITY.get(col.type.partition(":")[0], "BLOB")}'
        for column, col in described.items()
    )
    db.execute(f'CREATE TABLE "{name}" (id INTEGER PRIMARY KEY, {stored})')
    marks = ", ".join("?" * (len(columns) + 2))
    for number, row in enumerate(rows, start=1):
        db.execute(f'INSERT INTO "{name}" VALUES ({marks})', [number, number, *row])


def _show(db: sqlite3.Connection, name: str, columns: Mapping[str, Col]) -> None:
    column_id = (
        "(SELECT c.id FROM _grist_Tables_column c JOIN _grist_Tables t ON c.parentId = t.id "
        "WHERE t.tableId = ? AND c.colId = ?)"
    )
    for column, col in columns.items():
        if col.shown:
            db.execute(
                f"UPDATE _grist_Tables_column SET visibleCol = {column_id} WHERE id = {column_id}",
                [*col.shown.split("."), name, column],
            )
