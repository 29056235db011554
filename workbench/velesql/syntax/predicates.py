"""WHERE: conditions, searches and how they are joined."""

from __future__ import annotations

from collections.abc import Callable

from ..tree.predicates import (
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
    Near,
    NearFused,
    Not,
    Options,
    Or,
    Predicate,
    Reaches,
    Similar,
    SparseNear,
    TextMatch,
)
from ..tree.values import Column, Value
from .cursor import Cursor
from .options import fusion_options
from .patterns import pattern
from .tokens import PARAMETER, TEXT
from .values import (
    aggregate,
    column,
    operator,
    similarity,
    sparse,
    value,
    values,
    vector,
)


def predicate(cursor: Cursor) -> Predicate:
    """OR binds loosest, then AND, then NOT."""
    return _joined(cursor, _condition)


def having(cursor: Cursor) -> Predicate:
    """Comparisons of aggregates, joined by AND and OR, in brackets too."""
    return _joined(cursor, _compared)


def _joined(cursor: Cursor, read: Callable[[Cursor], Predicate]) -> Predicate:
    parts = [_all_of(cursor, read)]
    while cursor.takes("OR"):
        parts.append(_all_of(cursor, read))
    return parts[0] if len(parts) == 1 else Or(tuple(parts))


def _all_of(cursor: Cursor, read: Callable[[Cursor], Predicate]) -> Predicate:
    parts = [read(cursor)]
    while cursor.takes("AND"):
        parts.append(read(cursor))
    return parts[0] if len(parts) == 1 else And(tuple(parts))


def _compared(cursor: Cursor) -> Predicate:
    if cursor.takes("("):
        inside = cursor.nested(having)
        cursor.expects(")")
        return inside
    found = aggregate(cursor)
    return Compare(found, operator(cursor), value(cursor))


def _condition(cursor: Cursor) -> Predicate:
    if cursor.takes("NOT"):
        return Not(cursor.nested(_condition))
    if cursor.takes("("):
        inside = cursor.nested(predicate)
        cursor.expects(")")
        return inside
    if cursor.takes("MATCH"):
        return Reaches(pattern(cursor))
    if cursor.tokens.keys[cursor.at + 1] == "(":
        word = cursor.tokens.keys[cursor.at]
        if word in _FUNCTIONS:
            return _FUNCTIONS[word](cursor)
    return _of_column(cursor, column(cursor))


def _similar(cursor: Cursor) -> Similar:
    found = similarity(cursor)
    if found.column is None or found.vector is None:
        raise cursor.refused("a threshold needs similarity(column, vector)")
    return Similar(found.column, found.vector, operator(cursor), value(cursor))


def _geo_distance(cursor: Cursor) -> GeoDistance:
    cursor.expects("GEO_DISTANCE", "(")
    of, (latitude, longitude) = column(cursor), _further(cursor, 2)
    return GeoDistance(of, latitude, longitude, operator(cursor), value(cursor))


def _geo_box(cursor: Cursor) -> GeoBox:
    cursor.expects("GEO_BBOX", "(")
    of = column(cursor)
    south, west, north, east = _further(cursor, 4)
    return GeoBox(of, (south, west, north, east))


_FUNCTIONS: dict[str, Callable[[Cursor], Predicate]] = {
    "SIMILARITY": _similar,
    "GEO_DISTANCE": _geo_distance,
    "GEO_BBOX": _geo_box,
}


def _further(cursor: Cursor, count: int) -> list[Value]:
    """So many arguments after the first, and the bracket."""
    found = []
    for _ in range(count):
        cursor.expects(",")
        found.append(value(cursor))
    cursor.expects(")")
    return found


def _of_column(cursor: Cursor, of: Column) -> Predicate:
    word = cursor.tokens.keys[cursor.at]
    if word in _AFTER_COLUMN:
        cursor.move()
        return _AFTER_COLUMN[word](cursor, of)
    if cursor.takes("NOT"):
        return _negated(cursor, of)
    cursor.wanted(_AFTER_COLUMN)
    return Compare(of, operator(cursor), value(cursor))


def _negated(cursor: Cursor, of: Column) -> Predicate:
    if cursor.takes("IN"):
        return In(of, values(cursor), negated=True)
    if cursor.takes("BETWEEN"):
        return _between(cursor, of, negated=True)
    if cursor.takes("LIKE"):
        return _like(cursor, of, negated=True)
    if cursor.takes("ILIKE"):
        return _like(cursor, of, ignore_case=True, negated=True)
    raise cursor.unexpected()


def _in(cursor: Cursor, of: Column) -> In:
    return In(of, values(cursor))


def _between(cursor: Cursor, of: Column, *, negated: bool = False) -> Between:
    low = value(cursor)
    cursor.expects("AND")
    return Between(of, low, value(cursor), negated)


def _like(cursor: Cursor, of: Column, *, ignore_case: bool = False, negated: bool = False) -> Like:
    cursor.counts_like()
    return Like(of, _text(cursor), ignore_case, negated)


def _ilike(cursor: Cursor, of: Column) -> Like:
    return _like(cursor, of, ignore_case=True)


def _is(cursor: Cursor, of: Column) -> IsNull:
    negated = cursor.takes("NOT")
    cursor.expects("NULL")
    return IsNull(of, negated)


def _contains(cursor: Cursor, of: Column) -> Contains:
    if cursor.takes("ANY"):
        return Contains(of, values(cursor), "any")
    if cursor.takes("ALL"):
        return Contains(of, values(cursor), "all")
    return Contains(of, (value(cursor),))


def _contains_text(cursor: Cursor, of: Column) -> ContainsText:
    return ContainsText(of, _text(cursor))


def _text_match(cursor: Cursor, of: Column) -> TextMatch:
    return TextMatch(of, _text(cursor))


def _text(cursor: Cursor) -> Value:
    if cursor.kind not in (TEXT, PARAMETER):
        raise cursor.unexpected("a text or a parameter")
    return value(cursor)


def _near(cursor: Cursor, of: Column) -> Near:
    return Near(of, vector(cursor))


def _sparse_near(cursor: Cursor, of: Column) -> SparseNear:
    weights = sparse(cursor)
    # USING FUSION belongs to the query.
    named = cursor.sees("USING") and cursor.tokens.keys[cursor.at + 1] != "FUSION"
    if named:
        cursor.expects("USING")
    return SparseNear(of, weights, cursor.text("the name of a sparse index") if named else None)


def _near_fused(cursor: Cursor, of: Column) -> NearFused:
    cursor.expects("[")
    vectors = cursor.listed(vector)
    cursor.expects("]")
    return NearFused(of, vectors, *_fused_by(cursor))


def _fused_by(cursor: Cursor) -> tuple[str, Options]:
    """The strategy of NEAR_FUSED; USING FUSION with a bracket belongs to the query."""
    if not cursor.sees("USING", "FUSION") or cursor.tokens.keys[cursor.at + 2] == "(":
        return "rrf", ()
    cursor.expects("USING", "FUSION")
    strategy = cursor.text("a strategy").lower()
    return strategy, fusion_options(cursor) if cursor.takes("(") else ()


_AFTER_COLUMN: dict[str, Callable[[Cursor, Column], Predicate]] = {
    "IN": _in,
    "BETWEEN": _between,
    "LIKE": _like,
    "ILIKE": _ilike,
    "IS": _is,
    "CONTAINS": _contains,
    "CONTAINS_TEXT": _contains_text,
    "MATCH": _text_match,
    "NEAR": _near,
    "SPARSE_NEAR": _sparse_near,
    "NEAR_FUSED": _near_fused,
}
