"""ORDER BY."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ....collections.mirrors.column import Column
from ...tree.selects import Order
from ...tree.values import Similarity
from .frames import Frame
from .scopes import Scope
from .sorting import Ranks, ranks


def sort_keys(orders: Sequence[Order], scope: Scope) -> list[Ranks]:
    """(n,) of each, to be sorted in ascending order whatever the direction."""
    return [_key(order, scope) for order in orders]


def _key(order: Order, scope: Scope) -> Ranks:
    column = scope.value(order.by, aliases=True)
    found = ranks(column)
    if isinstance(order.by, Similarity):
        found = _nearness(order.by, found, column, scope.frame)
    return -found if order.descending else found


def _nearness(by: Similarity, found: Ranks, column: Column, frame: Frame) -> Ranks:
    """More for what is nearer, also where it is a distance; least for rows without any."""
    if frame.nearer_is_less(by):
        found = np.where(column.nulls, -np.inf, -found)
    unreached = frame.unreached() if by.column is None else None
    return found if unreached is None else np.where(unreached, -np.inf, found)
