"""SELECT and MATCH … RETURN, clause by clause in the order in which they are written."""

from __future__ import annotations

from typing import Any, Literal, cast

from ..tree.selects import (
    Count,
    Item,
    Join,
    Let,
    Match,
    Order,
    Select,
    SelectEdges,
    Source,
    Star,
    Window,
)
from ..tree.values import Column, Parameter
from .cursor import Cursor
from .options import fusion, with_options
from .patterns import pattern
from .predicates import having, predicate
from .tokens import NAME, PARAMETER, QUOTED
from .values import column, computed, expression, similarity
from .words import RESERVED, WINDOWS

_JOINS = {"JOIN": "inner", "INNER": "inner", "LEFT": "left", "RIGHT": "right", "FULL": "full"}


def lets(cursor: Cursor) -> tuple[Let, ...]:
    found = []
    while cursor.takes("LET"):
        name = cursor.name("a name")
        cursor.expects("=")
        found.append(Let(name, expression(cursor)))
    return tuple(found)


def select(cursor: Cursor) -> Select:
    """A SELECT with all clauses that it has."""
    given = lets(cursor)
    cursor.expects("SELECT")
    distinct = cursor.takes("DISTINCT")
    items = _items(cursor)
    cursor.expects("FROM")
    return Select(
        items,
        _source(cursor),
        given,
        distinct,
        _joins(cursor),
        predicate(cursor) if cursor.takes("WHERE") else None,
        _group_by(cursor),
        having(cursor) if cursor.takes("HAVING") else None,
        order_by(cursor),
        limit(cursor),
        offset(cursor),
        with_options(cursor),
        fusion(cursor),
    )


def select_edges(cursor: Cursor) -> SelectEdges:
    cursor.expects("SELECT", "EDGES", "FROM")
    name = cursor.name("a collection")
    where = predicate(cursor) if cursor.takes("WHERE") else None
    return SelectEdges(name, where, limit(cursor))


def match(cursor: Cursor) -> Match:
    cursor.expects("MATCH")
    chain = pattern(cursor)
    where = predicate(cursor) if cursor.takes("WHERE") else None
    cursor.expects("RETURN")
    items = _returned(cursor)
    return Match(chain, items, where, order_by(cursor), limit(cursor), offset(cursor))


def order_by(cursor: Cursor) -> tuple[Order, ...]:
    if not cursor.takes("ORDER"):
        return ()
    cursor.expects("BY")
    return cursor.listed(_order)


def limit(cursor: Cursor) -> Count | None:
    return _count(cursor) if cursor.takes("LIMIT") else None


def offset(cursor: Cursor) -> Count | None:
    return _count(cursor) if cursor.takes("OFFSET") else None


def _count(cursor: Cursor) -> Count:
    if cursor.kind == PARAMETER:
        return Parameter(cursor.parameter())
    return cursor.integer("a number of rows, 0 or more")


def _items(cursor: Cursor) -> tuple[Item, ...]:
    if cursor.takes("*"):
        return (Item(Star()),)
    return cursor.listed(_item)


def _item(cursor: Cursor) -> Item:
    word, following, star = cursor.tokens.keys[cursor.at : cursor.at + 3]
    if following == "(" and word in WINDOWS:
        return Item(_window(cursor), _as(cursor))
    if (following, star) == (".", "*"):
        alias = cursor.name("an alias")
        cursor.expects(".", "*")
        return Item(Star(alias))
    return Item(computed(cursor), _as(cursor))


def _returned(cursor: Cursor) -> tuple[Item, ...]:
    if cursor.takes("*"):
        return (Item(Star()),)
    return cursor.listed(_returned_item)


def _returned_item(cursor: Cursor) -> Item:
    if cursor.sees("SIMILARITY", "("):
        return Item(similarity(cursor), _as(cursor))
    return Item(column(cursor, "an alias of the pattern"), _as(cursor))


def _as(cursor: Cursor) -> str | None:
    return cursor.name("an alias") if cursor.takes("AS") else None


def _window(cursor: Cursor) -> Window:
    function = cursor.takes_one_of(WINDOWS)
    cursor.expects("(", ")", "OVER", "(")
    by: tuple[Column, ...] = ()
    if cursor.takes("PARTITION"):
        cursor.expects("BY")
        by = cursor.listed(column)
    ordered = order_by(cursor)
    cursor.expects(")")
    known = Literal["ROW_NUMBER", "RANK", "DENSE_RANK"]
    return Window(cast(known, function), by, ordered)


def _source(cursor: Cursor) -> Source:
    name = cursor.name("a collection")
    if cursor.takes("AS"):
        return Source(name, cursor.name("an alias"))
    bare = cursor.kind == NAME and cursor.tokens.keys[cursor.at] not in RESERVED
    return Source(name, cursor.name("an alias") if bare or cursor.kind == QUOTED else None)


def _joins(cursor: Cursor) -> tuple[Join, ...]:
    found = []
    while word := cursor.takes_one_of(_JOINS):
        if word in ("LEFT", "RIGHT", "FULL"):
            cursor.takes("OUTER")
        if word != "JOIN":
            cursor.expects("JOIN")
        found.append(Join(cast(Any, _JOINS[word]), _source(cursor), _on(cursor)))
    return tuple(found)


def _on(cursor: Cursor) -> tuple[Column, Column] | Column:
    if cursor.takes("USING"):
        cursor.expects("(")
        shared = column(cursor)
        cursor.expects(")")
        return shared
    cursor.expects("ON")
    left = column(cursor)
    cursor.expects("=")
    return left, column(cursor)


def _group_by(cursor: Cursor) -> tuple[Column, ...]:
    if not cursor.takes("GROUP"):
        return ()
    cursor.expects("BY")
    return cursor.listed(column)


def _order(cursor: Cursor) -> Order:
    by = expression(cursor)
    descending = cursor.takes("DESC")
    if not descending:
        cursor.takes("ASC")
    return Order(by, descending)
