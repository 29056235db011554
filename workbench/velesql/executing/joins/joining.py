"""FROM and JOIN: the rows that a SELECT is about."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import Column as Cells
from ...checking.faults import fault
from ...tree.selects import Join, Select
from ...tree.selects import Source as Named
from ...tree.values import Column
from ..relation import Relation, Source
from ..run import Run
from .join_keys import shared_codes

Positions = NDArray[np.int64]


def relation_of(select: Select, run: Run) -> Relation:
    """The rows of FROM, or of FROM and its joins.

    Over one source they are the table's positions, dead ones left out by `live`. Joined rows
    are all alive and in order: by the id of the first source, then of the second, and so on,
    where a source that has no row comes before its ids, as NULL does.
    """
    relation = _one(select.source, run)
    if not select.joins:
        return relation
    [(alias, first)] = relation.sources.items()
    order = first.table.order
    sources = {alias: _placed(first, order)}
    relation = Relation(sources, len(order))
    for join in select.joins:
        relation = _joined(relation, join, run)
        run.check_time()
    return relation


def _one(named: Named, run: Run) -> Relation:
    mirror = run.database.mirror(named.collection)
    table = mirror.points
    source = Source(named.collection, mirror, table)
    live = None if table.whole else table.alive
    return Relation({named.alias or named.collection: source}, table.size, live)


def _joined(left: Relation, join: Join, run: Run) -> Relation:
    """Each row with each row of the joined table that has an equal key."""
    [(alias, source)] = _one(join.source, run).sources.items()
    if alias in left.sources:
        raise fault("VELES-010", f"two sources go by {alias}; give one an alias, as in AS other")
    order = source.table.order
    right = Relation({alias: _placed(source, order)}, len(order))
    mine, theirs = _keys(left, right, join, run)
    rows, matches = _pairs(mine, theirs, join, run)
    sources = {name: _placed(one, _taken(one, rows)) for name, one in left.sources.items()}
    sources[alias] = _placed(source, np.append(order, -1)[matches])
    return Relation(sources, len(rows))


def _pairs(mine: Cells, theirs: Cells, join: Join, run: Run) -> tuple[Positions, Positions]:
    """Places on the left and on the right that go together, -1 for none, in the joined order."""
    ours, others = shared_codes(mine, theirs)
    sorter = np.argsort(others, kind="stable")
    ranked = others[sorter]
    begin = np.searchsorted(ranked, ours, "left")
    counts = np.where(ours < 0, 0, np.searchsorted(ranked, ours, "right") - begin)
    lonely = (counts == 0) & (join.kind in ("left", "full"))
    shown = counts + lonely
    unmatched = _unmatched(ours, others) if join.kind in ("right", "full") else sorter[:0]
    run.check_rows(int(shown.sum()) + len(unmatched))
    rows = np.repeat(np.arange(len(ours)), shown)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(shown) - shown, shown)
    places = np.where(lonely[rows], 0, begin[rows] + within)
    matches = np.where(lonely[rows], -1, sorter[places]) if len(sorter) else places - 1
    alone = np.full(len(unmatched), -1)
    return np.concatenate((alone, rows)), np.concatenate((unmatched, matches))


def _unmatched(ours: Positions, others: Positions) -> Positions:
    return np.flatnonzero(~np.isin(others, ours) | (others < 0))


def _placed(source: Source, positions: Positions) -> Source:
    return Source(source.collection, source.mirror, source.table, positions)


def _taken(source: Source, rows: Positions) -> Positions:
    positions = source.positions
    if positions is None or not len(positions):
        return rows
    return np.where(rows < 0, -1, positions[rows])


def _keys(left: Relation, right: Relation, join: Join, run: Run) -> tuple[Cells, Cells]:
    from ..names import column_of

    alias = next(iter(right.sources))
    if isinstance(join.on, Column):
        if any(_of(join.on, name) for name in (*left.sources, alias)):
            what = f"USING ({join.on}) names one side; write {join.on.path[-1]}, as both have it"
            raise fault("VELES-010", what)
        own = Column((alias, *join.on.path))
        return column_of(join.on, left, run), column_of(own, right, run)
    mine, theirs = _sides(join.on, left.sources, alias)
    return column_of(mine, left, run), column_of(theirs, right, run)


def _sides(
    on: tuple[Column, Column], known: Mapping[str, Source], alias: str
) -> tuple[Column, Column]:
    """The column of the rows so far, then that of the joined source."""
    for mine, theirs in (on, on[::-1]):
        if _of(theirs, alias) and any(_of(mine, name) for name in known):
            return mine, theirs
    names = ", ".join(known)
    what = f"ON {on[0]} = {on[1]} joins nothing: write a column of {alias}, and one of {names}"
    raise fault("VELES-010", what)


def _of(column: Column, alias: str) -> bool:
    return len(column.path) > 1 and column.path[0] == alias
