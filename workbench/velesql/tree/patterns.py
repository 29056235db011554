"""A chain of nodes and relationships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .values import Value

Properties = tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class NodePattern:
    """`collection` is where the fields of the node come from, where that is not the graph."""

    alias: str | None = None
    labels: tuple[str, ...] = ()
    properties: Properties = ()
    collection: str | None = None


@dataclass(frozen=True, slots=True)
class EdgePattern:
    """`hops` are the fewest and most edges of a range, None for one edge."""

    direction: Literal["out", "in", "both"]
    alias: str | None = None
    types: tuple[str, ...] = ()
    properties: Properties = ()
    hops: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Pattern:
    """`len(nodes) == len(edges) + 1`."""

    nodes: tuple[NodePattern, ...]
    edges: tuple[EdgePattern, ...] = ()
