"""The rows of a data model as they were written, from its document or from its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any, NamedTuple

from ...core.documents import CellError, Document, Record, Reference
from ...core.findings import LintFinding, shortened
from ...core.values import Rows

# Each table by its name in the document: its name in the database, its key, its other columns.
_ATTRIBUTE = (
    *("description", "data_example", "embeddable", "query", "dtype"),
    *("embed_threshold", "embed_top_n"),
)
TABLES: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "Anchors": ("dm_anchors", ("noun",), ("description", "id_example", "query")),
    "Anchor_attributes": ("dm_anchor_attributes", ("anchor", "attribute_name"), _ATTRIBUTE),
    "Links": (
        "dm_links",
        ("anchor1", "anchor2", "sentence"),
        (
            *("description", "query", "anchor1_link_column_name", "anchor2_link_column_name"),
            "has_direction",
        ),
    ),
    "Link_attributes": ("dm_link_attributes", ("link", "attribute_name"), _ATTRIBUTE),
    "Queries": ("dm_queries", ("query_name",), ("query_example",)),
    "Prompts": ("dm_prompts", ("name",), ("text",)),
    "ConversationLifecycle": ("dm_conversation_lifecycle", ("event",), ("text",)),
}
_OF_DATABASE = {stored: table for table, (stored, _, _) in TABLES.items()}


class Row(NamedTuple):
    """A row: its table's name in the document, its number there, its cells by column."""

    table: str
    number: int | None
    cells: Mapping[str, Any]

    def text(self, column: str) -> str:
        """The cell as text, empty where it is blank."""
        cell = self.cells.get(column)
        return "" if cell is None or isinstance(cell, bool | CellError) else str(cell)

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(self.text(column) for column in TABLES[self.table][1])

    @property
    def blank(self) -> bool:
        return not any(
            self.cells.get(c) for _, key, rest in [TABLES[self.table]] for c in key + rest
        )


@dataclass(frozen=True)
class Declared:
    """A data model as written. `source` is the document's name, or `database`.

    `held` are the (label, attribute) that stored nodes hold, None where none are known.
    """

    source: str
    tables: Mapping[str, tuple[Row, ...]]
    columns: Mapping[str, frozenset[str]]
    held: frozenset[tuple[str, str]] | None = None

    def rows(self, table: str) -> Iterator[Row]:
        """The rows whose key is filled; of several with one key the first."""
        seen = set[tuple[str, ...]]()
        for row in self.tables.get(table, ()):
            if all(row.key) and row.key not in seen:
                seen.add(row.key)
                yield row

    @cached_property
    def anchors(self) -> dict[str, Row]:
        return {row.key[0]: row for row in self.rows("Anchors")}

    @cached_property
    def links(self) -> dict[str, list[Row]]:
        """Rows by sentence, also those that an unknown anchor drops."""
        found: dict[str, list[Row]] = {}
        for row in self.rows("Links"):
            found.setdefault(row.text("sentence"), []).append(row)
        return found

    @cached_property
    def attributes(self) -> dict[str, dict[str, Row]]:
        """Attribute rows by name, by noun or sentence."""
        found: dict[str, dict[str, Row]] = {name: {} for name in (*self.anchors, *self.links)}
        for table in ("Anchor_attributes", "Link_attributes"):
            for row in self.rows(table):
                found.setdefault(row.key[0], {})[row.key[1]] = row
        return found

    def table_name(self, table: str) -> str:
        """As people know it where this model comes from."""
        return TABLES[table][0] if self.source == "database" else table

    def finding(
        self, severity: str, rule: str, row: Row, column: str, *, seen: object, advice: str
    ) -> LintFinding:
        """A fault of one of these rows."""
        where = (self.source, self.table_name(row.table), row.number, " ".join(row.key).strip())
        return LintFinding(severity, rule, *where, column, shortened(seen), advice)


def from_document(document: Document) -> Declared:
    """The Data Model document; the tables that it lacks are missing from `columns`."""
    there = [table for table in TABLES if table in document.tables()]
    return Declared(
        document.name,
        {table: tuple(_row(table, record) for record in document.rows(table)) for table in there},
        {table: frozenset(column.id for column in document.columns(table)) for table in there},
    )


def from_database(stored: Rows, census: Rows) -> Declared:
    """The answers of `vedana/data_model_rows` and `vedana/attribute_census`."""
    tables: dict[str, list[Row]] = {table: [] for table in TABLES}
    for name, cells in stored.values:
        tables[_OF_DATABASE[name]].append(Row(_OF_DATABASE[name], None, cells))
    held = {(row["label"], row["attribute"]) for row in census if row["attribute"] is not None}
    return Declared(
        "database",
        {table: tuple(rows) for table, rows in tables.items()},
        {table: frozenset((*key, *rest)) for table, (_, key, rest) in TABLES.items()},
        frozenset(held),
    )


def _row(table: str, record: Record) -> Row:
    return Row(table, record.row, {column: shown(cell) for column, cell in record.cells.items()})


def shown(cell: Any) -> Any:
    """What people see in a cell; an error stays one."""
    if isinstance(cell, Reference):
        return str(cell.row) if cell.shown is None else shown(cell.shown)
    if isinstance(cell, list):
        return ", ".join(str(shown(item)) for item in cell)
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return cell


def nearest(name: str, there: Iterator[str] | list[str]) -> str:
    """The end of an advice: the name that was probably meant, or nothing."""
    folded = {other.lower(): other for other in there}
    near = get_close_matches(name.lower(), folded, n=1, cutoff=0.7)
    return f" Was {folded[near[0]]} meant?" if near else ""
