"""Which index? Each candidate answers for rows of this very data; the fastest good one is kept."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from time import perf_counter
from typing import Any, NamedTuple

from ....core.collections.definition import Metric
from ....core.errors import BadInput
from .comparing import BY_FAISS
from .halves import Halves, possible
from .held import Held
from .index import Effort, Index, linked, listed, quantised
from .ladder import Ladder, Rung
from .trial import Trial

FEW = 2000  # rows below which no index is looked for: the exact scan takes 0.1 ms
NARROW = 16  # components below which codes are hardly shorter than the vectors
_SLOW, _PATIENT = 1.5, 100.0  # times the exact scan: what takes longer is not tried deeper
_LINKED = 50_000  # rows up to which an HNSW is linked within half a minute
_LISTED = 100_000  # rows from which lists pay
_LIGHT = 0.15  # of the bytes of the vectors: an index that takes more
_FAR = 2.0  # times the best: where links are so far behind, more of them are not tried
_WORTH = 0.75  # has to take this little of the time


class _Kind(NamedTuple):
    build: Callable[[Held], Index]
    linked: bool = False


class Chosen(NamedTuple):
    """The index that won (None: the exact scan), its rungs, and what all candidates showed."""

    best: Index | None
    ladder: Ladder
    measured: tuple[Mapping[str, Any], ...]


def choose(
    held: Held,
    metric: Metric,
    *,
    target: float,
    only: str | None = None,
    pause: Callable[[], None] = lambda: None,
) -> Chosen:
    """The fastest index of recall `target`, by queries held out of their own answers.

    `only` (flat, pq, hnsw, ivf) leaves no other choice. `pause` is called between candidates,
    and may raise.
    """
    trial = Trial(held, metric, patience=_SLOW if only is None else _PATIENT)
    told = [_told("flat", Rung(Effort(0), 1.0, trial.scan), 0.0, 0)]
    if possible(held, metric):
        halves = Halves(held, metric)
        told.append(_told("flat, half precision first", trial.halves(halves), 0.0, halves.bytes))
    contest = _Contest(held, trial.scan if only is None else math.inf, target)
    for kind in _candidates(held, metric, only):
        pause()
        if not (kind.linked and contest.hopeless):
            told += contest.entered(kind, trial)
    return Chosen(contest.winner, contest.ladder, tuple(told))


class _Contest:
    """The best so far, and what it costs: microseconds at the recall to reach."""

    def __init__(self, held: Held, exact: float, target: float) -> None:
        self._held, self._target, self._least = held, target, exact
        self._best: tuple[_Kind, Index] | None = None
        self.ladder = Ladder((), exact)
        self.hopeless = False  # of links: more of them are not tried

    def entered(self, kind: _Kind, trial: Trial) -> list[Mapping[str, Any]]:
        """Build one, try it, keep it where it is the best; what it showed."""
        start = perf_counter()
        index = kind.build(trial.others if kind.linked else self._held)
        seconds, size, rungs = perf_counter() - start, index.bytes, list(trial.rungs(index))
        ladder = Ladder.of(rungs, self.ladder.exact)
        cost = self._cost(ladder, heavy=size > _LIGHT * self._held.vectors.nbytes)
        self.hopeless = kind.linked and cost > _FAR * self._least
        if cost < self._least or (self._best is None and self._least == math.inf):
            self._best, self.ladder, self._least = (kind, index), ladder, cost
        return [_told(r.effort.of(index.name), r, seconds, size) for r in rungs]

    @property
    def winner(self) -> Index | None:
        """Links are made again, with the rows that were held out."""
        if self._best is None:
            return None
        kind, index = self._best
        return kind.build(self._held) if kind.linked else index

    def _cost(self, ladder: Ladder, *, heavy: bool) -> float:
        """More for an index that takes much memory."""
        good = (rung.microseconds for rung in ladder.rungs if rung.reaches(self._target))
        return next(good, math.inf) / (_WORTH if heavy else 1.0)


def checked(options: Mapping[str, Any]) -> tuple[float, str | None]:
    """The recall to reach and the only index to try, of a space's options."""
    target, only = options.get("recall", 0.99), options.get("index", "auto")
    if isinstance(target, bool) or not isinstance(target, int | float) or not 0 < target <= 1:
        raise BadInput(f"option recall: expected a number above 0, up to 1, found {target!r}")
    if only not in ("auto", "flat", "pq", "hnsw", "ivf"):
        raise BadInput(f"option index: expected auto, flat, pq, hnsw or ivf, found {only!r}")
    return float(target), None if only == "auto" else only


def _candidates(held: Held, metric: Metric, only: str | None) -> Iterator[_Kind]:
    n, d = held.vectors.shape
    if metric not in BY_FAISS or not held.plain or n < FEW or d < NARROW or only == "flat":
        return
    if only in (None, "pq"):
        for wide in (2, 4):
            yield _Kind(partial(quantised, metric=metric, parts=-(-d // wide)))
    if only == "hnsw" or (only is None and n <= _LINKED):
        for links in (16, 32):
            yield _Kind(partial(linked, metric=metric, links=links), linked=True)
    if only == "ivf" or (only is None and n >= _LISTED):
        lists = 2 ** round(math.log2(2 * math.sqrt(n)))
        yield _Kind(partial(listed, metric=metric, lists=lists, parts=-(-d // 2)))


def _told(name: str, rung: Rung, seconds: float, size: int) -> Mapping[str, Any]:
    return {
        "name": name,
        "recall": round(rung.recall, 4),
        "microseconds": round(rung.microseconds, 1),
        "build_seconds": round(seconds, 2),
        "bytes": size,
    }
