"""What an index achieved, rung by rung, on the very rows it serves."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from ....core.collections.protocols import Effort as Wanted
from .index import Effort

K = 10  # neighbours that recall is measured for


class Rung(NamedTuple):
    """One effort, its recall among the first `K`, and its microseconds a query.

    `error` is the standard error of the recall: other queries meet others.
    """

    effort: Effort
    recall: float
    microseconds: float
    error: float = 0.0

    def reaches(self, recall: float) -> bool:
        """Whether it does so by more than its error, so that it holds for other queries too."""
        return self.recall - self.error >= recall


class Ladder(NamedTuple):
    """Rungs from fast to slow, each of better recall, and what the exact scan took beside them."""

    rungs: tuple[Rung, ...]
    exact: float

    @classmethod
    def of(cls, tried: Iterable[Rung], exact: float) -> Ladder:
        """Without those that are slower than another and find no more."""
        rungs: list[Rung] = []
        for rung in sorted(tried, key=lambda rung: rung.microseconds):
            if not rungs or rung.recall > rungs[-1].recall:
                rungs.append(rung)
        return cls(tuple(rungs), exact)

    def rung(self, wanted: Wanted) -> Rung | None:
        """The fastest that is good enough (where candidates are given, the best one).

        None where nothing but the exact scan is, or that is as fast.
        """
        if wanted.candidates is not None:
            return self.rungs[-1] if self.rungs else None
        if wanted.recall < 1:
            for rung in self.rungs:
                if rung.reaches(wanted.recall):
                    return rung if rung.microseconds < self.exact else None
        return None

    def effort(self, wanted: Wanted, k: int) -> Effort | None:
        """What to ask for `k` rows: more than `K` are looked for in proportionally more."""
        rung = self.rung(wanted)
        if rung is None:
            return None
        depth, probes = rung.effort
        if wanted.candidates is not None:
            depth = wanted.candidates
        if k > K:
            depth = math.ceil(depth * k / K)
        return Effort(max(depth, k), probes)
