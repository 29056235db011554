"""Queries on the map: what each retrieves, and why a golden point was missed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...core.values import Rows
from .points import Doubles, Floats, Places, Points, Scores


@dataclass(frozen=True)
class Query:
    """A question: its `vector`, the ids that ought to answer it, and how it searches.

    `top_n` hits at most, each above `threshold` (None is any), among the points whose columns
    have the values of `where`. `text` is "" where only a vector was given.
    """

    name: str
    vector: Floats
    golden: tuple[str, ...] = ()
    text: str = ""
    top_n: int = 10
    threshold: float | None = None
    where: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Golden:
    """A golden id: the position of its best point (None without one), and why it is missed.

    `rank` counts from 1 among all that the search looks at, whatever it returns. `why` is
    "found", or the first thing that stands in the way.
    """

    id: str
    position: int | None
    rank: int | None
    score: float | None
    why: str

    @property
    def found(self) -> bool:
        return self.why == "found"


@dataclass(frozen=True)
class Answered:
    """A query with its hits (positions, best first, and scores) and its golden ids."""

    query: Query
    hits: tuple[tuple[int, float], ...]
    golden: tuple[Golden, ...]


def answered(points: Points, queries: Sequence[Query]) -> list[Answered]:
    """Exact, in double precision, equals by position; a query without direction finds none."""
    if not queries:
        return []
    scored = Scores(points.compared, points.metric)
    return [_answer(points, query, scored) for query in queries]


def _answer(points: Points, query: Query, scored: Scores) -> Answered:
    looked = _within(points, query.where)
    if points.metric == "cosine" and not query.vector.any():
        missed = [Golden(g, None, None, None, "the query has no direction") for g in query.golden]
        return Answered(query, (), tuple(missed))
    found = scored.of(query.vector[None])[0]
    order = looked[np.argsort(-found[looked], kind="stable")]
    above = order if query.threshold is None else order[found[order] > query.threshold]
    hits = tuple((int(at), float(found[at])) for at in above[: query.top_n])
    ranks = {int(at): rank for rank, at in enumerate(order, 1)}
    told = [_golden(points, query, name, found, ranks) for name in query.golden]
    return Answered(query, hits, tuple(told))


def _within(points: Points, where: Mapping[str, Any]) -> Places:
    kept = np.ones(len(points), bool)
    for column, value in where.items():
        kept &= np.fromiter((v == value for v in points.frame[column]), bool, len(points))
    return np.flatnonzero(kept)


def _golden(
    points: Points, query: Query, name: str, found: Doubles, ranks: Mapping[int, int]
) -> Golden:
    there = points.at.get(name, [])
    if not there:
        why = points.absent.get(name, "it is not among these points")
        return Golden(name, None, None, None, f"no vector: {why}")
    best = max(there, key=lambda at: (at in ranks, float(found[at]), -at))
    rank, score = ranks.get(best), float(found[best])
    return Golden(
        name, best, rank, score, _why(query, rank, score, points.frame.row(best, named=True))
    )


def _why(query: Query, rank: int | None, score: float, row: Mapping[str, Any]) -> str:
    if rank is None:
        other = [f"{c} is {row[c]}, not {v}" for c, v in query.where.items() if row[c] != v]
        return f"outside what is searched: {'; '.join(other)}"
    if query.threshold is not None and score <= query.threshold:
        return f"its score {score:.3f} is not above the threshold {query.threshold:g}"
    if rank > query.top_n:
        return f"others are nearer: rank {rank:,}, and the search returns {query.top_n:,}"
    return "found"


def why_rows(points: Points, found: Sequence[Answered]) -> Rows:
    """A row a golden id: its rank and score, those of the last hit, and why it was missed."""
    columns = ("query", "golden", "label", "found", "rank", "score", "last_hit", "why")
    values = [
        (
            one.query.name,
            golden.id,
            None if golden.position is None else points.labels[golden.position],
            golden.found,
            golden.rank,
            golden.score,
            one.hits[-1][1] if one.hits else None,
            golden.why,
        )
        for one in found
        for golden in one.golden
    ]
    return Rows(columns, values)


def hit_rows(points: Points, found: Sequence[Answered]) -> Rows:
    """A row a hit, best first, and whether it is golden."""
    values = [
        (one.query.name, rank, points.ids[at], points.labels[at], score,
         points.ids[at] in one.query.golden)
        for one in found
        for rank, (at, score) in enumerate(one.hits, 1)
    ]  # fmt: skip
    return Rows(("query", "rank", "id", "label", "score", "golden"), values)
