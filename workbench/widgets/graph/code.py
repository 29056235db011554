"""Every action as a line of Python that can be pasted; `code.mjs` writes the same lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from .actions import Action, is_test, is_texts, understood

# Letters that turn the direction of a line, break it, or are not seen: shown as escapes, so
# that what is pasted is what was read.
_UNSEEN = re.compile(
    "[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)


def lines(actions: Iterable[Action]) -> list[str]:
    """A line for each action that is understood, in their order."""
    return [line for action in actions if (line := line_of(action))]


def line_of(action: Action) -> str:
    """`view.hide(["a"])`; "" for an action that is not understood."""
    return f"view.{_WRITES[action['do']](action)}" if understood(action) else ""


def literal(value: Any) -> str:
    """A JSON value in Python's words: texts in double quotes, 2.0 as 2."""
    if isinstance(value, bool) or value is None:
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(literal, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{literal(k)}: {literal(v)}' for k, v in value.items())}}}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = json.dumps(value, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _call(name: str, *given: str, **named: Any) -> str:
    told = [f"{key}={literal(value)}" for key, value in named.items() if value is not None]
    return f"{name}({', '.join([*given, *told])})"


def _filter(action: Action) -> str:
    given: list[str] = []
    if is_test(action):
        asked = ("property", "op", "value") if action["op"] != "present" else ("property", "op")
        given = [literal(action[field]) for field in asked]
    named = {k: action[k] for k in ("types", "edges") if is_texts(action.get(k))}
    return _call("filter", *given, **named)


def _expand(action: Action) -> str:
    direction = action.get("direction")
    return _call(
        "expand",
        literal(action["id"]),
        type=action.get("type"),
        direction=None if direction == "both" else direction,
        limit=action.get("limit"),
    )


def _some(name: str, value: Any) -> str:
    return _call(name, *([] if value is None else [literal(value)]))


_WRITES: dict[str, Callable[[Action], str]] = {
    "filter": _filter,
    "unfilter": lambda action: _call("unfilter"),
    "hide": lambda action: _call("hide", literal(action["ids"])),
    "show": lambda action: _some("show", action.get("ids")),
    "pin": lambda a: _call("pin", *(literal(a[field]) for field in ("id", "x", "y"))),
    "unpin": lambda action: _some("unpin", action.get("id")),
    "colour": lambda action: _call("colour_by", literal(action["by"])),
    "size": lambda action: _call("size_by", literal(action["by"])),
    "layout": lambda a: _call("layout", literal(a["name"]), seed=a.get("seed")),
    "focus": lambda a: _call("focus", literal(a["ids"]), hops=a.get("hops", 1)),
    "unfocus": lambda action: _call("unfocus"),
    "expand": _expand,
}
