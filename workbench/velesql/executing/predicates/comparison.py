"""Comparisons of a field and a value: by type, and exact."""

from __future__ import annotations

import operator as operators
from collections.abc import Callable
from typing import Any

import numpy as np

from ....collections.mirrors.column import (
    ARRAY,
    BOOLEAN,
    EXACT,
    INTEGER,
    NULL,
    OBJECT,
    TEXT,
    Column,
)
from ...tree.values import Operator
from .logic import UNKNOWN, Mask, Truths, doubled, everywhere, judged
from .sameness import same

_OPERATORS: dict[Operator, Callable[[Any, Any], Any]] = {
    "=": operators.eq,
    "<": operators.lt,
    "<=": operators.le,
    ">": operators.gt,
    ">=": operators.ge,
}


def compare(column: Column, operator: Operator, value: Any, *, compat: bool) -> Truths:
    """(n,) truths of `column operator value`; equality across types is FALSE, order UNKNOWN."""
    if compat:
        return doubled(holding(column, operator, value, compat=True))
    if value is None:
        return everywhere(UNKNOWN, len(column))
    unknown = column.nulls if operator in ("=", "!=") else ~_ordered_with(column, value)
    return judged(holding(column, operator, value, compat=False), unknown)


def holding(column: Column, operator: Operator, value: Any, *, compat: bool) -> Mask:
    """(n,) where the comparison is TRUE."""
    if operator == "!=":
        return _unequal(column, value, compat=compat)
    if operator == "=":
        return equal(column, value, compat=compat)
    if type(value) is int or type(value) is float:
        return numeric(column) & _numbers(column, operator, value)
    if type(value) is str:
        return _texts(column, operator, value)
    return np.zeros(len(column), np.bool_)


def numeric(column: Column) -> Mask:
    """(n,) where the values are numbers."""
    return (column.kinds - INTEGER) < 2  # whole ones and others are neighbours; below wraps


def equal(column: Column, value: Any, *, compat: bool) -> Mask:
    """(n,) where the values are the same as one; NULL is stored nulls in two-valued logic."""
    kind = type(value)
    if kind is str:
        return _text(column, value)
    if kind is int or kind is float:
        return numeric(column) & _numbers(column, "=", value)
    if kind is bool:
        found: Mask = (column.kinds == BOOLEAN) & (column.numbers == value)
        return found
    if value is None:
        return (column.kinds == NULL) if compat else np.zeros(len(column), np.bool_)
    return _structure(column, value)


def _unequal(column: Column, value: Any, *, compat: bool) -> Mask:
    different = ~equal(column, value, compat=compat)
    if compat:
        return different
    return different & (column.kinds > NULL) if value is not None else np.zeros_like(different)


def _ordered_with(column: Column, value: Any) -> Mask:
    if type(value) is int or type(value) is float:
        return numeric(column)
    texts: Mask = column.kinds == TEXT
    return texts if type(value) is str else np.zeros_like(texts)


def _text(column: Column, value: str) -> Mask:
    try:
        code = column.texts.index(value)
    except ValueError:
        return np.zeros(len(column), np.bool_)
    found: Mask = column.codes == code
    return found


def _texts(column: Column, operator: Operator, value: str) -> Mask:
    """By code point, which is how Python orders texts."""
    compares = _OPERATORS[operator]
    return of_texts(column, lambda text: bool(compares(text, value)))


def of_texts(column: Column, test: Callable[[str], bool]) -> Mask:
    """(n,) where a value is a text that passes; every text is tested once."""
    if column.kinds.size < len(column.texts):  # some rows of a large table
        used = np.unique(column.codes[column.codes >= 0]).tolist()
        passed = np.zeros(len(column.texts) + 1, np.bool_)
        passed[used] = [test(column.texts[code]) for code in used]
    else:
        passed = np.array([*map(test, column.texts), False])
    return passed[column.codes]  # the code -1, no text, finds the last


def _numbers(column: Column, operator: Operator, value: float) -> Mask:
    """Rounding to 64 bits keeps order, so only rows that equal the rounded value may be off."""
    compares = _OPERATORS[operator]
    try:
        rounded = float(value)
    except OverflowError:
        rounded = float("inf") if value > 0 else float("-inf")
    found: Mask = compares(column.numbers, rounded)
    if abs(rounded) < EXACT or (column.objects is None and rounded == value):
        return found
    for at in np.flatnonzero(column.numbers == rounded).tolist():
        found[at] = compares(column.value(at), value)
    return found


def _structure(column: Column, value: Any) -> Mask:
    """Arrays and objects, deep."""
    found = np.zeros(len(column), np.bool_)
    kind = ARRAY if isinstance(value, list) else OBJECT
    if column.objects is not None:
        for at in np.flatnonzero(column.kinds == kind).tolist():
            found[at] = same(column.objects[at], value)
    return found


def is_null(column: Column, *, negated: bool) -> Truths:
    nulls = column.nulls
    return doubled(~nulls if negated else nulls)
