"""The steps of a query, with what is expected of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..executing.binding import count
from ..executing.joins.joining import relation_of
from ..executing.relation import Relation
from ..executing.run import Run, Step
from ..executing.searching.filtering import NO_VECTORS, way_of
from ..executing.searching.spaces import space_of
from ..executing.searching.steps import (
    filter_step,
    fuse_step,
    index_step,
    joined_filter_step,
    joined_vector_step,
    vector_step,
)
from ..executing.selecting import DEFAULT_LIMIT, shape_of
from ..tree.selects import Join, Select, Window
from ..tree.values import Column
from .prepare import Prepared, planned


def plan(select: Select, run: Run, default: int | None = DEFAULT_LIMIT) -> list[Step]:
    """What execution does, in its order; nothing is done.

    The ways of filters and searches come from the functions that execution asks. `estimated_rows`
    is None where nothing tells. `default` stands for LIMIT, as in `selecting.chosen`.
    """
    alone = _first(select, run)
    steps = [_scan(select.source.collection, run), *_joins(select, run)]
    rows = steps[-1].estimated_rows
    for step in _where(select, alone, run, default):
        rows = rows if step.estimated_rows is None else step.estimated_rows
        steps.append(step)
    for step in _after(select):
        step.estimated_rows = rows if step.operator != "group" else _groups(select, alone, rows)
        rows = step.estimated_rows
        steps.append(step)
    return [*steps, *_end(select, rows, run, default)]


def with_actual(planned: Sequence[Step], done: Iterable[Step]) -> list[Step]:
    """The planned steps with rows and times of those that were done."""
    left = list(done)
    for step in planned:
        found = next((one for one in left if _same(one, step)), None)
        if found is not None:
            left.remove(found)
            step.rows, step.ms = found.rows, found.ms
    return list(planned)


def _same(done: Step, step: Step) -> bool:
    shared = done.details.keys() & step.details.keys()
    if done.operator != step.operator:
        return False
    return all(done.details[name] == step.details[name] for name in shared)


def _first(select: Select, run: Run) -> Relation:
    """The first source alone: what it joins is not computed for a plan."""
    return relation_of(Select(select.items, select.source), run)


def _scan(collection: str, run: Run) -> Step:
    mirror = run.database.mirror(collection)
    details = {"collection": collection, "kind": mirror.definition.kind}
    return Step("scan", details, mirror.points.count)


def _joins(select: Select, run: Run) -> Iterator[Step]:
    rows = float(run.database.mirror(select.source.collection).points.count)
    for join in select.joins:
        yield (right := _scan(join.source.collection, run))
        rows = _joined_rows(join, rows, right.estimated_rows or 0.0, run)
        on = join.on
        shown = f"using {on}" if isinstance(on, Column) else f"{on[0]} = {on[1]}"
        yield Step("join", {"kind": join.kind, "with": join.source.collection, "on": shown}, rows)


def _joined_rows(join: Join, left: float, right: float, run: Run) -> float:
    """By the distinct keys of the joined side, each taken to be met equally often."""
    alias = join.source.alias or join.source.collection
    columns = (join.on,) if isinstance(join.on, Column) else join.on
    paths = [one.path for one in columns]
    path = next((one[1:] for one in paths if one[0] == alias and len(one) > 1), paths[0])
    table = run.database.mirror(join.source.collection).points
    distinct = table.count if path == ("id",) else table.statistics.counts(path).distinct
    inner = left * right / max(distinct, 1)
    least = {"left": left, "right": right, "full": left + right}.get(join.kind, 0.0)
    return max(inner, least)


def _where(select: Select, alone: Relation, run: Run, default: int | None) -> Iterator[Step]:
    """Filter and searches."""
    found = planned(select)
    k = _wanted(select, run, default)
    if found.search is not None:
        yield from _searches(found.search, select, alone, run, k)
    elif found.filter is not None and select.joins:
        yield joined_filter_step()
    elif found.filter is not None:
        yield filter_step(way_of(found.filter, alone, run).choice)


def _wanted(select: Select, run: Run, default: int | None) -> int | None:
    """How many of the best rows a search is asked for; None: all."""
    if shape_of(select).whole:
        return None
    limit = count(select.limit, run, "LIMIT")
    wanted = default if limit is None else limit
    return None if wanted is None else wanted + (count(select.offset, run, "OFFSET") or 0)


def _searches(
    search: Prepared, select: Select, alone: Relation, run: Run, k: int | None
) -> Iterator[Step]:
    """The filter, what is searched among its rows, and how the rankings are fused."""
    depth = k if search.rule is None else search.rule.depth(k)
    columns = _compared(search)
    space = space_of(columns[0], alone, named=search.named) if columns else None
    way = way_of(search.filter, alone, run, NO_VECTORS if space is None else space.name)
    if search.filter is not None:
        yield joined_filter_step() if select.joins else filter_step(way.choice)
    for _ in columns:
        assert space is not None
        if select.joins:
            yield joined_vector_step(space)
        else:
            yield vector_step(way.choice, space, search.tuning.at(depth), depth)
    if search.sparse is not None:
        yield index_step("sparse", depth)
    if search.texts:
        yield index_step("text", depth)
    if search.rule is not None:
        yield fuse_step(search.rule, k)


def _compared(search: Prepared) -> list[Column]:
    """The column of vectors, once for each vector it is compared with."""
    if search.vectors is not None:
        return [search.vectors.column] * len(search.vectors.vectors)
    return [] if search.near is None else [search.near.column]


def _after(select: Select) -> Iterator[Step]:
    """Groups, distinct rows and windows."""
    if shape_of(select).grouped:
        yield Step("group", {"by": [str(one) for one in select.group_by]})
    if select.having is not None:
        yield Step("having")
    if select.distinct:
        yield Step("distinct")
    windows = [item.what for item in select.items if isinstance(item.what, Window)]
    if windows:
        yield Step("window", {"functions": [one.function for one in windows]})


def _groups(select: Select, alone: Relation, rows: float | None) -> float | None:
    """No more than the combinations of keys, nor than rows."""
    if not select.group_by:
        return 1.0
    if select.joins or rows is None:
        return None
    most = 1.0
    for key in select.group_by:
        path = key.path[1:] if key.path[0] in alone.sources and len(key.path) > 1 else key.path
        most *= max(alone.first.table.statistics.counts(path).distinct, 1)
    return min(most, rows)


def _end(select: Select, rows: float | None, run: Run, default: int | None) -> Iterator[Step]:
    """Order, cut and projection."""
    shape = shape_of(select)
    if select.order_by and not shape.by_ranking:
        yield Step("sort", {"keys": len(select.order_by)}, rows)
    limit, offset = count(select.limit, run, "LIMIT"), count(select.offset, run, "OFFSET") or 0
    details: dict[str, Any] = {}
    if limit is not None or default is not None:
        details["limit"] = default if limit is None else limit
    if details and limit is None:
        details["default"] = True
    if offset:
        details["offset"] = offset
    kept = None if rows is None else min(max(rows - offset, 0.0), details.get("limit", rows))
    if details:
        yield Step("limit", details, kept)
    yield Step("project", {"items": len(select.items)}, kept)
