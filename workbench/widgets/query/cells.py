"""Rows as columns of text, with what a reader wants to know of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from ...core.frames import as_json, encodable
from ...core.values import Edge, Node, Path, Rows

# A notebook keeps what is shown: beyond this the answer itself is the place to look.
ROWS_SHOWN = 5_000
LETTERS_SHOWN = 2_000_000
CELL_LETTERS = 2_000

_TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "text"),
    (datetime, "time"),
    (date, "date"),
    (time, "clock"),
    (UUID, "uuid"),
    (bytes, "bytes"),
    (Node, "node"),
    (Edge, "edge"),
    (Path, "path"),
    (dict, "map"),
    ((list, tuple), "list"),
)


class Column(NamedTuple):
    """`type` is that of its values ("mixed" of several, "" of none), `nulls` their number."""

    name: str
    type: str
    nulls: int


def type_of(value: Any) -> str:
    """The kind of a value in a word of ours; NULL has none."""
    if value is None:
        return ""
    known = (name for kinds, name in _TYPES if isinstance(value, kinds))
    name = type(value).__name__
    return next(known, {"ndarray": "vector", "Decimal": "number"}.get(name, name))


def columns(rows: Rows) -> list[Column]:
    """What there is to know of each column, over all rows."""
    return [_column(name, [row[at] for row in rows.values]) for at, name in enumerate(rows.columns)]


def _column(name: str, values: list[Any]) -> Column:
    types = {type_of(value) for value in values} - {""}
    if types == {"integer", "number"}:
        types = {"number"}
    kind = types.pop() if len(types) == 1 else "mixed" if types else ""
    return Column(name, kind, sum(value is None for value in values))


def text_of(value: Any) -> str:
    """A value as a cell shows it, cut where it is long; NULL is empty."""
    text = encodable(as_json(value) or "")
    return text if len(text) <= CELL_LETTERS else f"{text[:CELL_LETTERS]}…"


def shown(rows: Rows) -> list[list[str]]:
    """The texts of the first rows, as many as a notebook should keep."""
    found: list[list[str]] = []
    letters = 0
    for row in rows.values[:ROWS_SHOWN]:
        found.append([text_of(value) for value in row])
        letters += sum(map(len, found[-1]))
        if letters > LETTERS_SHOWN:
            break
    return found


def ids(row: Iterable[Any], at: int | None) -> list[str]:
    """The ids that a row stands for: its column `id`, and every node and edge in it, once each."""
    values = list(row)
    own = [] if at is None or values[at] is None else [str(values[at])]
    return list(dict.fromkeys([*own, *_ids(values)]))


def _ids(value: Any) -> Iterator[str]:
    if isinstance(value, Node):
        yield value.id
    elif isinstance(value, Edge):
        yield value.id or f"{value.source}-{value.type}-{value.target}"
    elif isinstance(value, Path):
        yield from _ids([*value.nodes, *value.edges])
    elif isinstance(value, dict):
        yield from _ids(list(value.values()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _ids(item)
