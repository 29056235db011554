"""Properties as the browser has them: what JSON holds, everything else as text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from ...core.values import Node

_NAMES = ("name", "title", "label", "caption", "noun")
_PLAIN = frozenset({type(None), bool, str})
# The browser's numbers are exact up to here.
_EXACT = 2**53


def plain(value: Any) -> Any:
    """The value that any reader of the JSON has: no NaN, no number that a browser would round;
    these, dates and other things as text."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, int):
        return value if abs(value) <= _EXACT else str(value)
    if isinstance(value, float):
        return float(value) if isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if hasattr(value, "tolist"):  # of numpy
        return plain(value.tolist())
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def is_number(value: Any) -> bool:
    """Whether it is a number that a float can hold; true and false are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return isfinite(value)
    except OverflowError:  # an integer of more than 308 digits
        return False


def as_json(properties: Mapping[str, Any]) -> str:
    return _ENCODE(plain(properties)) if properties else "{}"


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def property_of(node: Node, name: str) -> Any:
    """A node's property as the browser has it; `id` is the node's id where it has no such."""
    value = node.properties.get(name)
    if value is None and name == "id":
        return node.id
    return plain(value)


def name_of(node: Node) -> str:
    """What a node is called: its name, title or label, any property `…_name`, else its id."""
    properties = node.properties
    for name in _NAMES:
        if _names(properties.get(name)):
            return str(properties[name])
    for name, value in properties.items():
        if str(name).endswith("_name") and _names(value):
            return str(value)
    return node.id


def _names(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
