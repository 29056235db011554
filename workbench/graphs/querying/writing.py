"""The Cypher of a query, clause by clause.

Every hop is a MATCH of its own: an edge may be used twice in a row, and Cypher keeps edges
apart within one MATCH. All names stand between back-ticks, all values are parameters. A name
with a backslash is a parameter too: Neo4j reads \\u0060 as a back-tick wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ...core.property_graph.records import Direction
from ..state import State
from .filters import NEVER, Numbers, condition, is_impossible, meets
from .spec import TURNED, Filter, Query

ID, COMMON = "tong_id", "TongNode"  # as the projection names them
START, LIMIT = "start", "limit"
# Keys that are not, or not always, the record's own in the projection.
_ADDED, _ADDED_TO_NODES = frozenset({ID, "tong_labels"}), "external_id"
_INNER = "@"  # begins ArcadeDB's words for what is inside a record, such as @rid
_ARROWS: dict[Direction, tuple[str, str]] = {
    "out": ("-", "->"),
    "in": ("<-", "-"),
    "both": ("-", "-"),
}


class Writer:
    """Writes the clauses of one query over one state, and keeps their parameters."""

    def __init__(self, query: Query, state: State, numbers: Numbers) -> None:
        self._query, self._state, self._numbers = query, state, numbers
        self.parameters: dict[str, Any] = {}
        self._named: dict[str, str] = {}  # of an alias, the variable that it has first
        self._nodes = [self._named.setdefault(n.alias, f"n{i}") for i, n in enumerate(query.nodes)]
        self._edges = [f"e{i}" for i in range(len(query.edges))]

    def match(self, start: int, *, by_ids: bool) -> list[str]:
        """The clauses that find the path from the node pattern `start` to the left and right."""
        clauses = [self._start(start, by_ids)]
        clauses += [self._hop(at, at) for at in range(start - 1, -1, -1)]
        clauses += [self._hop(at, at + 1) for at in range(start, len(self._edges))]
        return clauses

    def returned(self, order: Sequence[str], *, limited: bool) -> list[str]:
        """The clauses that return what is asked for, in this order."""
        columns = [f"{_id(self._named[alias])} AS {column}" for alias, column in self.columns()]
        clauses = [f"RETURN {', '.join(columns) or '1 AS found'}", f"ORDER BY {', '.join(order)}"]
        return [*clauses, f"LIMIT ${LIMIT}"] if limited else clauses

    def columns(self) -> tuple[tuple[str, str], ...]:
        """(alias, column) of what is returned; after `match`."""
        return tuple((alias, f"{self._named[alias]}_id") for alias in self._query.returns)

    def from_left(self) -> list[str]:
        """What sorts by the ids of the elements from left to right.

        The first node and the edges do: they say which the other nodes are.
        """
        return [_id(self._nodes[0]), *map(_id, self._edges)]

    def from_anchor(self, anchor: int) -> list[str]:
        """What sorts as TongGraph finds: from the anchor to the left, for each of these right."""
        keys = [_id(self._nodes[anchor])]
        for at in range(anchor - 1, -1, -1):
            keys += self._step(at, at + 1)
        for at in range(anchor, len(self._edges)):
            keys += self._step(at, at)
        return keys

    def _step(self, at: int, known: int) -> list[str]:
        """Edges ascend; where both directions are taken, outgoing ones come first."""
        edge, node = self._edges[at], self._nodes[known]
        if self._query.edges[at].direction != "both":
            return [_id(edge)]
        return [f"CASE WHEN startNode({edge}).{ID} = {_id(node)} THEN 0 ELSE 1 END", _id(edge)]

    def _start(self, at: int, by_ids: bool) -> str:
        node = self._nodes[at]
        if by_ids:
            # A second label in the pattern would make ArcadeDB scan it instead of looking up.
            found = f"UNWIND ${START} AS {START} MATCH ({node}:{COMMON} {{{ID}: {START}}})"
            return found + _where(self._of_node(at))
        return f"MATCH ({node}:{COMMON}){_where(self._of_node(at))}"

    def _hop(self, at: int, new: int) -> str:
        """The edge pattern `at` from the end that was matched to the node pattern `new`."""
        direction = self._query.edges[at].direction
        before, after = _ARROWS[direction if new > at else TURNED[direction]]
        known = self._nodes[at if new > at else at + 1]
        kind, conditions = self._of_edge(at)
        path = f"({known}){before}[{self._edges[at]}{kind}]{after}({self._nodes[new]})"
        return f"MATCH {path}{_where([*conditions, *self._of_node(new)])}"

    def _of_node(self, at: int) -> list[str]:
        pattern, node, nodes = self._query.nodes[at], self._nodes[at], self._state.nodes
        conditions = list[str]()
        if pattern.id is not None:
            conditions.append(self._is(node, pattern.id if pattern.id in nodes else None))
        if pattern.external_id is not None:
            conditions.append(self._is(node, nodes.id_of(pattern.external_id)))
        conditions += [self._labelled(node, label) for label in dict.fromkeys(pattern.labels)]
        return conditions + [self._filter(one, node, nodes) for one in pattern.filters]

    def _labelled(self, node: str, label: str) -> str:
        if not len(self._state.nodes.with_label(label)):
            return NEVER  # though it may be a word of the engine's, such as TongNode
        if _is_plain(label):
            return f"{node}:{_quoted(label)}"
        return f"{self._bind(label)} IN labels({node})"

    def _of_edge(self, at: int) -> tuple[str, list[str]]:
        """The type of an edge pattern as it stands behind its variable, and its conditions."""
        pattern, edge, edges = self._query.edges[at], self._edges[at], self._state.edges
        conditions, kind = list[str](), pattern.edge_type
        if pattern.alias is not None:
            first = self._named.setdefault(pattern.alias, edge)
            conditions += [f"{_id(edge)} = {_id(first)}"] if first != edge else []
        if pattern.id is not None:
            conditions.append(self._is(edge, pattern.id if pattern.id in edges else None))
        if kind is not None and kind not in edges.adjacency.edges.names:
            conditions.append(NEVER)
        elif kind is not None and not _is_plain(kind):
            conditions.append(f"type({edge}) = {self._bind(kind)}")
        conditions += [self._filter(one, edge, edges) for one in pattern.filters]
        return f":{_quoted(kind)}" if kind is not None and _is_plain(kind) else "", conditions

    def _filter(self, filter: Filter, variable: str, records: Any) -> str:
        key = filter.key
        if is_impossible(filter):
            return NEVER
        hidden = key == _ADDED_TO_NODES and records is self._state.nodes
        if hidden or key in _ADDED or key.startswith(_INNER):
            return self._decided(filter, variable, records)
        place = f"{variable}.{_quoted(key)}" if _is_plain(key) else f"{variable}[{self._bind(key)}]"
        return condition(filter, place, self._bind, self._numbers)

    def _decided(self, filter: Filter, variable: str, records: Any) -> str:
        """The filter as a list of the ids of the records that meet it."""
        found = records.records(records.with_property(filter.key))
        ids = [r.id for r in found if meets(filter, r.properties[filter.key], self._numbers)]
        return f"{_id(variable)} IN {self._bind(ids)}" if ids else NEVER

    def _is(self, variable: str, id: int | None) -> str:
        return NEVER if id is None else f"{_id(variable)} = {self._bind(id)}"

    def _bind(self, value: Any) -> str:
        name = f"p{len(self.parameters)}"
        self.parameters[name] = value
        return f"${name}"


def _id(variable: str) -> str:
    return f"{variable}.{ID}"


def _where(conditions: Iterable[str]) -> str:
    text = " AND ".join(conditions)
    return f" WHERE {text}" if text else ""


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def _is_plain(name: str) -> bool:
    return "\\" not in name
