"""GROUP BY and HAVING."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import cast

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import NULL, Column
from ...checking.faults import fault
from ...tree.predicates import And, Compare, Options, Or, Predicate
from ...tree.selects import Item
from ...tree.values import Aggregate, Similarity
from ...tree.values import Column as Name
from ..binding import bind
from ..names import place
from ..predicates.comparison import compare
from ..predicates.logic import TRUE, Mask, Truths
from ..run import Run
from .aggregates import Groups, averaged, counted, extreme, first, summed
from .frames import Points
from .sorting import group_codes

MAX_GROUPS = 10_000
_MOST_GROUPS = 1_000_000


class Grouped:
    """Groups of points, in the order of their first ones; `at` are some of them."""

    def __init__(self, points: Points, keys: Sequence[Name], groups: Groups) -> None:
        self.points, self.run = points, points.run
        self._keys, self._groups = keys, groups
        self._found: dict[Aggregate, Column] = {}
        self._at: NDArray[np.int64] | None = None

    @property
    def n(self) -> int:
        return self._groups.size if self._at is None else len(self._at)

    def cut(self, at: NDArray[np.int64] | slice) -> Grouped:
        """Some of the groups, in that order."""
        found = Grouped(self.points, self._keys, self._groups)
        found._found = self._found
        found._at = (np.arange(self.n) if self._at is None else self._at)[at]
        return found

    def column(self, name: Name) -> Column:
        """The values of a key; V017 for another column."""
        wanted = _bare(name, self.points)
        for key in self._keys:
            if _bare(key, self.points) == wanted:
                return self._best.column(key)
        raise fault("V017", f"{name} is neither grouped by nor inside an aggregate")

    def variable(self, name: str) -> Column:
        return self.column(Name((name,)))

    def similarity(self, what: Similarity) -> Column:
        """That of the first row, which is the best of the group."""
        return self._best.similarity(what)

    def nearer_is_less(self, what: Similarity) -> bool:
        return self.points.nearer_is_less(what)

    def unreached(self) -> Mask | None:
        return self._best.unreached()

    @property
    def _best(self) -> Points:
        firsts = self._groups.firsts
        return self.points.cut(firsts if self._at is None else firsts[self._at])

    def aggregate(self, what: Aggregate) -> Column:
        found = self._found.get(what)
        if found is None:
            found = self._found[what] = _aggregated(what, self.points, self._groups)
        return found if self._at is None else found.take(self._at)


def _bare(name: Name, points: Points) -> tuple[object, ...]:
    found = place(name, points.relation)
    single = len(points.relation.sources) == 1
    return (None if single else found.alias, found.path, found.special)


def _aggregated(what: Aggregate, points: Points, groups: Groups) -> Column:
    column = None if what.column is None else points.column(what.column)
    if what.function == "COUNT" or column is None:
        return counted(groups, column)
    if what.function == "SUM":
        return summed(groups, column)
    if what.function == "AVG":
        return averaged(groups, column)
    if what.function == "FIRST":
        return first(groups, column)
    return extreme(groups, column, most=what.function == "MAX")


def grouped(
    points: Points, keys: Sequence[Name], options: Options = (), *, without_null: bool = False
) -> Grouped:
    """The groups of rows with equal keys, NULL being one; without keys one of all rows.

    `without_null` leaves out rows with a NULL key. VELES-027 for more groups than are allowed.
    """
    if not keys:
        return Grouped(points, keys, Groups.one(points.n))
    columns = [points.column(key) for key in keys]
    if without_null:
        known = reduce(np.logical_and, (column.kinds > NULL for column in columns))
        if not known.all():
            points = points.cut(np.flatnonzero(known))
            columns = [points.column(key) for key in keys]
    groups = Groups.numbered(*group_codes(columns))
    _check(groups.size, options)
    return Grouped(points, keys, groups)


def check_items(items: Sequence[Item]) -> None:
    """V017 where an item is neither a column nor an aggregate."""
    for item in items:
        if not isinstance(item.what, Name | Aggregate):
            what = type(item.what).__name__.lower()
            raise fault("V017", f"a {what} is neither grouped by nor an aggregate")


def _check(count: int, options: Options) -> None:
    given = dict(options)
    most = given.get("max_groups", given.get("group_limit", MAX_GROUPS))
    if type(most) is not int or not 1 <= most <= _MOST_GROUPS:
        raise fault("VELES-009", f"max_groups is from 1 to {_MOST_GROUPS}, not {most!r}")
    if count > most:
        raise fault(
            "VELES-027", f"there are {count} groups, and {most} are allowed; see max_groups"
        )


def having(predicate: Predicate, frame: Grouped, run: Run) -> Grouped:
    """The groups of which the condition is TRUE."""
    return frame.cut(np.flatnonzero(_truth(predicate, frame, run) == TRUE))


def _truth(predicate: Predicate, frame: Grouped, run: Run) -> Truths:
    if isinstance(predicate, And):
        return reduce(np.minimum, (_truth(part, frame, run) for part in predicate.parts))
    if isinstance(predicate, Or):
        return reduce(np.maximum, (_truth(part, frame, run) for part in predicate.parts))
    compared = cast(Compare, predicate)  # that is all the grammar has after HAVING
    column = frame.aggregate(cast(Aggregate, compared.left))
    return compare(column, compared.operator, bind(compared.value, run), compat=run.compat)
