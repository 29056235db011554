"""Whom a search predicate lets through, as a condition among others."""

from __future__ import annotations

import math
import operator as operators
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...checking.faults import fault
from ...tree.predicates import Near, NearFused, Similar, SparseNear, TextMatch
from ..binding import bind, bind_sparse, bind_vector
from ..predicates.logic import FALSE, TRUE, UNKNOWN, Truths
from ..relation import Relation, Source
from ..run import Run
from .scores import Numbers, Rows
from .spaces import space_of, sparse_of

_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": operators.eq,
    "!=": operators.ne,
    ">": operators.gt,
    ">=": operators.ge,
    "<": operators.lt,
    "<=": operators.le,
}
_CLOSER = {">": "<", ">=": "<=", "<": ">", "<=": ">="}  # of distances, as of similarities


def search_truth(
    predicate: Near | Similar | TextMatch | SparseNear | NearFused, relation: Relation, run: Run
) -> Truths:
    """(n,) TRUE for rows that the search can rank, and FALSE; of a threshold UNKNOWN too.

    Rows that are dead have any value.
    """
    match predicate:
        case Similar():
            return _similar(predicate, relation, run)
        case TextMatch():
            source, rows, _ = text_matches(predicate, relation, run)
            return _truths(_spread(source, relation, rows))
        case SparseNear():
            source, rows, _ = sparse_matches(predicate, relation, run)
            return _truths(_spread(source, relation, rows))
        case Near(column, vector):
            space = space_of(column, relation, named=True)
            bind_vector(vector, space.vectors.space, run)
        case NearFused(column, vectors):
            space = space_of(column, relation, named=True)
            for one in vectors:
                bind_vector(one, space.vectors.space, run)
    return _truths(space.usable(places(space.source, relation)))


def passes(
    values: Numbers, operator: str, threshold: float, *, lower_is_better: bool
) -> NDArray[np.bool_]:
    """Which scores satisfy a threshold; of distances, more similar is less."""
    wanted = _CLOSER.get(operator, operator) if lower_is_better else operator
    found: NDArray[np.bool_] = _COMPARED[wanted](values, threshold)
    return found


def threshold_of(predicate: Similar, run: Run) -> float | None:
    """The number to compare with; None for NULL and for what is no number."""
    found = bind(predicate.threshold, run)
    if isinstance(found, bool) or not isinstance(found, int | float):
        return None
    try:
        return float(found)
    except OverflowError:
        return math.inf if found > 0 else -math.inf


def text_matches(
    predicate: TextMatch, relation: Relation, run: Run
) -> tuple[Source, Rows, Numbers]:
    """The first source, the positions that have a word of the text, their BM25 scores; E006."""
    source, words = relation.first, bind(predicate.text, run)
    if not isinstance(words, str):
        raise fault("E006", f"MATCH takes a text, not {words!r}")
    return source, *source.mirror.text.matches(words)


def sparse_matches(
    predicate: SparseNear, relation: Relation, run: Run
) -> tuple[Source, Rows, Numbers]:
    """The first source, the positions that share an index, their inner products."""
    source, index = sparse_of(predicate, relation)
    query = bind_sparse(predicate.vector, run)
    if index is None:
        return source, np.zeros(0, np.int64), np.zeros(0)
    return source, *index.matches(query)


def places(source: Source, relation: Relation) -> Rows:
    """(n,) where the rows of a relation are in the table of a source, -1 for nowhere."""
    return np.arange(relation.n) if source.positions is None else source.positions


def _similar(predicate: Similar, relation: Relation, run: Run) -> Truths:
    space = space_of(predicate.column, relation)
    query = bind_vector(predicate.vector, space.vectors.space, run)
    threshold = threshold_of(predicate, run)
    at = places(space.source, relation)
    usable = space.usable(at)
    absent = FALSE if run.compat else UNKNOWN
    if threshold is None:
        return np.full(relation.n, absent, np.uint8)
    found = np.full(relation.n, absent, np.uint8)
    scores = space.vectors.scores(query, at[usable])
    low = space.lower_is_better
    true = passes(scores, predicate.operator, threshold, lower_is_better=low)
    found[usable] = np.where(true, TRUE, FALSE)
    return found


def _spread(source: Source, relation: Relation, rows: Rows) -> NDArray[np.bool_]:
    """(n,) the rows of the relation that are at some positions of a source."""
    there = np.zeros(source.table.size + 1, np.bool_)  # the last one is for -1
    there[rows] = True
    return there[:-1] if source.positions is None else there[source.positions]


def _truths(mask: NDArray[np.bool_]) -> Truths:
    return np.where(mask, TRUE, FALSE)
