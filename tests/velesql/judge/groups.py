"""GROUP BY, HAVING and aggregates (section 10)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.velesql.judge.scopes import Row, value
from tests.velesql.judge.values import identity, kind, null, order_key, plain
from workbench.velesql.tree.selects import Select
from workbench.velesql.tree.values import Aggregate, Column

MOST_GROUPS = 10_000


@dataclass
class Group:
    """Rows with equal keys, the best first."""

    rows: list[Row]
    keys: tuple[Any, ...] = ()


def groups_of(select: Select, rows: Sequence[Row], *, vector: bool) -> list[Group]:
    """In the order of their best rows; below a vector search rows without a key are left out."""
    if not select.group_by:
        return [Group(list(rows))]
    found: dict[Any, Group] = {}
    for row in rows:
        keys = tuple(plain(value(column.path, row)) for column in select.group_by)
        if vector and any(key is None for key in keys):
            continue
        group = found.setdefault(tuple(map(identity, keys)), Group([], keys))
        group.rows.append(row)
    return list(found.values())


def aggregated(aggregate: Aggregate, rows: Sequence[Row]) -> Any:
    if aggregate.column is None:
        return len(rows)
    values = [plain(value(aggregate.column.path, row)) for row in rows]
    if aggregate.function == "FIRST":
        return values[0] if values else None
    present = [one for one in values if not null(one)]
    if aggregate.function == "COUNT":
        return len(present)
    if aggregate.function in ("SUM", "AVG"):
        return _added(aggregate.function, [one for one in present if kind(one) == 2])
    if not present:
        return None
    return (min if aggregate.function == "MIN" else max)(present, key=order_key)


def _added(function: str, numbers: Sequence[Any]) -> Any:
    if not numbers:
        return None
    whole = all(isinstance(one, int) for one in numbers)
    total = sum(numbers) if whole else math.fsum(numbers)
    return total if function == "SUM" else total / len(numbers)


def bare(column: Column, sources: Sequence[str]) -> tuple[str, ...]:
    """The path without the one source's name and without `payload`."""
    path = column.path
    if len(path) > 1 and path[0] in sources and len(sources) == 1:
        path = path[1:]
    return path[1:] if len(path) > 1 and path[0] == "payload" else path
