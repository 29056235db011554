"""The one copy of the vectors, and what speeds their comparison."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ....core.collections.definition import Metric, VectorSpace
from ....core.errors import BadInput
from .faiss_library import faiss

SHORTEST, LONGEST = 1e-12, 1e12  # lengths whose squares and products single precision holds
_CHUNK = 1024  # rows that are taken to double precision at once
_ROOM = 1.25  # growth that copies each row few times and leaves little unused

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Positions = NDArray[np.int64]


class Held(NamedTuple):
    """The first n rows, as a search sees them; later ones do not change it.

    `lengths` (n,) float64 and their `inverses` (n,) float32, 0 for a zero vector, by cosine;
    `bits` (n, words) uint64 by Hamming; else these are empty. `plain` tells that single
    precision holds all products. `pointer` is where the rows begin, as FAISS takes it.
    """

    vectors: Floats
    lengths: Doubles
    inverses: Floats
    bits: NDArray[np.uint64]
    plain: bool
    longest: float
    pointer: Any

    @property
    def n(self) -> int:
        return len(self.vectors)

    def some(self, positions: Positions) -> Held:
        """A copy of the rows at positions, for an index."""
        vectors = self.vectors.take(positions, axis=0)
        inverses = self.inverses.take(positions) if len(self.inverses) else self.inverses
        pointer = faiss.swig_ptr(vectors)
        return self._replace(vectors=vectors, inverses=inverses, pointer=pointer)

    def comparable(self, start: int, stop: int) -> Floats:
        """Rows as an index takes them: of length one by cosine, where zero vectors stay zero."""
        rows = self.vectors[start:stop]
        if not len(self.inverses):
            return rows
        unit: Floats = rows * self.inverses[start:stop, None]
        return unit


class Holding:
    """Vectors (n, d) that grow; a `Held` once taken stays as it was."""

    def __init__(self, space: VectorSpace, vectors: Floats | None = None) -> None:
        self._space = space
        self._room: dict[str, NDArray[Any]] = {}
        self.held = _empty(space)
        if vectors is not None:
            self._take(vectors, _derived(vectors, space.metric), keep=True)

    def append(self, vectors: Floats) -> None:
        """Add (m, d) rows; BadInput where they are of another length or not finite."""
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        if rows.ndim != 2 or rows.shape[1] != self._space.dimension:
            wanted = f"(n, {self._space.dimension})"
            raise BadInput(f"vectors: expected shape {wanted}, found {rows.shape}")
        if len(rows):
            self._take(rows, _derived(rows, self._space.metric), keep=False)

    @property
    def bytes(self) -> int:
        held = self.held
        return sum(part.nbytes for part in (held.vectors, held.lengths, held.inverses, held.bits))

    def _take(self, rows: Floats, derived: _Derived, *, keep: bool) -> None:
        held = self.held
        vectors = rows if keep else self._grown("vectors", held.vectors, rows)
        self._room.setdefault("vectors", vectors)
        self.held = Held(
            vectors,
            self._grown("lengths", held.lengths, derived.lengths),
            self._grown("inverses", held.inverses, derived.inverses),
            self._grown("bits", held.bits, derived.bits),
            held.plain and derived.plain,
            max(held.longest, derived.longest),
            faiss.swig_ptr(vectors),
        )

    def _grown(self, name: str, before: NDArray[Any], more: NDArray[Any]) -> NDArray[Any]:
        """What was there and more, in room of its own; the rows before are not written again."""
        n = len(before) + len(more)
        room = self._room.get(name)
        if room is None or len(room) < n:
            size = n if room is None or not len(before) else max(n, int(len(before) * _ROOM))
            room = np.empty((size, *more.shape[1:]), dtype=more.dtype)
            room[: len(before)] = before
            self._room[name] = room
        room[len(before) : n] = more
        return room[:n]


class _Derived(NamedTuple):
    lengths: Doubles
    inverses: Floats
    bits: NDArray[np.uint64]
    plain: bool
    longest: float


def lengths_of(rows: Floats) -> Doubles:
    """Euclidean (n,), added up in double precision."""
    lengths = np.empty(len(rows))
    for start in range(0, len(rows), _CHUNK):
        part = rows[start : start + _CHUNK].astype(np.float64)
        np.sqrt(np.vecdot(part, part), out=lengths[start : start + _CHUNK])
    return lengths


def bits_of(rows: Floats) -> NDArray[np.uint64]:
    """Which components exceed 0.5, 64 to a word."""
    packed = np.packbits(rows > 0.5, axis=1, bitorder="little")
    words = -(-rows.shape[1] // 64)
    whole = np.zeros((len(rows), words * 8), dtype=np.uint8)
    whole[:, : packed.shape[1]] = packed
    return whole.view(np.uint64)


def _derived(rows: Floats, metric: Metric) -> _Derived:
    lengths = lengths_of(rows)
    if not np.isfinite(lengths).all():
        row = int(np.flatnonzero(~np.isfinite(lengths))[0])
        raise BadInput(f"vectors: row {row} holds NaN or infinity; leave it out")
    longest = float(lengths.max(initial=0.0))
    shortest = float(lengths.min(initial=1.0, where=lengths > 0))
    plain = longest <= LONGEST and shortest >= SHORTEST
    cosine = metric == "cosine"
    inverses = np.zeros(len(rows) if cosine else 0, dtype=np.float32)
    if cosine and plain:
        np.divide(1.0, lengths, out=inverses, where=lengths > 0, casting="same_kind")
    bits = bits_of(rows if metric == "hamming" else rows[:0])
    return _Derived(lengths if cosine else lengths[:0], inverses, bits, plain, longest)


def _empty(space: VectorSpace) -> Held:
    vectors = np.empty((0, space.dimension), dtype=np.float32)
    return Held(
        vectors,
        np.empty(0),
        np.empty(0, dtype=np.float32),
        np.empty((0, -(-space.dimension // 64)), dtype=np.uint64),
        True,
        0.0,
        faiss.swig_ptr(vectors),
    )
