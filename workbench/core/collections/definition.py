"""What a collection is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["vector", "graph", "metadata"]
Metric = Literal["cosine", "euclidean", "dot", "hamming", "jaccard"]
IdType = Literal["integer", "text"]
Id = int | str

KINDS: tuple[Kind, ...] = ("vector", "graph", "metadata")
LOWER_IS_BETTER: frozenset[Metric] = frozenset({"euclidean", "hamming"})
MAX_ID = 2**64 - 1
DEFAULT_VECTOR = "vector"
DEFAULT_SPARSE = ""


@dataclass(frozen=True, slots=True)
class VectorSpace:
    """The vectors under one name: their length, and what their scores mean."""

    dimension: int
    metric: Metric = "cosine"


@dataclass(frozen=True, slots=True)
class NodeRule:
    """What nodes of a label have: the type (STRING, INTEGER, FLOAT, BOOLEAN, VECTOR) by name."""

    label: str
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeRule:
    """Which labels an edge of a type joins."""

    type: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A collection as it was created.

    `number` tells it from an earlier one of its name. `vectors` are the spaces by name, the
    first is what `vector` in a query means; none in a metadata collection. `schema` is None
    where a graph takes any labels. `indexes` are the fields that CREATE INDEX named.
    """

    name: str
    kind: Kind
    ids: IdType = "integer"
    vectors: Mapping[str, VectorSpace] = field(default_factory=dict)
    options: Mapping[str, Any] = field(default_factory=dict)
    schema: tuple[NodeRule | EdgeRule, ...] | None = None
    indexes: tuple[tuple[str, ...], ...] = ()
    number: int = 0

    @property
    def space(self) -> VectorSpace | None:
        """What `vector` means here, None where there are no vectors."""
        return next(iter(self.vectors.values()), None)

    @property
    def vector(self) -> str | None:
        """The name of that space."""
        return next(iter(self.vectors), None)
