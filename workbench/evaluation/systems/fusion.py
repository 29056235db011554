"""Several rankings of one question made one.

Sources: Fox and Shaw, "Combination of Multiple Searches" (TREC-2, 1994) for the Comb methods;
Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion outperforms Condorcet" (SIGIR 2009);
Aslam and Montague, "Models for Metasearch" (SIGIR 2001) for Borda.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import sqrt
from statistics import fmean, median
from typing import Literal

from ...core.evaluation.replies import Ranking

Method = Literal["rrf", "borda", "combsum", "combmnz", "combanz", "combmax", "combmin", "combmed"]
Norm = Literal["min-max", "z-score", "none"]
Scores = Mapping[str, float]

# Of a document, over the rankings that have it: what its scores there make.
_COMB: Mapping[str, Callable[[Sequence[float]], float]] = {
    "combsum": sum,
    "combmnz": lambda found: sum(found) * len(found),
    "combanz": fmean,
    "combmax": max,
    "combmin": min,
    "combmed": median,
}
BY_SCORE = tuple(_COMB)
BY_RANK = ("rrf", "borda")
NORMS = ("min-max", "z-score", "none")


def reciprocal_rank(
    rankings: Sequence[Ranking], weights: Sequence[float], constant: float
) -> Scores:
    """The sum of weight / (constant + rank), ranks from 1; a ranking without it adds nothing."""
    return _summed(
        {one: weight / (constant + rank) for rank, one in enumerate(_ids(ranking), 1)}
        for ranking, weight in zip(rankings, weights, strict=True)
    )


def borda(rankings: Sequence[Ranking], weights: Sequence[float]) -> Scores:
    """Of c candidates a ranking's first gets c points, the next one less; those that it does
    not have share what is left."""
    candidates = dict.fromkeys(one for ranking in rankings for one in ranking.ids)

    def points(ranking: Ranking, weight: float) -> Scores:
        own = {one: len(candidates) - at for at, one in enumerate(_ids(ranking))}
        share = (len(candidates) - len(own) + 1) / 2
        return {one: weight * own.get(one, share) for one in candidates}

    return _summed(map(points, rankings, weights))


def combined(
    rankings: Sequence[Ranking], weights: Sequence[float], *, method: str, norm: str
) -> Scores:
    """What a Comb method makes of normalised scores times weights.

    A document's scores are those of the rankings that have it.
    """
    found: dict[str, list[float]] = {}
    for ranking, weight in zip(rankings, weights, strict=True):
        for one, score in normalised(ranking, norm).items():
            found.setdefault(one, []).append(weight * score)
    return {one: _COMB[method](scores) for one, scores in found.items()}


def normalised(ranking: Ranking, norm: str) -> Scores:
    """Scores by id: `min-max` from 0 to 1, `z-score` with mean 0 and deviation 1.

    Where all scores are equal, `min-max` makes them 1, for each is the best, and `z-score` 0.
    """
    scores = dict(reversed(list(zip(ranking.ids, ranking.scores, strict=True))))
    if norm == "none" or not scores:
        return scores
    values = list(scores.values())
    low, wide = min(values), max(values) - min(values)
    if norm == "min-max":
        return {one: (score - low) / wide if wide else 1.0 for one, score in scores.items()}
    mean = fmean(values)
    deviation = sqrt(fmean((value - mean) ** 2 for value in values))
    return {one: (score - mean) / deviation if wide else 0.0 for one, score in scores.items()}


def _ids(ranking: Ranking) -> Iterator[str]:
    """Each id once, where it stands first."""
    return iter(dict.fromkeys(ranking.ids))


def _summed(each: Iterator[Scores]) -> Scores:
    total: dict[str, float] = {}
    for scores in each:
        for one, score in scores.items():
            total[one] = total.get(one, 0.0) + score
    return total
