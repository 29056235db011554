"""The nearest vectors among the rows that satisfy a filter."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....core.collections.protocols import Effort
from ...planning.memory import Matches
from ...planning.prepare import Filter, Nearness
from ..binding import bind_vector
from ..relation import Relation
from ..run import Run
from .filtering import NO_VECTORS, Way, joined_matches, matches_of, way_of
from .ground import Ground
from .scores import Scored
from .spaces import Space, space_of
from .steps import joined_vector_step, vector_step

Vector = NDArray[np.float32]
Mask = NDArray[np.bool_]

_SURPLUS = 8  # candidates beyond k where some rows are dead, so that few queries are asked twice


class Searched(NamedTuple):
    """Vectors, the rows among which to search, and the way; None among the rows of a join."""

    space: Space
    ground: Ground
    way: Way | None


def asked(near: Nearness, relation: Relation, run: Run) -> tuple[Space, Vector]:
    """The vectors that are meant, and the one to compare with."""
    space = space_of(near.column, relation, named=near.named)
    return space, bind_vector(near.vector, space.vectors.space, run)


def ground_of(filter: Filter | None, relation: Relation, run: Run) -> Ground:
    """The rows that satisfy a filter, for a search that is not among vectors."""
    if relation.first.positions is not None:
        return Ground(relation, joined_matches(filter, relation, run))
    way = way_of(filter, relation, run, NO_VECTORS)
    return Ground(relation, matches_of(way, filter, relation, run))


def filtered(filter: Filter | None, space: Space, relation: Relation, run: Run) -> Searched:
    """The rows that satisfy a filter, and how to search among them."""
    if relation.first.positions is not None:
        return Searched(space, Ground(relation, joined_matches(filter, relation, run)), None)
    way = way_of(filter, relation, run, space.name)
    return Searched(space, Ground(relation, matches_of(way, filter, relation, run)), way)


def nearest(searched: Searched, query: Vector, run: Run, k: int | None, effort: Effort) -> Scored:
    """The k nearest rows that have a vector, best first, equals by id; None: all of them."""
    space, ground, way = searched
    if way is None:
        with run.measured(joined_vector_step(space), lambda: len(found.rows)):
            found = _joined(space, ground, query, k)
        return found
    if run.steps is None:
        return _found(way, ground.matches, space, query, k=k, effort=effort)
    with run.measured(vector_step(way.choice, space, effort, k), lambda: len(found.rows)):
        found = _found(way, ground.matches, space, query, k=k, effort=effort)
    return found


def _found(
    way: Way,
    matches: Matches | None,
    space: Space,
    query: Vector,
    *,
    k: int | None,
    effort: Effort,
) -> Scored:
    usable, searching, vectors = way.usable.mask, way.choice.searching, space.vectors
    within = None if matches is None else matches.within(usable, space.name)
    if k is None:
        return _all(space, query, usable, within)
    keys = space.source.table.keys
    allowed: Mask | NDArray[np.int64] | None = usable
    if within is not None:
        allowed = within.at if searching == "matches" else within.mask
    elif usable is not None and searching == "index":
        return _past_holes(space, query, k, usable, effort)
    return Scored(*vectors.top(query, k, allowed=allowed, keys=keys, effort=effort))


def _past_holes(space: Space, query: Vector, k: int, usable: Mask, effort: Effort) -> Scored:
    """By an index that knows of no holes: asked for more until k are left of what it found."""
    vectors, keys, n = space.vectors, space.source.table.keys, len(space.vectors)
    ask = k + _SURPLUS + 2 * k * (n - int(np.count_nonzero(usable))) // n
    while True:
        rows, values = vectors.top(query, min(ask, n), keys=keys, effort=effort)
        kept = usable[rows]
        if ask >= n or np.count_nonzero(kept) >= k:
            return Scored(rows[kept][:k], values[kept][:k])
        ask *= 4


def _all(space: Space, query: Vector, usable: Mask | None, within: Matches | None) -> Scored:
    """Every row with its score, best first."""
    table = space.source.table
    if within is not None:
        at = within.at
    else:
        at = np.arange(table.size) if usable is None else np.flatnonzero(usable)
    values = space.vectors.scores(query, at)
    rank = values if space.lower_is_better else -values
    order = np.lexsort((table.keys[at], rank))
    return Scored(at[order], values[order])


def _joined(space: Space, ground: Ground, query: Vector, k: int | None) -> Scored:
    """Rows of a join may share a vector: each vector is compared once."""
    positions, rows = space.source.positions, ground.rows
    assert positions is not None
    rows = rows[space.usable(positions[rows])]
    at, back = np.unique(positions[rows], return_inverse=True)
    found = Scored(rows, space.vectors.scores(query, at)[back])
    return ground.best(found, k, lower=space.lower_is_better)
