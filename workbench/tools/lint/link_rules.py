"""What is wrong with the tables of edges, and the columns that point, in a Data document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...core.documents import CellError, Record, Reference
from ...core.findings import LintFinding
from .anchor_rules import PREFIX as ANCHOR
from .anchor_rules import Data, by_content, check_embedded, error_cells
from .declared import Row, nearest, shown

PREFIX = "Link_"
_ENDS = ("from_node_id", "to_node_id")
_NEEDED = (*_ENDS, "edge_label")


def check_links(data: Data) -> Iterator[LintFinding]:
    """Tables, columns and rows of edges that a load drops, renames or does not see."""
    matched = set[str]()
    for table in data.tables:
        if table.startswith(PREFIX):
            links = _links_of(data, table)
            matched |= {link.text("sentence") for link in links}
            yield from _LinkTable(data, table, links).check() if links else _ignored(data, table)
        elif not table.startswith(ANCHOR):
            advice = f"Nothing reads it: its name starts with neither {ANCHOR} nor {PREFIX} (D33)."
            yield data.finding(
                "warning", "ignored-table", (table, None, ""), seen=table, advice=advice
            )
    for sentence, rows in data.declared.links.items():
        for row in rows:
            pointers = list(_pointers(row))
            for pointer in pointers:
                yield from _check_pointer(data, row, pointer)
            if not pointers and sentence not in matched:
                yield _missing(data, row)


def _links_of(data: Data, table: str) -> list[Row]:
    """The links that a table's name means, whatever its case: by sentence, else by anchors."""
    name = table.removeprefix(PREFIX).lower()
    links = [row for rows in data.declared.links.values() for row in rows]
    by_sentence = [row for row in links if row.text("sentence").lower() == name]
    return by_sentence or [row for row in links if "_".join(row.key[:2]).lower() == name]


def _ignored(data: Data, table: str) -> Iterator[LintFinding]:
    near = nearest(table, [f"{PREFIX}{sentence}" for sentence in data.declared.links])
    advice = f"Declare the link, or rename the table; nothing reads it (D33).{near}"
    yield data.finding("error", "ignored-table", (table, None, ""), seen=table, advice=advice)


def _missing(data: Data, row: Row) -> LintFinding:
    first, second, sentence = row.key
    advice = (
        f"Make a table {PREFIX}{sentence} or {PREFIX}{first}_{second}, or name the column that "
        "points: the link has no edges (D33)."
    )
    return data.declared.finding(
        "error", "missing-table", row, "sentence", seen=sentence, advice=advice
    )


