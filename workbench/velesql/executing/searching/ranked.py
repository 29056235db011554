"""Rows in the order of a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ...planning.fusion import Rule
from ...planning.prepare import Nearness, Prepared, prepared
from ...tree.selects import Select
from ..relation import Relation
from ..run import Run
from .fusing import Ranking, fuse
from .ground import Ground
from .nearest import asked, filtered, ground_of, nearest
from .scores import UNRANKED, Numbers, Ranked, Scored, Scores
from .spaces import Space
from .steps import fuse_step, index_step
from .truth import passes, sparse_matches, text_matches, threshold_of


def ranked(select: Select, relation: Relation, run: Run, k: int | None) -> Ranked | None:
    """The rows that satisfy the whole WHERE, best first, equals by id.

    With `k` at least the first k, where so many qualify; None: all. None comes back where
    neither WHERE nor ORDER BY similarity(…) DESC ranks rows. Rows that qualify and are reached by
    no search stand last. VELES-004, -005, -009, -015; V012 and E001 of a fusion.
    """
    search = prepared(select)
    return None if search is None else _RANKED[search.kind](search, relation, run, k)


def _by_vector(search: Prepared, relation: Relation, run: Run, k: int | None) -> Ranked:
    assert search.near is not None
    space, query = asked(search.near, relation, run)
    searched = filtered(search.filter, space, relation, run)
    found = nearest(searched, query, run, k, search.tuning.at(k))
    if search.threshold is not None:
        found = _above(search, found, space, run)
    low = space.lower_is_better
    if search.strict or (k is not None and len(found.rows) >= k):
        return _alone(found, relation.n, "vector_score", lower=low)
    return _with_rest(found, searched.ground, "vector_score", lower=low)


def _by_sparse(search: Prepared, relation: Relation, run: Run, k: int | None) -> Ranked:
    ground = ground_of(search.filter, relation, run)
    found = _sparse(search, ground, run, k)
    if search.strict:
        return _alone(found, relation.n, "sparse_score")
    return _with_rest(found, ground, "sparse_score")


def _by_text(search: Prepared, relation: Relation, run: Run, k: int | None) -> Ranked:
    ground = ground_of(search.filter, relation, run)
    found = _text(search, ground, run, k)
    if search.strict:
        return _alone(found, relation.n, "bm25_score")
    return _with_rest(found, ground, "bm25_score", unranked=0.0)


def _by_vectors(search: Prepared, relation: Relation, run: Run, k: int | None) -> Ranked:
    """NEAR_FUSED: a search for each vector."""
    fused, rule = search.vectors, search.rule
    assert fused is not None
    assert rule is not None
    depth = rule.depth(k)
    queries = [asked(Nearness(fused.column, one, True), relation, run) for one in fused.vectors]
    searched = filtered(search.filter, queries[0][0], relation, run)
    effort, low = search.tuning.at(depth), searched.space.lower_is_better
    rankings = [
        Ranking("vector", nearest(searched, query, run, depth, effort), low) for _, query in queries
    ]
    return _fused(rule, rankings, searched.ground, run, k)


def _by_branches(search: Prepared, relation: Relation, run: Run, k: int | None) -> Ranked:
    """Two or three of NEAR, SPARSE_NEAR and text MATCH."""
    assert search.rule is not None
    depth, rankings = search.rule.depth(k), []
    if search.near is None:
        ground = ground_of(search.filter, relation, run)
    else:
        space, query = asked(search.near, relation, run)
        searched = filtered(search.filter, space, relation, run)
        ground = searched.ground
        found = nearest(searched, query, run, depth, search.tuning.at(depth))
        rankings.append(Ranking("vector", found, space.lower_is_better))
    if search.sparse is not None:
        rankings.append(Ranking("sparse", _sparse(search, ground, run, depth)))
    if search.texts:
        rankings.append(Ranking("bm25", _text(search, ground, run, depth)))
    return _fused(search.rule, rankings, ground, run, k)


def _above(search: Prepared, found: Scored, space: Space, run: Run) -> Scored:
    """The rows whose similarity reaches the threshold: they come first."""
    assert search.threshold is not None
    limit = threshold_of(search.threshold, run)
    if limit is None:
        return Scored(found.rows[:0], found.values[:0])
    operator, low = search.threshold.operator, space.lower_is_better
    kept = passes(found.values, operator, limit, lower_is_better=low)
    return Scored(found.rows[kept], found.values[kept])


def _sparse(search: Prepared, ground: Ground, run: Run, k: int | None) -> Scored:
    assert search.sparse is not None
    with run.measured(index_step("sparse", k), lambda: len(best.rows)):
        best = ground.best(ground.scored(*sparse_matches(search.sparse, ground.relation, run)), k)
    return best


def _text(search: Prepared, ground: Ground, run: Run, k: int | None) -> Scored:
    """The rows that any of the texts finds, by the sum of what they score."""
    with run.measured(index_step("text", k), lambda: len(best.rows)):
        relation = ground.relation
        found = [ground.scored(*text_matches(one, relation, run)) for one in search.texts]
        best = ground.best(found[0] if len(found) == 1 else _summed(found), k)
    return best


def _summed(found: Sequence[Scored]) -> Scored:
    rows, back = np.unique(np.concatenate([one.rows for one in found]), return_inverse=True)
    values: Numbers = np.zeros(len(rows))
    np.add.at(values, back, np.concatenate([one.values for one in found]))
    return Scored(rows, values)


def _alone(found: Scored, n: int, name: str, *, lower: bool = False) -> Ranked:
    scores = Scores(n, {"score": found, name: found}, lower_is_better=lower)
    return Ranked(found.rows, scores, found.values)


def _with_rest(
    found: Scored, ground: Ground, name: str, *, lower: bool = False, unranked: float = UNRANKED
) -> Ranked:
    """The ranked rows, then by id those that satisfy the condition unranked."""
    left = np.ones(ground.relation.n, np.bool_)
    left[found.rows] = False
    rest = ground.rows
    rest = ground.by_id(rest[left[rest]])
    given = np.full(len(rest), unranked)
    first = ground.relation.first.positions
    if first is not None:
        given[first[rest] < 0] = 0.0  # no row of the first source, and no score
    rows, values = np.concatenate([found.rows, rest]), np.concatenate([found.values, given])
    scored = {"score": Scored(rows, values), name: found}
    n = ground.relation.n
    return Ranked(rows, Scores(n, scored, lower_is_better=lower, unreached=rest), values)


def _fused(rule: Rule, rankings: list[Ranking], ground: Ground, run: Run, k: int | None) -> Ranked:
    lower = rule.vectors and rule.formula != "ranks" and rankings[0].lower_is_better
    with run.measured(fuse_step(rule, k), lambda: len(found.rows)):
        fused = fuse(rule, rankings)
        found = ground.best(Scored(fused.rows, fused.values), k, lower=lower)
    shares: dict[str, Any] = {}
    for ranking, given in zip(rankings, fused.shares, strict=True):
        name = f"{ranking.branch}_score"
        shares[name] = given if name not in shares else shares[name] + given
    scored = {name: Scored(fused.rows, given) for name, given in shares.items()}
    scored |= {"score": found, "fused_score": found}
    scores = Scores(ground.relation.n, scored, lower_is_better=lower)
    return Ranked(found.rows, scores, found.values)


_RANKED: dict[str, Callable[[Prepared, Relation, Run, int | None], Ranked]] = {
    "vector": _by_vector,
    "threshold": _by_vector,
    "sparse": _by_sparse,
    "text": _by_text,
    "vectors": _by_vectors,
    "fused": _by_branches,
}
