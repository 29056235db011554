"""Rows of one table, and as many as possible of them where its pages are damaged."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

from ...core.property_graph.findings import FileFinding, finding
from .columns import Columns
from .faults import FAULTS

Row = tuple[Any, ...]
_TRIES = 4000  # ranges of rows that a search for readable ones may ask for: seconds at most
_HIGHEST = 2**63 - 1


class Table(NamedTuple):
    rows: list[Row] | None
    findings: list[FileFinding]
    lost: bool = False


def read_table(db: sqlite3.Connection, name: str, there: Sequence[str], wanted: Columns) -> Table:
    """The rows with the `wanted` columns, in the order of the first ones.

    None for rows where a column that they cannot do without is not there.
    """
    missing = [column for column in wanted if column not in there]
    found = [_missing_column(name, column, wanted[column]) for column in missing]
    if any(wanted[column] is None for column in missing):
        return Table(None, found, lost=True)
    chosen = ", ".join(_expression(column, wanted[column], there) for column in wanted)
    # No index is trusted: a damaged one would hide rows.
    text = f"SELECT {chosen} FROM {name} NOT INDEXED"
    try:
        rows = fetched(db, f"{text} ORDER BY {_order(name)}")
    except FAULTS as error:
        rows = sorted(salvaged(db, name, text), key=lambda row: tuple(map(_rank, row[:2])))
        seen = f"{error}; {len(rows)} rows could be read"
        found.append(finding("damaged-page", name, "", seen, "take the others from a backup"))
        return Table(rows, found, lost=True)
    return Table(rows, found)


def _expression(column: str, otherwise: str | None, there: Sequence[str]) -> str:
    """A column; an id is the row's number too, which a damaged definition does not hide."""
    if column not in there:
        return f"{otherwise} AS {column}"
    return "coalesce(id, rowid) AS id" if column == "id" else column


def _order(name: str) -> str:
    return {
        "metadata": "+key",
        "variable_states": "+variable_id, +state_index",
        "vectors": "+index_name, +entity_id",
        "fulltext_indexes": "+name",
        "vector_indexes": "+name",
    }.get(name, "rowid")


def _missing_column(table: str, column: str, otherwise: str | None) -> FileFinding:
    without = "no row of it was read" if otherwise is None else f"{otherwise} stands for it"
    advice = f"{without}: compare with a backup"
    return finding("missing-column", table, column, "no such column", advice)


def fetched(db: sqlite3.Connection, text: str, parameters: Sequence[int] = ()) -> list[Row]:
    """Rows, with the bytes of what is no UTF-8."""
    try:
        return db.execute(text, parameters).fetchall()
    except sqlite3.OperationalError as error:
        if "decode" not in str(error):  # sqlite3 has no other sign of a text that is none
            raise
    db.text_factory = _text
    try:
        return db.execute(text, parameters).fetchall()
    finally:
        db.text_factory = str


def _text(raw: bytes) -> str | bytes:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw


def salvaged(db: sqlite3.Connection, name: str, text: str) -> list[Row]:
    """The rows of every range of row numbers that can be read, halving those that cannot."""
    low, high = _ends(db, name)
    waiting, rows, tries = [(low, high)], list[Row](), 0
    while waiting and tries < _TRIES:
        start, end = waiting.pop()
        tries += 1
        try:
            rows += fetched(db, f"{text} WHERE rowid BETWEEN ? AND ?", (start, end))
        except FAULTS:
            middle = (start + end) // 2
            if start < end:
                waiting += [(middle + 1, end), (start, middle)]
    return rows


def _ends(db: sqlite3.Connection, name: str) -> tuple[int, int]:
    """Row numbers between which all readable rows lie."""
    low, high = _reachable(db, name, "min"), _reachable(db, name, "max")
    if high is not None:
        return min(low or 0, high), high
    below, above = 0, _HIGHEST  # the highest number from which a row below can be reached
    while below < above:
        middle = (below + above + 1) // 2
        reached = _reachable(db, name, "max", middle)
        below, above = (middle, above) if reached is not None else (below, middle - 1)
    return min(low or 0, below), below


def _reachable(db: sqlite3.Connection, name: str, end: str, most: int = _HIGHEST) -> int | None:
    text = f"SELECT {end}(rowid) FROM {name} NOT INDEXED WHERE rowid <= ?"
    try:
        found = db.execute(text, (most,)).fetchone()[0]
    except FAULTS:
        return None
    return int(found) if found is not None else None


def _rank(value: object) -> tuple[int, Any]:
    """A place in an order of values of several types."""
    if isinstance(value, int | float):
        return (0, value)
    return (1, value) if isinstance(value, str) else (2, str(value))
