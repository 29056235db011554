"""Filters before ranking: which rows a search looks at, and on which way."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...planning.choosing import FEW, Choice, Filtering, choice
from ...planning.estimating import Estimate, Lookup, estimate, lookups
from ...planning.memory import Matches, Remembered, Usable, key_of, memory_of
from ...planning.prepare import Filter
from ...tree.predicates import And, Predicate
from ..relation import Relation, Source
from ..run import Run
from .steps import filter_step, joined_filter_step

NO_VECTORS = ""  # names the way of a search that is not among vectors


class Way(NamedTuple):
    """What is to be done, and the filter's rows where they are known already.

    `usable` are the rows in reach. The filter's rows are kept by `key`; `lookup` finds some of
    which those stay that satisfy the rest of it.
    """

    choice: Choice
    usable: Usable
    matches: Matches | None = None
    key: Hashable | None = None
    lookup: Lookup | None = None


def way_of(filter: Filter | None, relation: Relation, run: Run, space: str = NO_VECTORS) -> Way:
    """How to filter and search the rows of one table; nothing is done.

    `space` names the vectors that are searched: rows without one are out of reach.
    """
    source = relation.first
    mirror = source.mirror
    memory = memory_of(mirror)
    usable = memory.usable(mirror, space)
    if filter is None:
        found = memory.unfiltered.get(space)
        if found is None:
            found = _choice("none", Estimate(1.0, "known"), source, usable)
            memory.unfiltered[space] = found
        return Way(found, usable)
    key = key_of(filter, next(iter(relation.sources)), run)
    kept = None if key is None else memory.filters.find(key)
    if kept is None:
        return _new(filter, relation, run, usable, key)
    found = kept.choices.get(space)
    if found is None:
        count = kept.matches.within(usable.mask, space).count
        share = Estimate(count / max(usable.rows, 1), "known")
        found = kept.choices[space] = _choice("remembered", share, source, usable)
    return Way(found, usable, kept.matches, key)


def matches_of(way: Way, filter: Filter | None, relation: Relation, run: Run) -> Matches | None:
    """The rows alive that satisfy a filter, None where there is none; kept for the next time."""
    if filter is None or (way.matches is not None and run.steps is None):
        return way.matches
    if run.steps is None:
        matches = _filtered(way.lookup, filter, relation, run)
    else:
        with run.measured(filter_step(way.choice), lambda: matches.count):
            matches = way.matches or _filtered(way.lookup, filter, relation, run)
    if way.matches is not None:
        return matches
    if way.key is not None:
        memory_of(relation.first.mirror).filters.keep(way.key, Remembered(matches, {}))
    return matches


def joined_matches(filter: Filter | None, relation: Relation, run: Run) -> Matches | None:
    """The rows of a join that satisfy a filter."""
    if filter is None:
        return None if relation.live is None else Matches(relation.n, mask=relation.live)
    with run.measured(joined_filter_step(), lambda: matches.count):
        mask = _holding(filter.tree, relation, run)
        mask = mask if relation.live is None else mask & relation.live
        matches = Matches(relation.n, mask=mask)
    return matches


def _new(filter: Filter, relation: Relation, run: Run, usable: Usable, key: Hashable | None) -> Way:
    """The way of a filter that is not at hand, by what statistics say."""
    found = lookups(filter.tree, relation, run)
    share = estimate(filter.tree, relation, run, found)
    alone = len(found) == 1 and found[0].predicate is filter.tree
    if found and (alone or found[0].estimate.selectivity <= FEW):
        way = _choice("lookup", share, relation.first, usable)
        return Way(way, usable, key=key, lookup=found[0])
    return Way(_choice("scan", share, relation.first, usable), usable, key=key)


def _choice(filtering: Filtering, share: Estimate, source: Source, usable: Usable) -> Choice:
    return choice(filtering, share, size=source.table.size, usable=usable.rows)


def _filtered(lookup: Lookup | None, filter: Filter, relation: Relation, run: Run) -> Matches:
    run.check_time()
    at = None if lookup is None else _positions(lookup, relation.first)
    if lookup is not None and at is not None:
        return Matches(relation.n, at=_rest(lookup, at, filter, relation, run))
    mask = _holding(filter.tree, relation, run)
    return Matches(relation.n, mask=mask if relation.live is None else mask & relation.live)


def _rest(
    lookup: Lookup, at: NDArray[np.int64], filter: Filter, relation: Relation, run: Run
) -> NDArray[np.int64]:
    """Of positions those that satisfy what else the filter asks."""
    rest = _without(filter.tree, lookup.predicate)
    if not rest or not len(at):
        return at
    [(alias, source)] = relation.sources.items()
    near = Source(source.collection, source.mirror, source.table, at)
    few = Relation({alias: near}, len(at))
    return at[_holding(rest[0] if len(rest) == 1 else And(tuple(rest)), few, run)]


def _positions(lookup: Lookup, source: Source) -> NDArray[np.int64] | None:
    table = source.table
    if lookup.special:
        at = table.position(lookup.value)
        return np.array([at] if at >= 0 else [], np.int64)
    find = (lookup.path, lookup.predicate.operator, lookup.value)
    found = table.matching(*find)
    # The first question about a path only notes it; its column is read here anyway.
    return table.matching(*find) if found is None else found


def _without(tree: Predicate, taken: Predicate) -> list[Predicate]:
    if tree is taken:
        return []
    if not isinstance(tree, And):
        return [tree]
    return [one for part in tree.parts for one in _without(part, taken)]


def _holding(tree: Predicate, relation: Relation, run: Run) -> NDArray[np.bool_]:
    from ..predicates.truth import holds

    return holds(tree, relation, run)
