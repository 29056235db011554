"""What is wrong with the rows of a data model, whatever the data holds."""

from __future__ import annotations

from collections.abc import Iterator

from ...core.documents import CellError
from ...core.findings import LintFinding
from .declared import TABLES, Declared, Row, nearest

_NOT_TEXT = {"int", "integer", "float", "bool", "boolean", "number", "numeric"}
_REST_FILLED = {"Queries": "query_example", "Prompts": "text", "ConversationLifecycle": "text"}


def check_model(declared: Declared) -> Iterator[LintFinding]:
    """Rows and columns that are not read, rows that are dropped, and attributes that fail."""
    yield from _tables(declared)
    for table in TABLES:
        yield from _rows(declared, table)
    yield from _links(declared)
    for noun in declared.anchors:
        for name, row in declared.attributes[noun].items():
            yield from _anchor_attribute(declared, noun, name, row)
    for table in ("Anchor_attributes", "Link_attributes"):
        for row in declared.rows(table):
            yield from _attribute(declared, row)


def _tables(declared: Declared) -> Iterator[LintFinding]:
    for table, (_, key, rest) in TABLES.items():
        there = declared.columns.get(table)
        place = (declared.source, declared.table_name(table), None, "")
        if there is None:
            advice = f"Add the table {table}, with {', '.join((*key, *rest))}."
            yield LintFinding("error", "missing-table", *place, "", table, advice)
            continue
        for column in (*key, *rest):
            if column not in there:
                advice = "Add the column; every row reads as blank there."
                severity = "error" if column in key else "warning"
                yield LintFinding(severity, "missing-column", *place, column, column, advice)
        for column in sorted(there - {*key, *rest}):
            advice = "Nothing reads it. Remove it, or keep it for yourself."
            yield LintFinding("note", "undeclared-column", *place, column, column, advice)


def _rows(declared: Declared, table: str) -> Iterator[LintFinding]:
    first: dict[tuple[str, ...], Row] = {}
    _, key, rest = TABLES[table]
    needed = (*key, *([_REST_FILLED[table]] if table in _REST_FILLED else []))
    for row in declared.tables.get(table, ()):
        if row.blank:
            advice = "Delete the row."
            yield declared.finding("note", "blank-row", row, "", seen="", advice=advice)
            continue
        for column in (*key, *rest):
            if isinstance(row.cells.get(column), CellError):
                advice = "Correct the formula or the value; it reads as blank."
                seen = row.cells[column].why
                yield declared.finding("error", "error-cell", row, column, seen=seen, advice=advice)
        if blank := [column for column in needed if not row.text(column)]:
            advice = "Fill the cell or delete the row; the row is dropped."
            yield declared.finding("error", "blank-key", row, blank[0], seen="", advice=advice)
        elif row.key in first:
            other = first[row.key].number
            advice = f"Delete one of the two: row {other} has the same key, and this is dropped."
            seen = " ".join(row.key)
            yield declared.finding("error", "duplicate-key", row, key[-1], seen=seen, advice=advice)
        first.setdefault(row.key, row)


def _links(declared: Declared) -> Iterator[LintFinding]:
    for rows in declared.links.values():
        for row in rows:
            yield from _ends(declared, row)
        for row in rows[1:]:
            advice = (
                f"Give each link a sentence of its own: {' and '.join(rows[0].key[:2])} have this "
                "one too, so Vedana keeps only the first link and repeats its attributes (D29)."
            )
            yield declared.finding(
                "error", "shared-sentence", row, "sentence", seen=row.key[2], advice=advice
            )
    for table, column, there in (
        ("Anchor_attributes", "anchor", declared.anchors),
        ("Link_attributes", "link", declared.links),
    ):
        for row in declared.rows(table):
            if row.key[0] not in there:
                known = nearest(row.key[0], list(there))
                advice = f"Declare it, or correct the name; the attribute is dropped.{known}"
                yield declared.finding(
                    "error", f"unknown-{column}", row, column, seen=row.key[0], advice=advice
                )


def _ends(declared: Declared, row: Row) -> Iterator[LintFinding]:
    for column in ("anchor1", "anchor2"):
        noun = row.text(column)
        if noun not in declared.anchors:
            advice = (
                "Declare the anchor, or correct the name; the link is dropped with its "
                f"attributes (D29).{nearest(noun, list(declared.anchors))}"
            )
            yield declared.finding("error", "unknown-anchor", row, column, seen=noun, advice=advice)


def _anchor_attribute(declared: Declared, noun: str, name: str, row: Row) -> Iterator[LintFinding]:
    if name == "id":
        advice = "Rename it: it would replace the id of every node (D17)."
        yield declared.finding(
            "error", "attribute-named-id", row, "attribute_name", seen=name, advice=advice
        )
    elif name == f"{noun}_id" and (declared.held is None or (noun, name) not in declared.held):
        advice = (
            "Remove the attribute and write .id in queries: Vedana takes this column for the "
            "node's id and keeps it out of nodes and graph (D30)."
        )
        yield declared.finding(
            "error", "id-as-attribute", row, "attribute_name", seen=name, advice=advice
        )


def _attribute(declared: Declared, row: Row) -> Iterator[LintFinding]:
    if row.cells.get("embeddable") is not True:
        return
    dtype, threshold, top_n = (row.text(c) for c in ("dtype", "embed_threshold", "embed_top_n"))
    if dtype.lower() in _NOT_TEXT:
        advice = "Set embeddable to false: only texts get a vector (D41)."
        yield declared.finding("error", "embeds-no-text", row, "dtype", seen=dtype, advice=advice)
    if threshold and not -1 <= _number(threshold, 2.0) < 1:
        advice = "Set it from -1 to below 1: a hit must exceed it, and similarity ends at 1."
        yield declared.finding(
            "error", "threshold-range", row, "embed_threshold", seen=threshold, advice=advice
        )
    if top_n and _number(top_n, 0.0) < 1:
        advice = "Set it to 1 or more, or leave it blank for 10."
        yield declared.finding(
            "error", "top-n-range", row, "embed_top_n", seen=top_n, advice=advice
        )


def _number(text: str, otherwise: float) -> float:
    try:
        return float(text)
    except ValueError:
        return otherwise
