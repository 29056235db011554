"""Why something is believed: the best fact, and what its links lead to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...core.errors import BadInput
from ...core.show import Shown
from ...core.values import Edge, Node, Rows
from ..mirrors.mirror import Mirror
from .area import Area, Vector, checked
from .fact import FACT, NAME, Fact, metadata_of
from .links import edge_at
from .recalling import recall

MOST_HOPS, EDGES_A_NODE, MOST_NODES, MOST_EDGES = 10, 64, 500, 2000


@dataclass(frozen=True, slots=True, repr=False)
class Evidence(Shown):
    """A graph: `seed` is the best fact, None where none is like the question.

    Nodes stand in the order of their `hop`, a property of each, and edges in that of the walk.
    `truncated` says that there is more than was walked.
    """

    seed: Fact | None
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    truncated: bool = False

    @property
    def rows(self) -> Rows:
        """Node by node, with the edges from it: what views of graphs take."""
        return Rows(
            ("hop", "text", "node", "edges"),
            [
                (
                    node.properties["hop"],
                    node.properties["text"],
                    node,
                    [edge for edge in self.edges if edge.source == node.id],
                )
                for node in self.nodes
            ],
            self.truncated,
        )

    def _parts(self) -> Iterable[str | Rows]:
        texts = {node.id: node.properties["text"] for node in self.nodes}
        hops = {node.id: node.properties["hop"] for node in self.nodes}
        told = [
            (hops[edge.source] + 1, texts[edge.source], edge.type, texts[edge.target])
            for edge in self.edges
        ]
        yield f"seed: {self.seed.text}" if self.seed else "nothing is like the question"
        yield Rows(("hop", "from", "link", "to"), told, self.truncated)


def why(area: Area, query: str | Vector, max_hops: int) -> Evidence:
    """The walk from the best fact along links as they point; see `Memory.why`."""
    if checked(max_hops, "max_hops") > MOST_HOPS:
        raise BadInput(f"max_hops: expected at most {MOST_HOPS}, saw {max_hops}")
    row = area.vector(query)
    with area.database.reading():
        found = recall(area, row, 1)
        if not found:
            return Evidence(None)
        return _Walk(area, area.mirror, found[0]).evidence(max_hops)


class _Walk:
    """Breadth first; of a node the edges with the lowest ids first."""

    def __init__(self, area: Area, mirror: Mirror, seed: Fact) -> None:
        self._mirror, self._live, self._seed = mirror, area.live(mirror), seed
        start = mirror.points.position(seed.id)
        self._hops = {start: 0}
        self._edges: dict[int, None] = {}
        self._truncated = False

    def evidence(self, hops: int) -> Evidence:
        newest = list(self._hops)
        for hop in range(1, hops + 1):
            newest = [at for source in newest for at in self._from(source, hop)]
        nodes = tuple(self._node(at, hop) for at, hop in self._hops.items())
        edges = tuple(edge_at(self._mirror, at) for at in self._edges)
        return Evidence(self._seed, nodes, edges, self._truncated)

    def _from(self, source: int, hop: int) -> list[int]:
        """The points that the edges from one lead to and that were not met before."""
        ways, ids = self._mirror.adjacency.out, self._mirror.edges.table.ids
        start, end = ways.starts[source], ways.starts[source + 1]
        edges, points = ways.edges[start:end], ways.points[start:end]
        order = np.flatnonzero(self._live[points])
        order = order[np.argsort(ids[edges[order]], kind="stable")]
        self._truncated |= len(order) > EDGES_A_NODE
        met = []
        for edge, point in zip(
            edges[order[:EDGES_A_NODE]].tolist(), points[order[:EDGES_A_NODE]].tolist(), strict=True
        ):
            new = point not in self._hops
            if len(self._edges) >= MOST_EDGES or (new and len(self._hops) >= MOST_NODES):
                self._truncated = True
                continue
            self._edges[edge] = None
            if new:
                self._hops[point] = hop
                met.append(point)
        return met

    def _node(self, at: int, hop: int) -> Node:
        payload = self._mirror.points.payload(at)
        text = payload.get("content", payload.get(NAME, ""))
        own: dict[str, Any] = {"text": text, "hop": hop}
        own |= {k: payload[k] for k in ("confidence", "created_at") if k in payload}
        if not hop:
            own["score"] = self._seed.score
        labels = tuple(payload.get("_labels") or (FACT,))
        return Node(str(self._mirror.points.id(at)), labels, metadata_of(payload) | own)
