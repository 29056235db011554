"""Rows as queries: what an index finds of their exact neighbours, and how long it takes."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter

import numpy as np

from ....core.collections.definition import LOWER_IS_BETTER, Metric
from . import exact
from .comparing import Query, asked
from .halves import Halves
from .held import Doubles, Held, Positions
from .index import Effort, Index
from .ladder import K, Rung
from .threads import Threads

_QUERIES, _FEWER = 200, 60  # fewer where the exact answer to one takes a tenth of a second
_MANY = 400_000
_PERFECT = 0.9995  # of 2,000 answers: deeper rungs show nothing
_DEPTHS = (20, 50, 100, 150, 200, 300, 400, 800, 1600, 3200, 6400)
_PROBES = (4, 8, 16, 32, 64, 128)

_Near = Callable[[Query], Positions | None]


def sample(held: Held, queries: int) -> Positions:
    """Rows that serve as queries: the same each time."""
    count = min(queries, held.n)
    return np.random.default_rng(held.n).choice(held.n, count, replace=False)


def as_good(told: Doubles, truth: Doubles, metric: Metric) -> int:
    """How many are as good as the last of the truth: of equals, any will do."""
    if not len(truth):
        return 0
    good = told <= truth[-1] if metric in LOWER_IS_BETTER else told >= truth[-1]
    return int(np.count_nonzero(good))


class Trial:
    """Rows held out as queries: none is among the answers. All times are microseconds.

    `scan` is what an exact answer takes; `patience` how many times as long a rung may take.
    """

    def __init__(self, held: Held, metric: Metric, *, patience: float) -> None:
        self._held, self._metric, self._patience = held, metric, patience
        out = sample(held, _QUERIES if held.n < _MANY else _FEWER)
        self._kept = np.ones(held.n, dtype=np.bool_)
        self._kept[out] = False
        self._order = self._kept.nonzero()[0]
        vectors = (held.vectors[at] for at in out)
        self._queries = [asked(vector, len(vector), metric) for vector in vectors]
        self._truth, self.scan = self._answers(lambda query: None)

    @property
    def others(self) -> Held:
        """The rows that are not held out. Links are made among these: a query's own would lead
        to its neighbours."""
        return self._held.some(self._order)

    def halves(self, halves: Halves) -> Rung:
        """The exact scan that looks at halves first."""
        rung = self._rung(Effort(0), lambda query: halves.near(self._held, query, 2 * K, None))
        self.scan = min(self.scan, rung.microseconds)
        return rung

    def rungs(self, index: Index) -> Iterator[Rung]:
        """Deeper and deeper, until deeper shows nothing or takes too long."""
        for probes in _PROBES if index.is_listed else (0,):
            for depth in _DEPTHS:
                if depth * 2 > self._held.n:
                    break
                effort = Effort(depth, probes)
                rung = self._rung(effort, partial(self._near, index, effort=effort))
                yield rung
                if rung.recall >= _PERFECT or rung.microseconds > self._patience * self.scan:
                    break

    def _near(self, index: Index, query: Query, *, effort: Effort) -> Positions:
        found = index.search(query, effort)
        return self._order[found] if index.is_linked else found

    def _rung(self, effort: Effort, near: _Near) -> Rung:
        answers, took = self._answers(near)
        pairs = zip(answers, self._truth, strict=True)
        good = [as_good(told, truth, self._metric) / len(truth) for told, truth in pairs]
        error = float(np.std(good)) / math.sqrt(len(good))
        return Rung(effort, float(np.mean(good)), took, error)

    def _answers(self, near: _Near) -> tuple[list[Doubles], float]:
        """Scores of the `K` best that are not held out, and the median time of twice as many."""
        found, times = [], []
        held, metric = self._held, self._metric
        for query in self._queries:
            start = perf_counter()
            with Threads(1):
                at, scores = exact.top(held, query, 2 * K, near(query), metric=metric, keys=None)
            times.append(perf_counter() - start)
            found.append(scores[self._kept[at]][:K])
        return found, float(np.median(times)) * 1e6
