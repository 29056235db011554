"""UNION, INTERSECT and EXCEPT (section 12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.velesql.judge.answers import Judged, Shown
from tests.velesql.judge.asked import Asked
from tests.velesql.judge.expressions import View, in_order, keys
from tests.velesql.judge.selecting import count, select
from tests.velesql.judge.values import identity
from tests.velesql.judge.world import Refused
from workbench.velesql.tree.selects import Compound
from workbench.velesql.tree.values import Column


def compound(tree: Compound, asked: Asked) -> Judged:
    """Operands from left to right; columns are named by the first."""
    whole = select(tree.first, asked, cut=False)
    rows, columns = list(whole.shown), whole.columns
    for operator, operand in tree.rest:
        other = select(operand, asked, cut=False)
        if other.open != whole.open or (not whole.open and len(other.columns) != len(columns)):
            raise Refused("VELES-010")
        if whole.open:  # by id and payload; the score is no part of the key
            columns = tuple(_unscored((*whole.columns, *other.columns)))
            rows = _widened(rows, whole.columns, columns)
            right = _widened(list(other.shown), other.columns, columns)
        else:
            right = list(other.shown)
        rows = _joined(operator, rows, right)
        whole = replace(whole, columns=columns, shaky=whole.shaky or other.shaky)
    return _cut(tree, rows, columns, whole, asked)


def _unscored(columns: tuple[str, ...]) -> list[str]:
    return [name for name in dict.fromkeys(columns) if name != "score"]


def _widened(rows: list[Shown], own: tuple[str, ...], columns: tuple[str, ...]) -> list[Shown]:
    found = []
    for row in rows:
        named = dict(zip(own, row.values, strict=True))
        found.append(replace(row, values=tuple(named.get(name) for name in columns)))
    return found


def _key(row: Shown) -> Any:
    return identity(list(row.values))


def _joined(operator: str, left: list[Shown], right: list[Shown]) -> list[Shown]:
    if operator == "UNION ALL":
        return left + right
    if operator == "UNION":
        return _once(left + right)
    others = {_key(row): row.score for row in right}
    if operator == "EXCEPT":
        return [row for row in _once(left) if _key(row) not in others]
    both = [row for row in left if _key(row) in others]
    return _once(both + [row for row in right if _key(row) in {_key(one) for one in both}])


def _once(rows: list[Shown]) -> list[Shown]:
    """The first of equal rows, with the highest score of all."""
    found: dict[Any, Shown] = {}
    for row in rows:
        kept = found.setdefault(_key(row), replace(row))
        kept.score = max(kept.score, row.score)
    return list(found.values())


def _cut(
    tree: Compound, rows: list[Shown], columns: tuple[str, ...], whole: Judged, asked: Asked
) -> Judged:
    for row in rows:
        row.keys = keys(tree.order_by, _view(row, columns), asked)
        row.rowed = whole.open
    rows = in_order(rows, tree.order_by, lambda row: row.keys)
    start, limit = count(tree.offset, asked) or 0, count(tree.limit, asked)
    stop = None if limit is None else start + limit
    ordered = bool(tree.order_by)
    return Judged(columns, rows, start, stop, ordered, whole.open, shaky=whole.shaky)


def _view(row: Shown, columns: tuple[str, ...]) -> View:
    named = dict(zip(columns, row.values, strict=True))

    def column(name: Column) -> Any:
        path = ".".join(name.path)
        if path in named:
            return named[path]
        if path in ("id", "score"):
            return row.id if path == "id" else row.score
        return None

    def none(what: Any) -> Any:
        raise Refused("V006")

    return View(column, none, none, none)
