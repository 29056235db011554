"""Values, columns and arithmetic."""

from __future__ import annotations

import re
from typing import Any, Literal, cast

from ..tree.values import (
    Aggregate,
    Arithmetic,
    Column,
    Constant,
    Expression,
    Moment,
    Negative,
    Operator,
    Parameter,
    Similarity,
    Sparse,
    SparseConstant,
    Subquery,
    Value,
    Vector,
    VectorConstant,
)
from .cursor import Cursor
from .tokens import DECIMAL, INTEGER, PARAMETER, TEXT
from .words import AGGREGATES

OPERATORS = {"=": "=", "!=": "!=", "<>": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORDS = {"TRUE": True, "FALSE": False, "NULL": None}
_SECONDS = {
    1: "s sec second seconds",
    60: "m min minute minutes",
    3600: "h hour hours",
    86_400: "d day days",
    604_800: "w week weeks",
    2_592_000: "month months",
}
_DIGITS = 4_000  # Python reads no integer of more than 4,300
_AMOUNT = re.compile(r"\d+(?:\.\d+)?")
_UNITS = {unit: seconds for seconds, units in _SECONDS.items() for unit in units.split()}


def column(cursor: Cursor, what: str = "a column") -> Column:
    path = [cursor.name(what)]
    while cursor.takes("."):
        path.append(cursor.word("a name after the dot"))
    return Column(tuple(path))


def operator(cursor: Cursor) -> Operator:
    found = cursor.takes_one_of(OPERATORS)
    if not found:
        raise cursor.unexpected()
    return cast(Operator, OPERATORS[found])


def value(cursor: Cursor) -> Value:
    kind = cursor.kind
    if kind == PARAMETER:
        return Parameter(cursor.parameter())
    if kind == TEXT:
        return Constant(cursor.text("a text"))
    if cursor.sees("("):
        return _subquery(cursor)
    if cursor.takes("NOW", "(", ")"):
        return _moment(cursor)
    if cursor.sees("["):
        return vector_constant(cursor)
    if cursor.sees("{"):
        return _sparse_constant(cursor)
    return Constant(plain(cursor))


def plain(cursor: Cursor) -> bool | int | float | str | None:
    """A number with its sign, TRUE, FALSE, NULL, or a text."""
    if cursor.kind == TEXT:
        return cursor.text("a text")
    word = cursor.tokens.keys[cursor.at]
    if word in _WORDS:
        cursor.move()
        return _WORDS[word]
    return number(cursor)


def number(cursor: Cursor, what: str = "a value") -> int | float:
    sign = -1 if cursor.takes("-") else 1
    if cursor.kind not in (INTEGER, DECIMAL):
        raise cursor.unexpected(what)
    if len(cursor.value) > _DIGITS:
        raise cursor.unexpected(f"a number of at most {_DIGITS:,} digits")
    found = int(cursor.value) if cursor.kind == INTEGER else float(cursor.value)
    if found == float("inf"):
        raise cursor.unexpected("a number that a double can hold")
    cursor.move()
    return sign * found


def values(cursor: Cursor) -> tuple[Value, ...]:
    """One or more in brackets."""
    return cursor.bracketed(value)


def vector(cursor: Cursor) -> Vector:
    if cursor.kind == PARAMETER:
        return Parameter(cursor.parameter())
    if cursor.sees("["):
        return vector_constant(cursor)
    raise cursor.unexpected("a parameter or a vector like [0.5, 1]")


def vector_constant(cursor: Cursor) -> VectorConstant:
    cursor.expects("[")
    found = cursor.listed(_component)
    cursor.expects("]")
    return VectorConstant(found)


def _component(cursor: Cursor) -> float:
    return float(number(cursor, "a number"))


def sparse(cursor: Cursor) -> Sparse:
    if cursor.kind == PARAMETER:
        return Parameter(cursor.parameter())
    if cursor.sees("{"):
        return _sparse_constant(cursor)
    raise cursor.unexpected("a parameter or a sparse vector like {3: 0.5}")


def _sparse_constant(cursor: Cursor) -> SparseConstant:
    cursor.expects("{")
    found = cursor.listed(_weight)
    cursor.expects("}")
    return SparseConstant(found)


def _weight(cursor: Cursor) -> tuple[int, float]:
    index = cursor.integer("an index, which is 0 or more")
    cursor.expects(":")
    return index, float(number(cursor, "a weight"))


def _subquery(cursor: Cursor) -> Subquery:
    cursor.expects("(")
    if not cursor.sees("SELECT"):
        raise cursor.unexpected()
    found = Subquery(cursor.nested(cursor.select))
    cursor.expects(")")
    return found


def _moment(cursor: Cursor) -> Moment:
    offset = 0.0
    while cursor.sees("+") or cursor.sees("-"):
        sign = 1 if cursor.takes("+") else -1
        if sign < 0:
            cursor.expects("-")
        cursor.expects("INTERVAL")
        offset += sign * _interval(cursor)
    return Moment(offset)


def _interval(cursor: Cursor) -> float:
    at = cursor.at
    amount, _, unit = cursor.text("an interval like '3 days'").strip().partition(" ")
    seconds = _UNITS.get(unit.strip().lower())
    if seconds is None or not _AMOUNT.fullmatch(amount):
        cursor.at = at
        raise cursor.refused("expected a number, a space and a unit, as in INTERVAL '3 days'")
    return float(amount) * seconds


def expression(cursor: Cursor) -> Expression:
    """Sums and products of columns, numbers, scores and aggregates."""
    found = _product(cursor)
    while sign := cursor.takes_one_of(frozenset("+-")):
        found = Arithmetic(found, cast(Any, sign), _product(cursor))
    return found


def _product(cursor: Cursor) -> Expression:
    found = _factor(cursor)
    while sign := cursor.takes_one_of(frozenset("*/")):
        found = Arithmetic(found, cast(Any, sign), _factor(cursor))
    return found


def _factor(cursor: Cursor) -> Expression:
    if cursor.takes("-"):
        return Negative(cursor.nested(_factor))
    if cursor.takes("("):
        found = cursor.nested(expression)
        cursor.expects(")")
        return found
    if cursor.kind == PARAMETER:
        return Parameter(cursor.parameter())
    if cursor.kind in (INTEGER, DECIMAL):
        return Constant(number(cursor))
    return computed(cursor)


def computed(cursor: Cursor) -> Column | Similarity | Aggregate:
    """A column, `similarity(…)` or an aggregate; the two are words only before a bracket."""
    word, following = cursor.tokens.keys[cursor.at : cursor.at + 2]
    if following == "(" and word == "SIMILARITY":
        return similarity(cursor)
    if following == "(" and word in AGGREGATES:
        return aggregate(cursor)
    return column(cursor)


def similarity(cursor: Cursor) -> Similarity:
    cursor.expects("SIMILARITY", "(")
    if cursor.takes(")"):
        return Similarity()
    of = column(cursor)
    cursor.expects(",")
    found = Similarity(of, vector(cursor))
    cursor.expects(")")
    return found


def aggregate(cursor: Cursor) -> Aggregate:
    function = cursor.takes_one_of(AGGREGATES)
    cursor.expects("(")
    of = None if function == "COUNT" and cursor.takes("*") else column(cursor)
    cursor.expects(")")
    known = Literal["COUNT", "SUM", "AVG", "MIN", "MAX", "FIRST"]
    return Aggregate(cast(known, function), of)
