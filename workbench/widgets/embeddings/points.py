"""Points with their vectors, and what finds the nearest of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import polars

Floats = NDArray[np.float32]
Doubles = NDArray[np.float64]
Places = NDArray[np.int64]
EXACT = 10_000  # points up to which all neighbours are found: some 3 s for 384 numbers
SAMPLE = 1_000  # points asked beyond that, each against all


class Index(Protocol):
    """Finds positions (m, k), best first, -1 where there is none, and their scores."""

    def neighbours(self, queries: Any, k: int) -> tuple[Places, Doubles]: ...

    def all_neighbours(self, k: int) -> tuple[Places, Doubles]: ...


Indexed = Callable[[Floats, str], Index]


@dataclass(frozen=True)
class Points:
    """What is on the map: `vectors` (n, d) float32, and a row of `frame` for each.

    The frame's columns `id` and `label` are texts. An id that occurs twice (a node with two
    embedded texts) is two points. `left_out` says what has no vector to be placed by.
    """

    frame: polars.DataFrame
    vectors: Floats
    metric: str
    indexed: Indexed
    left_out: tuple[str, ...] = ()
    absent: dict[str, str] = field(default_factory=dict)  # ids left out, and why

    def __len__(self) -> int:
        return len(self.vectors)

    @cached_property
    def ids(self) -> list[str]:
        return self.frame["id"].to_list()

    @cached_property
    def labels(self) -> list[str]:
        return self.frame["label"].to_list()

    @cached_property
    def at(self) -> dict[str, list[int]]:
        """The positions of each id."""
        found: dict[str, list[int]] = {}
        for position, name in enumerate(self.ids):
            found.setdefault(name, []).append(position)
        return found

    @cached_property
    def index(self) -> Index:
        return self.indexed(self.vectors, self.metric)

    @cached_property
    def compared(self) -> Floats:
        """The vectors as they are compared: of length one by cosine."""
        return unit(self.vectors) if self.metric == "cosine" else self.vectors

    def sample(self, seed: int, exact: int = EXACT, size: int = SAMPLE) -> Places:
        """All positions up to `exact` points; else `size` of them drawn by `seed`, ascending."""
        if len(self) <= exact:
            return np.arange(len(self))
        drawn = np.random.default_rng(seed).choice(len(self), size, replace=False)
        return np.sort(drawn)


def unit(vectors: Floats) -> Floats:
    """Of length one; a zero vector stays. Lengths are added up in double precision, for the
    squares of large floats exceed single."""
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors, dtype=np.float64, casting="safe"))
    out = np.zeros_like(vectors)
    wanted = (lengths > 0)[:, None]
    np.divide(vectors, lengths[:, None], out=out, where=wanted, casting="same_kind")
    return out


class Scores:
    """All scores against some vectors in double precision; higher is better, as for `Index`."""

    def __init__(self, vectors: Floats, metric: str) -> None:
        x = vectors.astype(np.float64)
        # Far from the origin squares would swallow the differences.
        self._middle = x.mean(axis=0) if metric == "l2" and len(x) else np.zeros(x.shape[1])
        self._metric, self._vectors = metric, x - self._middle if metric == "l2" else x
        self._squares = (self._vectors**2).sum(axis=1) if metric == "l2" else np.zeros(0)

    def of(self, queries: Floats) -> Doubles:
        """Those of (m, d) queries, as (m, n)."""
        q = queries.astype(np.float64) - self._middle
        found: Doubles = q @ self._vectors.T
        if self._metric != "l2":
            return np.clip(found, -1, 1, out=found) if self._metric == "cosine" else found
        found *= -2
        found += self._squares
        found += (q**2).sum(axis=1)[:, None]
        np.sqrt(np.maximum(found, 0, out=found), out=found)
        return np.negative(found, out=found)


def chunks(positions: Sequence[int] | Places, size: int = 32) -> list[Places]:
    """Positions in runs, so that (run, n) doubles fit in memory."""
    array = np.asarray(positions)
    return [array[start : start + size] for start in range(0, len(array), size)]
