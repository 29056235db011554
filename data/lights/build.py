"""Makes model.grist, data.grist and golden.grist from columns.csv, source/*.csv and golden.jsonl.

`python build.py` writes them beside this file. There is no clock and no chance in it: the same
sources give the same rows always, and the same bytes with the same SQLite version.

A .grist file is an SQLite database. Grist's own tables (grist.toml) describe the users' tables;
a reference is stored as the row id it points to, and what is shown for it stands in a formula
column `gristHelper_Display…` of the same table, to which its `displayCol` points.
"""

from __future__ import annotations

import csv
import json
import marshal
import sqlite3
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
STORAGE_VERSION = 9  # these two are Grist's own numbers, the same that grist.toml names
SCHEMA_VERSION = 46
PAGE_BYTES = 1024  # most of some forty tables are empty and take one page each
LIST_MARK = ";"  # between the items of a list cell in the CSV files

SQL_TYPES = {
    "Any": "BLOB DEFAULT NULL",
    "Bool": "BOOLEAN DEFAULT 0",
    "Choice": "TEXT DEFAULT ''",
    "ChoiceList": "TEXT DEFAULT NULL",
    "DateTime": "DATETIME DEFAULT NULL",
    "Int": "INTEGER DEFAULT 0",
    "ManualSortPos": "NUMERIC DEFAULT 1e999",
    "Numeric": "NUMERIC DEFAULT 0",
    "PositionNumber": "NUMERIC DEFAULT 1e999",
    "Ref": "INTEGER DEFAULT 0",
    "RefList": "TEXT DEFAULT NULL",
    "Text": "TEXT DEFAULT ''",
}


class Column(NamedTuple):
    """A line of columns.csv; `visible` is the column of the target that a reference shows."""

    name: str
    type: str
    visible: str = ""
    formula: str = ""
    label: str = ""
    meaning: str = ""

    @property
    def kind(self) -> str:
        return self.type.partition(":")[0]

    @property
    def target(self) -> str:
        return self.type.partition(":")[2]


Tables = dict[str, list[Column]]


def layout() -> dict[str, Tables]:
    """The columns of every table of every document, in the order of columns.csv."""
    documents: dict[str, Tables] = defaultdict(lambda: defaultdict(list))
    for line in _csv(HERE / "columns.csv"):
        document, table, name = line.pop("document"), line.pop("table"), line.pop("column")
        documents[document][table].append(Column(name, **line))
    return documents


def source(table: str) -> list[dict[str, str]]:
    """The cells of one table as text, in the order of its file."""
    if table == "Gds":
        return [_golden_row(json.loads(line)) for line in _lines(HERE / "golden.jsonl")]
    return _csv(HERE / "source" / f"{table}.csv")


def _golden_row(question: dict[str, Any]) -> dict[str, str]:
    return {
        "gds_question": question["question"],
        "gds_answer": question["answer"],
        "question_context": question["context"],
        "question_comment": question["comment"],
        "question_scenario": question["kind"],
    }


def _csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def document(tables: Tables) -> bytes:
    """One Grist document with these tables, as the bytes of its file."""
    db = sqlite3.connect(":memory:")
    db.execute(f"PRAGMA page_size = {PAGE_BYTES}")
    db.execute(f"PRAGMA user_version = {STORAGE_VERSION}")
    _create_grist_tables(db)
    places = {table: _describe(db, table, columns) for table, columns in tables.items()}
    helpers = {table: _add_helpers(db, table, tables, places) for table in tables}
    rows = {table: _numbered(source(table)) for table in tables}
    for table, columns in tables.items():
        _create(db, table, [Column("manualSort", "ManualSortPos"), *columns, *helpers[table]])
        for position, row in enumerate(rows[table], start=1):
            cells = _cells(row, columns, rows)
            _insert(db, table, {"id": row["id"], "manualSort": position, **cells})
    db.commit()
    return db.serialize()


def _create_grist_tables(db: sqlite3.Connection) -> None:
    own = tomllib.loads((HERE / "grist.toml").read_text(encoding="utf-8"))
    for table, columns in own["system"].items():
        db.execute(f"CREATE TABLE {table} ({columns})")
    for table, columns in own["meta"].items():
        pairs = [column.partition(":") for column in columns.split()]
        _create(db, table, [Column(name, kind) for name, _, kind in pairs])
    db.execute("CREATE INDEX _grist_Attachments_fileIdent ON _grist_Attachments(fileIdent)")
    _fill_grist_tables(db)


def _fill_grist_tables(db: sqlite3.Connection) -> None:
    """What Grist writes into every new document: its versions and its default access rules."""
    _insert(db, "_gristsys_FileInfo", {"id": 0})
    for branch in ("shared", "local_sent", "local_unsent"):
        _insert(db, "_gristsys_ActionHistoryBranch", {"name": branch})
    settings = json.dumps({"locale": "en-GB", "engine": "python3"}, separators=(",", ":"))
    about = {"schemaVersion": SCHEMA_VERSION, "timezone": "UTC", "documentSettings": settings}
    _insert(db, "_grist_DocInfo", about)
    for group in ("Owners", "Admins", "Editors", "Viewers"):
        _insert(db, "_grist_ACLPrincipals", {"type": "group", "groupName": group})
    _insert(db, "_grist_ACLResources", {"tableId": "", "colIds": ""})
    _insert(db, "_grist_ACLRules", {"resource": 1, "permissions": 63, "principals": "[1]"})


class Place(NamedTuple):
    """Where a table stands in Grist's own: its row id, and the row id of each column."""

    table: int
    columns: dict[str, int]


