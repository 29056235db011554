"""ORDER BY."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..tree.selects import Order
from ..tree.values import Similarity
from .scopes import Scope
from .sorting import Ranks, ranks


def sort_keys(orders: Sequence[Order], scope: Scope) -> list[Ranks]:
    """(n,) of each, to be sorted in ascending order whatever the direction."""
    return [_key(order, scope) for order in orders]


def _key(order: Order, scope: Scope) -> Ranks:
    found = ranks(scope.value(order.by, aliases=True))
    if order.descending is not _turned(order, scope):
        return -found
    return found


def _turned(order: Order, scope: Scope) -> bool:
    """Descending similarity is nearest first, also where it is a distance."""
    return isinstance(order.by, Similarity) and scope.frame.nearer_is_less(order.by)


def id_keys(ids: NDArray[np.uint64] | NDArray[np.object_]) -> NDArray[np.int64]:
    """Places of ids in their order."""
    if ids.dtype == object:
        ids = ids.astype(str)
    found: NDArray[np.int64] = np.unique(ids, return_inverse=True)[1]
    return found
