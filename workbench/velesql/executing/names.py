"""What a name in a query stands for, in every clause alike."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...collections.mirrors.column import EXACT, FLOAT, INTEGER, MISSING, TEXT, Column
from ..tree.values import Column as Name
from .graph.paths import path_column
from .relation import Relation, Source

if TYPE_CHECKING:
    from .run import Run

Rows = NDArray[np.int64]


class Place(NamedTuple):
    """Where a name leads: an alias where it has one, and `id`, `score` or a path."""

    alias: str | None
    path: tuple[str, ...]
    special: bool


def place(name: Name, relation: Relation) -> Place:
    """The alias is taken off, then `payload`; what is left and bare may be id or score."""
    path, alias = name.path, None
    if len(path) > 1 and path[0] in relation.sources:
        alias, path = path[0], path[1:]
    if len(path) == 1:
        return Place(alias, path, path[0] in ("id", "score"))
    return Place(alias, path[1:] if path[0] == "payload" else path, False)


def column_of(
    name: Name, relation: Relation, run: Run | None = None, *, rows: Rows | None = None
) -> Column:
    """The values under a name, for all rows of the relation or for some.

    `id` is that of the first source where no alias stands before it. The score is that of the
    row whatever stands before it: 1 here, and 0 where the first source has no row. A bare field
    of a join is that of the first source whose row has it.
    """
    alias, path, special = place(name, relation)
    if special:
        source = relation.first if alias is None else relation.sources[alias]
        if path == ("id",):
            return _ids(source, rows)
        if source.edges is None:
            return _ones(relation, rows)
        return _field(source, path, rows)  # edges have no score but a property of that name
    if alias is not None:
        return _field(relation.sources[alias], path, rows)
    return _first_of(relation, lambda source: _field(source, path, rows))


def _first_of(relation: Relation, field: Callable[[Source], Column]) -> Column:
    sources = list(relation.sources.values())
    if len(sources) == 1:
        return field(sources[0])
    return reduce(or_else, (field(source) for source in sources))


def _field(source: Source, path: tuple[str, ...], rows: Rows | None) -> Column:
    if source.paths is not None:
        return path_column(source, path, rows)
    found = source.table.column(path)
    at = positions(source, rows)
    return found if at is None else found.take(at)


def positions(source: Source, rows: Rows | None) -> Rows | None:
    """Places in the table of a source, of all rows or of some; None for all its places."""
    if source.positions is None:
        return rows
    return source.positions if rows is None else source.positions[rows]


def _ids(source: Source, rows: Rows | None) -> Column:
    if source.paths is not None:
        return path_column(source, ("id",), rows)
    at = positions(source, rows)
    ids = source.table.ids
    if at is None:
        return id_column(ids)
    if (at >= 0).all():
        return id_column(ids[at])
    return id_column(ids).take(at)


def id_column(ids: NDArray[np.uint64] | NDArray[np.object_]) -> Column:
    """Ids as a field: whole numbers, exact, or texts."""
    n = len(ids)
    if ids.dtype == object:
        return Column.of(ids.tolist())
    numbers = ids.astype(np.float64)
    kinds, codes = np.full(n, INTEGER, np.uint8), np.full(n, -1, np.int32)
    if n == 0 or numbers.max() < EXACT:
        return Column(kinds, numbers, codes)
    objects = np.empty(n, object)
    for at in np.flatnonzero(numbers >= EXACT).tolist():
        objects[at] = int(ids[at])
    return Column(kinds, numbers, codes, (), objects)


def _ones(relation: Relation, rows: Rows | None) -> Column:
    if relation.first.positions is None:
        return floats(np.ones(relation.n if rows is None else len(rows)))
    at = relation.first.positions if rows is None else relation.first.positions[rows]
    return floats((at >= 0).astype(np.float64))


def floats(numbers: NDArray[np.float64]) -> Column:
    """Numbers as a field without NULL."""
    n = len(numbers)
    return Column(np.full(n, FLOAT, np.uint8), numbers, np.full(n, -1, np.int32))


def or_else(first: Column, second: Column) -> Column:
    """The second's values where the first has no such field."""
    missing = first.kinds == MISSING
    if not missing.any() or (second.kinds[missing] == MISSING).all():
        return first
    if missing.all():
        return second
    places = {text: at for at, text in enumerate(first.texts)}
    codes = [places.setdefault(text, len(places)) for text in second.texts]
    moved = np.array([*codes, -1], np.int32)[second.codes]  # the code -1 finds the last
    return Column(
        np.where(missing, second.kinds, first.kinds),
        np.where(missing, second.numbers, first.numbers),
        np.where(missing & (second.kinds == TEXT), moved, first.codes),
        tuple(places),
        _objects(missing, first, second),
    )


def _objects(missing: NDArray[np.bool_], first: Column, second: Column) -> NDArray[np.object_]:
    found = np.empty(len(missing), object)
    for column, where in ((first, ~missing), (second, missing)):
        if column.objects is not None:
            found[where] = column.objects[where]
    return found
