"""Columns into a table by COPY: its binary form is made from whole columns, not value by value."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from struct import pack
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray

from ...core.collections.records import Vectors
from ...core.errors import NotSupported
from .adapters import Connection
from .connection import identifier, table_name
from .copying import described
from .errors import bad_records

_BLOCK = 2048  # rows a message: some MB of vectors, so that no second copy of all is held
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_NULL = b"\xff\xff\xff\xff"  # the length of a value that is not there
_JSONB = 1  # the version of its binary form
_BASE = 10_000  # of the digits of a numeric, five of which hold 64 bits

Cells = NDArray[np.uint8] | list[bytes]  # n values with their lengths: (n, width), or any width


def fill(session: Connection, table: str, columns: Mapping[str, Any], *, where: str) -> int:
    """Append records that are given column by column; see `Postgres.fill`."""
    names = ", ".join(map(identifier, columns))
    shape = described(session, f"SELECT {names} FROM {table_name(table)} LIMIT 0", where)
    encoders = [_encoder(column) for column in shape]
    rows = max((_length(one) for one in columns.values() if not isinstance(one, int)), default=0)
    try:
        with session.cursor().copy(
            f"COPY {table_name(table)} ({names}) FROM STDIN (FORMAT BINARY)"
        ) as copy:
            copy.write(_HEADER)
            for start in range(0, rows, _BLOCK):
                part = slice(start, min(start + _BLOCK, rows))
                given = [_part(one, part) for one in columns.values()]
                copy.write(_block([f(one) for f, one in zip(encoders, given, strict=True)]))
            copy.write(_END)
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise bad_records(error, table) from error
    return rows


def _length(column: Any) -> int:
    return len(column.rows if isinstance(column, Vectors) else column)


def _part(column: Any, part: slice) -> Any:
    """The values of a block; a number alone stands for every row."""
    if isinstance(column, int):
        return np.full(part.stop - part.start, column, np.int64)
    if isinstance(column, Vectors):
        return Vectors(column.rows[part], column.present[part])
    return column[part]


def _encoder(column: psycopg.Column) -> Callable[[Any], Cells]:
    name = column.type_display.partition("(")[0]
    if name not in _ENCODERS:
        raise NotSupported(
            f"fill() knows no binary form for {column.name} {column.type_display}; expected one "
            f"of {', '.join(_ENCODERS)}. Use put()."
        )
    return _ENCODERS[name]


def _block(columns: Sequence[Cells]) -> bytes:
    """Rows in COPY's form: the number of fields, then each with its length."""
    rows = len(columns[0])
    fields = np.full((rows, 1), len(columns), ">i2").view(np.uint8).reshape(rows, 2)
    parts: list[Cells] = [fields]
    for cells in columns:
        last = parts[-1]
        if isinstance(cells, np.ndarray) and isinstance(last, np.ndarray):
            parts[-1] = np.concatenate((last, cells), axis=1)
        else:
            parts.append(cells)
    return b"".join(chain.from_iterable(zip(*map(_pieces, parts), strict=True)))


def _pieces(cells: Cells) -> list[bytes]:
    if isinstance(cells, list):
        return cells
    width, raw = cells.shape[1], cells.tobytes()
    return [raw[at : at + width] for at in range(0, len(raw), width)]


def _fixed(length: int, values: NDArray[Any]) -> NDArray[np.uint8]:
    """(n, 4 + length): every value behind its length."""
    cells = np.empty((len(values), 4 + length), np.uint8)
    cells[:, :4] = np.frombuffer(pack(">i", length), np.uint8)
    cells[:, 4:] = np.ascontiguousarray(values).view(np.uint8).reshape(len(values), length)
    return cells


def _big_integers(values: Any) -> Cells:
    if isinstance(values, np.ndarray) or None not in values:
        return _fixed(8, np.asarray(values, ">i8"))
    return [_NULL if one is None else pack(">iq", 8, one) for one in values]


def _integers(values: Any) -> Cells:
    return _fixed(4, np.asarray(values, ">i4"))


def _booleans(values: Any) -> Cells:
    return _fixed(1, np.asarray(values, np.bool_))


def _floats(values: Any) -> Cells:
    return _fixed(8, np.asarray(values, ">f8"))


def _numerics(values: Any) -> Cells:
    """Unsigned 64-bit integers: five digits to the base of ten thousand, leading zeros too."""
    left = np.array(values, np.uint64)
    cells = np.zeros((len(left), 9), ">i2")
    cells[:, :2] = 5, 4  # digits, and the power of the first; then the sign and the scale, 0
    for at in range(8, 3, -1):
        left, cells[:, at] = np.divmod(left, np.uint64(_BASE))
    return _fixed(18, cells)


def _texts(values: Sequence[str | None]) -> Cells:
    return [_NULL if one is None else _counted(one.encode()) for one in values]


def _counted(text: bytes) -> bytes:
    return pack(">i", len(text)) + text


def _jsonb(values: Sequence[str | None]) -> Cells:
    return [_NULL if one is None else _json_text(one.encode()) for one in values]


def _json_text(text: bytes) -> bytes:
    return pack(">iB", len(text) + 1, _JSONB) + text


def _vectors(values: Any) -> Cells:
    given = values if isinstance(values, Vectors) else Vectors(values, np.ones(len(values), bool))
    rows, length = given.rows.shape
    cells = np.zeros((rows, 4 + length * 4), np.uint8)
    cells[:, :2] = np.frombuffer(pack(">H", length), np.uint8)
    cells[:, 4:] = np.asarray(given.rows, ">f4").view(np.uint8).reshape(rows, length * 4)
    whole = _fixed(cells.shape[1], cells)
    if given.present.all():
        return whole
    pieces = _pieces(whole)
    return [one if there else _NULL for one, there in zip(pieces, given.present, strict=True)]


_ENCODERS: dict[str, Callable[[Any], Cells]] = {
    "int8": _big_integers,
    "int4": _integers,
    "float8": _floats,
    "bool": _booleans,
    "numeric": _numerics,
    "text": _texts,
    "json": _texts,
    "jsonb": _jsonb,
    "vector": _vectors,
}