class _LinkTable:
    def __init__(self, data: Data, table: str, links: list[Row]) -> None:
        self._data, self._table, self._links = data, table, links
        self._columns = data.document.columns(table)
        self._there = {column.id for column in self._columns}
        self._sentences = {link.text("sentence") for link in links}
        self._attributes = [
            row
            for sentence in sorted(self._sentences)
            for row in data.declared.attributes[sentence].values()
        ]
        self._used = {*_NEEDED, *(row.key[1] for row in self._attributes)}

    def check(self) -> Iterator[LintFinding]:
        yield from self._mapping()
        if not self._there >= set(_NEEDED):
            return
        records, blank = by_content(self._data.document, self._table)
        for record in blank:
            yield self._found("note", "blank-row", record.row, "", "", "Delete the row.")
        seen: dict[tuple[str, ...], int] = {}
        for record in records:
            yield from self._row(record, seen)
        yield from self._integers(records)
        for row in self._attributes:
            if row.cells.get("embeddable") is True and row.key[1] in self._there:
                values = [(r.row, r.cells[row.key[1]]) for r in records]
                yield from check_embedded(self._data, (self._table, row.key[1]), row, values)

    def _mapping(self) -> Iterator[LintFinding]:
        for name in _NEEDED:
            if name not in self._there:
                advice = "Add the column: every row of the table is dropped."
                yield self._found("error", "missing-column", None, name, name, advice)
        for column in self._columns:
            if column.id not in self._used:
                advice = "Declare the attribute, or remove the column; nothing reads it (D33)."
                yield self._found(
                    "warning", "undeclared-column", None, column.id, column.id, advice
                )
            elif column.label != column.id:
                advice = "Make label and column id equal: Vedana skips the whole table (D34)."
                yield self._found("warning", "label-differs", None, column.id, column.label, advice)
        for row in self._attributes:
            if row.key[1] not in self._there:
                advice = f"{self._table} has no such column (D33)."
                yield self._data.declared.finding(
                    "error", "missing-column", row, "attribute_name", seen=row.key[1], advice=advice
                )

    def _row(self, record: Record, seen: dict[tuple[str, ...], int]) -> Iterator[LintFinding]:
        yield from error_cells(self._data, self._table, record, self._used & self._there)
        cells = {name: shown(record.cells[name]) for name in _NEEDED}
        blank = [name for name, cell in cells.items() if cell in (None, "", [])]
        if blank:
            advice = "Fill the cell or delete the row; the row is dropped."
            yield self._found("error", "blank-end", record.row, blank[0], "", advice)
        if blank or any(isinstance(cell, CellError) for cell in cells.values()):
            return
        label = str(cells["edge_label"])
        if label not in self._sentences:
            near = nearest(label, [*self._sentences, *self._data.declared.links])
            advice = (
                f"Correct it: no link here has this label, so no query asks for it (D32).{near}"
            )
            yield self._found("error", "unknown-relation", record.row, "edge_label", label, advice)
        yield from self._ends(record)
        key = tuple(str(cell) for cell in cells.values())
        if (first := seen.setdefault(key, record.row)) != record.row:
            told = f"{key[0]} -> {key[1]}"
            advice = f"Delete one: row {first} has the same ends and label, and this is dropped."
            yield self._found("error", "duplicate-edge", record.row, "", told, advice)

    def _ends(self, record: Record) -> Iterator[LintFinding]:
        nouns = sorted({noun for link in self._links for noun in link.key[:2]})
        for column in _ENDS:
            cell = record.cells[column]
            if not any(is_node(self._data, cell, noun) for noun in nouns):
                advice = f"Add the node, or correct the id: no {' or '.join(nouns)} has it."
                yield self._found("error", "missing-node", record.row, column, shown(cell), advice)

    def _integers(self, records: list[Record]) -> Iterator[LintFinding]:
        for column in _ENDS:
            numbers = [r for r in records if isinstance(r.cells[column], int | float)]
            if numbers:
                advice = "Use text or a reference: Vedana skips the whole table (D34)."
                seen = numbers[0].cells[column]
                yield self._found("warning", "integer-end", numbers[0].row, column, seen, advice)

    def _found(
        self, severity: str, rule: str, row: int | None, column: str, seen: object, advice: str
    ) -> LintFinding:
        place = (self._table, row, column)
        return self._data.finding(severity, rule, place, seen=seen, advice=advice)


def _pointers(row: Row) -> Iterator[tuple[str, str, str]]:
    """(setting, noun whose table has the column, noun that it points to)."""
    for own, other in (("anchor1", "anchor2"), ("anchor2", "anchor1")):
        if row.text(f"{own}_link_column_name"):
            yield f"{own}_link_column_name", row.text(own), row.text(other)


def _check_pointer(data: Data, row: Row, pointer: tuple[str, str, str]) -> Iterator[LintFinding]:
    setting, noun, other = pointer
    table, column = f"{ANCHOR}{noun}", row.text(setting)
    if noun not in data.ids:
        return  # reported with the anchor
    there = [found.id for found in data.document.columns(table)]
    if column not in there:
        advice = f"{table} has no such column: the link has no edges (D33).{nearest(column, there)}"
        yield data.declared.finding(
            "error", "missing-column", row, setting, seen=column, advice=advice
        )
        return
    for record in data.document.rows(table):
        cell = record.cells.get(column)
        for item in cell if isinstance(cell, list) else [cell]:
            if item in (None, "") or isinstance(item, CellError) or is_node(data, item, other):
                continue
            advice = f"Point it to a {other}; the edge is dropped."
            place = (table, record.row, column)
            yield data.finding("error", "missing-node", place, seen=shown(item), advice=advice)


def is_node(data: Data, cell: Any, noun: str) -> bool:
    """A reference means a row, a number a row or an id, everything else an id."""
    if isinstance(cell, CellError):
        return True  # reported as such
    if isinstance(cell, Reference) and cell.table.startswith(ANCHOR):
        return cell.table == f"{ANCHOR}{noun}" and cell.row in data.rows.get(noun, set())
    if isinstance(cell, int | float) and cell in data.rows.get(noun, set()):
        return True
    return str(shown(cell)) in data.ids.get(noun, {})