def _describe(db: sqlite3.Connection, table: str, columns: list[Column]) -> Place:
    """Enter a table, its columns and the three views that Grist shows of it."""
    number = _insert(db, "_grist_Tables", {"tableId": table})
    numbers = {
        column.name: _describe_column(db, number, column)
        for column in (Column("manualSort", "ManualSortPos"), *columns)
    }
    view = _insert(db, "_grist_Views", {"name": table, "type": "raw_data"})
    _insert(db, "_grist_TabBar", {"viewRef": view, "tabPos": view})
    _insert(db, "_grist_Pages", {"viewRef": view, "pagePos": view})
    shown = [numbers[column.name] for column in columns]
    _describe_section(db, number, shown, {"parentId": view, "parentKey": "record"})
    raw = _describe_section(db, number, shown, {"parentKey": "record", "title": table})
    card = _describe_section(db, number, shown, {"parentKey": "single"})
    sections = {"primaryViewId": view, "rawViewSectionRef": raw, "recordCardViewSectionRef": card}
    _change(db, "_grist_Tables", number, sections)
    return Place(number, numbers)


def _describe_column(db: sqlite3.Connection, table: int, column: Column) -> int:
    number = _insert(db, "_grist_Tables_column", {"parentId": table, "colId": column.name})
    about = {
        "parentPos": number,
        "type": column.type,
        "isFormula": bool(column.formula),
        "formula": column.formula,
        "label": column.label or column.name,
        "untieColIdFromLabel": bool(column.label),
        "description": column.meaning,
    }
    _change(db, "_grist_Tables_column", number, about)
    return number


def _describe_section(
    db: sqlite3.Connection, table: int, columns: list[int], about: dict[str, Any]
) -> int:
    section = {"tableRef": table, "defaultWidth": 100, "borderWidth": 1, **about}
    number = _insert(db, "_grist_Views_section", section)
    for column in columns:
        field = _insert(db, "_grist_Views_section_field", {"parentId": number, "colRef": column})
        _change(db, "_grist_Views_section_field", field, {"parentPos": field})
    return number


def _add_helpers(
    db: sqlite3.Connection, table: str, tables: Tables, places: dict[str, Place]
) -> list[Column]:
    """Enter a display column for each reference of a table; the columns, in that order."""
    helpers: list[Column] = []
    for column in _references(tables[table]):
        formula = f"${column.name}.{column.visible}"
        helper = Column(_helper_name(len(helpers)), "Any", formula=formula)
        shown = {
            "displayCol": _describe_column(db, places[table].table, helper),
            "visibleCol": places[column.target].columns[column.visible],
        }
        _change(db, "_grist_Tables_column", places[table].columns[column.name], shown)
        helpers.append(helper)
    return helpers


def _references(columns: list[Column]) -> list[Column]:
    return [column for column in columns if column.target]


def _helper_name(already: int) -> str:
    return "gristHelper_Display" + (str(already + 1) if already else "")


def _numbered(rows: list[dict[str, str]]) -> list[dict[str, Any]]:
    """Rows with their row id: column `id` where the file has one, else 1, 2, 3, …."""
    return [{**row, "id": int(row.get("id", at))} for at, row in enumerate(rows, start=1)]


def _cells(
    row: dict[str, Any], columns: list[Column], rows: dict[str, list[dict[str, Any]]]
) -> dict[str, Any]:
    """One row's cells as Grist stores them, display columns included."""
    cells = {}
    for column in columns:
        ids = _row_ids(rows[column.target], column.visible) if column.target else {}
        cells[column.name] = _stored(row[column.name], column, ids)
    for at, column in enumerate(_references(columns)):
        cells[_helper_name(at)] = _shown(row[column.name], column)
    return cells


def _row_ids(rows: list[dict[str, Any]], visible: str) -> dict[str, int]:
    """Row id by shown text; of rows that show the same, the first."""
    return {row[visible]: row["id"] for row in reversed(rows)}


def _stored(text: str, column: Column, ids: dict[str, int]) -> Any:
    if column.formula and text.startswith("#"):
        return _marshalled("E", text[1:])  # an error cell, written in CSV as Grist shows it
    if column.kind == "Ref":
        return ids[text] if text else 0
    if column.kind == "Bool":
        return text == "true"
    if column.kind in ("Text", "Choice"):
        return text
    if not text:
        return None
    if column.kind in ("RefList", "ChoiceList"):
        return json.dumps([ids.get(item, item) for item in _items(text)], separators=(",", ":"))
    return int(text) if column.kind == "Int" else float(text)


def _shown(text: str, column: Column) -> Any:
    return _marshalled("L", *_items(text)) if column.kind == "RefList" else text


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(LIST_MARK) if item.strip()]


def _marshalled(*parts: str) -> bytes:
    """A value of no SQLite type, in version 2 of Python's marshal format, as Grist writes it."""
    return marshal.dumps(list(parts), 2)


def _create(db: sqlite3.Connection, table: str, columns: list[Column]) -> None:
    typed = ", ".join(f'"{column.name}" {SQL_TYPES[column.kind]}' for column in columns)
    db.execute(f'CREATE TABLE "{table}" (id INTEGER PRIMARY KEY, {typed})')


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> int:
    names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" * len(row))
    text = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
    return db.execute(text, tuple(row.values())).lastrowid or 0


def _change(db: sqlite3.Connection, table: str, row: int, values: dict[str, Any]) -> None:
    names = ", ".join(f'"{name}" = ?' for name in values)
    text = f'UPDATE "{table}" SET {names} WHERE id = ?'
    db.execute(text, (*values.values(), row))


def documents() -> dict[str, bytes]:
    """The bytes of every document by its name, without the ending `.grist`."""
    return {name: document(tables) for name, tables in layout().items()}


if __name__ == "__main__":
    for name, content in documents().items():
        (HERE / f"{name}.grist").write_bytes(content)
