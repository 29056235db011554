"""Which rows WHERE leaves, and in which order its search puts them (sections 8 and 9)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from tests.velesql.judge.fusing import Branch, fused, near_fused, shaky
from tests.velesql.judge.scopes import Row
from tests.velesql.judge.searching import Score, Searches
from tests.velesql.judge.world import Point
from workbench.velesql.tree.predicates import (
    And,
    Near,
    NearFused,
    Not,
    Or,
    Predicate,
    Similar,
    SparseNear,
    TextMatch,
)
from workbench.velesql.tree.selects import Select
from workbench.velesql.tree.values import Similarity

BRANCHES = Near | SparseNear | TextMatch


def ranked(select: Select, rows: Sequence[Row], searches: Searches, k: int | None) -> list[Row]:
    """The rows that qualify, best first, else by id; scores are written into them.

    Of a fusion whose `k` is known, only what the candidates of its branches hold.
    """
    top = conjuncts(select.where)
    branches = [one for one in top if isinstance(one, BRANCHES)]
    if len({type(one) for one in branches}) > 1:
        filters = [one for one in top if not isinstance(one, BRANCHES)]
        left = [row for row in rows if _all_hold(searches, filters, row)]
        found = _branches(searches, branches, left)
        searches.ranked, searches.shaky = True, any(one.shaky() for one in found)
        best = fused(select.fusion, found, left, k)
        raw = select.fusion is not None and select.fusion.strategy not in ("rrf", "weighted")
        searches.shaky |= shaky([(row, row.score) for row in best], equal=raw)
        return best
    where = select.where
    left = [row for row in rows if where is None or searches.holds(where, row) is True]
    if several := searches.of(NearFused):
        searches.ranked = True
        searches.lower = several[0].strategy != "rrf" and searches.first.lower_is_better
        return near_fused(several[0], searches, left, k)
    return _by_one(searches, left)


def conjuncts(where: Predicate | None) -> list[Predicate]:
    """What is joined by AND at the top."""
    if where is None:
        return []
    if isinstance(where, And):
        return [one for part in where.parts for one in conjuncts(part)]
    return [where]


def _all_hold(searches: Searches, filters: Sequence[Predicate], row: Row) -> bool:
    return all(searches.holds(one, row) is True for one in filters)


def _branches(searches: Searches, found: Sequence[Any], rows: Sequence[Row]) -> list[Branch]:
    """One for each kind of search; several text searches are one, by the sum of their scores."""
    made = []
    for kind, name in _NAMES.items():
        same = [searches.score(one) for one in found if isinstance(one, kind)]
        if same:
            lower = kind is Near and searches.first.lower_is_better
            made.append(Branch(name, _sums(same, rows), lower))
    return made


_NAMES = {Near: "vector_score", SparseNear: "sparse_score", TextMatch: "bm25_score"}


def _sums(scores: Sequence[Score], rows: Sequence[Row]) -> list[tuple[Row, float]]:
    """Rows that any of the searches found, with what they add up to."""
    found = []
    for row in rows:
        given = [one for score in scores if (one := score(row)) is not None]
        if given:
            found.append((row, sum(given)))
    return found


def _by_one(searches: Searches, rows: list[Row]) -> list[Row]:
    """Ranked by the one search that ranks; rows that it did not reach stand at the end."""
    for kind, name in ((Near, "vector_score"), (SparseNear, "sparse_score")):
        if found := searches.of(kind):
            return _reached(searches, found[0], rows, name, searches.score(found[0]))
    if texts := list(_asserted(searches.where)):
        return _by_text(searches, texts, rows)
    if found := searches.of(Similar):
        return _reached(searches, found[0], rows, "vector_score", searches.score(found[0]))
    return sorted(rows, key=row_order)


def _reached(
    searches: Searches, search: Any, rows: list[Row], name: str, score: Score
) -> list[Row]:
    collection = searches.collection_of(search.column)
    lower = not isinstance(search, SparseNear) and collection.lower_is_better
    searches.ranked, searches.lower = True, lower
    keys = {}
    for row in rows:
        found = score(row)
        row.reached = found is not None
        if found is not None:
            row.score = row.scores[name] = found
        keys[id(row)] = (found is None, 0 if found is None else found if lower else -found)
    searches.shaky = shaky([(row, row.score) for row in rows if not keys[id(row)][0]])
    return sorted(rows, key=lambda row: (*keys[id(row)], row_order(row)))


def _asserted(where: Predicate | None, *, negated: bool = False) -> Iterator[TextMatch]:
    """The texts that are looked for, not those that are to be absent."""
    if isinstance(where, TextMatch) and not negated:
        yield where
    elif isinstance(where, And | Or):
        for part in where.parts:
            yield from _asserted(part, negated=negated)
    elif isinstance(where, Not):
        yield from _asserted(where.part, negated=not negated)


def _by_text(searches: Searches, texts: Sequence[Any], rows: list[Row]) -> list[Row]:
    searches.ranked = True
    for row in rows:
        found = [searches.score(one)(row) or 0.0 for one in texts]
        row.score = row.scores["bm25_score"] = sum(found)
    searches.shaky = shaky([(row, row.score) for row in rows])
    return sorted(rows, key=lambda row: (-row.score, row_order(row)))


def ranked_by_order(select: Select, rows: list[Row], searches: Searches) -> list[Row]:
    """ORDER BY similarity(vector, $q) DESC ranks, where the condition does not."""
    if searches.ranked or len(select.order_by) != 1 or not select.order_by[0].descending:
        return rows
    by = select.order_by[0].by
    if isinstance(by, Similarity) and by.column is not None and by.vector is not None:
        score = searches.nearness_of(searches.alias(by.column), by.vector)
        return _reached(searches, by, rows, "vector_score", score)
    return rows


def row_order(row: Row) -> tuple[Any, ...]:
    """Ids in the order of FROM; a source without a row stands first, as NULL does."""
    return tuple(_place(point) for point in row.points.values())


def _place(point: Point | None) -> tuple[bool, int]:
    return point is not None, 0 if point is None else point.id
