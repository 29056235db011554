"""Places on a time axis whose long pauses are folded; `times.mjs` is the same for the browser."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

# A pause this many times the median one is drawn as long as this, and its length is written.
LONG = 10


def folded(times: Sequence[float], *, fold: bool = True) -> list[float]:
    """Of each time (ascending) its place from 0 to 1; all 0 where there is no span."""
    gaps = [max(0.0, b - a) for a, b in pairwise(times)]
    limit = longest(gaps) if fold else float("inf")
    places, at = [0.0] * min(1, len(times)), 0.0
    for gap in gaps:
        at += min(gap, limit)
        places.append(at)
    return [place / at for place in places] if at else places


def longest(gaps: Sequence[float]) -> float:
    """The pause from which on gaps are folded."""
    positive = [gap for gap in gaps if gap > 0]
    return LONG * median(positive) if positive else float("inf")
