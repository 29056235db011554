"""What a text match is worth."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

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


@dataclass(frozen=True)
class Statistics:
    """Of all records with text in an index: how many, how long together, how many have a term."""

    documents: int
    length: int
    frequencies: Sequence[int]

    @cached_property
    def rarity(self) -> list[float]:
        """The idf of each term."""
        return [math.log(1 + (self.documents - n + 0.5) / (n + 0.5)) for n in self.frequencies]


def bm25_score(match: Match, query: TextQuery, statistics: Statistics) -> float:
    """The BM25 score of a record, all its fields being one document.

    Lucene's idf ln(1 + (N - n + 1/2) / (n + 1/2)), which is never negative, times
    f (k1 + 1) / (f + k1 (1 - b + b length / mean length)), summed in the order of the terms.
    """
    return sum(_worth(match, query, statistics))


def bm25(match: Match, query: TextQuery, statistics: Statistics) -> list[Contribution]:
    """Parts of that score: a term's is divided among the fields as its occurrences are."""
    parts = []
    for i, worth in enumerate(_worth(match, query, statistics)):
        there = {name: counts[i] for name, counts in match.counts.items() if counts[i]}
        term, total = query.shown[i], match.totals[i]
        parts += [Contribution(name, term, worth * n / total) for name, n in there.items()]
    return parts


def _worth(match: Match, query: TextQuery, statistics: Statistics) -> list[float]:
    """What each term gives."""
    norm = K1 * (1 - B + B * match.length * statistics.documents / statistics.length)
    factors = zip(query.weights, statistics.rarity, match.totals, strict=True)
    return [weight * idf * n * (K1 + 1) / (n + norm) for weight, idf, n in factors]


def simple(match: Match, query: TextQuery) -> list[Contribution]:
    """TongGraph's score: 0.8 for the share of terms, 0.2 for that of fields that matched."""
    asked, fields = sum(query.weights), len(query.index.properties)
    found = [(t, w) for i, (t, w) in enumerate(_asked(query)) if match.totals[i]]
    return [
        *(Contribution(None, term, 0.8 * weight / asked) for term, weight in found),
        *(Contribution(name, None, 0.2 / fields) for name in match.counts),
    ]


def simple_score(match: Match, query: TextQuery) -> float:
    """The same in TongGraph's order of operations, so that equal shares are equal numbers."""
    asked = _asked(query)
    matched = sum(weight for i, (_, weight) in enumerate(asked) if match.totals[i])
    fields = len(match.counts) / len(query.index.properties)
    return 0.8 * (matched / sum(query.weights)) + 0.2 * fields


def _asked(query: TextQuery) -> list[tuple[str, int]]:
    return list(zip(query.shown, query.weights, strict=True))
