"""Which searches may stand together, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..tree.predicates import Near, NearFused, Or, Predicate, Similar, SparseNear, TextMatch
from ..tree.selects import Fusion, Match, Select
from .faults import fault
from .walk import RANKING, SEARCHES, Placed, conditions, parts

_FUSED = ("rrf", "average", "maximum")
_DENSE = ("vector_weight", "dense_weight", "dense_w")
_OTHER = ("graph_weight", "sparse_weight", "sparse_w")
_WEIGHTS = (*_DENSE, *_OTHER)
_SUM_OFF = 0.001  # how far from 1 the weights of a relative score fusion may add up


def check_searches(select: Select) -> None:
    placed = list(conditions(select.where))
    _check_not(placed)
    _check_one_ranking(placed)
    _check_thresholds(select.where)
    for one in placed:
        if isinstance(one.predicate, NearFused):
            _check_fused(one.predicate, placed)
    if select.fusion:
        _check_fusion(select.fusion, [one.predicate for one in placed])


def check_match(match: Match) -> None:
    for one in conditions(match.where):
        if isinstance(one.predicate, RANKING):
            raise fault("V015", "NEAR has no alias to search; use similarity(alias.vector, $q) > t")


def _check_not(placed: Iterable[Placed]) -> None:
    for one in placed:
        if one.under_not and isinstance(one.predicate, RANKING):
            raise fault("V003", "a search ranks, and NOT of it is nothing; use NOT similarity(…)")


def _check_one_ranking(placed: Sequence[Placed]) -> None:
    for kind in (Near, SparseNear):
        if sum(isinstance(one.predicate, kind) for one in placed) > 1:
            raise fault(
                "V001", "a query has one search of a kind; NEAR_FUSED joins several vectors"
            )


def _check_thresholds(where: Predicate | None) -> None:
    """Under one OR two thresholds would rank the same row by two scores."""
    for part in parts(where):
        if isinstance(part, Or):
            found = [one for one in conditions(part) if isinstance(one.predicate, Similar)]
            sides = [any(c.predicate is o.predicate for o in found for c in conditions(side))
                     for side in part.parts]  # fmt: skip
            if sum(sides) > 1:
                raise fault("V001", "two similarity(…) under OR rank by two scores; ask twice")


def _check_fused(fused: NearFused, placed: Sequence[Placed]) -> None:
    others = [one for one in placed if one.predicate is not fused]
    alone = not any(isinstance(one.predicate, SEARCHES) for one in others)
    if not alone or any(one.under_or for one in placed if one.predicate is fused):
        raise fault("V001", "NEAR_FUSED stands alone, with filters that are joined by AND")
    if fused.strategy not in _FUSED:
        known = ", ".join(_FUSED)
        raise fault("V012", f"NEAR_FUSED fuses by {known}, not by {fused.strategy!r}")


def _check_fusion(fusion: Fusion, predicates: Iterable[Predicate]) -> None:
    kinds = {type(one) for one in predicates} & {Near, SparseNear, TextMatch}
    if len(kinds) < 2:
        raise fault("V012", "a fusion needs two of NEAR, SPARSE_NEAR and text MATCH")
    weights = [value for name, value in fusion.options if name in _WEIGHTS]
    numbers = [one for one in weights if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) < len(weights) or min(numbers, default=0.0) < 0:
        raise fault("V012", "the weights of a fusion are numbers from 0 up")
    if fusion.strategy in ("rsf", "relative_score"):
        given = dict(fusion.options)
        total = sum(_weight(given, names) for names in (_DENSE, _OTHER))
        if abs(total - 1) > _SUM_OFF:
            raise fault("V012", f"the weights of {fusion.strategy} add up to 1, not to {total:g}")


def _weight(given: Mapping[str, Any], names: Iterable[str]) -> float:
    """The one weight under any of its names, a half where it is not given."""
    found = [float(given[name]) for name in names if name in given]
    if len(found) > 1:
        raise fault("V012", f"a weight stands twice: {', '.join(names)} are one")
    return found[0] if found else 0.5
