"""Arithmetic over columns."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from typing import Any

import numpy as np

from ....collections.mirrors.column import EXACT, FLOAT, INTEGER, NULL, Column
from ..predicates.comparison import numeric
from .sorting import listed


def constant(value: Any, n: int) -> Column:
    """The same value in n rows."""
    return Column.of([value]).take(np.zeros(n, np.int64))


def negative(column: Column) -> Column:
    return arithmetic(constant(0, len(column)), "-", column)


def arithmetic(left: Column, sign: str, right: Column) -> Column:
    """Row by row; NULL where a side is no number, 0 where something is divided by 0.

    Whole numbers stay whole and exact, except in a division.
    """
    if left.objects is not None or right.objects is not None:
        return _exactly(left, sign, right)
    known = numeric(left) & numeric(right)
    with np.errstate(all="ignore"):
        numbers = _ARRAYS[sign](left.numbers, right.numbers)
    known &= ~np.isnan(numbers)
    whole = (left.kinds == INTEGER) & (right.kinds == INTEGER)
    if sign == "/":
        whole[:] = False
    elif np.abs(numbers[whole]).max(initial=0.0) >= EXACT:
        return _exactly(left, sign, right)
    kinds = np.where(known, np.where(whole, INTEGER, FLOAT), NULL).astype(np.uint8)
    numbers[~known] = np.nan
    return Column(kinds, numbers, np.full(len(kinds), -1, np.int32))


def _quotients(left: Any, right: Any) -> Any:
    return np.divide(left, right, out=np.where(np.isnan(left), np.nan, 0.0), where=right != 0)


def _quotient(left: Any, right: Any) -> Any:
    return left / right if right else 0.0


_ARRAYS: dict[str, Callable[[Any, Any], Any]] = {
    "+": operators.add,
    "-": operators.sub,
    "*": operators.mul,
    "/": _quotients,
}
_NUMBERS: dict[str, Callable[[Any, Any], Any]] = {**_ARRAYS, "/": _quotient}


def _exactly(left: Column, sign: str, right: Column) -> Column:
    """By Python's own numbers, where 64-bit floats would round whole ones."""
    pairs = zip(listed(left), listed(right), strict=True)
    return Column.of([_result(one, sign, other) for one, other in pairs])


def _result(left: Any, sign: str, right: Any) -> int | float | None:
    if type(left) not in (int, float) or type(right) not in (int, float):
        return None
    try:
        found: int | float = _NUMBERS[sign](left, right)
    except OverflowError:
        return None
    return found if found == found else None  # a NaN is no number
