"""A structured query, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ...core.property_graph.records import Direction, Scalar

Op: TypeAlias = Literal["eq", "ne", "lt", "lte", "gt", "gte", "in", "contains"]

OPS: tuple[Op, ...] = ("eq", "ne", "lt", "lte", "gt", "gte", "in", "contains")
TURNED: Mapping[Direction, Direction] = {"out": "in", "in": "out", "both": "both"}
QUERY_FIELDS = ("match", "return", "limit")
NODE_FIELDS = ("node", "id", "external_id", "labels", "properties", "where")
EDGE_FIELDS = ("edge", "id", "type", "direction", "properties", "where")
FILTER_FIELDS = ("property", "op", "value")


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on one property. A record without that property never meets it."""

    key: str
    op: Op
    value: Scalar | tuple[Scalar, ...]  # a tuple for `in` alone

    @property
    def values(self) -> tuple[Scalar, ...]:
        """Those of `in`, or the one."""
        return self.value if isinstance(self.value, tuple) else (self.value,)


@dataclass(frozen=True, slots=True)
class NodePattern:
    alias: str
    id: int | None = None
    external_id: str | None = None
    labels: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgePattern:
    """`out` leads from the node pattern on the left to the one on the right."""

    alias: str | None = None
    id: int | None = None
    edge_type: str | None = None
    direction: Direction = "out"
    filters: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class Query:
    """A path: `edges[i]` joins `nodes[i]` and `nodes[i + 1]`.

    `returns` are the aliases of a row; `limit` is None where all rows are asked for.
    """

    nodes: tuple[NodePattern, ...]
    edges: tuple[EdgePattern, ...]
    returns: tuple[str, ...]
    limit: int | None = None
