"""UNION, UNION ALL, INTERSECT and EXCEPT."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from ...collections.mirrors.column import Column
from ...core.collections.definition import Id
from ..checking.columns import is_score
from ..checking.columns import names_of as names_in
from ..checking.faults import fault
from ..tree.selects import Compound, Select, Star
from ..tree.values import Aggregate, Similarity
from ..tree.values import Column as Name
from .binding import count
from .clauses.frames import Points
from .clauses.ordering import sort_keys
from .clauses.projecting import everything, names_of, projected, row_ids, row_scores
from .clauses.scopes import Scope
from .clauses.sorting import order, ranks
from .names import floats
from .predicates.logic import Mask
from .predicates.sameness import key
from .result import Result
from .run import Run
from .selecting import chosen

Cells = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """`key` tells rows apart; `cells` are by place, or by name where all was asked for."""

    key: Hashable
    cells: tuple[Any, ...] | Cells
    id: Id | None
    score: float


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of an operand, or of several; a score stands in the columns `scored`."""

    columns: tuple[str, ...]
    scored: tuple[str | int, ...]
    rows: list[Row]


def compound(statement: Compound, run: Run) -> Result:
    """The operands joined from left to right, ordered and cut as a whole; all rows by default.

    Rows are told apart by their selected values, those of `*` by id and payload. A score is no
    part of that: of two rows that are the same the higher one is kept.
    """
    scored = _scored(statement)
    found = _table(statement.first, scored, run)
    starred = _is_star(statement.first)
    for word, operand in statement.rest:
        other = _table(operand, scored, run)
        if _is_star(operand) != starred or not (
            starred or len(other.columns) == len(found.columns)
        ):
            raise fault("VELES-010", f"{word} joins queries with as many columns each, or two `*`")
        found = _joined(found, word, other, starred=starred)
        run.check_rows(len(found.rows))
        run.check_time()
    return _result(_cut(statement, found, run), starred=starred)


def _is_star(select: Select) -> bool:
    what = select.items[0].what
    return isinstance(what, Star) and what.alias is None


def _scored(statement: Compound) -> tuple[int, ...]:
    """The places in every select list, before a star, where all operands have their score."""
    operands = (statement.first, *(operand for _, operand in statement.rest))
    found = set[int].intersection(*(set(_scores_of(operand)) for operand in operands))
    return tuple(sorted(found))


def _scores_of(select: Select) -> Iterator[int]:
    sources = names_in(select)
    for at, item in enumerate(select.items):
        what = item.what
        if isinstance(what, Star):
            return
        if isinstance(what, Similarity) and what.column is None:
            yield at
        if isinstance(what, Name) and is_score(what, sources):
            yield at


def _table(select: Select, scored: tuple[int, ...], run: Run) -> Table:
    scope = chosen(select, run, None)
    if _is_star(select) and isinstance(scope.frame, Points):
        return _whole_rows(scope, scope.frame)
    shown = projected(select, scope)
    n = len(shown.values)
    apart = [at for at in range(len(shown.columns)) if at not in scored]
    rows = [
        Row(tuple(key(cells[at]) for at in apart), cells, id, score)
        for cells, id, score in zip(
            shown.values, shown.ids or [None] * n, shown.scores or [1.0] * n, strict=True
        )
    ]
    return Table(shown.columns, scored, rows)


def _whole_rows(scope: Scope, frame: Points) -> Table:
    """Rows by name; their key is what is stored of them."""
    shown = list(everything(scope, frame))
    columns, ranked = names_of(shown), frame.values is not None
    # What is stored comes first, and its longer names do not depend on what stands beside it.
    stored = [one.qualified for one in shown[: len(shown) - len(scope.lets) - ranked]]
    every = zip(*(one.values for one in shown), strict=True)
    rows = []
    for cells, id, score in zip(every, row_ids(frame), row_scores(frame), strict=True):
        named = {name: cell for name, cell in zip(columns, cells, strict=True) if cell is not None}
        pairs = zip(stored, cells, strict=False)
        told = frozenset((name, key(cell)) for name, cell in pairs if cell is not None)
        rows.append(Row(told, named, id, score))
    return Table(columns, ("score",) if ranked else (), rows)


