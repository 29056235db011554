"""INSERT, UPSERT and INSERT NODE: whole points, each in place of that of its id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ....collections.mirrors.mirror import Mirror
from ....core.collections.definition import Definition, Id
from ....core.collections.records import Change
from ...checking.faults import fault
from ...tree.statements import Insert, InsertNode
from ...tree.values import Subquery, Value
from ..binding import bind
from ..result import Result
from ..run import Run
from .account import changed
from .rows import Row, check_complete, id_of, points_of, row_of
from .schema import check_nodes

_Given = list[tuple[Value, list[tuple[str, Value]]]]


def insert(statement: Insert, run: Run) -> Result:
    """All rows or none; of two with one id the later is stored."""
    columns = statement.columns
    if "id" not in columns:
        raise fault("VELES-010", f"expected a column 'id' among {', '.join(columns)}")
    if len(set(columns)) < len(columns):
        twice = next(one for one in columns if columns.count(one) > 1)
        raise fault("VELES-010", f"the column {twice!r} stands twice")
    at = columns.index("id")
    given: _Given = [
        (row[at], [pair for pair in zip(columns, row, strict=True) if pair[0] != "id"])
        for row in statement.rows
    ]
    return _store(statement.collection, given, run)


def insert_node(statement: InsertNode, run: Run) -> Result:
    definition = run.database.definitions()[statement.collection]
    if definition.kind == "metadata":
        raise fault("VELES-018", f"{definition.name!r} holds no graph; use INSERT INTO")
    return _store(definition.name, [(statement.id, list(statement.fields))], run)


def _store(name: str, given: _Given, run: Run) -> Result:
    definition = run.database.definitions()[name]
    if definition.schema is None and not _asks(given):
        rows = _rows(given, definition, run)
        run.database.write(name, Change(points=points_of(rows, definition)))
        return changed(len(rows))
    stored = 0

    def make(mirror: Mirror) -> Change:
        nonlocal stored
        rows = _rows(given, mirror.definition, run)
        check_nodes({id: row.fields for id, row in rows.items()}, mirror)
        stored = len(rows)
        return Change(points=points_of(rows, mirror.definition))

    run.database.change(name, make)
    return changed(stored)


def _asks(given: _Given) -> bool:
    """Whether a value is read from collections."""
    return any(
        isinstance(value, Subquery)
        for id, pairs in given
        for value in (id, *(one for _, one in pairs))
    )


def _rows(given: _Given, definition: Definition, run: Run) -> Mapping[Id, Row]:
    rows: dict[Id, Row] = {}
    for value, pairs in given:
        bound: Any = bind(value, run)
        id = id_of(bound, definition)
        row = row_of(pairs, definition, run)
        check_complete(row, id, definition)
        rows[id] = row
    return rows
