"""SELECT, clause by clause in the order in which they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from ...collections.mirrors.column import Column
from ..checking.walk import RANKING, SEARCHES, conditions, parts
from ..planning.prepare import planned
from ..tree.predicates import Near, NearFused, Predicate, Similar, SparseNear, TextMatch
from ..tree.selects import Select, Window
from ..tree.values import Aggregate, Similarity
from .binding import count
from .clauses.distinct import distinct
from .clauses.frames import Frame, Points
from .clauses.grouping import Grouped, check_items, grouped, having
from .clauses.ordering import sort_keys
from .clauses.projecting import projected
from .clauses.scopes import Scope
from .clauses.sorting import order
from .clauses.windows import windows_of
from .joins.joining import relation_of
from .names import positions
from .relation import Relation
from .result import Result
from .run import Run, Step
from .searching.nearest import ground_of
from .searching.ranked import ranked

DEFAULT_LIMIT = 10
Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a SELECT asks for, whatever the data.

    `searches`: something ranks the rows, or an order by similarity to a vector may. `by_vector`:
    what ranks or filters them is among vectors. `by_ranking`: the rows come out in that order, or
    in that of their ids. `whole`: what comes out depends on all rows that qualify, not only on
    the first.
    """

    searches: bool
    by_vector: bool
    grouped: bool
    windows: bool
    by_ranking: bool
    whole: bool


def shape_of(select: Select) -> Shape:
    """The shape, found once for a statement that is prepared once and run often."""
    found = _SHAPES.get(id(select))
    if found is None or found[0] is not select:
        if len(_SHAPES) >= _KEPT:
            _SHAPES.clear()
        found = _SHAPES[id(select)] = (select, _shape(select))
    return found[1]


_KEPT = 1024
_SHAPES: dict[int, tuple[Select, Shape]] = {}  # the statement is kept, so that its id stays its own


def _shape(select: Select) -> Shape:
    predicates = [one.predicate for one in conditions(select.where)]
    in_where = any(isinstance(one, SEARCHES) for one in predicates)
    used = [*parts(select.items), *parts(select.order_by)]
    aggregated = any(isinstance(one, Aggregate) for one in used)
    windows = any(isinstance(item.what, Window) for item in select.items)
    gathers = bool(select.group_by) or select.having is not None or aggregated
    by_ranking = not select.order_by or _is_ranking(select, in_where)
    cut = not select.order_by or not _fuses(predicates)  # an order asks for the ranks of all rows
    return Shape(
        in_where or any(isinstance(one, Similarity) and one.column for one in used),
        any(isinstance(one, RANKING | Similar) for one in predicates),
        gathers,
        windows,
        by_ranking,
        gathers or windows or select.distinct or not by_ranking or not cut,
    )


def _is_ranking(select: Select, in_where: bool) -> bool:
    """Nearest first by the search there is, or by the vector where there is no search."""
    if len(select.order_by) > 1 or not select.order_by[0].descending:
        return False
    by = select.order_by[0].by
    return isinstance(by, Similarity) and (by.column is None) == in_where


def _fuses(predicates: Iterable[Predicate]) -> bool:
    kinds = {type(one) for one in predicates} & {Near, SparseNear, TextMatch, NearFused}
    return len(kinds) > 1 or NearFused in kinds


def select(statement: Select, run: Run) -> Result:
    """The rows of a query: 10 where it has no LIMIT; VELES-027 for too many."""
    found = chosen(statement, run, DEFAULT_LIMIT)
    return measured(run, "project", lambda: projected(statement, found), _rows)


def _rows(result: Result) -> int:
    return len(result.values)


def chosen(statement: Select, run: Run, default: int | None) -> Scope:
    """The rows that come out, in order, with windows and bindings; `default` stands for LIMIT."""
    shape = shape_of(statement)
    limit, offset = count(statement.limit, run, "LIMIT"), count(statement.offset, run, "OFFSET")
    if limit is None:
        limit = default
    start = offset or 0
    end = None if limit is None else start + limit
    relation = relation_of(statement, run)
    points = qualifying(statement, relation, run, None if shape.whole else end)
    run.check_time()
    if not shape.whole and (points.scores is not None or not statement.order_by):
        cut = measured(run, "limit", lambda: points.cut(slice(start, end)), _size)
        found = Scope(cut, statement.items, statement.lets)
    else:
        found = _finished(statement, points, run, start, end)
    run.check_rows(found.frame.n)
    return found


