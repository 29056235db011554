"""The alias of a range: a list of edges in every row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import ARRAY, Column
from ...tree.predicates import Predicate
from ..predicates.logic import Truths
from ..relation import Relation, Source
from ..run import Run
from .links import Positions


def path_of(predicate: Any, relation: Relation) -> str | None:
    """The alias of a range that a condition on a field is about; None where it is of no range."""
    column = getattr(predicate, "column", None) or predicate.left
    alias: str = column.path[0]
    source = relation.sources.get(alias)
    return None if source is None or source.paths is None else alias


def any_edge(predicate: Predicate, alias: str, relation: Relation, run: Run) -> Truths:
    """(n,) whether an edge of the row's path satisfies a condition on the alias.

    UNKNOWN where none does and one might; FALSE of a path without edges.
    """
    from ..predicates.truth import truth

    source = relation.sources[alias]
    starts, positions = _paths(source)
    edges = Source(source.collection, source.mirror, source.table, positions, source.edges)
    each = truth(predicate, Relation({alias: edges}, len(positions)), run)
    found = np.zeros(relation.n, np.uint8)
    some = np.flatnonzero(starts[1:] > starts[:-1])
    if len(some):
        found[some] = np.maximum.reduceat(each, starts[some])
    return found


def path_column(source: Source, path: tuple[str, ...], rows: Positions | None = None) -> Column:
    """The ids of each path's edges, or their values at a path into the properties, as lists."""
    starts, positions = _paths(source)
    values = _values(source, path, positions)
    wanted: Iterable[int] = range(len(starts) - 1) if rows is None else rows.tolist()
    limits = starts.tolist()
    return lists([values[limits[at] : limits[at + 1]] for at in wanted])


def lists(values: list[list[Any]]) -> Column:
    """A column of arrays."""
    n = len(values)
    objects: NDArray[np.object_] = np.empty(n, object)
    for at, value in enumerate(values):  # at once, numpy would look into lists of one length
        objects[at] = value
    return Column(
        np.full(n, ARRAY, np.uint8), np.full(n, np.nan), np.full(n, -1, np.int32), (), objects
    )


def _values(source: Source, path: tuple[str, ...], edges: Positions) -> list[Any]:
    if path in ((), ("id",)):
        found: list[Any] = source.table.ids[edges].tolist()
        return found
    return source.table.column(path).take(edges).values()


def _paths(source: Source) -> tuple[Positions, Positions]:
    if source.paths is None:
        raise AssertionError(source.collection)
    return source.paths
