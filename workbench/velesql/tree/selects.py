"""What is asked for: rows of collections, and rows of patterns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .patterns import Pattern
from .predicates import Options, Predicate
from .values import Aggregate, Column, Expression, Parameter, Similarity

Count = int | Parameter


@dataclass(frozen=True, slots=True)
class Source:
    """A collection under its alias, or its own name where it has none."""

    collection: str
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Join:
    """`on` are the two qualified columns that are equal, or the one that both sides have."""

    kind: Literal["inner", "left", "right", "full"]
    source: Source
    on: tuple[Column, Column] | Column


@dataclass(frozen=True, slots=True)
class Order:
    by: Expression
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    function: Literal["ROW_NUMBER", "RANK", "DENSE_RANK"]
    partition_by: tuple[Column, ...] = ()
    order_by: tuple[Order, ...] = ()


@dataclass(frozen=True, slots=True)
class Star:
    """All there is; with `alias` all of that source."""

    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    what: Column | Aggregate | Window | Similarity | Star
    alias: str | None = None


@dataclass(frozen=True, slots=True)
class Let:
    name: str
    expression: Expression


@dataclass(frozen=True, slots=True)
class Fusion:
    strategy: str
    options: Options = ()


@dataclass(frozen=True, slots=True)
class Select:
    items: tuple[Item, ...]
    source: Source
    lets: tuple[Let, ...] = ()
    distinct: bool = False
    joins: tuple[Join, ...] = ()
    where: Predicate | None = None
    group_by: tuple[Column, ...] = ()
    having: Predicate | None = None
    order_by: tuple[Order, ...] = ()
    limit: Count | None = None
    offset: Count | None = None
    options: Options = ()
    fusion: Fusion | None = None


@dataclass(frozen=True, slots=True)
class Compound:
    """Operands from left to right, without precedence; order and cut are of the whole."""

    first: Select
    rest: tuple[tuple[Literal["UNION", "UNION ALL", "INTERSECT", "EXCEPT"], Select], ...]
    order_by: tuple[Order, ...] = ()
    limit: Count | None = None
    offset: Count | None = None


@dataclass(frozen=True, slots=True)
class Match:
    pattern: Pattern
    items: tuple[Item, ...]
    where: Predicate | None = None
    order_by: tuple[Order, ...] = ()
    limit: Count | None = None
    offset: Count | None = None


@dataclass(frozen=True, slots=True)
class SelectEdges:
    collection: str
    where: Predicate | None = None
    limit: Count | None = None
