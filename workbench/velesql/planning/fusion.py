"""How the rankings of several searches become one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from ..checking.faults import fault
from ..tree.predicates import NearFused, Options
from ..tree.selects import Fusion

Branch = Literal["vector", "bm25", "sparse"]
Formula = Literal["ranks", "relative", "maximum", "average"]

_DENSE = ("vector_weight", "dense_weight", "dense_w")
_OTHER = ("graph_weight", "sparse_weight", "sparse_w")
_TAKES = {
    "rrf": ("k",),
    "weighted": ("k", *_DENSE, *_OTHER),
    "rsf": (*_DENSE, *_OTHER),
    "relative_score": (*_DENSE, *_OTHER),
    "maximum": (),
    "average": (),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """Reference, section 9: a formula, its constants, and how deep each branch is read.

    By ranks, a row at rank r of a branch gets `weight / (constant + r)`, the first at rank
    `first`. `weights` are of the vector branch and of each other. `depth` is 2·k where `narrow`,
    else max(2·k, k + 10); of several vectors it has steps of its own.
    """

    strategy: str
    formula: Formula
    constant: float = 60.0
    first: int = 1
    weights: tuple[float, float] = (1.0, 1.0)
    narrow: bool = False
    vectors: bool = False

    def weight(self, branch: Branch) -> float:
        return self.weights[0 if branch == "vector" else 1]

    def depth(self, k: int | None) -> int | None:
        """Candidates of a branch; None: all, where all rows are wanted."""
        if k is None:
            return None
        if self.vectors:
            return next((times for most, times in _STEPS if k <= most), 2) * k
        return 2 * k if self.narrow else max(2 * k, k + 10)


_STEPS = ((10, 20), (50, 10), (100, 5))  # up to so many rows, so many times as many candidates


def rule(fusion: Fusion | None, branches: Collection[Branch]) -> Rule:
    """How these branches are fused; E001 for an option the strategy does not take, V012."""
    strategy = fusion.strategy if fusion else "rrf"
    options = fusion.options if fusion else ()
    _check(strategy, options)
    text_beside_vector = set(branches) == {"vector", "bm25"}
    if strategy == "rrf":
        return _by_ranks(text_beside_vector, _constant(options))
    if strategy == "weighted":
        return _weighted(text_beside_vector, options)
    if strategy in ("maximum", "average"):
        return Rule(strategy, "maximum" if strategy == "maximum" else "average")
    return Rule(strategy, "relative", weights=_weights(options))


def rule_of_vectors(fused: NearFused) -> Rule:
    """How the searches of several vectors are fused."""
    _check(fused.strategy, fused.options)
    if fused.strategy == "rrf":
        return Rule("rrf", "ranks", _constant(fused.options), vectors=True)
    formula: Formula = "maximum" if fused.strategy == "maximum" else "average"
    return Rule(fused.strategy, formula, vectors=True)


def _by_ranks(text_beside_vector: bool, constant: float) -> Rule:
    if text_beside_vector:
        return Rule("rrf", "ranks", constant, 0, (0.5, 0.5), narrow=True)
    return Rule("rrf", "ranks", constant)


def _weighted(text_beside_vector: bool, options: Options) -> Rule:
    dense, other = _weights(options)
    if text_beside_vector:
        total = dense + other
        if not total:
            raise fault("V012", "the weights of a fusion are both 0; give one of them more")
        dense, other = dense / total, other / total
    constant = _constant(options)
    return Rule("weighted", "ranks", constant, 0, (dense, other), narrow=text_beside_vector)


def _check(strategy: str, options: Options) -> None:
    known = _TAKES.get(strategy, ())
    for name, _ in options:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise fault("E001", f"the fusion strategy {strategy} has no option {name!r}; {takes}")


def _constant(options: Options) -> float:
    given = dict(options).get("k", 60.0)
    if isinstance(given, bool) or not isinstance(given, int | float) or given <= 0:
        raise fault("V012", f"k of a fusion is a number above 0, not {given!r}")
    return float(given)


def _weights(options: Options) -> tuple[float, float]:
    given = dict(options)
    dense = next((float(given[name]) for name in _DENSE if name in given), 0.5)
    other = next((float(given[name]) for name in _OTHER if name in given), 0.5)
    return dense, other
