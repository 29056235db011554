"""The rows of a pattern: walks, collapsed on what has an alias."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from ....collections.mirrors.table import Table
from ..relation import Relation, Source
from .chain import Chain
from .links import Positions, ranks
from .walks import Walks, codes, least


def rows_of(chain: Chain, walks: Walks, tables: Mapping[str, Table]) -> tuple[Relation, Positions]:
    """A row for each way to bind the aliases, and its least number of edges.

    In order of the ids that the aliases have, in the order of the pattern; of ranges, in that of
    their edges, one that ends before another first. `tables` are what fields of a node come from
    where that is not the graph.
    """
    keys = codes(_columns(chain, walks), len(walks))
    chosen = least(keys, walks.depths)
    walks = walks.take(chosen)
    sources = {name: _source(name, chain, walks, tables) for name in chain.names}
    return Relation(sources, len(walks)), walks.depths


def _columns(chain: Chain, walks: Walks) -> Iterator[tuple[Positions, int]]:
    """What tells rows apart, as ranks of ids: of edges from 1, 0 stands for none."""
    for name in chain.names:
        if name in walks.nodes:
            yield ranks(chain.mirror.points, walks.nodes[name])
            continue
        starts, positions = _path(chain, name, walks)
        found, bound = ranks(chain.mirror.edges.table, positions)
        lengths = np.diff(starts)
        for step in range(int(lengths.max(initial=0))):
            has = lengths > step
            column = np.zeros(len(walks), np.int64)
            column[has] = found[starts[:-1][has] + step] + 1
            yield column, bound + 1


def _path(chain: Chain, name: str, walks: Walks) -> tuple[Positions, Positions]:
    """The edges of a hop, one row after the other: where each row begins, and the edges."""
    at = next(at for at, hop in enumerate(chain.hops) if hop.alias == name)
    before, after = walks.bounds[at], walks.bounds[at + 1]
    starts = np.zeros(len(walks) + 1, np.int64)
    np.cumsum(after - before, out=starts[1:])
    rows = np.repeat(np.arange(len(walks)), after - before)
    steps = np.arange(len(rows)) - starts[rows] + before[rows]
    return starts, walks.used[rows, steps]


def _source(name: str, chain: Chain, walks: Walks, tables: Mapping[str, Table]) -> Source:
    collection, mirror = chain.collection, chain.mirror
    if name in walks.nodes:
        table = tables.get(name, mirror.points)
        return Source(collection, mirror, table, walks.nodes[name])
    edges = mirror.edges
    starts, positions = _path(chain, name, walks)
    if any(hop.alias == name and hop.ranged for hop in chain.hops):
        nowhere = np.full(len(walks), -1)  # a row has no one edge
        return Source(collection, mirror, edges.table, nowhere, edges, (starts, positions))
    return Source(collection, mirror, edges.table, positions, edges)
