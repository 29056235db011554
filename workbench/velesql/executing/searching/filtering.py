"""Filters before ranking: which rows a search looks at, and on which way."""

from __future__ import annotations

from collections.abc import Hashable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...planning.choosing import FEW, Choice, Filtering, choice
from ...planning.estimating import Estimate, Lookup, estimate, lookups
from ...planning.memory import Matches, Memory, Remembered, Usable, key_of, memory_of
from ...planning.prepare import Filter
from ...tree.predicates import And, Predicate
from ..relation import Relation, Source
from ..run import Run
from .steps import filter_step, joined_filter_step

NO_VECTORS = ""  # names the way of a search that is not among vectors


class Way(NamedTuple):
    """What is to be done, and the filter's rows where they are known already."""

    choice: Choice
    matches: Matches | None
    key: Hashable | None


def way_of(filter: Filter | None, relation: Relation, run: Run, space: str = NO_VECTORS) -> Way:
    """How to filter and search the rows of one table; nothing is done.

    `space` names the vectors that are searched: rows without one are out of reach.
    """
    source = relation.first
    memory = memory_of(source.mirror)
    if filter is None:
        found = memory.unfiltered.get(space)
        if found is None:
            known = Estimate(1.0, "known")
            found = _choice("none", known, source, _usable(memory, source, space))
            memory.unfiltered[space] = found
        return Way(found, None, None)
    key = key_of(filter, next(iter(relation.sources)), run)
    kept = None if key is None else memory.filters.find(key)
    if kept is None:
        return Way(_new(filter, relation, run, _usable(memory, source, space)), None, key)
    found = kept.choices.get(space)
    if found is None:
        usable = _usable(memory, source, space)
        count = kept.matches.within(usable.mask, space).count
        share = Estimate(count / max(usable.rows, 1), "known")
        found = kept.choices[space] = _choice("remembered", share, source, usable)
    return Way(found, kept.matches, key)


def matches_of(way: Way, filter: Filter | None, relation: Relation, run: Run) -> Matches | None:
    """The rows alive that satisfy a filter, None where there is none; kept for the next time."""
    if filter is None or (way.matches is not None and run.steps is None):
        return way.matches
    with run.measured(filter_step(way.choice), lambda: matches.count):
        matches = way.matches or _filtered(way.choice, filter, relation, run)
    if way.matches is not None:
        return matches
    source = relation.first
    if way.key is not None:
        memory_of(source.mirror).filters.keep(way.key, Remembered(matches, {}))
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


def _new(filter: Filter, relation: Relation, run: Run, usable: Usable) -> Choice:
    """The way of a filter that is not at hand, by what statistics say."""
    found = lookups(filter.tree, relation, run)
    alone = len(found) == 1 and found[0].predicate is filter.tree
    filtering: Filtering = "scan"
    if found and (alone or found[0].estimate <= FEW):
        filtering = "lookup"
    return _choice(filtering, estimate(filter.tree, relation, run), relation.first, usable)


def _choice(filtering: Filtering, share: Estimate, source: Source, usable: Usable) -> Choice:
    return choice(filtering, share, size=source.table.size, usable=usable.rows)


def _usable(memory: Memory, source: Source, space: str) -> Usable:
    if space:
        return memory.usable(source.mirror, space)
    table = source.table
    return Usable(None if table.whole else table.alive, table.count)


def _filtered(way: Choice, filter: Filter, relation: Relation, run: Run) -> Matches:
    run.check_time()
    if way.filtering == "lookup":
        found = _looked_up(filter, relation, run)
        if found is not None:
            return found
    mask = _holding(filter.tree, relation, run)
    return Matches(relation.n, mask=mask if relation.live is None else mask & relation.live)


def _looked_up(filter: Filter, relation: Relation, run: Run) -> Matches | None:
    """Positions of the most selective comparison, of which those stay that satisfy the rest."""
    driver = lookups(filter.tree, relation, run)[0]
    at = _positions(driver, relation.first)
    if at is None:
        return None
    rest = _without(filter.tree, driver.predicate)
    if rest and len(at):
        [(alias, source)] = relation.sources.items()
        near = Source(source.collection, source.mirror, source.table, at)
        few = Relation({alias: near}, len(at))
        at = at[_holding(rest[0] if len(rest) == 1 else And(tuple(rest)), few, run)]
    return Matches(relation.n, at=at)


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
    from ..truth import holds

    return holds(tree, relation, run)
