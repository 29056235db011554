"""What a filter means: for a value in this process, and as a condition of Cypher.

Equal is what has the same type and value, 0.0 and -0.0 being one value; with "coerced"
numbers 1 and 1.0 are equal too, as they are in Cypher. Orders compare int with float exactly,
not after rounding to 64-bit floats as TongGraph and most engines do: each type is compared
with a bound of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from operator import ge, gt, le, lt
from typing import Any, Literal, TypeAlias

from ...core.property_graph.records import MAX_INT, MIN_INT, Scalar
from .spec import Filter

Numbers: TypeAlias = Literal["typed", "coerced"]
NUMBERS: tuple[Numbers, ...] = ("typed", "coerced")
Bind: TypeAlias = Callable[[Any], str]  # keeps a value as a parameter, and returns its `$name`

_ORDERS: dict[str, Callable[[Any, Any], bool]] = {"lt": lt, "lte": le, "gt": gt, "gte": ge}
_SIGNS = {"lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
# ArcadeDB and Neo4j say `INTEGER NOT NULL`, Memgraph says `INTEGER`.
_TYPES = {bool: "BOOLEAN", int: "INTEGER", float: "FLOAT", str: "STRING"}
NEVER = "false"


def equals(value: Scalar, numbers: Numbers) -> tuple[Scalar, ...]:
    """The values that are equal to this one."""
    if isinstance(value, bool | str):
        return (value,)
    if numbers == "typed":
        return (value, -value) if isinstance(value, float) and value == 0 else (value,)
    if value == 0:
        return (0, 0.0, -0.0)
    if isinstance(value, int):
        near = float(value)
        return (value, near) if near == value else (value,)
    whole = value.is_integer() and MIN_INT <= value <= MAX_INT
    return (value, int(value)) if whole else (value,)


def meets(filter: Filter, value: Scalar, numbers: Numbers) -> bool:
    """Whether a property of this value meets the filter."""
    if filter.op in _ORDERS:
        both = _is_number(value) and _is_number(filter.value)
        return both and _ORDERS[filter.op](value, filter.value)
    if filter.op == "contains":
        return isinstance(value, str) and str(filter.value) in value
    wanted = [equal for one in filter.values for equal in equals(one, numbers)]
    found = any(type(one) is type(value) and one == value for one in wanted)
    return found != (filter.op == "ne")


def is_impossible(filter: Filter) -> bool:
    """Whether no value meets the filter: one of an empty list, or a number's order to another."""
    if filter.op in _ORDERS:
        return not _is_number(filter.value)
    return filter.value == ()


def condition(filter: Filter, place: str, bind: Bind, numbers: Numbers) -> str:
    """Cypher that is true where the property at `place`, such as n0.`rank`, meets the filter.

    The filter is one that some value meets.
    """
    if filter.op in _ORDERS:
        return _ordered(filter, place, bind)
    if filter.op == "contains":
        return f"{_is(str, place)} AND {place} CONTAINS {bind(filter.value)}"
    equal = _equal(filter.values, place, bind, numbers)
    return equal if filter.op != "ne" else f"{place} IS NOT NULL AND NOT ({equal})"


def _equal(values: Iterable[Scalar], place: str, bind: Bind, numbers: Numbers) -> str:
    wanted: dict[type, list[Scalar]] = {}
    for value in (equal for one in values for equal in equals(one, numbers)):
        same = wanted.setdefault(type(value), [])
        if value not in same:  # as -0.0 is, where 0.0 stands already
            same.append(value)
    return _any(
        f"{_is(kind, place)} AND {place} "
        + (f"IN {bind(same)}" if len(same) > 1 else f"= {bind(same[0])}")
        for kind, same in wanted.items()
    )


def _ordered(filter: Filter, place: str, bind: Bind) -> str:
    bounds = _int_bound(filter.op, filter.value), _float_bound(filter.op, filter.value)
    parts = [f"{_is(kind, place)} AND {place} {sign} {bind(bound)}" for kind, sign, bound in bounds]
    return _any(parts)


def _int_bound(op: str, value: Any) -> tuple[type, str, int]:
    """The bound of integers: the last one that is on the right side of `value`."""
    whole = {"lt": math.ceil(value) - 1, "lte": math.floor(value)}
    if op in whole:
        return int, "<=" if whole[op] >= MIN_INT else "<", _fitted(whole[op])
    least = math.floor(value) + 1 if op == "gt" else math.ceil(value)
    return int, ">=" if least <= MAX_INT else ">", _fitted(least)


def _fitted(value: int) -> int:
    return max(MIN_INT, min(MAX_INT, value))


def _float_bound(op: str, value: Any) -> tuple[type, str, float]:
    """The bound of floats: `value`, or the float nearest to it and whether that is beyond it."""
    near = float(value)
    if near == value:
        return float, _SIGNS[op], near
    if near > value:
        return float, "<" if op in ("lt", "lte") else ">=", near
    return float, "<=" if op in ("lt", "lte") else ">", near


def _is(kind: type, place: str) -> str:
    return f"valueType({place}) STARTS WITH '{_TYPES[kind]}'"


def _any(parts: Iterable[str]) -> str:
    found = list(parts)
    return found[0] if len(found) == 1 else f"({' OR '.join(found)})"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
