"""What WHERE asks of a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .patterns import Pattern
from .values import Aggregate, Column, Operator, Sparse, Value, Vector

Options = tuple[tuple[str, bool | int | float | str], ...]


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: Predicate


@dataclass(frozen=True, slots=True)
class Compare:
    """The left side is an aggregate in HAVING alone."""

    left: Column | Aggregate
    operator: Operator
    value: Value


@dataclass(frozen=True, slots=True)
class In:
    column: Column
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Between:
    """Both ends included."""

    column: Column
    low: Value
    high: Value
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Like:
    column: Column
    pattern: Value
    ignore_case: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class IsNull:
    column: Column
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Contains:
    """An array has the one value, any of them, or all."""

    column: Column
    values: tuple[Value, ...]
    mode: Literal["one", "any", "all"] = "one"


@dataclass(frozen=True, slots=True)
class ContainsText:
    column: Column
    text: Value


@dataclass(frozen=True, slots=True)
class GeoDistance:
    """Metres on a sphere from a point to the column's."""

    column: Column
    latitude: Value
    longitude: Value
    operator: Operator
    metres: Value


@dataclass(frozen=True, slots=True)
class GeoBox:
    """Lowest latitude and longitude, then the highest; borders included."""

    column: Column
    corners: tuple[Value, Value, Value, Value]


@dataclass(frozen=True, slots=True)
class TextMatch:
    column: Column
    text: Value


@dataclass(frozen=True, slots=True)
class Near:
    column: Column
    vector: Vector


@dataclass(frozen=True, slots=True)
class Similar:
    column: Column
    vector: Vector
    operator: Operator
    threshold: Value


@dataclass(frozen=True, slots=True)
class SparseNear:
    """`index` names a sparse index, None for the unnamed one."""

    column: Column
    vector: Sparse
    index: str | None = None


@dataclass(frozen=True, slots=True)
class NearFused:
    column: Column
    vectors: tuple[Vector, ...]
    strategy: str = "rrf"
    options: Options = ()


@dataclass(frozen=True, slots=True)
class Reaches:
    """The row can be the first node of the pattern."""

    pattern: Pattern


Predicate = (
    And
    | Or
    | Not
    | Compare
    | In
    | Between
    | Like
    | IsNull
    | Contains
    | ContainsText
    | GeoDistance
    | GeoBox
    | TextMatch
    | Near
    | Similar
    | SparseNear
    | NearFused
    | Reaches
)
