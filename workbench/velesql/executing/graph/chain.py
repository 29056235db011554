"""A pattern, bound to the points and edges of one collection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from ....collections.mirrors.adjacency import Neighbours
from ....collections.mirrors.edge_rows import EdgeRows
from ....collections.mirrors.mirror import Mirror
from ....collections.mirrors.table import Table
from ...checking.faults import fault
from ...tree.patterns import EdgePattern, NodePattern, Pattern, Properties
from ...tree.predicates import And, Compare
from ...tree.values import Column
from ..relation import Relation, Source
from ..run import Run
from .links import Mask, labelled, narrowed, neighbours


@dataclass(frozen=True, slots=True)
class Stop:
    """A node of the chain; `allowed` (size,) are the points that it can be, None for all."""

    name: str
    allowed: Mask | None


@dataclass(frozen=True, slots=True)
class Hop:
    """A relationship of the chain, as the edges that fit it lead on from each point."""

    alias: str | None
    pattern: EdgePattern
    neighbours: Neighbours
    low: int = 1
    high: int = 1

    @property
    def ranged(self) -> bool:
        return self.pattern.hops is not None

    def meets(self, other: Hop) -> bool:
        """Whether an edge can fit both."""
        mine, theirs = self.pattern.types, other.pattern.types
        return not mine or not theirs or not set(mine).isdisjoint(theirs)


@dataclass(frozen=True, slots=True)
class Chain:
    """`len(stops) == len(hops) + 1`; nodes without an alias have a name that no alias can be."""

    collection: str
    mirror: Mirror
    stops: tuple[Stop, ...]
    hops: tuple[Hop, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The aliases, in the order in which they are written."""
        found = [self.stops[0].name]
        for hop, stop in zip(self.hops, self.stops[1:], strict=True):
            found += [hop.alias or "", stop.name]
        return tuple(dict.fromkeys(one for one in found if not unnamed(one)))

    @property
    def most(self) -> int:
        """Edges in its longest row."""
        return sum(hop.high for hop in self.hops)


def unnamed(name: str) -> bool:
    return not name or name[0] == " "


def chain_of(
    pattern: Pattern, source: Source, run: Run, *, allowed: Mapping[str, Mask] | None = None
) -> Chain:
    """The chain over a collection; `allowed` are further masks by alias.

    VELES-018 where the collection has no edges, VELES-010 where an alias is of two things.
    """
    mirror = source.mirror
    if mirror.definition.kind == "metadata":
        what = f"{source.collection} is a metadata collection, which has no edges to match"
        raise fault("VELES-018", what)
    _check_aliases(pattern)
    more = allowed or {}
    stops = [
        Stop(node.alias or f" {at}", _points(node, source, run, more.get(node.alias or "")))
        for at, node in enumerate(pattern.nodes)
    ]
    hops = tuple(_hop(edge, source, run) for edge in pattern.edges)
    return Chain(source.collection, mirror, tuple(stops), hops)


def _check_aliases(pattern: Pattern) -> None:
    nodes = {node.alias for node in pattern.nodes if node.alias}
    edges = [edge.alias for edge in pattern.edges if edge.alias]
    for at, alias in enumerate(edges):
        if alias in nodes or alias in edges[:at]:
            what = f"{alias} is the alias of two things; only a node may be named twice"
            raise fault("VELES-010", what)


def _points(node: NodePattern, source: Source, run: Run, more: Mask | None) -> Mask | None:
    table = source.mirror.points
    masks = [labelled(table, label) for label in dict.fromkeys(node.labels)]
    if node.properties:
        masks.append(_fitting(node.properties, source, table, None, run))
    if more is not None:
        masks.append(more)
    return reduce(np.logical_and, masks) if masks else None


def _hop(edge: EdgePattern, source: Source, run: Run) -> Hop:
    found = neighbours(source.mirror, edge)
    if edge.properties:
        edges = source.mirror.edges
        found = narrowed(found, _fitting(edge.properties, source, edges.table, edges, run))
    return Hop(edge.alias, edge, found, *(edge.hops or (1, 1)))


def _fitting(
    properties: Properties, source: Source, table: Table, edges: EdgeRows | None, run: Run
) -> Mask:
    """(size,) the rows whose fields equal all values of a property map."""
    from ..predicates.truth import holds

    whole = Source(source.collection, source.mirror, table, None, edges)
    parts = tuple(Compare(_property(name), "=", value) for name, value in properties)
    return holds(And(parts), Relation({" ": whole}, table.size), run)


def _property(name: str) -> Column:
    return Column((" ", name) if name == "id" else (" ", "payload", name))
