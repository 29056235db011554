"""What was done to a graph view, folded into what holds now.

An action is a dict with `do`. One that is not understood (another `do`, a field that is missing
or of another kind) changes nothing: a list of actions may come from a newer version or a hand.

    filter types        nodes of these types; the newest such filter holds
    filter edges        edges of these types; the newest such filter holds
    filter property     nodes that pass; all such filters hold together
    unfilter            none of them holds
    hide, show          by ids; show without ids shows all that was hidden
    pin, unpin          a node's place in units of the layout; unpin without id frees all
    colour, size        by "type" or "degree", a property, or null
    layout              name, and perhaps seed
    focus, unfocus      what is within `hops` of `ids`
    expand              what came with this `serial` is there
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..scene.values import is_number

Action = Mapping[str, Any]
OPERATORS = ("=", "!=", "<", "<=", ">", ">=", "contains", "present")


class Test(NamedTuple):
    """A filter of nodes by a property."""

    property: str
    op: str
    value: Any = None


class Focus(NamedTuple):
    ids: tuple[str, ...]
    hops: int


@dataclass
class State:
    """What the actions amount to; `serials` are those of the expands."""

    types: tuple[str, ...] | None = None
    edges: tuple[str, ...] | None = None
    tests: list[Test] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)
    pinned: dict[str, tuple[float, float]] = field(default_factory=dict)
    colour: str | None = "type"
    size: str | None = "degree"
    layout: str = ""
    seed: int = 0
    focus: Focus | None = None
    serials: set[int] = field(default_factory=set)


def folded(actions: Iterable[Action], settings: Mapping[str, Any]) -> State:
    """The state after the actions, from that of the view's settings."""
    state = State(
        colour=settings.get("colour", "type"),
        size=settings.get("size", "degree"),
        layout=str(settings.get("layout", "")),
        seed=int(settings.get("seed", 0)),
    )
    for action in actions:
        if understood(action):
            _RULES[action["do"]].apply(state, action)
    return state


def understood(action: Any) -> bool:
    """Whether the action is one of those above, with the fields that it needs."""
    if not isinstance(action, Mapping) or not isinstance(action.get("do"), str):
        return False
    rule = _RULES.get(action["do"])
    return rule is not None and rule.fits(action)


def is_texts(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)


def is_test(action: Action) -> bool:
    """Whether a filter tests a property: all but `present` need a value to compare with."""
    op = action.get("op")
    if not isinstance(action.get("property"), str) or op not in OPERATORS:
        return False
    return op == "present" or action.get("value") is not None


def _is_count(value: Any, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _filter(state: State, action: Action) -> None:
    if is_texts(action.get("types")):
        state.types = tuple(action["types"])
    if is_texts(action.get("edges")):
        state.edges = tuple(action["edges"])
    if is_test(action):
        state.tests.append(Test(action["property"], action["op"], action.get("value")))


def _unfilter(state: State, action: Action) -> None:
    state.types = state.edges = None
    state.tests = []


def _hide(state: State, action: Action) -> None:
    state.hidden.update(action["ids"])


def _show(state: State, action: Action) -> None:
    ids = action.get("ids")
    state.hidden.difference_update(state.hidden.copy() if ids is None else ids)


def _pin(state: State, action: Action) -> None:
    state.pinned[action["id"]] = (float(action["x"]), float(action["y"]))


def _unpin(state: State, action: Action) -> None:
    if action.get("id") is None:
        state.pinned.clear()
    else:
        state.pinned.pop(action["id"], None)


def _colour(state: State, action: Action) -> None:
    state.colour = action["by"]


def _size(state: State, action: Action) -> None:
    state.size = action["by"]


def _layout(state: State, action: Action) -> None:
    state.layout = action["name"]
    if action.get("seed") is not None:
        state.seed = action["seed"]


def _focus(state: State, action: Action) -> None:
    state.focus = Focus(tuple(action["ids"]), action.get("hops", 1))


def _unfocus(state: State, action: Action) -> None:
    state.focus = None


def _expand(state: State, action: Action) -> None:
    state.serials.add(action["serial"])


def _fits_filter(action: Action) -> bool:
    return is_texts(action.get("types")) or is_texts(action.get("edges")) or is_test(action)


def _fits_by(action: Action) -> bool:
    return "by" in action and isinstance(action["by"], str | None)


def _fits_pin(action: Action) -> bool:
    return isinstance(action.get("id"), str) and all(is_number(action.get(axis)) for axis in "xy")


def _fits_layout(action: Action) -> bool:
    seed = action.get("seed")
    return isinstance(action.get("name"), str) and (seed is None or _is_count(seed, 0))


def _fits_expand(action: Action) -> bool:
    return isinstance(action.get("id"), str) and _is_count(action.get("serial"), 1)


class _Rule(NamedTuple):
    fits: Callable[[Action], bool]
    apply: Callable[[State, Action], None]


_RULES: dict[str, _Rule] = {
    "filter": _Rule(_fits_filter, _filter),
    "unfilter": _Rule(lambda action: True, _unfilter),
    "hide": _Rule(lambda action: is_texts(action.get("ids")), _hide),
    "show": _Rule(lambda a: a.get("ids") is None or is_texts(a["ids"]), _show),
    "pin": _Rule(_fits_pin, _pin),
    "unpin": _Rule(lambda action: isinstance(action.get("id"), str | None), _unpin),
    "colour": _Rule(_fits_by, _colour),
    "size": _Rule(_fits_by, _size),
    "layout": _Rule(_fits_layout, _layout),
    "focus": _Rule(lambda a: is_texts(a.get("ids")) and _is_count(a.get("hops", 1), 0), _focus),
    "unfocus": _Rule(lambda action: True, _unfocus),
    "expand": _Rule(_fits_expand, _expand),
}