def measured(
    run: Run, operator: str, make: Callable[[], Made], size: Callable[[Made], int]
) -> Made:
    """What is made, accounted for where measurements were asked for."""
    if run.steps is None:
        return make()
    with run.measured(Step(operator), lambda: size(found)):
        found = make()
    return found


def _size(frame: Frame) -> int:
    return frame.n


def qualifying(statement: Select, relation: Relation, run: Run, k: int | None) -> Points:
    """The rows that satisfy WHERE, best first or by id; at least the first k of them."""
    if shape_of(statement).searches:
        found = ranked(statement, relation, run, k)
        if found is not None:
            return Points(relation, run, found.rows, found.scores, found.values)
    return Points(relation, run, _filtered(statement, relation, run, k))


def _filtered(
    statement: Select, relation: Relation, run: Run, k: int | None
) -> NDArray[np.int64] | None:
    """The rows of which WHERE is TRUE, by id; None for all in their own order."""
    if statement.where is not None:
        ground = ground_of(planned(statement).filter, relation, run)
        return ground.rows if relation.first.positions is not None else ground.by_id(ground.rows)
    if relation.first.positions is not None:
        return None
    by_id = relation.first.table.order
    if k is not None:
        return by_id[:k]
    in_place = len(by_id) == relation.n and bool((by_id == np.arange(relation.n)).all())
    return None if in_place else by_id


def _finished(statement: Select, points: Points, run: Run, start: int, end: int | None) -> Scope:
    """Groups, distinct rows, windows, order and cut."""
    shape = shape_of(statement)
    frame = _grouped(statement, points, run) if shape.grouped else points
    if statement.distinct:
        frame = measured(run, "distinct", lambda: _distinct(statement, frame), _size)
    windows: dict[Window, Column] = {}
    if shape.windows:
        windows = measured(run, "window", lambda: windows_of(statement, frame), lambda _: frame.n)
    run.check_time()
    scope = Scope(frame, statement.items, statement.lets, windows)
    at = measured(run, "limit", lambda: _ordered(statement, scope, end)[start:end], len)
    taken = {window: column.take(at) for window, column in windows.items()}
    return Scope(frame.cut(at), statement.items, statement.lets, taken)


def _grouped(statement: Select, points: Points, run: Run) -> Grouped:
    check_items(statement.items)
    keys, options = statement.group_by, statement.options
    by_vector = shape_of(statement).by_vector
    found = measured(
        run, "group", lambda: grouped(points, keys, options, without_null=by_vector), _size
    )
    run.check_time()
    condition = statement.having
    if condition is None:
        return found
    return measured(run, "having", lambda: having(condition, found, run), _size)


def _distinct(statement: Select, frame: Points | Grouped) -> Points | Grouped:
    at = distinct(statement.items, Scope(frame, statement.items, statement.lets))
    return frame if at is None else frame.cut(at)


def _ordered(statement: Select, scope: Scope, end: int | None) -> NDArray[np.int64]:
    """Places of the rows in the order that is asked for, at least of those before the end."""
    frame, run = scope.frame, scope.frame.run
    ranked = isinstance(frame, Points) and frame.scores is not None
    if not statement.order_by or (ranked and shape_of(statement).by_ranking):
        return np.arange(frame.n)
    with run.measured(Step("sort"), lambda: frame.n):
        keys = sort_keys(statement.order_by, scope)
        ties = _ties(frame) if isinstance(frame, Points) and ranked else None
        return order(keys, ties, end)


def _ties(points: Points) -> NDArray[Any]:
    """What sorts ranked rows by id; joined rows are by id as they come."""
    source = points.relation.first
    at = positions(source, points.rows)
    if source.positions is None:
        return source.table.keys if at is None else source.table.keys[at]
    return np.arange(points.n) if points.rows is None else points.rows
