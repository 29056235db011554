"""Every way to lay a chain on a graph without using an edge twice (section 14)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tests.velesql.judge.asked import Asked
from tests.velesql.judge.scopes import within
from tests.velesql.judge.values import compare
from tests.velesql.judge.world import Collection, Edge, Point, Refused
from workbench.velesql.tree.patterns import EdgePattern, NodePattern, Pattern

LONGEST = 10


@dataclass(frozen=True)
class Laid:
    """Where aliases lie: node and edge ids, lists of edge ids for ranges; and all edges used."""

    at: int
    bound: dict[str, Any]
    used: tuple[int, ...] = ()


class Graph:
    """A collection with its edges at hand, and what patterns compare with."""

    def __init__(self, collection: Collection, asked: Asked) -> None:
        self.collection = collection
        self.asked = asked
        self._begun: dict[Any, bool] = {}
        self._around: dict[tuple[str, int], list[tuple[Edge, int]]] = defaultdict(list)
        for edge in collection.edges.values():
            self._around["out", edge.source].append((edge, edge.target))
            self._around["in", edge.target].append((edge, edge.source))
            self._around["both", edge.source].append((edge, edge.target))
            if edge.source != edge.target:
                self._around["both", edge.target].append((edge, edge.source))

    def layings(self, pattern: Pattern, anchor: int | None = None) -> Iterator[Laid]:
        starts = list(self.collection.points) if anchor is None else [anchor]
        for start in starts:
            if (first := self._on_node(pattern.nodes[0], Laid(start, {}))) is not None:
                yield from self._further(pattern, 0, first)

    def _further(self, pattern: Pattern, step: int, laid: Laid) -> Iterator[Laid]:
        if step == len(pattern.edges):
            yield laid
            return
        for walked in self._walks(pattern.edges[step], laid):
            if (after := self._on_node(pattern.nodes[step + 1], walked)) is not None:
                yield from self._further(pattern, step + 1, after)

    def _walks(self, edge: EdgePattern, laid: Laid) -> Iterator[Laid]:
        low, high = edge.hops or (1, 1)
        begin = len(laid.used)
        waiting = [laid]
        while waiting:
            one = waiting.pop()
            length = len(one.used) - begin
            if length >= low:
                yield _named(edge, one, begin)
            if length < high:
                waiting += self._steps(edge, one)

    def _steps(self, pattern: EdgePattern, laid: Laid) -> list[Laid]:
        found = []
        for edge, other in self._around[pattern.direction, laid.at]:
            if edge.id not in laid.used and self._fits(pattern, edge):
                found.append(replace(laid, at=other, used=(*laid.used, edge.id)))
        if found and len(laid.used) == LONGEST:
            raise Refused("VELES-027")
        return found

    def _fits(self, pattern: EdgePattern, edge: Edge) -> bool:
        if pattern.types and edge.label not in pattern.types:
            return False
        return self._has(pattern.properties, edge.properties)

    def _on_node(self, pattern: NodePattern, laid: Laid) -> Laid | None:
        point = self.collection.points[laid.at]
        labels = point.payload.get("_labels")
        labels = labels if isinstance(labels, list) else []
        if any(label not in labels for label in pattern.labels):
            return None
        if not self._has(pattern.properties, node_fields(point)):
            return None
        if pattern.alias is None:
            return laid
        if laid.bound.get(pattern.alias, laid.at) != laid.at:
            return None
        return replace(laid, bound={**laid.bound, pattern.alias: laid.at})

    def _has(self, properties: Any, fields: dict[str, Any]) -> bool:
        return all(
            compare(within(fields, (name,)), "=", self.asked.bound(value), self.asked.compat)
            for name, value in properties
        )

    def begins(self, pattern: Pattern, node: int, given: Mapping[Any, int]) -> bool:
        """Whether the chain can begin at a node, with aliases at the nodes that are given."""
        key = id(pattern), node, tuple(sorted(given.items()))
        if key not in self._begun:
            laid = self.layings(pattern, node)
            fits = (all(one.bound[name] == at for name, at in given.items()) for one in laid)
            self._begun[key] = any(fits)
        return self._begun[key]


def node_fields(point: Point) -> dict[str, Any]:
    return {**point.payload, "id": point.id}


def _named(edge: EdgePattern, laid: Laid, begin: int) -> Laid:
    if edge.alias is None:
        return laid
    path = list(laid.used[begin:])
    return replace(laid, bound={**laid.bound, edge.alias: path if edge.hops else path[0]})


def collapsed(layings: Iterator[Laid]) -> list[tuple[dict[str, Any], int]]:
    """One row for all layings of the same named aliases, with the fewest edges of any."""
    found: dict[str, tuple[dict[str, Any], int]] = {}
    for laid in layings:
        key, depth = repr(sorted(laid.bound.items())), len(laid.used)
        if key not in found or depth < found[key][1]:
            found[key] = laid.bound, depth
    return list(found.values())
