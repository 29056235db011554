"""Nodes and edges of a property graph, by dense ids, and what is searched in them.

The model is TongGraph's (`docs/architecture.md`, "Property graphs"): unsigned ids from 0, of
nodes and of edges apart, never used again; a unique external id a node; four kinds of values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeAlias

Scalar: TypeAlias = bool | int | float | str
Properties: TypeAlias = Mapping[str, Scalar]
Target: TypeAlias = Literal["node", "edge"]
Direction: TypeAlias = Literal["out", "in", "both"]
Tokenizer: TypeAlias = Literal["unicode61", "trigram"]
Metric: TypeAlias = Literal["cosine", "dot", "euclidean"]

TARGETS: tuple[Target, ...] = ("node", "edge")
TOKENIZERS: tuple[Tokenizer, ...] = ("unicode61", "trigram")
METRICS: tuple[Metric, ...] = ("cosine", "dot", "euclidean")
MAX_INT = 2**63 - 1
MIN_INT = -(2**63)


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """A node. Labels keep their order, and what was given twice stands twice."""

    id: int
    external_id: str
    labels: tuple[str, ...] = ()
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """A directed edge of one type; its ends and its type never change."""

    id: int
    source: int
    target: int
    edge_type: str
    properties: Properties = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TextIndex:
    """Which properties of which kind are searched as text, in this order.

    `fold` makes letters equal that differ by an accent alone; `bigrams` makes terms of every
    two neighbours in a run of Chinese, Japanese or Korean letters, else the run is one term.
    TongGraph does neither.
    """

    name: str
    target: Target
    properties: tuple[str, ...]
    tokenizer: Tokenizer = "unicode61"
    fold: bool = False
    bigrams: bool = False


@dataclass(frozen=True, slots=True)
class VectorIndex:
    """A space of vectors, float32, at most one a node or edge."""

    name: str
    target: Target
    dimensions: int
    metric: Metric = "cosine"
    model: str | None = None
    model_version: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Vector:
    """One embedding: `dimensions` numbers, each one that float32 holds.

    Equal vectors have equal numbers, in whatever they are listed.
    """

    index: str
    entity: int
    embedding: Sequence[float] | Any  # or a float32 array of shape (dimensions,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Vector) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, int, tuple[float, ...]]:
        return self.index, self.entity, tuple(float(number) for number in self.embedding)


class LogEntry(NamedTuple):
    """One line of a file's operation log, which counts changes and holds no values."""

    seq: int
    op: str
    object_id: int
    payload: str
    created_at: int  # unix seconds
