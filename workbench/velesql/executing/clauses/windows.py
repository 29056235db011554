"""ROW_NUMBER, RANK and DENSE_RANK."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ....collections.mirrors.column import INTEGER, Column
from ...tree.selects import Select, Window
from .frames import Frame
from .ordering import sort_keys
from .scopes import Scope
from .sorting import Ranks, group_codes


def windows_of(select: Select, frame: Frame) -> dict[Window, Column]:
    """Of every window of the select list its numbers, over all rows of the frame."""
    scope = Scope(frame, select.items, select.lets)
    windows = [item.what for item in select.items if isinstance(item.what, Window)]
    return {window: _numbered(window, scope) for window in windows}


def _numbered(window: Window, scope: Scope) -> Column:
    n = scope.frame.n
    keys = sort_keys(window.order_by, scope)
    parts = np.zeros(n, np.int64)
    if window.partition_by and n:
        parts, _ = group_codes([scope.value(name) for name in window.partition_by])
    order = np.lexsort([*reversed(keys), parts])  # stable: equals stay as they came
    found = np.empty(n)
    found[order] = _ranked(window.function, parts[order], [key[order] for key in keys])
    return Column(np.full(n, INTEGER, np.uint8), found, np.full(n, -1, np.int32))


def _ranked(function: str, parts: NDArray[np.int64], keys: list[Ranks]) -> NDArray[np.int64]:
    """Numbers of sorted rows, from 1 in each partition."""
    n = len(parts)
    places = np.arange(n)
    begins = _changes(parts)
    first = np.maximum.accumulate(np.where(begins, places, 0))
    if function == "ROW_NUMBER":
        return places - first + 1
    differs = begins.copy()
    for key in keys:
        differs |= _changes(key)
    if function == "RANK":
        return np.maximum.accumulate(np.where(differs, places, 0)) - first + 1
    steps: NDArray[np.int64] = np.cumsum(differs)
    return steps - steps[first] + 1


def _changes(values: NDArray[np.int64] | Ranks) -> NDArray[np.bool_]:
    """Where a value is another than the one before; the first is."""
    found = np.ones(len(values), np.bool_)
    found[1:] = values[1:] != values[:-1]
    return found
