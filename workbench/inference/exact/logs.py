"""Tables of logarithms, so that a hundred thousand factors neither underflow nor overflow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Two states are equally good where their log weights differ by less: the rounding of a sum of
# some thousand logarithms.
TIE = 1e-11


def log_of(weights: Floats) -> Floats:
    """Natural logarithms; 0 becomes -inf."""
    with np.errstate(divide="ignore"):
        logs: Floats = np.log(weights)
    return logs


def finite(tops: Floats) -> Floats:
    """What may be subtracted: an empty maximum (-inf) becomes 0, as -inf - -inf is no number."""
    shifts: Floats = np.where(np.isfinite(tops), tops, 0.0)
    return shifts


def summed(table: Floats, axis: int) -> Floats:
    """The log of the sum of the weights along an axis."""
    top = finite(table.max(axis=axis, keepdims=True))
    return log_of(np.exp(table - top).sum(axis=axis)) + top.squeeze(axis)


def conditional(table: Floats, totals: Floats, axis: int) -> Floats:
    """Weights along an axis over their total; 0 where the total is 0."""
    shares: Floats = np.exp(table - finite(np.expand_dims(totals, axis)))
    return shares


def best(table: Floats, axis: int) -> tuple[Floats, NDArray[np.int32]]:
    """The greatest weight along an axis and where it stands first.

    Where another stands that is as great, the place is written as -1 - place.
    """
    place = table.argmax(axis=axis).astype(np.int32)
    top = table.max(axis=axis)
    level = np.expand_dims(top, axis) - TIE
    several = (table >= level).sum(axis=axis) > 1
    place[several] = -1 - place[several]
    return top, place


def rescaled(table: Floats) -> tuple[Floats, float]:
    """Rows with their greatest entry at 0, and the sum of what was taken off them."""
    tops = table.reshape(len(table), -1).max(axis=1)
    shift = finite(tops).reshape(-1, *([1] * (table.ndim - 1)))
    return table - shift, float(tops.sum())
