"""Vectors as a collection has them."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.collections.definition import VectorSpace
from ...core.collections.records import SparseVector, Vectors
from .batch import Fault

_INDEXES = 2**32  # of a sparse vector
_Rows = NDArray[np.float32]


def read_vectors(given: Any, name: str, space: VectorSpace, faults: dict[int, Fault]) -> Vectors:
    """The vector of each record; those that do not fit are faults by place, and zero."""
    vectors = _shaped(given, name, space.dimension, faults)
    bad = np.flatnonzero(~np.isfinite(vectors.rows).all(axis=1))
    for at in bad.tolist():
        what = "holds NaN, infinity or a number beyond 32 bits"
        faults.setdefault(at, Fault(name, what, _shown(vectors.rows[at])))
    if len(bad):
        vectors.rows[bad] = 0
    return vectors


def _shaped(given: Any, name: str, dimension: int, faults: dict[int, Fault]) -> Vectors:
    if isinstance(given, np.ndarray):
        given = Vectors(given, np.ones(len(given), np.bool_))
    if isinstance(given, Vectors) and given.rows.shape[1:] == (dimension,):
        return Vectors(_single(given.rows), given.present)
    if isinstance(given, Vectors):
        pairs = zip(given.rows, given.present, strict=True)
        given = [row if there else None for row, there in pairs]
    present = np.array([one is not None for one in given], np.bool_)
    rows = np.zeros((len(given), dimension), np.float32)
    at, own = np.flatnonzero(present), [one for one in given if one is not None]
    together = _array(own)
    if together is not None and together.shape == (len(own), dimension):
        rows[at] = together
        return Vectors(rows, present)
    for place, one in zip(at.tolist(), own, strict=True):
        row = _array(one)
        if row is not None and row.shape == (dimension,):
            rows[place] = row
        else:
            faults.setdefault(place, _misshapen(name, one, row, dimension))
    return Vectors(rows, present)


def _array(given: Any) -> _Rows | None:
    """As numbers; None where it holds something else."""
    try:
        return _single(np.asarray(given, dtype=np.float64))
    except (TypeError, ValueError):
        return None


def _single(rows: NDArray[Any]) -> _Rows:
    if rows.dtype == np.float32 and rows.flags.writeable:
        return rows
    with np.errstate(over="ignore"):  # infinity, which is a fault of its own
        return rows.astype(np.float32)


def _misshapen(name: str, given: Any, row: _Rows | None, dimension: int) -> Fault:
    if row is None or row.ndim != 1:
        seen = "what are no numbers" if row is None else f"numbers of shape {row.shape}"
        return Fault(name, f"expected {dimension} numbers, saw {seen}", repr(given)[:80])
    return Fault(name, f"expected {dimension} numbers, saw {len(row)}", _shown(row))


def _shown(row: _Rows) -> str:
    more = ", …" if len(row) > 4 else ""
    return f"[{', '.join(map(str, row[:4].tolist()))}{more}]"


def read_sparse(
    given: Sequence[Any], name: str, faults: dict[int, Fault]
) -> list[SparseVector | None]:
    """Weights by index of each record, None where it has none; faults are added by place."""
    found: list[SparseVector | None] = [None] * len(given)
    for at, one in enumerate(given):
        if one is None:
            continue
        weights = _weights(one)
        if weights is None:
            what = "expected finite weights by index from 0 to 2^32 - 1, each once"
            faults.setdefault(at, Fault(name or "sparse", what, repr(one)[:80]))
        found[at] = weights
    return found


def _weights(given: Any) -> SparseVector | None:
    pairs = given.items() if isinstance(given, Mapping) else _pairs(given)
    try:
        read = [(operator.index(index), float(weight)) for index, weight in pairs]
    except (TypeError, ValueError):
        return None
    sound = all(0 <= index < _INDEXES and np.isfinite(weight) for index, weight in read)
    weights = dict(read)
    return weights if sound and len(weights) == len(read) else None


def _pairs(given: Any) -> list[tuple[Any, Any]]:
    try:
        indexes, weights = given
        return list(zip(indexes, weights, strict=True))
    except (TypeError, ValueError):
        return [(-1, 0.0)]  # no index
