"""FROM and JOIN: which points stand side by side (section 13)."""

from __future__ import annotations

from typing import Any

from tests.velesql.judge.asked import Asked
from tests.velesql.judge.scopes import Path, Row, unaliased, value
from tests.velesql.judge.values import MISSING, identity, null
from tests.velesql.judge.world import Collection, Point, Refused
from workbench.velesql.tree.selects import Join, Select, Source
from workbench.velesql.tree.values import Column

MOST_ROWS = 100_000


def name_of(source: Source) -> str:
    return source.alias or source.collection


def sources_of(select: Select, asked: Asked) -> dict[str, Collection]:
    """Collections by alias, in the order of FROM."""
    found: dict[str, Collection] = {}
    for source in (select.source, *(join.source for join in select.joins)):
        if name_of(source) in found:
            raise Refused("VELES-010")
        found[name_of(source)] = asked.world.collection(source.collection)
    return found


def rows_of(select: Select, sources: dict[str, Collection]) -> list[Row]:
    first = name_of(select.source)
    rows = [Row({first: point}) for point in sources[first].points.values()]
    for join in select.joins:
        rows = _joined(rows, join, sources[name_of(join.source)], list(sources))
    for row in rows:
        row.score = 1.0 if row.first else 0.0
    return rows


def _joined(rows: list[Row], join: Join, collection: Collection, order: list[str]) -> list[Row]:
    alias = name_of(join.source)
    known = order[: order.index(alias)]
    mine, theirs = _sides(join, alias, known)
    partners: dict[Any, list[Point]] = {}
    for point in collection.points.values():
        partners.setdefault(identity(value(theirs, Row({alias: point}))), []).append(point)
    pairs: list[tuple[dict[str, Point | None], Point | None]] = []
    met: set[int] = set()
    for row in rows:
        key = MISSING if mine is None else value(mine, row)
        found = [] if null(key) else partners.get(identity(key), [])
        met |= {one.id for one in found}
        pairs += [(row.points, one) for one in found]
        if not found and join.kind in ("left", "full"):
            pairs.append((row.points, None))
    if join.kind in ("right", "full"):
        empty: dict[str, Point | None] = dict.fromkeys(known)
        pairs += [(empty, one) for one in collection.points.values() if one.id not in met]
    if len(pairs) > MOST_ROWS:
        raise Refused("VELES-027")
    return [Row({**points, alias: one}) for points, one in pairs]


def _sides(join: Join, alias: str, known: list[str]) -> tuple[Path | None, Path]:
    """The names that are compared, of rows so far and of the new source; None for no name."""
    if isinstance(join.on, Column):
        return join.on.path, (alias, *join.on.path)
    one, two = join.on
    if unaliased(one.path, [alias])[0] == alias:
        one, two = two, one
    return (one.path if unaliased(one.path, known)[0] else None), two.path
