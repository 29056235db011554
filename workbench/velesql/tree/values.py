"""What stands on the right of an operator, and what is computed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from .selects import Select

Operator = Literal["=", "!=", "<", "<=", ">", ">="]


@dataclass(frozen=True, slots=True)
class Constant:
    """A boolean, an integer of any size, a float, a text, or None for NULL."""

    value: bool | int | float | str | None


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$name`: bound when the query runs, never text of it."""

    name: str


@dataclass(frozen=True, slots=True)
class VectorConstant:
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class SparseConstant:
    """Weights by index, as written; a later entry of an index holds."""

    weights: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """The time of the query, plus `offset` seconds."""

    offset: float = 0.0


@dataclass(frozen=True, slots=True)
class Subquery:
    select: Select


@dataclass(frozen=True, slots=True)
class Column:
    """A name as written, step by step; what a first step means is found out with the catalog."""

    path: tuple[str, ...]

    def __str__(self) -> str:
        return ".".join(self.path)


Value = Constant | Parameter | VectorConstant | SparseConstant | Moment | Subquery
Vector = Parameter | VectorConstant
Sparse = Parameter | SparseConstant


@dataclass(frozen=True, slots=True)
class Similarity:
    """`similarity()`, the score of the row's search, or that of a column with a vector."""

    column: Column | None = None
    vector: Vector | None = None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """`column` is None in COUNT(*)."""

    function: Literal["COUNT", "SUM", "AVG", "MIN", "MAX", "FIRST"]
    column: Column | None = None


@dataclass(frozen=True, slots=True)
class Negative:
    operand: Expression


@dataclass(frozen=True, slots=True)
class Arithmetic:
    left: Expression
    operator: Literal["+", "-", "*", "/"]
    right: Expression


Expression = Constant | Parameter | Column | Similarity | Aggregate | Negative | Arithmetic
