"""What is wrong with the tables of nodes in a Data document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from ...core.documents import CellError, Document, Record, Reference
from ...core.findings import LintFinding, shortened
from .declared import Declared, Row, nearest, shown

PREFIX = "Anchor_"


class Data:
    """A Data document with the ids of its nodes by noun, and their rows by number."""

    def __init__(self, document: Document, declared: Declared) -> None:
        self.document, self.declared = document, declared
        self.tables = document.tables()
        self.ids: dict[str, dict[str, int]] = {}
        self.rows: dict[str, set[int]] = {}
        for noun in declared.anchors:
            if f"{PREFIX}{noun}" in self.tables:
                self._read_ids(noun)

    def _read_ids(self, noun: str) -> None:
        ids: dict[str, int] = {}
        records, _ = by_content(self.document, f"{PREFIX}{noun}")
        for record in records:
            ids.setdefault(node_id(record, noun), record.row)
        self.ids[noun], self.rows[noun] = ids, {record.row for record in records}

    def finding(
        self,
        severity: str,
        rule: str,
        place: tuple[str, int | None, str],
        *,
        seen: object,
        advice: str,
        key: str = "",
    ) -> LintFinding:
        """`place` is table, row and column."""
        table, row, column = place
        where = (self.document.name, table, row, key, column)
        return LintFinding(severity, rule, *where, shortened(seen), advice)


def node_id(record: Record, noun: str) -> str:
    """The id in the row's own column, else the one that its number makes."""
    cell = shown(record.cells.get(f"{noun}_id"))
    usable = isinstance(cell, str | int | float) and not isinstance(cell, bool) and cell != ""
    return str(cell) if usable else f"{noun}:{record.row}"


def by_content(document: Document, table: str) -> tuple[list[Record], list[Record]]:
    """The rows in which somebody typed something, and the others; formulas fill themselves."""
    columns = document.columns(table)
    typed = [c.id for c in columns if not c.formula] or [c.id for c in columns]
    full: list[Record] = []
    blank: list[Record] = []
    for record in document.rows(table):
        (full if any(record.cells.get(name) for name in typed) else blank).append(record)
    return full, blank


def check_anchors(data: Data) -> Iterator[LintFinding]:
    """Tables, columns, ids and cells of nodes that a load drops, renames or does not see."""
    tables = [table for table in data.tables if table.startswith(PREFIX)]
    wanted = {f"{PREFIX}{noun}": row for noun, row in data.declared.anchors.items()}
    for table in tables:
        if table not in wanted:
            advice = "Declare the anchor, or rename the table; nothing reads it (D33)."
            yield data.finding(
                "error",
                "ignored-table",
                (table, None, ""),
                seen=table,
                advice=advice + nearest(table, list(wanted)),
            )
    for table, row in wanted.items():
        if table in tables:
            yield from _AnchorTable(data, row).check()
        else:
            advice = f"Make the table {table}, or correct its name (D33).{nearest(table, tables)}"
            yield data.declared.finding(
                "error", "missing-table", row, "noun", seen=table, advice=advice
            )
    yield from _shared_ids(data)


def _shared_ids(data: Data) -> Iterator[LintFinding]:
    owner: dict[str, str] = {}
    for noun, ids in data.ids.items():
        for one, row in ids.items():
            if (other := owner.setdefault(one, noun)) != noun:
                advice = (
                    f"Give one of them another id: a {other} has it, and Vedana keeps one (D31)."
                )
                place = (f"{PREFIX}{noun}", row, f"{noun}_id")
                yield data.finding("error", "shared-id", place, seen=one, advice=advice)


