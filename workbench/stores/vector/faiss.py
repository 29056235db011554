"""Nearest neighbours in this process: FAISS, exact, and its HNSW for comparison.

FAISS answers in single precision, adds up in another order for one query than for many, and
leaves open which of equals it returns. So its candidates are scored again in double precision,
and are asked for until no vector that it left out could belong to the answer: the result is that
of brute force, equals in the order in which they were given.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

import faiss
import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.values import Hit

Metric = Literal["cosine", "inner product", "l2"]
METRICS = ("cosine", "inner product", "l2")
_MORE = 8  # candidates beyond k, so that few queries are asked twice
_QUERIES = 1024  # at once
_LONGEST = 1e18  # whose square single precision still holds


class Neighbours(NamedTuple):
    """Row i: what is nearest to query i, best first, equals by position.

    `positions` (m, k) int64 and `scores` (m, k) float64, higher is better: cosine similarity,
    inner product, or the negative Euclidean distance. Where there is none: -1 and NaN.
    """

    positions: NDArray[np.int64]
    scores: NDArray[np.float64]


class Flat:
    """Vectors (n, d) searched exactly. By cosine, a vector without direction is never found."""

    def __init__(
        self, vectors: Any, *, ids: Sequence[Any] | None = None, metric: Metric = "cosine"
    ) -> None:
        self._given, self._metric = _checked(vectors, "vectors"), metric
        self.ids = range(len(self._given)) if ids is None else ids
        if len(self.ids) != len(self._given):
            raise BadInput(f"expected {len(self._given)} ids, one a vector, got {len(self.ids)}")
        comparable = _comparable(self._given, metric)
        self._groups = _Groups(comparable, _directed(comparable, metric))
        self._index = _flat(self._groups.first, metric)
        self._longest = float(_lengths(self._groups.first).max(initial=0))

    def __len__(self) -> int:
        return len(self._given)

    def nearest(self, query: Sequence[float], k: int) -> list[Hit]:
        """The `k` nearest to one query, with ids as given; fewer where there are fewer."""
        found = self.neighbours(np.asarray(query)[None], k)
        pairs = zip(found.positions[0].tolist(), found.scores[0].tolist(), strict=True)
        return [Hit(self.ids[at], score) for at, score in pairs if at >= 0]

    def neighbours(self, queries: Any, k: int) -> Neighbours:
        """The `k` nearest to each of (m, d) queries; a query without direction finds none."""
        asked = self._asked(queries, k)
        return _joined([self._found(part, k) for part in _parts(asked)], k)

    def all_neighbours(self, k: int) -> Neighbours:
        """The `k` nearest to each of its own vectors, which is not its own neighbour."""
        whole = self.neighbours(self._given, k + 1)
        own = whole.positions == np.arange(len(self))[:, None]
        own[~own.any(axis=1), -1] = True  # lost among more equals than were asked for
        kept = ~own
        return Neighbours(
            whole.positions[kept].reshape(len(self), k), whole.scores[kept].reshape(len(self), k)
        )

    def _asked(self, queries: Any, k: int) -> NDArray[np.float32]:
        if k < 1:
            raise BadInput(f"k: expected 1 or more, found {k}")
        asked = _checked(queries, "queries")
        if asked.shape[1] != self._given.shape[1]:
            told = f"{self._given.shape[1]} numbers, as the vectors have, found {asked.shape[1]}"
            raise BadInput(f"queries: expected {told}")
        return _comparable(asked, self._metric)

    def _found(self, asked: NDArray[np.float32], k: int) -> Neighbours:
        """Candidates among the distinct vectors, more of them until they hold the answer."""
        distinct = self._groups.first
        best = Neighbours(np.full((len(asked), k), -1), np.full((len(asked), k), np.nan))
        searching = _directed(asked, self._metric)
        count = k + _MORE
        while len(searching) and len(distinct):
            count = min(count, len(distinct))
            rough, near = self._index.search(asked[searching], count)
            exact = _scores(asked[searching], distinct, near, self._metric)
            spread = self._groups.spread(near, exact, k)
            best.positions[searching], best.scores[searching] = spread
            if count == len(distinct):
                break
            reach = _reached(rough[:, -1], asked[searching], self._longest, self._metric)
            last = np.where(spread.positions[:, -1] < 0, -np.inf, spread.scores[:, -1])
            searching, count = searching[last <= reach], count * 4
        return best


class _Groups:
    """Vectors that are the same, number for number, stand for each other in the index."""

    def __init__(self, vectors: NDArray[np.float32], used: NDArray[np.int64]) -> None:
        seen: dict[bytes, int] = {}
        group = [seen.setdefault(vectors[at].tobytes(), len(seen)) for at in used]
        self._of = np.asarray(group, dtype=np.int64)
        order = np.argsort(self._of, kind="stable")
        self._members = used[order]
        self._starts = np.searchsorted(self._of[order], np.arange(len(seen) + 1))
        self.first = np.ascontiguousarray(vectors[self._members[self._starts[:-1]]])

    def spread(self, near: NDArray[np.int64], scores: NDArray[np.float64], k: int) -> Neighbours:
        """The groups' members in place of the groups: `k` a row, best first, by position."""
        if len(self._members) == len(self._starts) - 1:
            return _ordered(self._members[near], scores, k)
        best = Neighbours(np.full((len(near), k), -1), np.full((len(near), k), np.nan))
        for row, (groups, given) in enumerate(zip(near, scores, strict=True)):
            members = [self._members[self._starts[g] : self._starts[g + 1]] for g in groups]
            lengths = [len(some) for some in members]
            positions, repeated = np.concatenate(members), np.repeat(given, lengths)
            order = np.lexsort((positions, -repeated))[:k]
            best.positions[row, : len(order)] = positions[order]
            best.scores[row, : len(order)] = repeated[order]
        return best


