"""What changes rows, collections or indexes, and what tells of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .patterns import Properties
from .predicates import Options, Predicate
from .selects import Compound, Match, Select, SelectEdges
from .values import Parameter, Value


@dataclass(frozen=True, slots=True)
class Insert:
    """`intent` is the word that was written: both replace an id that exists."""

    intent: Literal["insert", "upsert"]
    collection: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Update:
    collection: str
    changes: Properties
    where: Predicate | None = None


@dataclass(frozen=True, slots=True)
class Delete:
    collection: str
    where: Predicate


@dataclass(frozen=True, slots=True)
class InsertNode:
    collection: str
    id: Value
    fields: Properties = ()


@dataclass(frozen=True, slots=True)
class InsertEdge:
    collection: str
    source: Value
    target: Value
    label: Value
    id: Value | None = None
    properties: Properties = ()


@dataclass(frozen=True, slots=True)
class DeleteEdge:
    collection: str
    id: int | Parameter


@dataclass(frozen=True, slots=True)
class NodeType:
    """What nodes of a label have: the type of a property by its name."""

    label: str
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeType:
    type: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class CreateCollection:
    """`schema` is None where a graph takes any labels."""

    kind: Literal["vector", "graph", "metadata"]
    name: str
    dimension: int | None = None
    metric: str = "cosine"
    options: Options = ()
    schema: tuple[NodeType | EdgeType, ...] | None = None


@dataclass(frozen=True, slots=True)
class DropCollection:
    name: str
    if_exists: bool = False


@dataclass(frozen=True, slots=True)
class CreateIndex:
    collection: str
    field: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DropIndex:
    collection: str
    field: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AlterCollection:
    collection: str
    options: Options


@dataclass(frozen=True, slots=True)
class Analyze:
    collection: str


@dataclass(frozen=True, slots=True)
class Truncate:
    collection: str


@dataclass(frozen=True, slots=True)
class Flush:
    """Every collection where none is named."""

    collection: str | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class Train:
    collection: str
    options: Options


@dataclass(frozen=True, slots=True)
class ShowCollections:
    pass


@dataclass(frozen=True, slots=True)
class Describe:
    collection: str


@dataclass(frozen=True, slots=True)
class Explain:
    statement: Select | Compound | Match
    analyze: bool = False


Statement = (
    Select
    | Compound
    | Match
    | SelectEdges
    | Insert
    | Update
    | Delete
    | InsertNode
    | InsertEdge
    | DeleteEdge
    | CreateCollection
    | DropCollection
    | CreateIndex
    | DropIndex
    | AlterCollection
    | Analyze
    | Truncate
    | Flush
    | Train
    | ShowCollections
    | Describe
    | Explain
)
