"""UNION, INTERSECT and EXCEPT (section 12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.velesql.judge.answers import Judged, Shown
from tests.velesql.judge.asked import Asked
from tests.velesql.judge.expressions import View, in_order, keys
from tests.velesql.judge.scopes import unaliased
from tests.velesql.judge.selecting import count, select
from tests.velesql.judge.values import identity
from tests.velesql.judge.world import Refused
from workbench.velesql.tree.selects import Compound, Select, Star
from workbench.velesql.tree.values import Column, Similarity


def compound(tree: Compound, asked: Asked) -> Judged:
    """Operands from left to right; columns are named by the first."""
    scored = set.intersection(*map(_scored, (tree.first, *(one for _, one in tree.rest))))
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
        rows = _joined(operator, rows, right, scored)
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


def _scored(tree: Select) -> set[int]:
    """Where the score stands in the select list, up to a star."""
    alias, found = tree.source.alias or tree.source.collection, set()
    names = [alias, *(one.source.alias or one.source.collection for one in tree.joins)]
    for at, item in enumerate(tree.items):
        what = item.what
        if isinstance(what, Star):
            break
        if isinstance(what, Similarity) and what.column is None:
            found.add(at)
        if isinstance(what, Column) and unaliased(what.path, names)[1] == ("score",):
            found.add(at)
    return found


def _key(row: Shown, scored: set[int]) -> Any:
    return identity([one for at, one in enumerate(row.values) if at not in scored])


def _joined(operator: str, left: list[Shown], right: list[Shown], scored: set[int]) -> list[Shown]:
    def key(row: Shown) -> Any:
        return _key(row, scored)

    if operator == "UNION ALL":
        return left + right
    if operator == "UNION":
        return _once(left + right, scored)
    others = {key(row) for row in right}
    if operator == "EXCEPT":
        return [row for row in _once(left, scored) if key(row) not in others]
    both = {key(row) for row in left} & others
    return _once([row for row in left + right if key(row) in both], scored)


def _once(rows: list[Shown], scored: set[int]) -> list[Shown]:
    """The first of equal rows, with the highest score of all."""
    found: dict[Any, Shown] = {}
    for row in rows:
        kept = found.setdefault(_key(row, scored), replace(row))
        kept.score = max(kept.score, row.score)
    for one in found.values():
        told = [one.score if at in scored else value for at, value in enumerate(one.values)]
        one.values = tuple(told)
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
