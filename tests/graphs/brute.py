"""The calls of a graph in plain dicts and lists, word for word from their definitions."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from workbench.core.property_graph.records import EdgeRecord


class Brute:
    """Nodes by id and edges in the order of ids; answers are what the definitions say."""

    def __init__(self, nodes: Iterable[int], edges: Iterable[EdgeRecord]) -> None:
        self.nodes = sorted(nodes)
        self.edges = sorted(edges, key=lambda edge: edge.id)
        self._out, self._into = defaultdict[int, Any](list), defaultdict[int, Any](list)
        for edge in self.edges:
            self._out[edge.source].append(edge)
            self._into[edge.target].append(edge)

    def steps(self, node: int, way: str = "out", kind: str | None = None) -> list[Any]:
        """(edge, other end) in the order of the primitive, repeats and all."""
        out = [(e, e.target) for e in self._out[node]] if way in ("out", "both") else []
        into = [(e, e.source) for e in self._into[node]] if way in ("in", "both") else []
        return [step for step in out + into if kind in (None, step[0].edge_type)]

    def nbrs(self, node: int, way: str = "out", kind: str | None = None) -> list[int]:
        return list(dict.fromkeys(other for _, other in self.steps(node, way, kind)))

    def layers(self, starts: Iterable[int], way: str, kind: str | None) -> list[list[int]]:
        layers = [list(dict.fromkeys(starts))]
        seen = set(layers[0])
        while layers[-1]:
            layers.append([])
            for node in layers[-2]:
                for other in self.nbrs(node, way, kind):
                    if other not in seen:
                        seen.add(other)
                        layers[-1].append(other)
        return layers

    def k_hop(self, start: int, hops: int, way: str, kind: str | None) -> list[int]:
        return [v for layer in self.layers([start], way, kind)[1 : hops + 1] for v in layer]

    def bfs(self, start: int, way: str, kind: str | None) -> list[int]:
        return [v for layer in self.layers([start], way, kind) for v in layer]

    def frontier(self, starts: list[int], steps: int, way: str, kind: str | None) -> list[int]:
        layers = self.layers(starts, way, kind)
        return layers[steps] if steps < len(layers) else []

    def shortest_path(
        self, start: int, target: int, way: str, weight: str | None, *, first: bool = False
    ) -> tuple[list[int], list[int], float] | None:
        """`first` relaxes only the first edge to each neighbour."""
        best, heap, done = {start: (0.0, [start], [])}, [(0.0, start)], set()  # type: ignore[var-annotated]
        while heap:
            _, node = heapq.heappop(heap)
            if node in done:
                continue
            done.add(node)
            distance, nodes, edges = best[node]
            met = set[int]()
            for edge, other in self.steps(node, way):
                if first and other in met:
                    continue
                met.add(other)
                reached = distance + float(edge.properties.get(weight, 1))
                if other not in best or reached < best[other][0]:
                    best[other] = (reached, [*nodes, other], [*edges, edge.id])
                    heapq.heappush(heap, (reached, other))
        return None if target not in best else (best[target][1], best[target][2], best[target][0])

    def components(self, kind: str | None) -> list[list[int]]:
        found, seen = [], set[int]()
        for node in self.nodes:
            if node not in seen:
                found.append(self.bfs(node, "both", kind))
                seen.update(found[-1])
        return found

    def pagerank(self, rounds: int, damping: float, kind: str | None) -> dict[int, float]:
        n, leads = len(self.nodes), {v: self.nbrs(v, "out", kind) for v in self.nodes}
        ranks = dict.fromkeys(self.nodes, 1 / n)
        for _ in range(rounds):
            lost = sum(ranks[v] for v in self.nodes if not leads[v])
            new = dict.fromkeys(self.nodes, (1 - damping) / n + damping * lost / n)
            for v in self.nodes:
                for other in leads[v]:
                    new[other] += damping * ranks[v] / len(leads[v])
            ranks = new
        return ranks

    def propagate(
        self, seeds: dict[int, float], steps: int, key: str, inside: set[int] | None = None
    ) -> dict[int, float]:
        now, held = dict(seeds), dict(seeds)
        for _ in range(steps):
            arrived = defaultdict[int, float](float)
            for node in sorted(now):
                for edge, other in self.steps(node):
                    if inside is None or other in inside:
                        arrived[other] += now[node] * float(edge.properties.get(key, 1))
            now = {node: score for node, score in arrived.items() if score}
            for node, score in now.items():
                held[node] = held.get(node, 0.0) + score
        return held
