"""The operators of a search, as they are planned and as they are done."""

from __future__ import annotations

from typing import Any

from ....core.collections.protocols import Effort
from ...planning.choosing import Choice
from ...planning.fusion import Rule
from ..run import Step
from .spaces import Space


def filter_step(choice: Choice) -> Step:
    """`by` is how rows are found: a scan of all, a lookup by value, or remembered ones."""
    details = {
        "by": choice.filtering,
        "selectivity": round(choice.selectivity, 6),
        "source": choice.source,
    }
    return Step("filter", details, choice.rows)


def joined_filter_step() -> Step:
    return Step("filter", {"by": "scan"})


def vector_step(choice: Choice, space: Space, effort: Effort, k: int | None) -> Step:
    """`path` is what the vectors' index says that it does."""
    expected = round(choice.rows)
    if k is None:
        path = f"exact scores of {expected} rows"
    else:
        path = space.vectors.path(None if choice.searching == "index" else expected, effort)
    details = {"vectors": space.name, "way": choice.searching, "path": path}
    return Step("search", details, choice.rows if k is None else min(choice.rows, k))


def joined_vector_step(space: Space) -> Step:
    return Step("search", {"vectors": space.name, "way": "matches", "path": "exact scores"})


def index_step(index: str, k: int | None) -> Step:
    """Words by BM25, or sparse vectors."""
    return Step("search", {"index": index}, k)


def fuse_step(rule: Rule, k: int | None) -> Step:
    depth = rule.depth(k)
    details: dict[str, Any] = {"strategy": rule.strategy, "candidates": depth or "all"}
    if rule.formula == "ranks":
        details["constant"] = rule.constant
    if rule.formula == "relative" or rule.strategy == "weighted":
        details["weights"] = list(rule.weights)
    return Step("fuse", details, k)
