"""FROM and JOIN: which points stand side by side (section 13)."""

from __future__ import annotations

from tests.velesql.judge.asked import Asked
from tests.velesql.judge.scopes import Row, unaliased, value
from tests.velesql.judge.values import MISSING, identity, null
from tests.velesql.judge.world import Collection, Point, Refused
from workbench.velesql.tree.selects import Join, Select, Source
from workbench.velesql.tree.values import Column


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
    pairs: list[tuple[dict[str, Point | None], Point | None]] = []
    met: set[int] = set()
    for row in rows:
        partners = [one for one in collection.points.values() if _meet(row, alias, one, join)]
        met |= {one.id for one in partners}
        pairs += [(row.points, one) for one in partners]
        if not partners and join.kind in ("left", "full"):
            pairs.append((row.points, None))
    if join.kind in ("right", "full"):
        empty: dict[str, Point | None] = dict.fromkeys(known)
        pairs += [(empty, one) for one in collection.points.values() if one.id not in met]
    return [Row({**points, alias: one}) for points, one in pairs]


def _meet(row: Row, alias: str, point: Point, join: Join) -> bool:
    left, right = _keys(row, alias, point, join)
    return not null(left) and not null(right) and bool(identity(left) == identity(right))


def _keys(row: Row, alias: str, point: Point, join: Join) -> tuple[object, object]:
    other = Row({alias: point})
    if isinstance(join.on, Column):
        return value(join.on.path, row), value((alias, *join.on.path), other)
    one, two = join.on
    if unaliased(one.path, [alias])[0] == alias:
        one, two = two, one
    if unaliased(one.path, list(row.points))[0] is None:
        return MISSING, MISSING
    return value(one.path, row), value(two.path, other)
