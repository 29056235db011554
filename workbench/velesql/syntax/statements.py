"""Which statement a text is, and set operations between queries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from ..tree.selects import Compound, Match, Select, SelectEdges
from ..tree.statements import Explain, Statement
from .changes import delete, insert, update, upsert
from .cursor import Cursor
from .definitions import alter, analyze, create, describe, drop, flush, show, train, truncate
from .faults import did_you_mean
from .selects import lets, limit, match, offset, order_by, select, select_edges
from .tokens import NAME

_LET_ELSEWHERE = "V009"
_SETS = frozenset({"UNION", "INTERSECT", "EXCEPT"})


def statement(cursor: Cursor) -> Statement:
    """The one statement of a text, and its last semicolon."""
    begin = cursor.tokens.keys[cursor.at]
    if begin not in _STATEMENTS:
        hint = did_you_mean(cursor.value, _STATEMENTS) if cursor.kind == NAME else ""
        raise cursor.unexpected(f"a statement, as SELECT or MATCH{hint}")
    found = _STATEMENTS[begin](cursor)
    cursor.takes(";")
    if cursor.kind != "end":
        raise cursor.unexpected()
    return found


def query(cursor: Cursor) -> Select | Compound | SelectEdges:
    """SELECT, with or without set operations."""
    if cursor.sees("SELECT", "EDGES", "FROM"):
        return select_edges(cursor)
    bracketed = cursor.sees("(")
    first, rest = _operand(cursor), []
    while word := cursor.takes_one_of(_SETS):
        operator = "UNION ALL" if word == "UNION" and cursor.takes("ALL") else word
        bracketed = cursor.sees("(")
        rest.append((cast(Any, operator), _operand(cursor)))
    if not rest and not bracketed:
        return first
    if not bracketed:
        return _whole(first, rest)
    found = Compound(first, tuple(rest), order_by(cursor), limit(cursor), offset(cursor))
    return first if found == Compound(first, ()) else found  # brackets alone change nothing


def _whole(first: Select, rest: list[tuple[Any, Select]]) -> Compound:
    """Order and cut that end a text belong to the whole, not to its last operand."""
    operator, last = rest[-1]
    bare = replace(last, order_by=(), limit=None, offset=None)
    return Compound(first, (*rest[:-1], (operator, bare)), last.order_by, last.limit, last.offset)


def _operand(cursor: Cursor) -> Select:
    if not cursor.takes("("):
        return select(cursor)
    found = cursor.nested(select)
    cursor.expects(")")
    return found


def _after_let(cursor: Cursor) -> Select | Compound | SelectEdges:
    begin = cursor.at
    lets(cursor)
    if cursor.tokens.keys[cursor.at] in _STATEMENTS and not cursor.sees("SELECT"):
        raise cursor.refused("LET stands before SELECT alone", code=_LET_ELSEWHERE)
    cursor.at = begin
    return query(cursor)


def _explain(cursor: Cursor) -> Explain:
    cursor.expects("EXPLAIN")
    measured = cursor.takes("ANALYZE")
    if cursor.sees("MATCH"):
        asked: Select | Compound | Match = match(cursor)
    else:
        if not (cursor.sees("SELECT") or cursor.sees("LET") or cursor.sees("(")):
            raise cursor.unexpected()
        found = query(cursor)
        if isinstance(found, SelectEdges):
            raise cursor.refused("SELECT EDGES has no plan; explain a SELECT or a MATCH")
        asked = found
    return Explain(asked, measured)


_STATEMENTS: dict[str, Callable[[Cursor], Statement]] = {
    "SELECT": query,
    "(": query,
    "LET": _after_let,
    "MATCH": match,
    "INSERT": insert,
    "UPSERT": upsert,
    "UPDATE": update,
    "DELETE": delete,
    "CREATE": create,
    "DROP": drop,
    "ALTER": alter,
    "ANALYZE": analyze,
    "TRUNCATE": truncate,
    "FLUSH": flush,
    "TRAIN": train,
    "SHOW": show,
    "DESCRIBE": describe,
    "EXPLAIN": _explain,
}
