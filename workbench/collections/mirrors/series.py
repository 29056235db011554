"""Columns for polars."""

from __future__ import annotations

import numpy as np
import polars

from .column import BOOLEAN, FLOAT, INTEGER, TEXT, Column


def series(column: Column, name: str) -> polars.Series | None:
    """The values, NULL as null; None where they are of several types, arrays or objects."""
    kinds = frozenset(np.flatnonzero(np.bincount(column.kinds, minlength=8)[2:]) + 2)
    if not kinds:
        return polars.Series(name, [None] * len(column), dtype=polars.Null)
    if kinds == {TEXT}:
        texts = polars.Series(name, list(column.texts), dtype=polars.String)
        places = polars.Series(column.codes)
        return texts.gather(places.set(places < 0, None) if column.nulls.any() else places)
    if (not kinds <= {INTEGER, FLOAT} and kinds != {BOOLEAN}) or column.objects is not None:
        return None
    numbers = polars.Series(name, column.numbers)
    if column.nulls.any():
        numbers = numbers.set(polars.Series(column.nulls), None)
    if FLOAT in kinds:
        return numbers
    return numbers.cast(polars.Boolean if BOOLEAN in kinds else polars.Int64)
