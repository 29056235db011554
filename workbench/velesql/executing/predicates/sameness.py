"""When two values are the same: by type and exact value."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any


def key(value: Any) -> Hashable:
    """Equal for values that are the same: 1 and 1.0, but not 1 and TRUE, nor 1 and '1'."""
    kind = type(value)
    if kind is bool:
        return bool, value
    if kind is list:
        return list, tuple(key(one) for one in value)
    if kind is dict:
        return dict, frozenset((name, key(one)) for name, one in value.items())
    found: Hashable = value
    return found


def same(left: Any, right: Any) -> bool:
    """Whether two values are of one type and equal; NULL is the same as NULL."""
    return left == right and key(left) == key(right)


def holds(values: Sequence[Any], value: Any) -> bool:
    """Whether a value is among others."""
    if type(value) is str:
        return value in values
    return any(same(one, value) for one in values)