def _beside_scores(table: Table) -> Table:
    """A field `score` by its longer name, as it goes where a search gives scores."""
    if table.scored or "score" not in table.columns:
        return table
    names = {name: "payload.score" if name == "score" else name for name in table.columns}
    rows = [
        replace(row, cells={names[name]: cell for name, cell in cast(Cells, row.cells).items()})
        for row in table.rows
    ]
    return Table(tuple(names.values()), (), rows)


def _joined(left: Table, word: str, right: Table, *, starred: bool) -> Table:
    if starred and (left.scored or right.scored):
        left, right = _beside_scores(left), _beside_scores(right)
    columns = tuple(dict.fromkeys((*left.columns, *right.columns))) if starred else left.columns
    scored = tuple(dict.fromkeys((*left.scored, *right.scored)))
    return Table(columns, scored, _rows(left.rows, word, right.rows))


def _rows(left: list[Row], word: str, right: list[Row]) -> list[Row]:
    if word == "UNION ALL":
        return left + right
    if word == "UNION":
        return _once(left + right)
    others = {row.key for row in right}
    if word == "EXCEPT":
        return _once([row for row in left if row.key not in others])
    both = {row.key for row in left} & others
    return _once([row for row in (*left, *right) if row.key in both])


def _once(rows: Sequence[Row]) -> list[Row]:
    """The first of rows that are the same, with the highest score of them."""
    found: dict[Hashable, Row] = {}
    for row in rows:
        kept = found.setdefault(row.key, row)
        if row.score > kept.score:
            found[row.key] = replace(kept, score=row.score)
    return list(found.values())


def _cut(statement: Compound, found: Table, run: Run) -> Table:
    limit, start = count(statement.limit, run, "LIMIT"), count(statement.offset, run, "OFFSET") or 0
    end = None if limit is None else start + limit
    rows = found.rows
    if statement.order_by:
        keys = sort_keys(statement.order_by, Scope(_Joined(found, run)))
        ids = ranks(Column.of([row.id for row in rows]))
        rows = [rows[at] for at in order(keys, ids, end).tolist()]
    rows = rows[start:end]
    run.check_rows(len(rows))
    return replace(found, rows=rows)


class _Joined:
    """The rows of a compound, as ORDER BY sees them."""

    def __init__(self, table: Table, run: Run) -> None:
        self._table, self.run = table, run

    @property
    def n(self) -> int:
        return len(self._table.rows)

    def column(self, name: Name) -> Column:
        """By the name of a column, or a path into one; id and score are those of the rows."""
        path = name.path
        for first in (".".join(path), path[0]):
            if first in self._table.columns:
                steps = path[1:] if first == path[0] else ()
                return Column.of([_within(cell, steps) for cell in self._cells(first)])
        if path == ("id",):
            return Column.of([row.id for row in self._table.rows])
        if path == ("score",):
            return floats(np.array([row.score for row in self._table.rows], np.float64))
        return Column.of([None] * self.n)

    def _cells(self, column: str) -> list[Any]:
        table = self._table
        at = table.columns.index(column)
        if column in table.scored or at in table.scored:
            return [row.score for row in table.rows]
        return [
            row.cells.get(column) if isinstance(row.cells, dict) else row.cells[at]
            for row in table.rows
        ]

    def variable(self, name: str) -> Column:
        return self.column(Name((name,)))

    def similarity(self, what: Similarity) -> Column:
        raise fault("V006", "similarity() is of a search, and set operations have none; use score")

    def nearer_is_less(self, what: Similarity) -> bool:
        return False

    def unreached(self) -> Mask | None:
        return None

    def aggregate(self, what: Aggregate) -> Column:
        raise fault("V017", f"{what.function} is of groups; name the column of a query before")


def _within(value: Any, path: Sequence[str]) -> Any:
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _result(found: Table, *, starred: bool) -> Result:
    ids, scores = [row.id for row in found.rows], [row.score for row in found.rows]
    if starred:
        values = [_named(row, found) for row in found.rows]
    else:
        values = [_placed(row, found) for row in found.rows]
    return Result(found.columns, values, ids, scores)


def _named(row: Row, table: Table) -> tuple[Any, ...]:
    cells = cast(Cells, row.cells)
    given = {**cells, **{cast(str, name): row.score for name in table.scored}}
    return tuple(given.get(name) for name in table.columns)


def _placed(row: Row, table: Table) -> tuple[Any, ...]:
    cells = list(row.cells)
    for at in table.scored:
        cells[cast(int, at)] = row.score
    return tuple(cells)
