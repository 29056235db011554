"""How many nodes a pattern can match, by the indexes of the state: where a query starts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import NamedTuple

import numpy as np

from ..state import State
from ..state.columns import Ids, ids_of
from ..state.edges import EdgeTable
from ..state.nodes import NodeTable
from .filters import Numbers, equals, meets
from .spec import EdgePattern, Filter, NodePattern, Query

_LOOKED_UP = ("eq", "in")  # answered by the values that are equal
_FEW = 64  # looking for a smaller set would take longer than starting from one of this size
_MANY = 10_000  # distinct values of a property that are looked through to narrow a start


class Anchor(NamedTuple):
    """The node pattern that TongGraph would start at: its number among the node patterns."""

    at: int
    candidates: int


def anchor(query: Query, state: State, numbers: Numbers) -> Anchor:
    """The node pattern that the fewest nodes match by themselves, the first one on ties."""
    found = [matching(node, state, numbers) for node in query.nodes]
    at = min(range(len(found)), key=lambda at: (len(found[at]), at))
    return Anchor(at, len(found[at]))


def starts(query: Query, at: int, state: State, numbers: Numbers) -> Ids | None:
    """A small set of ids that holds all nodes which the pattern `at` can match.

    None where no index narrows them.
    """
    best: Ids | None = None
    for found in _narrowing(query, at, state, numbers):
        if best is None or len(found) < len(best):
            best = found
        if len(best) <= _FEW:
            break
    return best


def _narrowing(query: Query, at: int, state: State, numbers: Numbers) -> Iterator[Ids]:
    """Sets of ids that hold the nodes of a pattern, the quickest first."""
    pattern = query.nodes[at]
    yield from _named(pattern, state)
    yield from (_having(state.nodes, f, numbers) for f in pattern.filters if f.op in _LOOKED_UP)
    for edge, side in _edges_at(query, at):
        for edges in _edge_sets(edge, state, numbers):
            if len(edges) < len(state.nodes):
                yield _ends(edges, side, edge, state)
    for filter in pattern.filters:
        column = state.nodes.property_columns().get(filter.key)
        if filter.op not in _LOOKED_UP and (column is None or len(column.values) <= _MANY):
            yield _meeting(state.nodes, filter, numbers)


def matching(pattern: NodePattern, state: State, numbers: Numbers) -> Ids:
    """All nodes that match a pattern by themselves."""
    sets = [*_named(pattern, state)]
    for filter in pattern.filters:
        looked_up = filter.op in _LOOKED_UP
        sets.append((_having if looked_up else _meeting)(state.nodes, filter, numbers))
    if not sets:
        return state.nodes.ids()
    sets.sort(key=len)
    return reduce(lambda left, right: np.intersect1d(left, right, assume_unique=True), sets)


def _named(pattern: NodePattern, state: State) -> Iterator[Ids]:
    """The nodes of the pattern's id, of its external id and of each of its labels."""
    if pattern.id is not None:
        yield ids_of([pattern.id] if pattern.id in state.nodes else [])
    if pattern.external_id is not None:
        found = state.nodes.id_of(pattern.external_id)
        yield ids_of([] if found is None else [found])
    for label in pattern.labels:
        yield state.nodes.with_label(label)


def _edge_sets(pattern: EdgePattern, state: State, numbers: Numbers) -> Iterator[Ids]:
    if pattern.id is not None:
        yield ids_of([pattern.id] if pattern.id in state.edges else [])
    if pattern.edge_type is not None:
        yield state.edges.of_type(pattern.edge_type)
    for filter in pattern.filters:
        if filter.op in _LOOKED_UP:
            yield _having(state.edges, filter, numbers)


def _edges_at(query: Query, at: int) -> Iterator[tuple[EdgePattern, str]]:
    """The edge patterns beside a node pattern, and on which of their sides it is."""
    if at < len(query.edges):
        yield query.edges[at], "left"
    if at > 0:
        yield query.edges[at - 1], "right"


def _ends(edges: Ids, side: str, pattern: EdgePattern, state: State) -> Ids:
    sources, targets = state.edges.ends(edges)
    if pattern.direction == "both":
        return np.union1d(sources, targets)
    return np.unique(sources if (side == "left") == (pattern.direction == "out") else targets)


def _having(records: NodeTable | EdgeTable, filter: Filter, numbers: Numbers) -> Ids:
    """The records with a value that an `eq` or an `in` asks for."""
    wanted = [equal for one in filter.values for equal in equals(one, numbers)]
    sets = [records.with_property(filter.key, value) for value in wanted]
    return reduce(np.union1d, sets) if sets else ids_of([])


def _meeting(records: NodeTable, filter: Filter, numbers: Numbers) -> Ids:
    """The records that meet any filter: each distinct value is looked at once."""
    column = records.property_columns().get(filter.key)
    if column is None:
        return ids_of([])
    met = [meets(filter, value, numbers) for value in column.values]
    return column.ids[np.array(met, np.bool_)[column.codes]]
