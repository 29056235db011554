"""What a text match is worth."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from .counting import Counts, Statistics
from .matching import Match
from .text_query import TextQuery

Ranking: TypeAlias = Literal["bm25", "simple"]
RANKINGS: tuple[Ranking, ...] = ("bm25", "simple")
K1, B = 1.2, 0.75  # Robertson and Zaragoza 2009, the values that Lucene and FTS5 keep too


class Contribution(NamedTuple):
    """A part of a score: what a term in a field gives; None where all of them give it."""

    field: str | None
    term: str | None
    score: float


def bm25_scores(table: Counts, query: TextQuery) -> NDArray[np.float64]:
    """The BM25 scores of records, all fields of one being one document.

    Lucene's idf ln(1 + (N - n + 1/2) / (n + 1/2)), which is never negative, times
    f (k1 + 1) / (f + k1 (1 - b + b length / mean length)), summed in the order of the terms.
    """
    scores = np.zeros(len(table.ids))
    norms = _norms(table.lengths, table.statistics)
    for i, worth in enumerate(_worths(query, table.statistics)):
        scores += worth * table.counts[:, i] * (K1 + 1) / (table.counts[:, i] + norms)
    return scores


def bm25(match: Match, query: TextQuery, statistics: Statistics) -> list[Contribution]:
    """Parts of that score: a term's is divided among the fields as its occurrences are."""
    parts = []
    norm = _norms(match.length, statistics)
    for i, worth in enumerate(_worths(query, statistics)):
        there = {name: counts[i] for name, counts in match.counts.items() if counts[i]}
        term, total = query.shown[i], match.totals[i]
        whole = worth * total * (K1 + 1) / (total + norm)
        parts += [Contribution(name, term, whole * n / total) for name, n in there.items()]
    return parts


def _norms(length: Any, statistics: Statistics) -> Any:
    """What an occurrence weighs against in a record, or in records, of that length."""
    if not statistics.length:
        return length * 0.0
    return K1 * (1 - B + B * length * statistics.documents / statistics.length)


def _worths(query: TextQuery, statistics: Statistics) -> list[float]:
    return [times * idf for times, idf in zip(query.weights, statistics.rarity, strict=True)]


def simple(match: Match, query: TextQuery) -> list[Contribution]:
    """TongGraph's score: 0.8 for the share of terms, 0.2 for that of fields that matched."""
    asked, fields = sum(query.weights), len(query.index.properties)
    found = [(t, w) for i, (t, w) in enumerate(_asked(query)) if match.totals[i]]
    return [
        *(Contribution(None, term, 0.8 * weight / asked) for term, weight in found),
        *(Contribution(name, None, 0.2 / fields) for name in match.counts),
    ]


def simple_scores(table: Counts, query: TextQuery) -> NDArray[np.float64]:
    """The same in TongGraph's order of operations, so that equal shares are equal numbers."""
    matched = (table.counts > 0) @ np.array(query.weights, np.int64)
    fields = table.fields / len(query.index.properties)
    scores: NDArray[np.float64] = 0.8 * (matched / sum(query.weights)) + 0.2 * fields
    return scores


def _asked(query: TextQuery) -> list[tuple[str, int]]:
    return list(zip(query.shown, query.weights, strict=True))
