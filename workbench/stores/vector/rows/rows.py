"""Vectors of one space in this process."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....core.collections.definition import VectorSpace
from ....core.collections.protocols import Effort, IndexReport
from ....core.errors import BadInput
from . import comparing, exact, files, searching
from .choosing import FEW, checked, choose
from .held import Doubles, Floats, Holding, Positions
from .searching import Allowed, Standing
from .threads import Threads
from .trial import as_good, sample
from .work import Work

_TAIL, _SHARE = 1000, 0.05  # new rows beyond which an index takes them in
_SHARED = 20_000  # rows from which more processors pay, on a busy machine too
_GROWN = 2  # times as many rows as it was chosen for: it is chosen anew


class FaissRows:
    """`VectorRows` over FAISS. One thread appends; others may search meanwhile.

    Options: `recall` (0.99), which the index has to reach, and `index` (auto, flat, pq, hnsw,
    ivf). New rows are taken into an index in the background once there are many, and twice as
    many are measured anew. With `automatic` the first search of many rows has one made too.
    """

    def __init__(
        self,
        space: VectorSpace,
        options: Mapping[str, Any],
        opened: files.Opened | None = None,
        *,
        automatic: bool = False,
    ) -> None:
        self._space, self._metric = space, space.metric
        target, self._only = checked(options)
        self._wanted = Effort(recall=target)
        self._holding = Holding(space, opened.vectors if opened else None)
        self._standing = opened.standing if opened else Standing()
        self._standing = self._standing.completed(self._holding.held, self._metric)
        self._work, self._automatic = Work(), automatic

    @property
    def space(self) -> VectorSpace:
        return self._space

    @property
    def report(self) -> IndexReport:
        standing = self._standing
        rung = standing.ladder.rung(self._wanted)
        if standing.index is None or rung is None:
            return IndexReport("flat", standing.trained, 1.0, standing.measured, standing.note)
        kind = rung.effort.of(standing.index.name)
        return IndexReport(kind, standing.trained, rung.recall, standing.measured)

    @property
    def bytes(self) -> int:
        parts = (self._standing.index, self._standing.halves)
        return self._holding.bytes + sum(part.bytes for part in parts if part)

    @property
    def due(self) -> bool:
        """Whether `build` would choose among indexes: many rows, and none measured for so many."""
        n = len(self)
        return n >= FEW and n >= _GROWN * self._standing.trained

    @property
    def building(self) -> bool:
        """Whether an index is being made in the background."""
        return self._work.going

    def __len__(self) -> int:
        return self._holding.held.n

    def append(self, vectors: Floats) -> None:
        self._holding.append(vectors)
        if self._standing.trained:
            self._keep_up()

    def rows(self, positions: Positions) -> Floats:
        return self._holding.held.vectors[positions]

    def scores(self, query: Floats, positions: Positions | None = None) -> Doubles:
        ready = comparing.asked(query, self._space.dimension, self._metric)
        return comparing.exact(self._holding.held, ready, positions, self._metric)

    def top(
        self,
        query: Floats,
        k: int,
        *,
        allowed: NDArray[np.bool_] | Positions | None = None,
        keys: NDArray[Any] | None = None,
        effort: Effort | None = None,
    ) -> tuple[Positions, Doubles]:
        standing = self._standing  # before the rows: those it has are then there
        held = self._holding.held
        if self._automatic and held.n >= _GROWN * standing.trained and held.n >= FEW:
            self._begin()
        ready = comparing.asked(query, self._space.dimension, self._metric)
        few = None if allowed is None else Allowed(allowed, held.n)
        if k < 1 or (few is not None and not few.count):
            return np.empty(0, dtype=np.int64), np.empty(0)
        count = None if few is None else few.count
        chosen = searching.way(standing, held.n, count, effort or self._wanted, k)
        with Threads(1):
            near = searching.near(standing, held, ready, k, few, chosen)
            return exact.top(held, ready, k, near, metric=self._metric, keys=keys)

    def path(self, allowed: int | None, effort: Effort | None = None, k: int = 10) -> str:
        standing, n = self._standing, len(self)
        chosen = searching.way(standing, n, allowed, effort or self._wanted, k)
        return searching.words(standing, n, allowed, chosen)

    def build(self) -> None:
        self._work.do(self._choose)

    def start_building(self) -> None:
        """`build` in the background; nothing where one is being made."""
        self._work.start(self._choose)

    def _begin(self) -> None:
        """Build for whoever searches next; what failed once is not tried again and again."""
        if not (self._work.going or self._work.failed):
            self.start_building()

    def stop(self) -> None:
        self._work.stop()

    def wait(self) -> None:
        """Until nothing is being made in the background; raises what went wrong there."""
        self._work.wait()

    def audit(self, queries: int = 100, k: int = 10) -> Mapping[str, float]:
        """`recall`, and microseconds (`p50`, `p95`) here and `exact_p50` for the exact scan."""
        if queries < 1 or k < 1:
            raise BadInput(f"audit: expected 1 or more queries and neighbours, got {queries}, {k}")
        vectors = self._holding.held.vectors
        asked = [vectors[at] for at in sample(self._holding.held, queries)]
        exactly = [_timed(partial(self.top, query, k, effort=Effort(1.0))) for query in asked]
        told = [_timed(partial(self.top, query, k)) for query in asked]
        pairs = zip(told, exactly, strict=True)
        good = sum(as_good(mine[0], truth[0], self._metric) for mine, truth in pairs)
        right = sum(len(scores) for scores, _ in exactly)
        p50, p95 = np.percentile([took for _, took in told] or [0.0], (50, 95))
        return {
            "recall": good / right if right else 1.0,
            "p50": float(p50),
            "p95": float(p95),
            "exact_p50": float(np.median([took for _, took in exactly] or [0.0])),
        }

    def save(self, folder: Path) -> None:
        standing = self._standing  # before the rows: those it has are then there
        files.save(folder, self._space, self._holding.held, standing)

    def _keep_up(self) -> None:
        """Take new rows in, or choose anew, once there are many: in the background."""
        n, standing = len(self), self._standing
        if self._work.going:
            return
        if n >= _GROWN * standing.trained:
            self._work.start(self._choose)
        elif standing.rows and n - standing.rows > max(_TAIL, _SHARE * n):
            self._work.start(self._fold)

    def _choose(self) -> None:
        held = self._holding.held
        if held.n < FEW:
            self._standing = Standing()
            return
        with Threads(1 if held.n < _SHARED else None):
            made = choose(
                held,
                self._metric,
                target=self._wanted.recall,
                only=self._only,
                pause=self._work.check,
            )
            standing = Standing(made.best, None, made.ladder, held.n, made.measured)
            self._standing = standing.completed(held, self._metric)

    def _fold(self) -> None:
        with Threads():
            self._standing = self._standing.grown(self._holding.held, self._metric)


def _timed(search: Callable[[], tuple[Positions, Doubles]]) -> tuple[Doubles, float]:
    start = perf_counter()
    scores = search()[1]
    return scores, (perf_counter() - start) * 1e6
