"""The order of a ranking, with equal scores broken by a stated rule, and what a tie leaves open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from .policies import Ties

Grade = int | None  # None: unjudged
Span = tuple[int, int]  # first place and the place after the last, from 0


class Order(NamedTuple):
    """Document ids without repeats, best first; `ties` are the spans of equal scores."""

    ids: Sequence[str]
    ties: Sequence[Span] = ()
    duplicates: int = 0


def ordered(ids: Sequence[str], scores: Sequence[float], rule: Ties) -> Order:
    """The ids by score under a rule of `Policies`; of a repeated id the first place is kept.

    `scores` are in the precision in which they are to be compared.
    """
    pairs = list(zip(scores, ids, strict=True))
    if rule == "trec_eval":
        pairs.sort(reverse=True)
    elif rule == "id":
        pairs.sort(key=lambda pair: (-pair[0], pair[1]))
    kept: dict[str, float] = {}
    for score, one in pairs:
        kept.setdefault(one, score)
    return Order(list(kept), _spans(list(kept.values())), len(pairs) - len(kept))


def _spans(scores: Sequence[float]) -> list[Span]:
    """The spans of two or more neighbours with one score."""
    edges = [at for at, (one, other) in enumerate(pairwise(scores), 1) if one != other]
    return [(a, b) for a, b in pairwise([0, *edges, len(scores)]) if b - a > 1]


def by_grade(grade: Grade) -> int:
    """The worth of a place for measures of relevance.

    Unjudged is worth as much as judged not relevant, to Bpref too: it looks at the order of
    relevant and judged not relevant documents alone.
    """
    return 0 if grade is None or grade < 0 else grade


def by_gain(gain: Callable[[int], int]) -> Callable[[Grade], int]:
    """The worth of a place for a measure that turns grades from 0 on into gains."""
    return lambda grade: by_grade(grade if grade is None or grade < 0 else gain(grade))


def by_judged(grade: Grade) -> int:
    """The worth of a place for the share of judged documents."""
    return int(grade is not None)


def extremes(
    grades: Sequence[Grade], ties: Sequence[Span], worth: Callable[[Grade], int] = by_grade
) -> tuple[list[Grade], list[Grade]] | None:
    """The grades with every tied span at its worst and at its best; None where these agree.

    The values of the two are the lowest and highest of all orders for every measure but infAP over
    grades below 0: it takes such a document for one of the same chance to be relevant as those
    above it, so an order between these two may give somewhat more or less.
    """
    worst, best = list(grades), list(grades)
    for first, end in ties:
        span = worst[first:end]
        if len(set(map(worth, span))) > 1:
            worst[first:end] = sorted(span, key=worth)
            best[first:end] = reversed(worst[first:end])
    return None if worst == best else (worst, best)
