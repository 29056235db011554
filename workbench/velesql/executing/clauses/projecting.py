"""The select list: which columns come out, under which names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, cast

from ....core.collections.definition import Id
from ...tree.selects import Item, Order, Select, Star, Window
from ...tree.values import (
    Aggregate,
    Arithmetic,
    Constant,
    Expression,
    Negative,
    Parameter,
    Similarity,
)
from ...tree.values import Column as Name
from ..names import id_column, place, positions
from ..relation import Source
from ..result import Result
from .frames import Points
from .grouping import Grouped
from .scopes import Scope
from .sorting import listed


class Shown(NamedTuple):
    """A column of the answer: its name, the longer one where two are alike, and its values."""

    name: str
    qualified: str
    values: Sequence[Any]


def projected(select: Select, scope: Scope) -> Result:
    """The rows of a frame as the select list wants them."""
    frame, items = scope.frame, select.items
    if not isinstance(frame, Points):
        shown = [one for item in items for one in _item(item, scope)]
        return Result(names_of(shown), _rows(shown, frame.n))
    ids, scores = row_ids(frame), row_scores(frame)
    if type(items[0].what) is Star and items[0].what.alias is None:
        if len(frame.relation.sources) == 1 and not select.lets:
            columns, rows = _star(frame, ids, scores)
            return Result(columns, rows, ids, scores)
        shown = list(everything(scope, frame))
    else:
        shown = [one for item in items for one in _item(item, scope)]
    return Result(names_of(shown), _rows(shown, frame.n), ids, scores)


def row_ids(frame: Points) -> list[Id | None]:
    """Of the first source; None where it has no row."""
    source = frame.relation.first
    at = positions(source, frame.rows)
    found: list[Id | None]
    if at is None:
        found = source.table.ids.tolist()
        return found
    if source.positions is None or not len(at) or at.min() >= 0:
        found = source.table.ids[at].tolist()
        return found
    return listed(id_column(source.table.ids).take(at))


def row_scores(frame: Points) -> list[float]:
    if frame.values is not None:
        found: list[float] = frame.values.tolist()
        return found
    if frame.relation.first.positions is None:
        return [1.0] * frame.n
    return listed(frame.column(Name(("score",))))


def _star(
    frame: Points, ids: list[Id | None], scores: list[float]
) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """All of the rows of one table, the fields in the order in which they are first seen."""
    payloads = _payloads(frame.relation.first, frame)
    fields = list(payloads[0]) if payloads else []
    if all(map(fields.__eq__, map(list, payloads))):
        cells: list[Iterable[Any]] = [payload.values() for payload in payloads]
    else:
        fields = _fields(payloads)
        cells = [map(payload.get, fields) for payload in payloads]
    if frame.values is not None:
        rows = [(id, *cell, score) for id, cell, score in zip(ids, cells, scores, strict=True)]
        return ("id", *_apart(fields, "id", "score"), "score"), rows
    return ("id", *_apart(fields, "id")), [(id, *cell) for id, cell in zip(ids, cells, strict=True)]


def _apart(fields: list[str], *taken: str) -> list[str]:
    """The names of fields beside columns that are no fields."""
    if set(taken).isdisjoint(fields):
        return fields
    return [f"payload.{field}" if field in taken else field for field in fields]


_UNCHECKED = 256  # rows whose size is not worth adding up


def _payloads(source: Source, frame: Points) -> list[dict[str, Any]]:
    at = positions(source, frame.rows)
    if frame.n > _UNCHECKED:
        there = at if at is None else at[at >= 0]
        frame.run.check_bytes(source.table.payload_texts.size(there))
    if at is None:
        return source.table.payloads(range(source.table.size))
    if source.positions is None or not len(at) or at.min() >= 0:
        return source.table.payloads(at)
    return [source.table.payload(place) if place >= 0 else {} for place in at.tolist()]


def _fields(payloads: Sequence[dict[str, Any]]) -> list[str]:
    found: dict[str, Any] = {}
    for payload in payloads:
        found.update(payload)
    return list(found)


def everything(scope: Scope, frame: Points) -> Iterator[Shown]:
    """`*`: all sources, then what LET binds, then the score of a search."""
    sources = frame.relation.sources
    single = len(sources) == 1
    for alias, source in sources.items():
        yield from _source(None if single else alias, source, frame)
    for name, column in scope.lets.items():
        yield Shown(name, name, listed(column))
    if frame.scores is not None:
        yield Shown("score", "score", row_scores(frame))


def _source(alias: str | None, source: Source, frame: Points) -> Iterator[Shown]:
    before = f"{alias}." if alias else ""
    at = positions(source, frame.rows)
    ids = id_column(source.table.ids)
    yield Shown("id", f"{before}id", listed(ids if at is None else ids.take(at)))
    payloads = _payloads(source, frame)
    for field in _fields(payloads):
        inner = "payload." if field in ("id", "score") or not alias else ""
        yield Shown(field, f"{before}{inner}{field}", [one.get(field) for one in payloads])


def _item(item: Item, scope: Scope) -> Iterator[Shown]:
    what, frame = item.what, scope.frame
    if isinstance(what, Star):
        if isinstance(frame, Points) and what.alias is not None:
            yield from _source(what.alias, frame.relation.sources[what.alias], frame)
        return
    name, qualified = _named(what, cast(Points | Grouped, frame))
    values = listed(scope.item(item))
    yield Shown(item.alias or name, item.alias or qualified, values)


def _named(what: Expression | Window, frame: Points | Grouped) -> tuple[str, str]:
    if isinstance(what, Name):
        relation = frame.relation if isinstance(frame, Points) else frame.points.relation
        return ".".join(place(what, relation).path), str(what)
    said = text_of(what)
    return said, said


def names_of(shown: Sequence[Shown]) -> tuple[str, ...]:
    counts = Counter(one.name for one in shown)
    return tuple(one.name if counts[one.name] == 1 else one.qualified for one in shown)


def _rows(shown: Sequence[Shown], n: int) -> list[tuple[Any, ...]]:
    return list(zip(*(one.values for one in shown), strict=True)) if shown else [()] * n


def text_of(what: Expression | Window) -> str:
    """As it is written, in one spelling: names of functions are upper case."""
    match what:
        case Name():
            return str(what)
        case Aggregate(function, column):
            return f"{function}({column or '*'})"
        case Similarity(column, vector):
            if column is None:
                return "similarity()"
            named = f"${vector.name}" if isinstance(vector, Parameter) else "[…]"
            return f"similarity({column}, {named})"
        case Window():
            return _text_of_window(what)
        case Constant(value):
            return str(value)
        case Parameter(name):
            return f"${name}"
        case Negative(operand):
            return f"-{text_of(operand)}"
        case Arithmetic(left, operator, right):
            return f"({text_of(left)} {operator} {text_of(right)})"


def _text_of_window(window: Window) -> str:
    parts = []
    if window.partition_by:
        parts.append(f"PARTITION BY {', '.join(map(str, window.partition_by))}")
    if window.order_by:
        parts.append(f"ORDER BY {', '.join(map(_text_of_order, window.order_by))}")
    return f"{window.function}() OVER ({' '.join(parts)})"


def _text_of_order(order: Order) -> str:
    return f"{text_of(order.by)} DESC" if order.descending else text_of(order.by)
