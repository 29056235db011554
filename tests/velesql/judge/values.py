"""What values are, how they compare, in which order they stand (section 3)."""

from __future__ import annotations

import json
from typing import Any


class Missing:
    """What a field is that a payload has not."""

    def __repr__(self) -> str:
        return "missing"


MISSING = Missing()

# Three-valued truth: True, False, and None for UNKNOWN.
Truth = bool | None


def null(value: Any) -> bool:
    return value is None or value is MISSING


def plain(value: Any) -> Any:
    return None if value is MISSING else value


def kind(value: Any) -> int:
    """The type, by its place in the order of mixed values."""
    if null(value):
        return 0
    if isinstance(value, bool):
        return 1
    if isinstance(value, int | float):
        return 2
    if isinstance(value, str):
        return 3
    return 4 if isinstance(value, list | tuple) else 5


def order_key(value: Any) -> tuple[int, Any]:
    of = kind(value)
    if of == 0:
        return 0, 0
    if of < 4:
        return of, value
    return of, json.dumps(value, sort_keys=True, ensure_ascii=False)


def identity(value: Any) -> Any:
    """Equal for values that are one in GROUP BY, DISTINCT and set operations."""
    of = kind(value)
    if of == 4:
        return of, tuple(identity(one) for one in value)
    if of == 5:
        return of, tuple(sorted((key, identity(one)) for key, one in value.items()))
    return of, None if of == 0 else value


def equal(left: Any, right: Any) -> bool:
    """Of two values that are not NULL."""
    return bool(identity(left) == identity(right))


def compare(left: Any, operator: str, right: Any, compat: bool) -> Truth:
    if compat:
        return _two_valued(left, operator, right)
    if null(left) or null(right):
        return None
    return _present(left, operator, right)


def _two_valued(left: Any, operator: str, right: Any) -> bool:
    if left is MISSING or left is None or right is None:
        same = left is None and right is None
        return operator == ("=" if same else "!=")
    return _present(left, operator, right) is True


def _present(left: Any, operator: str, right: Any) -> Truth:
    if operator == "=":
        return equal(left, right)
    if operator == "!=":
        return not equal(left, right)
    if kind(left) != kind(right) or kind(left) not in (2, 3):
        return None
    return ordered(left, operator, right)


def ordered(left: Any, operator: str, right: Any) -> bool:
    if operator == "=":
        return bool(left == right)
    if operator == "!=":
        return bool(left != right)
    if operator == "<":
        return bool(left < right)
    if operator == "<=":
        return bool(left <= right)
    return bool(left > right) if operator == ">" else bool(left >= right)


def both(parts: list[Truth]) -> Truth:
    if False in parts:
        return False
    return None if None in parts else True


def either(parts: list[Truth]) -> Truth:
    if True in parts:
        return True
    return None if None in parts else False


def inverse(truth: Truth) -> Truth:
    return None if truth is None else not truth
