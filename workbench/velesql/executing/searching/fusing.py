"""Several rankings made one; the formulas of the reference, section 9."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...planning.fusion import Branch, Rule
from .scores import Numbers, Rows, Scored


class Ranking(NamedTuple):
    """The candidates of a branch, best first, and what they scored there."""

    branch: Branch
    found: Scored
    lower_is_better: bool = False


class Fused(NamedTuple):
    """Rows ascending, the score of each, and (branches, rows) what each branch gave to it."""

    rows: Rows
    values: Numbers
    shares: NDArray[np.float64]


def fuse(rule: Rule, rankings: Sequence[Ranking]) -> Fused:
    """The rows that are a candidate anywhere; a branch gives nothing to those of others alone."""
    rows = np.unique(np.concatenate([one.found.rows for one in rankings]))
    shape = (len(rankings), len(rows))
    given, there = np.zeros(shape), np.zeros(shape, np.bool_)
    for branch, one in enumerate(rankings):
        at = np.searchsorted(rows, one.found.rows)
        given[branch, at], there[branch, at] = _given(rule, one), True
    if rule.formula == "maximum":
        lower = rule.vectors and rankings[0].lower_is_better
        best = given.min(0, where=there, initial=np.inf)
        if not lower:
            best = given.max(0, where=there, initial=-np.inf)
        return Fused(rows, best, given)
    # Sorted, so that equal shares make equal sums whichever branches they come from.
    total = np.sort(given, axis=0).sum(axis=0)
    if rule.formula == "average":
        total /= np.maximum(there.sum(axis=0), 1)
    return Fused(rows, total, given)


def _given(rule: Rule, ranking: Ranking) -> Numbers:
    """What the candidates of a branch get, from the best on."""
    values, weight = ranking.found.values, rule.weight(ranking.branch)
    if rule.formula == "ranks":
        ranks = np.arange(len(values), dtype=np.float64)
        return weight / (rule.constant + rule.first + ranks)
    if rule.formula == "relative":
        return weight * _spread(-values if ranking.lower_is_better else values)
    return values


def _spread(values: Numbers) -> Numbers:
    """From 0 for the least to 1 for the most; 0.5 where all are equal."""
    if not len(values) or values.min() == values.max():
        return np.full(len(values), 0.5)
    least, most = values.min(), values.max()
    spread: Numbers = (values - least) / (most - least)
    return spread
