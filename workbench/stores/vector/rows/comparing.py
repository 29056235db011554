"""Scores of rows: exact in double precision, and fast ones with a bound of their error."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....core.collections.definition import LOWER_IS_BETTER, Metric
from ....core.errors import BadInput
from .faiss_library import faiss
from .held import LONGEST, SHORTEST, Doubles, Floats, Held, Positions, bits_of

BY_FAISS: frozenset[Metric] = frozenset({"cosine", "dot", "euclidean"})
_CHUNK = 512  # rows taken to double precision at once: they stay in the processor's cache
_DENSE = 0.35  # the share from which reading all rows in order is faster than picking
_UNIT = 2.0**-24  # the rounding of one operation in single precision
_TINY = 2.0**-126  # what an underflow may lose

_Score = Callable[[Doubles, "Query", Doubles], None]  # of rows, into what is given


class Query(NamedTuple):
    """A query vector, as each of the comparisons takes it; `single` is of length 1 by cosine."""

    single: Floats
    double: Doubles
    length: float
    bits: NDArray[np.uint64]
    plain: bool


def asked(query: Floats, dimension: int, metric: Metric) -> Query:
    """A checked query; BadInput where its shape is another, or it holds NaN or infinity."""
    given = np.ascontiguousarray(query, dtype=np.float32)
    if given.shape != (dimension,):
        raise BadInput(f"query vector: expected {dimension} numbers, found shape {given.shape}")
    double = given.astype(np.float64)
    length = math.sqrt(double.dot(double))
    if not math.isfinite(length):
        raise BadInput("query vector: it holds NaN or infinity")
    plain = length == 0 or SHORTEST <= length <= LONGEST
    if metric == "cosine" and length:
        given = (double / length).astype(np.float32)
    bits = bits_of(given[None])[0] if metric == "hamming" else _NO_BITS
    return Query(given, double, length, bits, plain)


def exact(held: Held, query: Query, positions: Positions | None, metric: Metric) -> Doubles:
    """The scores (m,) of rows: each row's is the same number, whichever are asked with it."""
    if metric == "hamming":
        bits = held.bits if positions is None else held.bits.take(positions, axis=0)
        differing: Doubles = np.bitwise_count(bits ^ query.bits).sum(axis=1, dtype=np.float64)
        return differing
    if metric == "cosine":
        lengths = held.lengths if positions is None else held.lengths.take(positions)
        return _directed(_scored(held, query, positions, _product), lengths, query)
    return _scored(held, query, positions, _SCORES[metric])


def _scored(held: Held, query: Query, positions: Positions | None, score: _Score) -> Doubles:
    n = held.n if positions is None else len(positions)
    scores = np.empty(n)
    for start in range(0, n, _CHUNK):
        part = slice(start, start + _CHUNK)
        near = held.vectors[part]
        if positions is not None:
            near = held.vectors.take(positions[part], axis=0)
        score(near.astype(np.float64), query, scores[part])
    return scores


def rough(held: Held, query: Query, positions: Positions | None, metric: Metric) -> NDArray[Any]:
    """Fast scores (m,), higher is better; `reach` tells how far they are from exact.

    Cosine and inner product in single precision, the negative square of the Euclidean distance,
    and where there is no faster way the exact score.
    """
    if not is_fast(held, query, metric):
        scores = exact(held, query, positions, metric)
        return -scores if metric in LOWER_IS_BETTER else scores
    if positions is not None and len(positions) > _DENSE * held.n:
        return rough(held, query, None, metric).take(positions)
    n = held.n if positions is None else len(positions)
    single = np.empty(n, dtype=np.float32)
    _by_faiss(held, query.single, positions, single, metric)
    if metric == "euclidean":
        return np.negative(single, out=single)
    if metric == "cosine":
        single *= held.inverses if positions is None else held.inverses.take(positions)
    return single


def is_fast(held: Held, query: Query, metric: Metric) -> bool:
    """Whether `rough` is in single precision."""
    return metric in BY_FAISS and held.plain and query.plain


def reach(held: Held, query: Query, last: float, metric: Metric, *, blur: float = 0.0) -> float:
    """The rough score below which no row's exact score is that of a row with rough score `last`.

    The bound holds for sums of d products in any order: d roundings each (Higham, Accuracy and
    Stability of Numerical Algorithms, section 3.1), a few for lengths, on both sides. `blur` is
    how far the compared vectors may be from the true ones.
    """
    if not is_fast(held, query, metric):
        return last
    d = int(held.vectors.shape[1])
    share, tiny = 4 * (d + 8) * _UNIT, 4 * d * _TINY
    if metric == "euclidean":
        farthest = math.sqrt(max(-last, 0.0) * (1 + share)) + 2 * blur
        return -farthest * farthest * (1 + share) - tiny
    length = 1.0 if metric == "cosine" else query.length
    longest = 1.0 if metric == "cosine" else held.longest
    return last - length * (share * longest + 2 * blur) - tiny


def _by_faiss(
    held: Held, query: Floats, positions: Positions | None, out: Floats, metric: Metric
) -> None:
    """Inner products, or squared Euclidean distances, by FAISS: no row is copied."""
    d, pointer = held.vectors.shape[1], faiss.swig_ptr
    if positions is None:
        many = faiss.fvec_L2sqr_ny if metric == "euclidean" else faiss.fvec_inner_products_ny
        many(pointer(out), pointer(query), held.pointer, d, held.n)
        return
    some = faiss.fvec_L2sqr_by_idx if metric == "euclidean" else faiss.fvec_inner_products_by_idx
    ids = np.ascontiguousarray(positions, dtype=np.int64)
    some(pointer(out), pointer(query), held.pointer, pointer(ids), d, 1, len(ids))


def _product(rows: Doubles, query: Query, out: Doubles) -> None:
    np.vecdot(rows, query.double, out=out)


def _distance(rows: Doubles, query: Query, out: Doubles) -> None:
    rows -= query.double
    np.sqrt(np.vecdot(rows, rows), out=out)


def _overlap(rows: Doubles, query: Query, out: Doubles) -> None:
    least = np.minimum(rows, query.double).sum(axis=1)
    most = np.maximum(rows, query.double).sum(axis=1)
    same = most == 0
    np.copyto(out, np.where(same, 1.0, least / np.where(same, 1.0, most)))


def _directed(products: Doubles, lengths: Doubles, query: Query) -> Doubles:
    """Products into cosines, in place; 0 where one of the two has no direction."""
    scale = lengths * query.length
    if not scale.all():
        none = scale == 0
        scale[none], products[none] = 1.0, 0.0
    products /= scale
    np.maximum(products, -1.0, out=products)
    return np.minimum(products, 1.0, out=products)


_NO_BITS = np.zeros(0, dtype=np.uint64)
_SCORES: dict[Metric, _Score] = {
    "dot": _product,
    "euclidean": _distance,
    "jaccard": _overlap,
}
