"""Rankings from ids and scores."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.evaluation.replies import Ranking, text_of_id


def top_k(ids: Sequence[str], scores: NDArray[np.float64], k: int) -> Ranking:
    """The `k` highest scores with their ids, highest first; ties in the order of `ids`."""
    if k < len(scores):
        lowest = np.partition(scores, -k)[-k]
        candidates = np.flatnonzero(scores >= lowest)
    else:
        candidates = np.arange(len(scores))
    order = candidates[np.argsort(-scores[candidates], kind="stable")[:k]]
    return Ranking([ids[at] for at in order], scores[order].tolist())


def in_order(ids: Iterable[Any], scores: Iterable[float]) -> Ranking:
    """The ids as texts in their order, each once, where it comes first."""
    found: dict[str, float] = {}
    for one, score in zip(ids, scores, strict=True):
        found.setdefault(text_of_id(one), score)
    return Ranking(list(found), list(found.values()))
