"""Patterns laid on small graphs one edge after the other, to compare answers with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workbench.velesql.tree.patterns import EdgePattern, NodePattern, Pattern
from workbench.velesql.tree.values import Constant


@dataclass(frozen=True)
class Edge:
    id: int
    source: int
    target: int
    label: str
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Graph:
    nodes: dict[int, dict[str, Any]]
    edges: list[Edge]

    def dataset(self, name: str = "g") -> list[dict[str, Any]]:
        """In the form of the shared cases."""
        points = [{"id": id, "payload": payload} for id, payload in self.nodes.items()]
        edges = [{**vars(edge), "properties": dict(edge.properties)} for edge in self.edges]
        return [{"name": name, "kind": "graph", "points": points, "edges": edges}]


@dataclass(frozen=True)
class Walk:
    at: int
    used: tuple[int, ...] = ()
    bound: tuple[tuple[str, Any], ...] = ()


def rows(pattern: Pattern, graph: Graph, **given: int) -> dict[tuple[tuple[str, Any], ...], int]:
    """The least number of edges of each binding of the aliases, in the order of the pattern."""
    found: dict[tuple[tuple[str, Any], ...], int] = {}
    for start in graph.nodes:
        for walk in _arrived(Walk(start, (), tuple(given.items())), pattern.nodes[0], graph):
            for whole in _onward(walk, pattern, 0, graph):
                depth = found.setdefault(whole.bound, len(whole.used))
                found[whole.bound] = min(depth, len(whole.used))
    return found


def _onward(walk: Walk, pattern: Pattern, at: int, graph: Graph) -> Iterator[Walk]:
    if at == len(pattern.edges):
        yield walk
        return
    edge, node = pattern.edges[at], pattern.nodes[at + 1]
    least, most = edge.hops or (1, 1)
    for longer in _longer(walk, edge, most, graph):
        path = longer.used[len(walk.used) :]
        if len(path) < least:
            continue
        bound = longer.bound
        if edge.alias:
            bound = (*bound, (edge.alias, path if edge.hops else path[0]))
        for there in _arrived(Walk(longer.at, longer.used, bound), node, graph):
            yield from _onward(there, pattern, at + 1, graph)


def _longer(walk: Walk, pattern: EdgePattern, most: int, graph: Graph) -> Iterator[Walk]:
    yield walk
    if most == 0:
        return
    for edge in graph.edges:
        if edge.id in walk.used or not _fits(edge, pattern):
            continue
        ends = set()
        if pattern.direction != "in" and edge.source == walk.at:
            ends.add(edge.target)
        if pattern.direction != "out" and edge.target == walk.at:
            ends.add(edge.source)
        for end in ends:
            on = Walk(end, (*walk.used, edge.id), walk.bound)
            yield from _longer(on, pattern, most - 1, graph)


def _fits(edge: Edge, pattern: EdgePattern) -> bool:
    typed = not pattern.types or edge.label in pattern.types
    return typed and _has(edge.properties, pattern.properties)


def _has(payload: Mapping[str, Any], properties: Any) -> bool:
    return all(_equal(payload.get(name), value) for name, value in properties)


def _equal(left: Any, right: Constant) -> bool:
    """NULL equals nothing; types differ where Python's do, but for whole and other numbers."""
    value = right.value
    if left is None or value is None or isinstance(left, bool) != isinstance(value, bool):
        return False
    return bool(left == value)


def _arrived(walk: Walk, node: NodePattern, graph: Graph) -> Iterator[Walk]:
    payload = graph.nodes[walk.at]
    labels = payload.get("_labels") or ()
    if not set(node.labels) <= set(labels) or not _has(payload, node.properties):
        return
    known = dict(walk.bound)
    if node.alias is None:
        yield walk
    elif node.alias not in known:
        yield Walk(walk.at, walk.used, (*walk.bound, (node.alias, walk.at)))
    elif known[node.alias] == walk.at:
        yield walk
