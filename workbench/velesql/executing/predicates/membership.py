"""IN and BETWEEN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ....collections.mirrors.column import EXACT, Column
from .comparison import compare, equal, numeric, of_texts
from .logic import Mask, Truths, doubled, judged

_FEW = 3  # values that are compared one by one


def among(column: Column, values: Sequence[Any], *, compat: bool) -> Truths:
    """TRUE where a value is the same as one; with a NULL in the list the others are UNKNOWN."""
    found = _any_of(column, values, compat=compat)
    if compat:
        return doubled(found)
    if any(value is None for value in values):
        return judged(found, ~found)
    return judged(found, column.nulls)


def _any_of(column: Column, values: Sequence[Any], *, compat: bool) -> Mask:
    """Short numbers and texts are looked for at once where there are many."""
    texts = {value for value in values if type(value) is str}
    numbers = [value for value in values if _short(value)]
    alone = [value for value in values if type(value) is not str and not _short(value)]
    found = np.zeros(len(column), np.bool_)
    if len(texts) > _FEW:
        found |= of_texts(column, texts.__contains__)
    else:
        alone += texts
    if len(numbers) > _FEW:
        found |= np.isin(column.numbers, np.array(numbers, np.float64)) & numeric(column)
    else:
        alone += numbers
    for value in alone:
        found |= equal(column, value, compat=compat)
    return found


def _short(value: Any) -> bool:
    """A number, which a boolean is not, that 64 bits tell from all others."""
    return type(value) in (int, float) and abs(value) < EXACT


def between(column: Column, low: Any, high: Any, *, compat: bool) -> Truths:
    """Both ends included."""
    return np.minimum(
        compare(column, ">=", low, compat=compat), compare(column, "<=", high, compat=compat)
    )
