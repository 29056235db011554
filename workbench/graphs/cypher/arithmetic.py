"""Sums and products of a statement that changes things, worked out over what it has changed.

`SET r.n = r.n + 1` after a MERGE, or in a row whose node an earlier row has changed, is beyond
the engine, which has seen none of it. The numbers are openCypher's: division of integers cuts
off towards zero, the sign of a rest is that of what was divided, and with null all is null.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from ...core.errors import BadInput
from ...core.property_graph.records import MAX_INT, MIN_INT
from .tokens import Tokens, closing, depths

Number = int | float
# From what binds least: the last sign of the first level splits an expression.
LEVELS = (("+", "-"), ("*", "/", "%"))


def split(given: Tokens) -> tuple[Tokens, str, Tokens] | None:
    """Left side, sign and right side of a sum or a product; None where it is neither."""
    level = depths(given)
    for signs in LEVELS:
        for at in range(len(given) - 2, 0, -1):
            between = level[at] == 0 and given[at].is_sign(*signs)
            if between and not _begins(given[at - 1].value, given[at - 1].kind):
                return given[:at], given[at].value, given[at + 1 :]
    return None


def _begins(value: str, kind: str) -> bool:
    """Whether a sign after this is that of a number, and joins nothing."""
    return kind == "sign" and value not in (")", "]", "}")


def unwrapped(given: Tokens) -> Tokens | None:
    """What stands in brackets that hold all of it; None where none do."""
    if len(given) > 2 and given[0].is_sign("(") and closing(given, 0) == len(given) - 1:
        return given[1:-1]
    return None


def worked_out(left: Any, sign: str, right: Any) -> Any:
    """BadInput for what does not go together, and for what 64 bits do not hold."""
    if left is None or right is None:
        return None
    if sign == "+" and (isinstance(left, str) or isinstance(right, str)):
        return _text(left) + _text(right)
    if not (_is_number(left) and _is_number(right)):
        raise BadInput(f"{left!r} {sign} {right!r}: expected two numbers, or two texts to join")
    if isinstance(left, int) and isinstance(right, int):
        return _whole(left, sign, right)
    return _SIGNS[sign](float(left), float(right))


def negated(value: Any) -> Any:
    return None if value is None else worked_out(-1, "*", value)


def _text(value: Any) -> str:
    """A part of a text, as toString() writes it."""
    if isinstance(value, str):
        return value
    if not _is_number(value):
        raise BadInput(f"{value!r} is not joined to a text: expected a text or a number")
    if isinstance(value, float) and not (value == 0 or 1e-3 <= abs(value) < 1e7):
        raise BadInput(f"{value!r} is not joined to a text: engines write it in several ways")
    return str(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _whole(left: int, sign: str, right: int) -> int:
    if sign in "/%" and not right:
        raise BadInput(f"{left} {sign} 0: an integer is not divided by zero; use 0.0, or a CASE")
    if sign in "/%":
        quotient = abs(left) // abs(right) * (1 if (left < 0) == (right < 0) else -1)
        found = quotient if sign == "/" else left - right * quotient
    else:
        found = int(_SIGNS[sign](left, right))
    if not MIN_INT <= found <= MAX_INT:
        raise BadInput(f"{left} {sign} {right} does not fit into 64 bits; use a float")
    return found


def _divided(left: float, right: float) -> float:
    if right:
        return left / right
    return math.nan if not left or math.isnan(left) else math.copysign(math.inf, left)


_SIGNS: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": _divided,
    "%": lambda a, b: math.fmod(a, b) if b else math.nan,
}
