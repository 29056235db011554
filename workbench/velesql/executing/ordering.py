"""ORDER BY."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..tree.selects import Order
from ..tree.values import Similarity
from .scopes import Scope
from .sorting import Ranks, ranks


def sort_keys(orders: Sequence[Order], scope: Scope) -> list[Ranks]:
    """(n,) of each, to be sorted in ascending order whatever the direction."""
    return [_key(order, scope) for order in orders]


def _key(order: Order, scope: Scope) -> Ranks:
    column = scope.value(order.by, aliases=True)
    found = ranks(column)
    if _turned(order, scope):
        found = -found
        found[column.nulls] = -np.inf  # the least in either sense
    return -found if order.descending else found


def _turned(order: Order, scope: Scope) -> bool:
    """Descending similarity is nearest first, also where it is a distance."""
    return isinstance(order.by, Similarity) and scope.frame.nearer_is_less(order.by)
