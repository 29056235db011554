"""SELECT: from rows to a table (sections 6, 10 and 11)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.velesql.judge.answers import Judged, Shown
from tests.velesql.judge.asked import Asked
from tests.velesql.judge.expressions import in_order, keys
from tests.velesql.judge.groups import Group, aggregated, groups_of
from tests.velesql.judge.joins import rows_of, sources_of
from tests.velesql.judge.ranking import ranked, ranked_by_order, row_order
from tests.velesql.judge.scopes import Row
from tests.velesql.judge.searching import Searches
from tests.velesql.judge.tables import fields_of, names_of, values_of
from tests.velesql.judge.truth import truth
from tests.velesql.judge.values import identity
from tests.velesql.judge.views import GroupView, RowView
from tests.velesql.judge.windows import numbered
from tests.velesql.judge.world import Refused
from workbench.velesql.checking.walk import RANKING
from workbench.velesql.tree.predicates import Similar
from workbench.velesql.tree.selects import Select, Star, Window
from workbench.velesql.tree.values import Aggregate, Parameter

DEFAULT_LIMIT = 10
MOST_GROUPS = 10_000


def select(tree: Select, asked: Asked, *, cut: bool = True) -> Judged:
    """`cut` is False for an operand of a set operation, which has no default LIMIT."""
    sources = sources_of(tree, asked)
    offset = count(tree.offset, asked) or 0
    limit = count(tree.limit, asked)
    if limit is None and cut:
        limit = DEFAULT_LIMIT
    stop = None if limit is None else offset + limit
    searches = Searches(tree.where, sources, asked)
    k = None if _whole(tree) else stop
    rows = ranked(tree, rows_of(tree, sources), searches, k)
    if _groups(tree):
        found = _grouped(tree, rows, searches)
        return replace(found, start=offset, stop=stop, shaky=searches.shaky)
    rows = ranked_by_order(tree, rows, searches)
    found = _single(tree, rows, searches)
    return replace(found, start=offset, stop=stop, shaky=searches.shaky)


def count(given: int | Parameter | None, asked: Asked) -> int | None:
    found = asked.bound(given) if isinstance(given, Parameter) else given
    if found is None and given is None:
        return None
    if not isinstance(found, int) or isinstance(found, bool) or found < 0:
        raise Refused("E006")
    return found


def _has(tree: Select, what: type) -> bool:
    return any(isinstance(item.what, what) for item in tree.items)


def _groups(tree: Select) -> bool:
    return bool(tree.group_by) or _has(tree, Aggregate)


def _whole(tree: Select) -> bool:
    """More rows count than the first ones."""
    return bool(tree.order_by or tree.distinct or _has(tree, Window) or _groups(tree))


def _single(tree: Select, rows: list[Row], searches: Searches) -> Judged:
    """One row of the table for each that qualifies, or for each combination with DISTINCT."""
    view = RowView(tree, searches)
    for row in rows:
        view.bind(row)
    if tree.distinct:
        rows = _distinct(tree, rows, view)
    for item in tree.items:
        if isinstance(item.what, Window):
            numbered(item, rows, view)
    found = {id(row): keys(tree.order_by, view.of(row), searches.asked) for row in rows}
    if tree.order_by:
        rows = in_order(sorted(rows, key=row_order), tree.order_by, lambda row: found[id(row)])
    open_ = _has(tree, Star)
    columns = fields_of(tree, rows, searches) if open_ else names_of(tree)
    shown = [
        Shown(values_of(tree, row, columns, view), row.id, row.score, None, found[id(row)], True)
        for row in rows
    ]
    if not tree.order_by and searches.ranked:
        for one, row in zip(shown, rows, strict=True):
            one.keys = (row.score,)
    return Judged(columns, shown, open=open_, joined=open_ and bool(tree.joins))


def _distinct(tree: Select, rows: list[Row], view: RowView) -> list[Row]:
    """The first row of each combination of the columns listed."""
    found: dict[Any, Row] = {}
    for row in rows:
        listed = [item for item in tree.items if not isinstance(item.what, Window)]
        found.setdefault(tuple(identity(view.item(item, row)) for item in listed), row)
    return list(found.values())


def _grouped(tree: Select, rows: list[Row], searches: Searches) -> Judged:
    vector = any(isinstance(one, RANKING | Similar) for one in searches.found)
    groups = groups_of(tree, rows, vector=vector)
    if len(groups) > _most(tree):
        raise Refused("VELES-027")
    view = GroupView(tree, searches)
    kept = [one for one in groups if _stays(tree, one, searches.asked)]
    if tree.distinct:
        kept = _distinct_groups(tree, kept, view)
    found = {id(one): keys(tree.order_by, view.of(one), searches.asked) for one in kept}
    kept = in_order(kept, tree.order_by, lambda one: found[id(one)])
    shown = [
        Shown(tuple(view.item(item, one) for item in tree.items), keys=found[id(one)])
        for one in kept
    ]
    return Judged(names_of(tree), shown)


def _most(tree: Select) -> int:
    options = dict(tree.options)
    most = options.get("max_groups", options.get("group_limit", MOST_GROUPS))
    return most if isinstance(most, int) else MOST_GROUPS


def _distinct_groups(tree: Select, groups: list[Group], view: GroupView) -> list[Group]:
    found: dict[Any, Group] = {}
    for one in groups:
        found.setdefault(tuple(identity(view.item(item, one)) for item in tree.items), one)
    return list(found.values())


def _stays(tree: Select, group: Group, asked: Asked) -> bool:
    if tree.having is None:
        return True
    return truth(tree.having, lambda what: aggregated(what, group.rows), _no_search, asked) is True


def _no_search(predicate: Any) -> bool:
    raise Refused("V017")


def scalar(tree: Select, asked: Asked) -> Any:
    """The value of a query in brackets."""
    if len(tree.items) != 1 or isinstance(tree.items[0].what, Star):
        raise Refused("VELES-010")
    found = select(tree, asked)
    if len(found.values) > 1:
        raise Refused("VELES-010")
    return found.values[0][0] if found.values else None
