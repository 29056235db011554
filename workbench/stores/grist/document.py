"""A Grist document: a SQLite file with a table of tables and a table of columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any

from ...core.documents import CellError, Column, Record, Reference
from ...core.errors import BadInput
from .cells import decode
from .file import check_file

# A summary table groups the rows of another one; it holds nothing of its own.
_COLUMNS = """
SELECT t.tableId, c.colId, c.label, c.type, c.isFormula AND c.formula <> '', shown.colId
FROM _grist_Tables t
JOIN _grist_Tables_column c ON c.parentId = t.id
LEFT JOIN _grist_Tables_column shown ON shown.id = c.visibleCol
WHERE t.tableId <> '' AND coalesce(t.summarySourceTable, 0) = 0
ORDER BY t.id, c.parentPos, c.id
"""
_SHOWN = {"_grist_Attachments": "fileName"}  # the one table that Grist displays by itself
_INNER = ("manualSort", "gristHelper_")  # columns that no person made


@dataclass(slots=True)
class _Table:
    columns: list[Column] = field(default_factory=list)
    shown: dict[str, str] = field(default_factory=dict)  # reference column: what it displays
    sorted_by_hand: bool = False


class GristDocument:
    """A `.grist` file, opened to be read; nothing is ever written to it or beside it.

    Rows come in the order in which people see them (`manualSort`, then row number), without
    the columns that Grist keeps for itself; summary tables are left out. BadInput where the
    file is missing, is no Grist document, was cut off, or is in use by Grist.
    """

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self._where = f"Grist document {self.path}"
        check_file(self.path, self._where)
        # `immutable` keeps SQLite from locking the file and from making journals beside it.
        address = f"{self.path.resolve().as_uri()}?mode=ro&immutable=1"
        self._db = sqlite3.connect(address, uri=True)
        self._db.text_factory = _text
        self._seen_targets: dict[tuple[str, str | None], Mapping[Any, Any]] = {}
        try:
            self._db.execute("PRAGMA trusted_schema = OFF")
            self._tables = self._read_structure()
        except BaseException:
            self.close()
            raise

    @property
    def name(self) -> str:
        return self.path.name

    def tables(self) -> list[str]:
        return list(self._tables)

    def columns(self, table: str) -> list[Column]:
        return list(self._table(table).columns)

    def rows(self, table: str) -> list[Record]:
        """Every row with its cells decoded; a `CellError` stands where a value is unusable."""
        found = self._table(table)
        names = [column.id for column in found.columns]
        order = "manualSort, id" if found.sorted_by_hand else "id"
        wanted = ", ".join(["id", *map(_quoted, names)])
        text = f"SELECT {wanted} FROM {_quoted(table)} ORDER BY {order}"
        with self._reading():
            stored = self._db.execute(text).fetchall()
            return [Record(row, self._cells(raws, found)) for row, *raws in stored]

    def close(self) -> None:
        self._db.close()

    def __enter__(self) -> GristDocument:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @cached_property
    def _zone(self) -> str:
        """The document's own time zone."""
        with self._reading():
            found = self._db.execute("SELECT timezone FROM _grist_DocInfo").fetchone()
        return str(found[0]) if found and found[0] else "UTC"

    def _table(self, table: str) -> _Table:
        if table not in self._tables:
            there = ", ".join(self._tables) or "none"
            raise BadInput(f"{self._where} has no table {table!r}; there are: {there}")
        return self._tables[table]

    def _read_structure(self) -> dict[str, _Table]:
        tables: dict[str, _Table] = {}
        with self._reading("it has no readable table of tables: is it a Grist document?"):
            structure = self._db.execute(_COLUMNS).fetchall()
        for table, column, label, kind, formula, shown in structure:
            self._check_names(table, column, kind)
            found = tables.setdefault(table, _Table())
            if column == "manualSort":
                found.sorted_by_hand = True
            if column.startswith(_INNER):
                continue
            shown_as = label if isinstance(label, str) and label else column
            found.columns.append(Column(column, shown_as, kind, bool(formula)))
            if shown:
                found.shown[column] = shown
        return tables

    def _check_names(self, *names: Any) -> None:
        if not all(isinstance(name, str) and "\0" not in name for name in names):
            raise BadInput(
                f"{self._where} cannot be read: a table or column is named {names}, expected "
                "text. Download or copy the document again."
            )

    def _cells(self, raws: list[Any], table: _Table) -> dict[str, Any]:
        pairs = zip(table.columns, raws, strict=True)
        return {column.id: self._cell(raw, column, table) for column, raw in pairs}

    def _cell(self, raw: Any, column: Column, table: _Table) -> Any:
        value = decode(raw, column.type, self._zone)
        target = _target(column.type)
        if target is None or value is None or isinstance(value, CellError):
            return value
        there = self._targets(target, table.shown.get(column.id, _SHOWN.get(target)))
        if isinstance(value, list):
            return [_reference(row, target, there) for row in value]
        return _reference(value, target, there)

    def _targets(self, table: str, shown: str | None) -> Mapping[Any, Any]:
        """What people see of every row of a table to which references point."""
        key = (table, shown)
        if key not in self._seen_targets:
            self._seen_targets[key] = self._read_targets(table, shown)
        return self._seen_targets[key]

    def _read_targets(self, table: str, shown: str | None) -> Mapping[Any, Any]:
        known = self._tables.get(table, _Table()).columns
        kind = next((c.type for c in known if c.id == shown), "Any")
        column = _quoted(shown) if shown else "NULL"
        with self._reading():
            found = self._db.execute(f"SELECT id, {column} FROM {_quoted(table)}")
            return {row: decode(raw, kind, self._zone) for row, raw in found.fetchall()}

    @contextmanager
    def _reading(self, hint: str = "it is damaged or was cut off.") -> Iterator[None]:
        try:
            yield
        # SQLite's own message may repeat damaged text of the file, which Python cannot decode.
        except (sqlite3.Error, UnicodeDecodeError) as error:
            raise BadInput(
                f"{self._where} cannot be read: {hint} SQLite says: {error}. "
                "Download or copy the document again."
            ) from error


def _target(kind: str) -> str | None:
    base, _, table = kind.partition(":")
    if base == "Attachments":
        return "_grist_Attachments"
    return table if base in ("Ref", "RefList") and table else None


def _reference(row: Any, table: str, there: Mapping[Any, Any]) -> Reference | CellError | None:
    if row == 0:
        return None
    if not isinstance(row, int) or row not in there:
        return CellError(f"a reference to a row that {table} does not have", str(row))
    return Reference(table, row, there[row])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(stored: bytes) -> str | bytes:
    """Text as UTF-8; what is not valid stays bytes, which no cell decodes."""
    try:
        return stored.decode()
    except UnicodeDecodeError:
        return stored
