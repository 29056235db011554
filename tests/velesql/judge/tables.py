"""Columns of a table and their names (section 4)."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.velesql.judge.answers import told
from tests.velesql.judge.scopes import Row
from tests.velesql.judge.searching import Searches
from tests.velesql.judge.views import RowView
from workbench.velesql.tree.selects import Item, Select, Star
from workbench.velesql.tree.values import Aggregate, Column, Similarity


def names_of(tree: Select) -> tuple[str, ...]:
    """The alias, else the name without its table, with it where two would be the same."""
    sources = [one.alias or one.collection for one in _all_sources(tree)]
    short = [_name(item, sources, full=False) for item in tree.items]
    times = Counter(short)
    return tuple(
        _name(item, sources, full=True) if times[name] > 1 else name
        for item, name in zip(tree.items, short, strict=True)
    )


def _all_sources(tree: Select) -> list[Any]:
    return [tree.source, *(join.source for join in tree.joins)]


def _name(item: Item, sources: list[str], *, full: bool) -> str:
    if item.alias:
        return item.alias
    if isinstance(item.what, Aggregate):
        return f"{item.what.function}({item.what.column or '*'})"
    if isinstance(item.what, Similarity):
        return "similarity()"
    if not isinstance(item.what, Column):
        return str(item.what)
    path = item.what.path
    table = path[:1] if len(path) > 1 and path[0] in sources else ()
    rest = path[len(table) :]
    rest = rest[1:] if len(rest) > 1 and rest[0] == "payload" else rest
    return ".".join((*table, *rest) if full else rest)


def fields_of(tree: Select, rows: list[Row], searches: Searches) -> tuple[str, ...]:
    """What `*` has: id, all fields of the payloads, LET names, and the score of a search."""
    fields: dict[str, None] = {"id": None}
    for row in rows:
        for point in row.points.values():
            fields.update(dict.fromkeys(point.payload if point else ()))
    fields.update(dict.fromkeys(let.name for let in tree.lets))
    if searches.ranked:
        fields["score"] = None
    return tuple(fields)


def values_of(tree: Select, row: Row, columns: tuple[str, ...], view: RowView) -> tuple[Any, ...]:
    if not any(isinstance(item.what, Star) for item in tree.items):
        return tuple(view.item(item, row) for item in tree.items)
    if tree.joins:
        return _side_by_side(tree, row, view)
    payload = row.first.payload if row.first else {}
    every = {**payload, "id": row.id, **row.named, "score": row.score}
    return tuple(every.get(name) for name in columns)


def _side_by_side(tree: Select, row: Row, view: RowView) -> tuple[Any, ...]:
    """All that the points of a joined row have, and what else is listed."""
    found: list[Any] = []
    for item in tree.items:
        if not isinstance(item.what, Star):
            found.append(view.item(item, row))
            continue
        for alias, point in row.points.items():
            if point is not None and item.what.alias in (None, alias):
                found += [point.id, *point.payload.values()]
        if item.what.alias is None:
            found += [*row.named.values(), *([row.score] if view.searches.ranked else [])]
    return told(found)
