"""Arithmetic, orders, and what they are computed from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from tests.velesql.judge.asked import Asked
from tests.velesql.judge.values import kind, order_key, plain
from workbench.velesql.tree.selects import Order
from workbench.velesql.tree.values import (
    Aggregate,
    Arithmetic,
    Column,
    Constant,
    Expression,
    Negative,
    Parameter,
    Similarity,
)

Thing = TypeVar("Thing")


@dataclass
class View:
    """How the parts of an expression are looked up in a row or a group.

    `nearer` gives more for what is more similar, `raw` the number that the metric has.
    """

    column: Callable[[Column], Any]
    raw: Callable[[Similarity], float | None]
    nearer: Callable[[Similarity], float | None]
    aggregate: Callable[[Aggregate], Any]


def computed(expression: Expression, view: View, asked: Asked) -> Any:
    if isinstance(expression, Column):
        return plain(view.column(expression))
    if isinstance(expression, Similarity):
        return view.raw(expression)
    if isinstance(expression, Aggregate):
        return view.aggregate(expression)
    if isinstance(expression, Constant | Parameter):
        return asked.bound(expression)
    if isinstance(expression, Negative):
        operand = _number(computed(expression.operand, view, asked))
        return None if operand is None else -operand
    return _arithmetic(expression, view, asked)


def _arithmetic(expression: Arithmetic, view: View, asked: Asked) -> Any:
    left = _number(computed(expression.left, view, asked))
    right = _number(computed(expression.right, view, asked))
    if left is None or right is None:
        return None
    if expression.operator == "+":
        return left + right
    if expression.operator == "-":
        return left - right
    if expression.operator == "*":
        return left * right
    return left / right if right else 0


def _number(value: Any) -> Any:
    return value if kind(value) == 2 else None


def keys(orders: Sequence[Order], view: View, asked: Asked) -> tuple[Any, ...]:
    """What a row stands at; `similarity` alone is by nearness, in arithmetic by its number."""
    found = []
    for order in orders:
        if isinstance(order.by, Similarity):
            found.append(order_key(view.nearer(order.by)))
        else:
            found.append(order_key(computed(order.by, view, asked)))
    return tuple(found)


def in_order(
    things: Sequence[Thing], orders: Sequence[Order], key: Callable[[Thing], tuple[Any, ...]]
) -> list[Thing]:
    """By the keys, the first foremost; equals stay as they come."""
    ordered = list(things)
    for at in reversed(range(len(orders))):
        ordered.sort(key=lambda one: key(one)[at], reverse=orders[at].descending)
    return ordered
