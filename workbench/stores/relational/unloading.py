"""Whole results as arrays, by COPY: no Python object a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from struct import unpack_from
from typing import Any

import numpy as np

from ...core.errors import NotSupported
from .adapters import Connection
from .connection import identifier
from .errors import translated

_BLOCK = 4096  # rows that are turned into arrays together
_SIGNATURE = 19  # bytes before the first row
_END = b"\xff\xff"
_FIXED = {int: (8, ">i8", np.int64), float: (8, ">f8", np.float64), bool: (1, "u1", np.bool_)}

Kinds = Mapping[str, Any]  # int, float, bool, str, or the length of a vector


class Snapshot:
    """What was stored at one moment, on a session that is inside a transaction."""

    def __init__(self, session: Connection, where: str) -> None:
        self._session, self._where = session, where

    def arrays(self, text: str, columns: Kinds) -> dict[str, Any]:
        """The result of a query without parameters, column by column.

        `columns` names those wanted with what they are: `int` (n,) int64, `float` (n,)
        float64, `bool` (n,), a number for vectors of that length, (n, length) float32, and
        `str`, a list. Only texts may be NULL, which gives None.
        """
        with self._copied(text, columns) as rows:
            return _arrays(columns).read(rows)

    def batches(self, text: str, columns: Kinds, size: int) -> Iterator[dict[str, Any]]:
        """As `arrays`, at most `size` rows at once, while the server still sends.

        The session is taken until the last batch is had, or the iterator is closed.
        """
        with self._copied(text, columns) as rows:
            while block := list(islice(rows, size)):
                yield _arrays(columns).read(iter(block))

    @contextmanager
    def _copied(self, text: str, columns: Kinds) -> Iterator[Iterator[bytes]]:
        """The rows of a query as COPY sends them, fields of fixed width first."""
        names = sorted(columns, key=lambda name: columns[name] is str)
        chosen = ", ".join(map(identifier, names))
        query = f"COPY (SELECT {chosen} FROM (\n{text}\n) AS answer) TO STDOUT (FORMAT BINARY)"
        with (
            translated(text, where=self._where, reading=True),
            self._session.cursor().copy(query) as copy,
        ):
            yield _rows(copy)


def _arrays(columns: Kinds) -> _Arrays:
    fixed = {name: kind for name, kind in columns.items() if kind is not str}
    return _Arrays(fixed, [name for name, kind in columns.items() if kind is str])


class _Arrays:
    """Arrays that grow by blocks of rows: first what has a fixed width, then texts."""

    def __init__(self, fixed: Kinds, texts: Sequence[str]) -> None:
        self._layout = np.dtype([("fields", ">i2"), *_layout(fixed)])
        self._cells = {name: _empty(kind) for name, kind in fixed.items()}
        self._texts: dict[str, list[str | None]] = {name: [] for name in texts}
        self._rows = 0

    def read(self, rows: Iterator[bytes]) -> dict[str, Any]:
        while block := list(islice(rows, _BLOCK)):
            self._take(block)
            self._take_texts(block)
        for cells in self._cells.values():
            cells.resize((self._rows, *cells.shape[1:]), refcheck=False)
        return {**self._cells, **self._texts}

    def _take(self, block: Sequence[bytes]) -> None:
        width, start = self._layout.itemsize, self._rows
        self._rows += len(block)
        if not self._cells:
            return
        joined = b"".join([row[:width] for row in block])
        if len(joined) < width * len(block):  # NULL takes no room
            joined = b"".join([row[:width].ljust(width, b"\xff") for row in block])
        found = np.frombuffer(joined, self._layout)
        for name, cells in self._cells.items():
            if (found[f"length {name}"] != self._layout[name].itemsize + _before(cells)).any():
                raise NotSupported(f"arrays: column {name} holds NULL or values of another type")
            if self._rows > len(cells):
                # Large arrays grow in place: the system moves their pages, and copies nothing.
                room = max(self._rows, len(cells) * 3 // 2)
                cells.resize((room, *cells.shape[1:]), refcheck=False)
            cells[start : self._rows] = found[name]

    def _take_texts(self, block: Sequence[bytes]) -> None:
        if not self._texts:
            return
        kept = list(self._texts.values())
        for row in block:
            at = self._layout.itemsize
            for texts in kept:
                (length,) = unpack_from(">i", row, at)
                at += 4
                if length < 0:
                    texts.append(None)
                    continue
                texts.append(row[at : at + length].decode())
                at += length


def _rows(messages: Iterable[bytes | bytearray | memoryview]) -> Iterator[bytes]:
    """The rows of a COPY: PostgreSQL sends each in a message, the first with the signature."""
    first = True
    for message in messages:
        row = bytes(message[_SIGNATURE:] if first else message)
        first = False
        if row != _END:
            yield row


def _layout(fixed: Kinds) -> Iterator[tuple[Any, ...]]:
    for name, kind in fixed.items():
        yield f"length {name}", ">i4"
        if kind in _FIXED:
            yield name, _FIXED[kind][1]
        else:
            yield f"before {name}", ">i4"  # a vector's own length, and two bytes unused
            yield name, ">f4", (kind,)


def _before(cells: Any) -> int:
    return 4 if cells.ndim == 2 else 0


def _empty(kind: Any) -> Any:
    return np.empty(0, _FIXED[kind][2]) if kind in _FIXED else np.empty((0, kind), np.float32)
