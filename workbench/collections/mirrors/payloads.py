"""JSON objects as text, many in one buffer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from .grown import Grown
from .json_text import REFUSED, as_text, decoded, plucked

CHUNK = 1024  # rows that are decoded at a time: their objects fit a core's cache
FEW = 64  # rows for which no decoder of their fields is made


class Payloads:
    """Texts in the order in which they came: their bytes, a comma after each, and 8 bytes a row.

    The commas make any run of rows a JSON array, which is decoded in one call.
    """

    def __init__(self) -> None:
        self._bytes: Grown[np.uint8] = Grown(np.uint8)
        self._ends: Grown[np.int64] = Grown(np.int64)
        self._memory = memoryview(b"")

    @classmethod
    def of(cls, content: NDArray[np.uint8], ends: NDArray[np.int64]) -> Payloads:
        """From what `content` and `ends` gave."""
        made = cls()
        made._bytes, made._ends = Grown.of(content), Grown.of(ends)
        made._memory = made._bytes.view.data
        return made

    def __len__(self) -> int:
        return len(self._ends)

    @property
    def content(self) -> NDArray[np.uint8]:
        return self._bytes.view

    @property
    def ends(self) -> NDArray[np.int64]:
        """(n,) where the next row begins in `content`."""
        return self._ends.view

    def extend(self, texts: Sequence[str]) -> None:
        content, lengths = encoded(texts)
        self._ends.extend(len(self._bytes) + np.cumsum(lengths))
        self._bytes.extend(content)
        self._memory = self._bytes.view.data

    def _span(self, first: int, last: int) -> memoryview:
        ends = self._ends.view
        return self._memory[ends.item(first - 1) if first else 0 : ends.item(last - 1) - 1]

    def take(self, positions: NDArray[np.int64]) -> Payloads:
        """The texts at positions, apart."""
        content = b"".join(bytes(self._span(at, at + 1)) + b"," for at in positions.tolist())
        ends = np.cumsum(np.diff(self.ends, prepend=0)[positions])
        return Payloads.of(np.frombuffer(content, np.uint8), ends)

    def text(self, position: int) -> str:
        return as_text(self._span(position, position + 1))

    def size(self, positions: NDArray[np.int64] | None = None) -> int:
        """The bytes of the texts at positions, of all where none are given."""
        if positions is None:
            return len(self._bytes)
        ends = self._ends.view
        return int((ends[positions] - np.where(positions > 0, ends[positions - 1], 0)).sum())

    def object(self, position: int) -> Any:
        """The JSON value of one row."""
        return decoded(self._span(position, position + 1))

    def some(self, positions: Sequence[int]) -> list[Any]:
        """The JSON values of rows at positions, decoded in one call a chunk."""
        if len(positions) > CHUNK:
            parts = range(0, len(positions), CHUNK)
            return [one for at in parts for one in self.some(positions[at : at + CHUNK])]
        ends, memory = self._ends.view.item, self._memory
        spans = [memory[ends(at - 1) if at else 0 : ends(at)] for at in positions]
        found: list[Any] = decoded(b"".join((b"[", *spans, b"0]")))  # each span ends in a comma
        if len(found) != len(spans) + 1:  # a text that is no JSON alone
            return list(map(self.object, positions))
        found.pop()
        return found

    def objects(self, first: int = 0) -> Iterator[list[Any]]:
        """The JSON values of the rows from `first` on, some rows at a time.

        BadInput where a row's text is no JSON value.
        """
        for start, last in self._chunks(first):
            yield self._checked(start, last, self._array(start, last))

    def fields(self, names: tuple[str, ...], first: int = 0) -> Iterator[list[list[Any]]]:
        """The values of fields of the rows from `first` on, some rows at a time, a list a name.

        `...` stands for a field that is missing. BadInput as for `objects`.
        """
        decode = plucked(names) if len(self) - first > FEW else None
        for start, last in self._chunks(first):
            array = self._array(start, last)
            rows = None if decode is None else _tried(decode, array)
            if rows is not None and len(rows) == last - start:
                yield [[getattr(row, f"f{at}") for row in rows] for at in range(len(names))]
                continue
            objects = self._checked(start, last, array)
            yield [[one.get(name, ...) for one in objects] for name in names]

    def _chunks(self, first: int) -> Iterator[tuple[int, int]]:
        for start in range(first, len(self), CHUNK):
            yield start, min(start + CHUNK, len(self))

    def _array(self, first: int, last: int) -> bytes:
        return b"".join((b"[", self._span(first, last), b"]"))

    def _checked(self, first: int, last: int, array: bytes) -> list[Any]:
        try:
            found: list[Any] = decoded(array)
        except ValueError as error:
            raise BadInput(_unreadable(first, last, error)) from error
        if len(found) != last - first or not {dict}.issuperset(map(type, found)):
            raise BadInput(_unreadable(first, last, "something else"))
        return found

    @property
    def bytes(self) -> int:
        return self._bytes.bytes + self._ends.bytes


def encoded(texts: Sequence[str]) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """The bytes of texts, a comma after each, and (n,) how many of them each text takes."""
    whole = ",".join([*texts, ""]).encode("utf-8", "surrogatepass")
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    if len(whole) != int(lengths.sum()) + len(texts):
        sizes = (len(text.encode("utf-8", "surrogatepass")) for text in texts)
        lengths = np.fromiter(sizes, np.int64, len(texts))
    return np.frombuffer(whole, np.uint8), lengths + 1


def _tried(decode: Callable[[bytes], Sequence[Any]], array: bytes) -> Sequence[Any] | None:
    try:
        return decode(array)
    except REFUSED:
        return None


def _unreadable(first: int, last: int, seen: object) -> str:
    return (
        f"a JSON object was expected in each of the rows at positions {first} to {last - 1}, and "
        f"their texts hold: {seen}; store the points of these rows anew"
    )