class _AnchorTable:
    def __init__(self, data: Data, row: Row) -> None:
        self._data, self._noun = data, row.key[0]
        self._table = f"{PREFIX}{self._noun}"
        self._id_column = f"{self._noun}_id"
        self._columns = data.document.columns(self._table)
        self._attributes = data.declared.attributes[self._noun]

    def check(self) -> Iterator[LintFinding]:
        yield from self._mapping()
        full, blank = by_content(self._data.document, self._table)
        for record in blank:
            yield self._found("note", "blank-row", record.row, "", "", "Delete the row.")
        yield from self._identified(full)
        used = self._used()
        for record in full:
            yield from error_cells(self._data, self._table, record, used)
        for name, row in self._attributes.items():
            if row.cells.get("embeddable") is True and name in self._there():
                values = [(r.row, r.cells.get(name)) for r in full]
                yield from check_embedded(self._data, (self._table, name), row, values)

    def _there(self) -> list[str]:
        return [column.id for column in self._columns]

    def _used(self) -> set[str]:
        """Columns that the model gives a meaning."""
        pointing = {
            row.text(f"{side}_link_column_name")
            for rows in self._data.declared.links.values()
            for row in rows
            for side in ("anchor1", "anchor2")
            if row.text(side) == self._noun
        }
        return {self._id_column, *self._attributes, *pointing}

    def _mapping(self) -> Iterator[LintFinding]:
        used, there = self._used(), self._there()
        for column in self._columns:
            if column.id not in used:
                advice = "Declare the attribute, or remove the column; nothing reads it (D33)."
                near = nearest(column.id, [name for name in self._attributes if name not in there])
                yield self._found(
                    "warning", "undeclared-column", None, column.id, column.id, advice + near
                )
            elif column.label != column.id:
                advice = "Make label and column id equal: Vedana skips the whole table (D34)."
                yield self._found("warning", "label-differs", None, column.id, column.label, advice)
        for name, row in self._attributes.items():
            if name not in there and name not in ("id", self._id_column):
                free = [column for column in there if column not in used]
                advice = f"{self._table} has no such column (D33).{nearest(name, free)}"
                yield self._data.declared.finding(
                    "error", "missing-column", row, "attribute_name", seen=name, advice=advice
                )

    def _identified(self, records: list[Record]) -> Iterator[LintFinding]:
        if self._id_column not in self._there():
            return
        first: dict[str, int] = {}
        for record in records:
            one = node_id(record, self._noun)
            if record.cells.get(self._id_column) in (None, ""):
                advice = f"Fill it: the node is called {one}, or '' by Vedana (D35)."
                yield self._found("warning", "blank-id", record.row, self._id_column, "", advice)
            elif one in first:
                advice = f"Give it another id: row {first[one]} has this, and this row is dropped."
                yield self._found("error", "duplicate-id", record.row, self._id_column, one, advice)
            first.setdefault(one, record.row)

    def _found(
        self, severity: str, rule: str, row: int | None, column: str, seen: object, advice: str
    ) -> LintFinding:
        place = (self._table, row, column)
        return self._data.finding(severity, rule, place, seen=seen, advice=advice)


def error_cells(data: Data, table: str, record: Record, columns: set[str]) -> Iterator[LintFinding]:
    for column in sorted(columns):
        cell = record.cells.get(column)
        for item in cell if isinstance(cell, list) else [cell]:
            error = item.shown if isinstance(item, Reference) else item
            if isinstance(error, CellError):
                advice = (
                    "Correct the formula or the value; it reads as blank, and for a formula's "
                    "error Vedana skips the whole table (D34)."
                )
                seen = f"{error.why}: {error.seen}"
                place = (table, record.row, column)
                yield data.finding("error", "error-cell", place, seen=seen, advice=advice)


def check_embedded(
    data: Data, place: tuple[str, str], row: Row, values: list[tuple[int, Any]]
) -> Iterator[LintFinding]:
    """An embeddable attribute's cells that get no vector; `values` are (row number, cell)."""
    judged = [(number, unembeddable(cell)) for number, cell in values if cell not in (None, "", [])]
    passed = [(number, why) for number, why in judged if why]
    key = " ".join(row.key)
    if values and len(passed) == len(judged):
        what = passed[0][1] if passed else "blank"
        advice = "Set embeddable to false, or fill the column with texts: it gets no vector (D41)."
        column = (place[0], None, place[1])
        yield data.finding(
            "error", "embeds-no-text", column, seen=f"every value is {what}", advice=advice, key=key
        )
    elif passed:
        advice = f"Write texts in the {len(passed)} cells: vector search never finds them (D41)."
        cell = (place[0], passed[0][0], place[1])
        yield data.finding(
            "warning", "not-embedded", cell, seen=passed[0][1], advice=advice, key=key
        )


def unembeddable(cell: Any) -> str:
    """Why a filled cell gets no vector; empty where it gets one."""
    if isinstance(cell, CellError):
        return "an error"
    text = cell.shown if isinstance(cell, Reference) else cell
    if not isinstance(text, str):
        return f"no text but {type(text).__name__}"
    try:
        UUID(text)
    except ValueError:
        return ""
    return "a UUID"
