"""Whether a condition holds for a value (section 7)."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from tests.velesql.judge.asked import Asked
from tests.velesql.judge.values import (
    MISSING,
    Truth,
    both,
    compare,
    either,
    equal,
    inverse,
    kind,
    null,
    ordered,
)
from tests.velesql.judge.world import Refused
from workbench.velesql.tree.predicates import (
    And,
    Between,
    Compare,
    Contains,
    ContainsText,
    GeoBox,
    GeoDistance,
    In,
    IsNull,
    Like,
    Not,
    Or,
    Predicate,
)
from workbench.velesql.tree.values import Aggregate, Column

EARTH = 6_371_000.0


@dataclass(frozen=True)
class Several:
    """The values of a field of all edges of a path: a condition holds if it does for any."""

    values: Sequence[Any]


Look = Callable[[Column | Aggregate], Any]
Special = Callable[[Predicate], Truth]


def truth(predicate: Predicate, look: Look, special: Special, asked: Asked) -> Truth:
    """`look` gives the value of a column, `special` answers searches and patterns."""
    if isinstance(predicate, And):
        return both([truth(part, look, special, asked) for part in predicate.parts])
    if isinstance(predicate, Or):
        return either([truth(part, look, special, asked) for part in predicate.parts])
    if isinstance(predicate, Not):
        return inverse(truth(predicate.part, look, special, asked))
    test = _TESTS.get(type(predicate))
    if test is None:
        return special(predicate)
    found = look(predicate.left if isinstance(predicate, Compare) else predicate.column)
    if isinstance(found, Several):
        return either([_tested(test, predicate, one, asked) for one in found.values])
    return _tested(test, predicate, found, asked)


def _tested(test: Any, predicate: Any, found: Any, asked: Asked) -> Truth:
    """Two-valued logic has no UNKNOWN; NOT that is part of an operator turns the rest around."""
    holds = test(predicate, found, asked)
    if asked.compat and holds is None:
        holds = False
    return inverse(holds) if getattr(predicate, "negated", False) else holds


def _compare(predicate: Compare, found: Any, asked: Asked) -> Truth:
    return compare(found, predicate.operator, asked.bound(predicate.value), asked.compat)


def _in(predicate: In, found: Any, asked: Asked) -> Truth:
    values = [asked.bound(one) for one in predicate.values]
    return either([compare(found, "=", one, asked.compat) for one in values])


def _between(predicate: Between, found: Any, asked: Asked) -> Truth:
    low, high = asked.bound(predicate.low), asked.bound(predicate.high)
    sides = [(">=", low), ("<=", high)]
    return both([compare(found, operator, side, asked.compat) for operator, side in sides])


def _is_null(predicate: IsNull, found: Any, asked: Asked) -> Truth:
    return null(found)


def _like(predicate: Like, found: Any, asked: Asked) -> Truth:
    pattern = asked.bound(predicate.pattern)
    if null(found) or null(pattern):
        return None
    if not isinstance(pattern, str):
        raise Refused("E006")
    if not isinstance(found, str):
        return False
    if predicate.ignore_case:
        return _folded_like(found, pattern)
    return re.fullmatch(_expression(pattern), found, re.DOTALL) is not None


def _expression(pattern: str) -> str:
    parts, at = [], 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\" and at + 1 < len(pattern):
            at += 1
            parts.append(re.escape(pattern[at]))
        else:
            parts.append({"%": ".*", "_": "."}.get(sign, re.escape(sign)))
        at += 1
    return "".join(parts)


def _folded_like(text: str, pattern: str) -> bool:
    """A state is a character of the text, and how much of what it folds to is used up."""
    folds = [one.casefold() for one in text]
    states, at = {(0, 0)}, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "%":
            states = {(k, 0) for i, o in states if o == 0 for k in range(i, len(folds) + 1)}
        elif sign == "_":
            states = {(i + 1, 0) for i, o in states if o == 0 and i < len(folds)}
        else:
            at += sign == "\\" and at + 1 < len(pattern)
            for one in pattern[at].casefold():
                states = set(_stepped(folds, states, one))
        at += 1
    return (len(folds), 0) in states


def _stepped(folds: list[str], states: set[tuple[int, int]], one: str) -> Iterator[tuple[int, int]]:
    for i, o in states:
        if i < len(folds) and folds[i][o] == one:
            yield (i, o + 1) if o + 1 < len(folds[i]) else (i + 1, 0)


def _contains(predicate: Contains, found: Any, asked: Asked) -> Truth:
    if null(found):
        return None
    if kind(found) != 4:
        return False
    values = [asked.bound(one) for one in predicate.values]
    there = [_within(value, found, asked) for value in values]
    return both(there) if predicate.mode == "all" else either(there)


def _within(value: Any, array: Sequence[Any], asked: Asked) -> Truth:
    """Whether an element is the value; NULL is none that could be found."""
    if value is None and not asked.compat:
        return None
    return any(equal(one, value) for one in array)


def _contains_text(predicate: ContainsText, found: Any, asked: Asked) -> Truth:
    text = asked.bound(predicate.text)
    if null(found) or null(text):
        return None
    return isinstance(found, str) and isinstance(text, str) and text in found


def _point(found: Any) -> tuple[float, float] | None:
    if not isinstance(found, dict):
        return None
    latitude, longitude = found.get("lat"), found.get("lng")
    if kind(latitude if latitude is not None else MISSING) != 2 or kind(longitude) != 2:
        return None
    return float(latitude), float(longitude)


def _geo_distance(predicate: GeoDistance, found: Any, asked: Asked) -> Truth:
    limit = asked.bound(predicate.metres)
    other = asked.bound(predicate.latitude), asked.bound(predicate.longitude)
    point = _point(found)
    if point is None or any(kind(one) != 2 for one in (*other, limit)):
        return None
    return ordered(haversine(point, other), predicate.operator, limit)


def haversine(one: tuple[float, float], other: tuple[float, float]) -> float:
    south, north = math.radians(one[0]), math.radians(other[0])
    across = math.radians(other[1] - one[1])
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(south) * math.cos(north) * math.sin(across / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(min(1.0, half)))


def _geo_box(predicate: GeoBox, found: Any, asked: Asked) -> Truth:
    corners = [asked.bound(one) for one in predicate.corners]
    point = _point(found)
    if point is None or any(kind(one) != 2 for one in corners):
        return None
    south, west, north, east = corners
    return bool(south <= point[0] <= north and west <= point[1] <= east)


_TESTS: dict[type, Any] = {
    Compare: _compare,
    In: _in,
    Between: _between,
    IsNull: _is_null,
    Like: _like,
    Contains: _contains,
    ContainsText: _contains_text,
    GeoDistance: _geo_distance,
    GeoBox: _geo_box,
}
