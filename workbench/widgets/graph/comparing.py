"""Values of properties compared as the browser compares them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..scene.values import is_number
from .actions import Test


def passes(value: Any, test: Test) -> bool:
    """Whether a property's value passes a filter; what is missing passes none, as in Cypher.

    Numbers compare with numbers, texts with texts (in the order of UTF-16 units), nothing else
    is less or more. A text contains a text whatever its case, a list contains what equals one
    of its items.
    """
    _, op, wanted = test
    if value is None:
        return False
    match op:
        case "present":
            return True
        case "=":
            return same(value, wanted)
        case "!=":
            return not same(value, wanted)
        case "contains":
            return _contains(value, wanted)
    return _ordered(value, op, wanted)


def same(a: Any, b: Any) -> bool:
    """Equal and of one kind: 1 is 1.0, and neither true nor "1"."""
    if isinstance(a, list | tuple) and isinstance(b, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return a.keys() == b.keys() and all(same(a[name], b[name]) for name in a)
    if isinstance(a, bool) or isinstance(b, bool):
        return a is b
    return bool(a == b)


def in_units(text: str) -> bytes:
    """What texts are ordered by in the browser: UTF-16 units."""
    return text.encode("utf-16-be", "surrogatepass")


def text_of(value: Any) -> str:
    """A value as the browser writes it: 1.0 as 1, true, lists as JSON."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _contains(value: Any, wanted: Any) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        return wanted.lower() in value.lower()
    return isinstance(value, list) and any(same(item, wanted) for item in value)


def _ordered(value: Any, op: str, wanted: Any) -> bool:
    if isinstance(value, str) and isinstance(wanted, str):
        value, wanted = in_units(value), in_units(wanted)
    elif not (is_number(value) and is_number(wanted)):
        return False
    less, more = bool(value < wanted), bool(value > wanted)
    return {"<": less, "<=": not more, ">": more, ">=": not less}[op]
