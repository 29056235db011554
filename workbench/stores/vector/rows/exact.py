"""The exact answer: that of brute force in double precision, equals in the order of keys."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ....core.collections.definition import LOWER_IS_BETTER, Metric
from .comparing import Query, exact, reach, rough
from .held import Doubles, Held, Positions

Keys = NDArray[Any] | None
_FEW = 64  # rows that are scored in double precision sooner than looked at twice
_MANY = 2048  # rows from which on a first look at blocks of them pays
_BLOCK = 64


def top(
    held: Held, query: Query, k: int, positions: Positions | None, *, metric: Metric, keys: Keys
) -> tuple[Positions, Doubles]:
    """The k best of the rows at positions (None: all), best first."""
    found = near(held, query, k, positions, metric)
    return best(found, exact(held, query, found, metric), k, metric=metric, keys=keys)


def near(
    held: Held, query: Query, k: int, positions: Positions | None, metric: Metric
) -> Positions:
    """Rows among which are the k best, and all equals of the last of them; hardly any others."""
    count = held.n if positions is None else len(positions)
    if count <= max(k, _FEW):
        return np.arange(count) if positions is None else positions
    fast = rough(held, query, positions, metric)
    within = (fast >= reach(held, query, _reached(fast, k), metric)).nonzero()[0]
    if len(within) > 2 * k:
        some = fast[within]
        within = within[some >= reach(held, query, _last(some, k), metric)]
    return within if positions is None else positions[within]


def best(
    found: Positions, scores: Doubles, k: int, *, metric: Metric, keys: Keys
) -> tuple[Positions, Doubles]:
    """The k best of scored rows, best first, equals by key."""
    rank = scores if metric in LOWER_IS_BETTER else -scores
    order = _ordered(found if keys is None else keys[found], rank)[:k]
    return found[order], scores[order]


def _reached(fast: NDArray[Any], k: int) -> float:
    """A score that at least k rows reach: of many rows, the k-th best of the blocks' best."""
    blocks = len(fast) // _BLOCK
    if len(fast) >= _MANY and blocks > 2 * k:
        return _last(fast[: blocks * _BLOCK].reshape(_BLOCK, blocks).max(axis=0), k)
    return _last(fast, k)


def _last(fast: NDArray[Any], k: int) -> float:
    return float(np.partition(fast, len(fast) - k)[len(fast) - k])


def _ordered(keys: NDArray[Any], rank: Doubles) -> NDArray[np.int64]:
    if keys.dtype != np.object_:
        return np.lexsort((keys, rank))
    order = np.argsort(keys, kind="stable")
    return order[np.argsort(rank[order], kind="stable")]
