"""A query answered over the mirror in this process, as TongGraph walks.

It gives the rows that the compiled Cypher gives, in the same order, for graphs that no graph
store here can hold, such as one whose label and edge type have the same name.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from ...core.property_graph.records import Direction, EdgeRecord, NodeRecord
from ..state import State
from .candidates import anchor, matching
from .compiling import Order
from .filters import Numbers, meets
from .spec import TURNED, EdgePattern, Filter, NodePattern, Query

COUNTS = ("expanded_edges", "filtered_edges", "filtered_nodes", "alias_conflicts")


def walked(
    query: Query, state: State, *, order: Order, numbers: Numbers
) -> tuple[list[dict[str, int]], dict[str, int]]:
    """The rows, and TongGraph's counts of what was looked at for them."""
    walker = Walker(query, state, numbers)
    walks = walker.walks(anchor(query, state, numbers).at)
    if order == "ids":
        walks = iter(sorted(walks))
    edges = {edge.alias: 2 * at + 1 for at, edge in enumerate(query.edges)}
    nodes = {node.alias: 2 * at for at, node in enumerate(query.nodes)}
    places = [(alias, (edges | nodes)[alias]) for alias in query.returns]
    most = None if query.limit is None else min(query.limit, sys.maxsize)
    rows = [{alias: walk[at] for alias, at in places} for walk in islice(walks, most)]
    return rows, {name: walker.counts[name] for name in COUNTS}


class _Step(NamedTuple):
    """One hop: the edge pattern, the node pattern that is reached, and that it starts from."""

    edge: int
    new: int
    known: int
    direction: Direction


class Walker:
    """Finds the walks of a query from one of its node patterns, and counts what it looks at.

    `counts`: `expanded_edges` are all edges looked at; of these, `filtered_edges` missed their
    own pattern, `filtered_nodes` the next node's, `alias_conflicts` an alias bound before.
    """

    def __init__(self, query: Query, state: State, numbers: Numbers) -> None:
        self._query, self._state, self._numbers = query, state, numbers
        self._nodes, self._edges = [-1] * len(query.nodes), [-1] * len(query.edges)
        self.counts = Counter[str]()

    def walks(self, start: int) -> Iterator[tuple[int, ...]]:
        """Ids from left to right: node, edge, node and so on.

        In TongGraph's order: from each candidate of `start` to the left, for each of these to
        the right, edges ascending, with `both` outgoing before incoming ones.
        """
        edges = self._query.edges
        left = [_Step(at, at, at + 1, TURNED[edges[at].direction]) for at in range(start)][::-1]
        right = [_Step(at, at + 1, at, edges[at].direction) for at in range(start, len(edges))]
        for node in matching(self._query.nodes[start], self._state, self._numbers).tolist():
            self._nodes[start] = node
            bound = {self._query.nodes[start].alias: node}
            yield from self._expanded((*left, *right), bound)

    def _expanded(
        self, steps: tuple[_Step, ...], bound: dict[str, int]
    ) -> Iterator[tuple[int, ...]]:
        if not steps:
            pairs = zip(self._nodes, self._edges, strict=False)
            yield (*(id for pair in pairs for id in pair), self._nodes[-1])
            return
        step = steps[0]
        for edge, node in self._leading(step):
            now = self._bound(step, edge, node, bound)
            if now is not None:
                self._edges[step.edge], self._nodes[step.new] = edge, node
                yield from self._expanded(steps[1:], now)

    def _leading(self, step: _Step) -> Iterator[tuple[int, int]]:
        """The edges of a step that match, and the nodes that they lead to, which match too."""
        pattern, reached = self._query.edges[step.edge], self._query.nodes[step.new]
        known = self._nodes[step.known]
        # A loop may be told twice where both directions are taken.
        leading = dict(self._state.edges.leading(known, step.direction, None))
        for edge, node in leading.items():
            self.counts["expanded_edges"] += 1
            if not self._is_edge(pattern, self._state.edges.get(edge)):
                self.counts["filtered_edges"] += 1
            elif not self._is_node(reached, self._state.nodes.get(node)):
                self.counts["filtered_nodes"] += 1
            else:
                yield edge, node

    def _bound(
        self, step: _Step, edge: int, node: int, bound: dict[str, int]
    ) -> dict[str, int] | None:
        """The aliases with those of this step; None where one is bound to something else."""
        alias = self._query.edges[step.edge].alias
        now = {self._query.nodes[step.new].alias: node} | ({alias: edge} if alias else {})
        if any(bound.get(name, id) != id for name, id in now.items()):
            self.counts["alias_conflicts"] += 1
            return None
        return bound | now

    def _is_edge(self, pattern: EdgePattern, edge: EdgeRecord | None) -> bool:
        return (
            edge is not None
            and pattern.id in (None, edge.id)
            and pattern.edge_type in (None, edge.edge_type)
            and self._meets(pattern.filters, edge.properties)
        )

    def _is_node(self, pattern: NodePattern, node: NodeRecord | None) -> bool:
        return (
            node is not None
            and pattern.id in (None, node.id)
            and pattern.external_id in (None, node.external_id)
            and set(pattern.labels) <= set(node.labels)
            and self._meets(pattern.filters, node.properties)
        )

    def _meets(self, filters: tuple[Filter, ...], properties: Mapping[str, Any]) -> bool:
        return all(
            one.key in properties and meets(one, properties[one.key], self._numbers)
            for one in filters
        )
