"""CONTAINS: what is in an array."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from ....collections.mirrors.column import ARRAY, Column
from .logic import Truths, doubled, judged
from .sameness import holds


def contains(
    column: Column, values: Sequence[Any], mode: Literal["one", "any", "all"], *, compat: bool
) -> Truths:
    """Of an array, whether any or all values are in it; no array has none.

    NULL is no element that could be found: it leaves open what the other values do not decide.
    """
    known = list(values) if compat else [value for value in values if value is not None]
    decide = _all if mode == "all" else _any
    arrays, has = column.kinds == ARRAY, np.zeros(len(column), np.bool_)
    if column.objects is not None:
        for at in np.flatnonzero(arrays).tolist():
            has[at] = decide(column.objects[at], known)
    if compat:
        return doubled(has)
    if len(known) == len(values):
        return judged(has, column.nulls)
    if mode == "all":
        return judged(np.zeros_like(has), has | column.nulls)
    return judged(has, arrays & ~has | column.nulls)


def _any(array: list[Any], values: Sequence[Any]) -> bool:
    return any(holds(array, value) for value in values)


def _all(array: list[Any], values: Sequence[Any]) -> bool:
    return all(holds(array, value) for value in values)
