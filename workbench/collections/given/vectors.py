"""Vectors as they are stored."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import Definition, Id
from ...core.collections.records import SparseVector, Vectors
from ...core.errors import BadInput

_LARGEST = 2**32  # indexes of a sparse vector


def vectors_of(given: Any, name: str, definition: Definition, ids: Sequence[Id]) -> Vectors:
    """(n, d) finite float32, from an array or from one sequence, or None, a point.

    BadInput names the point whose vector does not fit.
    """
    dimension = definition.vectors[name].dimension
    present = np.ones(len(ids), np.bool_)
    if not isinstance(given, np.ndarray):
        present = np.array([one is not None for one in given], np.bool_)
        given = [one for one in given if one is not None]
    rows = np.zeros((len(ids), dimension), np.float32)
    if len(given):
        rows[present] = _checked(given, name, dimension, np.flatnonzero(present), ids)
    return Vectors(rows, present)


def _checked(
    given: Any, name: str, dimension: int, at: NDArray[np.int64], ids: Sequence[Id]
) -> NDArray[np.float32]:
    if len(given) != len(at):
        raise BadInput(f"expected {len(at)} vectors {name!r}, one an id, saw {len(given)}")
    try:
        rows = np.asarray(given, dtype=np.float32)
    except (TypeError, ValueError):
        rows = np.empty((0, 0), np.float32)
    if rows.shape != (len(at), dimension):
        raise BadInput(_misshapen(given, name, dimension, [ids[one] for one in at]))
    bad = np.flatnonzero(~np.isfinite(rows).all(axis=1))
    if len(bad):
        raise BadInput(f"vector {name!r} of point {ids[at[bad[0]]]!r} holds NaN or infinity")
    return rows


def _misshapen(given: Any, name: str, dimension: int, ids: Sequence[Id]) -> str:
    for one, vector in zip(ids, given, strict=True):
        shape = np.shape(vector) if _numbers(vector) else None
        if shape != (dimension,):
            seen = f"shape {shape}" if shape is not None else f"{vector!r:.60}"
            return f"vector {name!r} of point {one!r}: expected {dimension} numbers, saw {seen}"
    return f"expected vectors {name!r} of {dimension} numbers, saw shape {np.shape(given)}"


def _numbers(vector: Any) -> bool:
    try:
        np.asarray(vector, dtype=np.float32)
    except (TypeError, ValueError):
        return False
    return True


def sparse_of(given: Any, point: Id) -> SparseVector | None:
    """Weights by index, from {index: weight} or {"indices": […], "values": […]}."""
    if given is None:
        return None
    if isinstance(given, Mapping) and given.keys() == {"indices", "values"}:
        given = dict(zip(given["indices"], given["values"], strict=True))
    try:
        weights = {int(index): float(weight) for index, weight in given.items()}
    except (AttributeError, TypeError, ValueError):
        weights = {-1: 0.0}
    if not all(0 <= index < _LARGEST and np.isfinite(w) for index, w in weights.items()):
        what = "{index: weight} with indexes from 0 and finite weights"
        raise BadInput(f"sparse vector of point {point!r}: expected {what}, saw {given!r:.80}")
    return weights
