"""Several searches as one ranking, by the formulas of section 9."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.velesql.judge.scopes import Row
from workbench.velesql.tree.predicates import NearFused
from workbench.velesql.tree.selects import Fusion


@dataclass
class Branch:
    """What one search found among the rows that the filters leave, with raw scores."""

    name: str
    found: list[tuple[Row, float]]
    lower_is_better: bool = False

    def best(self, depth: int | None) -> list[tuple[Row, float]]:
        """The candidates, best first, equals by id."""
        sign = 1 if self.lower_is_better else -1
        ordered = sorted(self.found, key=lambda one: (sign * one[1], _place(one[0])))
        return ordered[:depth]

    def shaky(self) -> bool:
        return shaky(self.found)


NOISE = 1e-9  # relative; by how much another way of adding up may differ


def shaky(found: Sequence[tuple[Row, float]], *, equal: bool = True) -> bool:
    """Two rows score the same but for rounding, and not because their vectors are the same.

    Without `equal` those are left out that score the very same.
    """
    ordered = sorted(found, key=lambda one: one[1])
    return any(
        abs(one - other) <= NOISE * max(1.0, abs(one))
        and not _same(row, beside, one == other)
        and (equal or one != other)
        for (row, one), (beside, other) in pairwise(ordered)
    )


def _same(row: Row, beside: Row, equal: bool) -> bool:
    one, other = row.first, beside.first
    if one is None or other is None or one.vector is None:
        return equal
    return equal and one.vector == other.vector


def _place(row: Row) -> tuple[Any, ...]:
    return tuple((one is not None, one.id if one else 0) for one in row.points.values())


def fused(
    fusion: Fusion | None, branches: list[Branch], rows: list[Row], k: int | None
) -> list[Row]:
    strategy = fusion.strategy if fusion else "rrf"
    options: dict[str, Any] = dict(fusion.options) if fusion else {}
    with_text = {one.name for one in branches} == {"vector_score", "bm25_score"}
    depth = _depth(strategy, with_text, k)
    candidates = [(one, one.best(depth)) for one in branches]
    shares = _SHARES[strategy](candidates, options, with_text)
    return _summed(shares, strategy, [one.name for one in branches], rows)


def _depth(strategy: str, with_text: bool, k: int | None) -> int | None:
    if k is None:
        return None
    if strategy in ("rrf", "weighted") and with_text:
        return 2 * k
    return max(2 * k, k + 10)


def near_fused(search: NearFused, searches: Any, rows: list[Row], k: int | None) -> list[Row]:
    """One branch for each vector."""
    alias = next(iter(searches.sources))
    lower = searches.first.lower_is_better
    scores = [searches.nearness_of(alias, one) for one in search.vectors]
    branches = [
        Branch("vector_score", [(row, score(row)) for row in rows], lower) for score in scores
    ]
    searches.shaky = any(one.shaky() for one in branches)
    candidates = [(one, one.best(_fused_depth(k))) for one in branches]
    options = dict(search.options)
    shares = _SHARES[search.strategy](candidates, options, False)
    return _summed(shares, search.strategy, ["vector_score"], rows, lower=lower)


def _fused_depth(k: int | None) -> int | None:
    if k is None:
        return None
    for most, times in ((10, 20), (50, 10), (100, 5)):
        if k <= most:
            return times * k
    return 2 * k


Candidates = list[tuple[Branch, list[tuple[Row, float]]]]
Shares = list[tuple[Row, str, float]]


def _rrf(candidates: Candidates, options: dict[str, Any], with_text: bool) -> Shares:
    """Form A where a vector and text meet, form B elsewhere."""
    constant = options.get("k", 60)
    if with_text:
        weights = [0.5 for _ in candidates]
        return _by_rank(candidates, weights, constant, 0)
    return _by_rank(candidates, [1.0 for _ in candidates], constant, 1)


def _by_rank(candidates: Candidates, weights: list[float], constant: float, first: int) -> Shares:
    return [
        (row, branch.name, weight / (constant + rank))
        for (branch, found), weight in zip(candidates, weights, strict=True)
        for rank, (row, _) in enumerate(found, first)
    ]


def _weighted(candidates: Candidates, options: dict[str, Any], with_text: bool) -> Shares:
    if with_text:
        vector, graph = options.get("vector_weight", 0.5), options.get("graph_weight", 0.5)
        both = vector + graph
        weights = [vector / both, graph / both] if both else [0.0, 0.0]
        return _by_rank(candidates, weights, options.get("k", 60), 0)
    dense, sparse = _two(options)
    weights = [dense if one.name == "vector_score" else sparse for one, _ in candidates]
    return _by_rank(candidates, weights, options.get("k", 60), 0)


def _two(options: dict[str, Any]) -> tuple[float, float]:
    dense = options.get("dense_weight", options.get("dense_w", 0.5))
    return dense, options.get("sparse_weight", options.get("sparse_w", 0.5))


def _relative(candidates: Candidates, options: dict[str, Any], with_text: bool) -> Shares:
    dense, other = _two(options)
    shares: Shares = []
    for branch, found in candidates:
        weight = dense if branch.name == "vector_score" else other
        shares += [(row, branch.name, weight * one) for row, one in _minmax(branch, found)]
    return shares


def _minmax(branch: Branch, found: list[tuple[Row, float]]) -> list[tuple[Row, float]]:
    """0 for the worst of the candidates, 1 for the best."""
    if not found:
        return []
    low, high = min(one for _, one in found), max(one for _, one in found)
    if low == high:
        return [(row, 0.5) for row, _ in found]
    scaled = [(row, (one - low) / (high - low)) for row, one in found]
    return [(row, 1 - one) for row, one in scaled] if branch.lower_is_better else scaled


def _raw(candidates: Candidates, options: dict[str, Any], with_text: bool) -> Shares:
    return [(row, branch.name, one) for branch, found in candidates for row, one in found]


_SHARES = {
    "rrf": _rrf,
    "weighted": _weighted,
    "rsf": _relative,
    "relative_score": _relative,
    "maximum": _raw,
    "average": _raw,
}


def _summed(
    shares: Shares, strategy: str, names: Sequence[str], rows: list[Row], *, lower: bool = False
) -> list[Row]:
    """Rows with any share, by what their shares make; each remembers the shares themselves."""
    of: dict[int, list[tuple[str, float]]] = {}
    for row, name, share in shares:
        of.setdefault(id(row), []).append((name, share))
    found = [row for row in rows if id(row) in of]
    for row in found:
        mine = of[id(row)]
        row.score = row.scores["fused_score"] = _together(strategy, [one for _, one in mine], lower)
        for name in names:
            row.scores[name] = sum(one for own, one in mine if own == name)
    down = 1 if lower and strategy in ("maximum", "average") else -1
    return sorted(found, key=lambda row: (down * row.score, _place(row)))


def _together(strategy: str, shares: list[float], lower: bool) -> float:
    if strategy == "maximum":
        return min(shares) if lower else max(shares)
    return sum(shares) / len(shares) if strategy == "average" else sum(shares)
