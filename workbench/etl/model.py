"""The Data Model document as values.

Differs from the original (`vedana_etl.steps.get_data_model`): a blank cell is missing, not the
text "nan" or True; "NA" and "null" stay text; every dropped row is reported; a sentence that
several links share is reported, because attributes and vectors are kept by sentence alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from ..core.data_model import Anchor, Attribute, DataModel, LifecycleEvent, Link, Prompt, Query
from ..core.documents import Document, Record
from ..core.errors import BadInput
from .cells import LONGEST_KEY, TOO_LONG, as_text, fits
from .rejects import Findings

TOP_N = 10  # what the original's ETL stores where embed_top_n is blank

_TEXTS = ("description", "data_example", "query", "dtype")
_ATTRIBUTE = ("attribute_name", "description", "data_example", "embeddable", "query", "dtype")
_EMBED = ("embed_threshold", "embed_top_n")
_COLUMNS: dict[str, tuple[str, ...]] = {
    "Anchors": ("noun", "description", "id_example", "query"),
    "Anchor_attributes": ("anchor", *_ATTRIBUTE, *_EMBED),
    "Links": (
        *("anchor1", "anchor2", "sentence", "description", "query"),
        *("anchor1_link_column_name", "anchor2_link_column_name", "has_direction"),
    ),
    "Link_attributes": ("link", *_ATTRIBUTE, *_EMBED),
    "Queries": ("query_name", "query_example"),
    "Prompts": ("name", "text"),
    "ConversationLifecycle": ("event", "text"),
}


class ModelDocument(NamedTuple):
    """The model, and the row of each anchor, link and attribute: `rows[table, *key]`."""

    model: DataModel
    rows: Mapping[tuple[str, ...], int]
    findings: Findings


class _Row(NamedTuple):
    number: int
    cells: Mapping[str, Any]

    def text(self, column: str) -> str | None:
        return as_text(self.cells[column])


def read_model(document: Document) -> ModelDocument:
    """BadInput where the document has no table Anchors: it is not a data model."""
    if "Anchors" not in document.tables():
        there = ", ".join(document.tables()) or "none"
        raise BadInput(
            f"data model {document.name}: expected a table Anchors, found {there}. "
            "Give the Data Model document."
        )
    return _Reader(document).read()


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._findings = Findings(document.name)
        self._rows: dict[tuple[str, ...], int] = {}

    def read(self) -> ModelDocument:
        anchors = self._anchors()
        links = self._links({anchor.noun for anchor in anchors})
        model = DataModel(
            anchors,
            links,
            tuple(Query(*both) for both in self._pairs("Queries")),
            tuple(Prompt(*both) for both in self._pairs("Prompts")),
            tuple(LifecycleEvent(*both) for both in self._pairs("ConversationLifecycle")),
        )
        for table in self._document.tables():
            if table not in _COLUMNS:
                self._findings.add(table, None, "", "not a table of the data model")
        return ModelDocument(model, self._rows, self._findings)

    def _anchors(self) -> tuple[Anchor, ...]:
        rows = [row for row, _ in self._keyed("Anchors", ("noun",))]
        nouns = {str(row.text("noun")) for row in rows}
        attributes = self._attributes("Anchor_attributes", "anchor", nouns)
        return tuple(
            Anchor(
                noun := str(row.text("noun")),
                row.text("description"),
                row.text("id_example"),
                row.text("query"),
                tuple(attributes.get(noun, ())),
            )
            for row in rows
        )

    def _links(self, nouns: set[str]) -> tuple[Link, ...]:
        rows = [
            (row, key)
            for row, key in self._keyed("Links", ("anchor1", "anchor2", "sentence"))
            if self._known(row, key[:2], nouns)
        ]
        attributes = self._attributes("Link_attributes", "link", {key[2] for _, key in rows})
        self._check_sentences(rows)
        return tuple(self._link(row, key, attributes.get(key[2], ())) for row, key in rows)

    def _link(self, row: _Row, key: Sequence[str], attributes: Iterable[Attribute]) -> Link:
        first, second, sentence = key
        return Link(
            first,
            second,
            sentence,
            row.text("description"),
            row.text("query"),
            tuple(attributes),
            has_direction=self._truth("Links", row, "has_direction"),
            anchor_from_link_attr_name=row.text("anchor1_link_column_name"),
            anchor_to_link_attr_name=row.text("anchor2_link_column_name"),
        )

    def _known(self, row: _Row, ends: Sequence[str], nouns: set[str]) -> bool:
        unknown = [noun for noun in ends if noun not in nouns]
        for noun in unknown:
            column = "anchor1" if noun == ends[0] else "anchor2"
            self._findings.add(
                "Links", row.number, column, "dropped: no anchor of that noun", seen=noun
            )
        return not unknown

    def _check_sentences(self, rows: Sequence[tuple[_Row, tuple[str, ...]]]) -> None:
        first: dict[str, int] = {}
        for row, (_, _, sentence) in rows:
            if sentence in first:
                reason = (
                    f"row {first[sentence]} has the same sentence: their attributes are one, "
                    "and vector search cannot tell their edges apart"
                )
                self._findings.add("Links", row.number, "sentence", reason, seen=sentence)
            first.setdefault(sentence, row.number)

    def _attributes(self, table: str, owner: str, owners: set[str]) -> dict[str, list[Attribute]]:
        found: dict[str, list[Attribute]] = {}
        for row, (name, attribute) in self._keyed(table, (owner, "attribute_name")):
            if name in owners:
                found.setdefault(name, []).append(self._attribute(table, row, attribute))
            else:
                self._findings.add(
                    table, row.number, owner, f"dropped: no {owner} of that name", seen=name
                )
        return found

    def _attribute(self, table: str, row: _Row, name: str) -> Attribute:
        description, example, query, dtype = (row.text(column) for column in _TEXTS)
        top_n = self._number(table, row, "embed_top_n")
        return Attribute(
            *(name, description, example, dtype, query),
            embeddable=self._truth(table, row, "embeddable"),
            embed_threshold=self._number(table, row, "embed_threshold"),
            embed_top_n=TOP_N if top_n is None else int(top_n),
        )

    def _truth(self, table: str, row: _Row, column: str) -> bool:
        cell = row.cells[column]
        if cell is None or isinstance(cell, bool):
            return bool(cell)
        self._findings.add(table, row.number, column, "read as false: not a truth value", seen=cell)
        return False

    def _number(self, table: str, row: _Row, column: str) -> float | None:
        cell = row.cells[column]
        if cell is None:
            return None
        try:
            return float(cell)
        except (TypeError, ValueError):
            self._findings.add(table, row.number, column, "read as blank: not a number", seen=cell)
            return None

    def _pairs(self, table: str) -> Iterator[tuple[str, str]]:
        name, text = _COLUMNS[table]
        for row, (key,) in self._keyed(table, (name,)):
            if value := row.text(text):
                yield key, value
            else:
                self._findings.add(table, row.number, text, "dropped: blank")

    def _keyed(self, table: str, key: Sequence[str]) -> Iterator[tuple[_Row, tuple[str, ...]]]:
        """The rows whose key is filled and new, with that key as text."""
        for row in self._filled(table):
            blank = [column for column in key if not row.text(column)]
            if blank:
                self._findings.add(table, row.number, blank[0], "dropped: blank")
                continue
            found = tuple(str(row.text(column)) for column in key)
            if not fits(LONGEST_KEY, *found):
                self._findings.add(table, row.number, key[0], TOO_LONG, seen=" ".join(found))
                continue
            if (first := self._rows.setdefault((table, *found), row.number)) != row.number:
                reason = f"dropped: row {first} has the same key"
                self._findings.add(table, row.number, key[-1], reason, seen=" ".join(found))
                continue
            yield row, found

    def _filled(self, table: str) -> Iterator[_Row]:
        """The rows with anything in them, errors reported and blanked."""
        if table not in self._document.tables():
            self._findings.add(table, None, "", "the data model document has no such table")
            return
        self._check_columns(table)
        for record in self._document.rows(table):
            cells = self._cells(table, record)
            if any(cells.values()):
                yield _Row(record.row, cells)
            else:
                self._findings.add(table, record.row, "", "dropped: blank row")

    def _cells(self, table: str, record: Record) -> dict[str, Any]:
        return {column: self._findings.check(table, record, column) for column in _COLUMNS[table]}

    def _check_columns(self, table: str) -> None:
        there = {column.id for column in self._document.columns(table)}
        for column in _COLUMNS[table]:
            if column not in there:
                self._findings.add(table, None, column, "read as blank: no such column")
        for column in sorted(there - set(_COLUMNS[table])):
            self._findings.add(table, None, column, "not read: not a column of the data model")