def _ordered(positions: NDArray[np.int64], scores: NDArray[np.float64], k: int) -> Neighbours:
    missing = positions < 0
    last = np.where(missing, np.iinfo(np.int64).max, positions)
    order = np.lexsort((last, np.where(missing, np.inf, -scores)), axis=1)[:, :k]
    short = k - order.shape[1]
    found = np.take_along_axis(positions, order, axis=1)
    given = np.take_along_axis(np.where(missing, np.nan, scores), order, axis=1)
    if short > 0:
        found = np.pad(found, ((0, 0), (0, short)), constant_values=-1)
        given = np.pad(given, ((0, 0), (0, short)), constant_values=np.nan)
    return Neighbours(found, given)


def _scores(
    asked: NDArray[np.float32], vectors: NDArray[np.float32], near: NDArray[np.int64], metric: str
) -> NDArray[np.float64]:
    """In double precision, row by row in one order: equal vectors get equal scores."""
    scores = np.empty(near.shape)
    for row, positions in enumerate(near):
        some = vectors[positions].astype(np.float64)
        query = asked[row].astype(np.float64)
        if metric == "l2":
            scores[row] = -np.sqrt(np.einsum("ij,ij->i", some - query, some - query))
        else:
            scores[row] = np.einsum("ij,j->i", some, query)
    return np.clip(scores, -1, 1) if metric == "cosine" else scores


def _reached(
    last: NDArray[np.float32], asked: NDArray[np.float32], longest: float, metric: str
) -> NDArray[np.float64]:
    """The best score that a vector which FAISS left out may have, its rounding allowed for."""
    own = _lengths(asked)
    scale = own**2 + longest**2 if metric == "l2" else own * longest
    error = 4 * np.sqrt(asked.shape[1]) * np.finfo(np.float32).eps * scale
    reached: NDArray[np.float64] = last.astype(np.float64) + error
    if metric == "l2":
        reached = -np.sqrt(np.maximum(last.astype(np.float64) - error, 0))
    return reached


def _comparable(vectors: NDArray[np.float32], metric: str) -> NDArray[np.float32]:
    """Of length one by cosine; a vector without direction stays zero."""
    lengths = _lengths(vectors)[:, None]
    if metric == "cosine":
        unit = np.zeros_like(vectors)
        np.divide(vectors, lengths, out=unit, where=lengths > 0, casting="same_kind")
        return unit
    if metric not in METRICS:
        raise BadInput(f"metric: expected one of {', '.join(METRICS)}, found {metric!r}")
    if lengths.max(initial=0) > _LONGEST:
        raise BadInput(f"vectors: expected lengths up to {_LONGEST:g}, found {lengths.max():g}")
    return vectors


def _directed(vectors: NDArray[np.float32], metric: str) -> NDArray[np.int64]:
    """The positions of those that can be compared."""
    return np.flatnonzero(vectors.any(axis=1) | (metric != "cosine"))


def _lengths(vectors: NDArray[np.float32]) -> NDArray[np.float64]:
    """Euclidean, added up in double precision: squares of large floats exceed single."""
    squares = np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64, casting="safe")
    lengths: NDArray[np.float64] = np.sqrt(squares)
    return lengths


def _checked(vectors: Any, what: str) -> NDArray[np.float32]:
    array = np.ascontiguousarray(vectors, dtype=np.float32)
    if array.ndim != 2 or not array.shape[1]:
        raise BadInput(f"{what}: expected an array of shape (n, d), found {array.shape}")
    if not np.isfinite(array).all():
        row = int(np.flatnonzero(~np.isfinite(array).all(axis=1))[0])
        raise BadInput(f"{what}: row {row} holds NaN or infinity; leave it out")
    return array


def _flat(vectors: NDArray[np.float32], metric: Metric) -> Any:
    index = (faiss.IndexFlatL2 if metric == "l2" else faiss.IndexFlatIP)(vectors.shape[1])
    index.add(vectors)
    return index


def _parts(asked: NDArray[np.float32]) -> Iterator[NDArray[np.float32]]:
    for start in range(0, len(asked), _QUERIES):
        yield asked[start : start + _QUERIES]


def _joined(parts: Sequence[Neighbours], k: int) -> Neighbours:
    if not parts:
        return Neighbours(np.zeros((0, k), np.int64), np.zeros((0, k)))
    positions, scores = zip(*parts, strict=True)
    return Neighbours(np.concatenate(positions), np.concatenate(scores))
