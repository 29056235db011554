"""Who has what, and how much of it: lists of rows by code, that grow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .radix import order_of

LATE = 2048  # entries that are kept in lists before they become arrays


class Segment(NamedTuple):
    """Entries of neighbouring rows: of `codes[i]` (ascending) `rows[starts[i]:starts[i + 1]]`."""

    codes: NDArray[np.int64]
    starts: NDArray[np.int64]
    rows: NDArray[np.int32]
    values: NDArray[Any]

    @property
    def bytes(self) -> int:
        return sum(part.nbytes for part in self)


Entries = tuple[NDArray[np.int32], NDArray[Any]]


class Postings:
    """Rows with their values by code, ascending; they come in ascending order.

    Entries lie in segments that double in size, so that n rows one by one cost n log n in all;
    the last few lie in lists.
    """

    def __init__(self, values: Any) -> None:
        self._dtype = np.dtype(values)
        self._segments: list[Segment] = []
        self._late: dict[int, tuple[list[int], list[Any]]] = {}
        self._late_size = 0

    def add(self, codes: NDArray[np.int64], rows: NDArray[Any], values: NDArray[Any]) -> None:
        """Take in entries, one a code and row: ascending by row, after all rows before."""
        if len(rows) + self._late_size > LATE:
            self._settle()
            self._push(_segment(codes, rows.astype(np.int32), values.astype(self._dtype)))
            return
        entries = zip(codes.tolist(), rows.tolist(), values.tolist(), strict=True)
        for code, row, value in entries:
            into = self._late.setdefault(code, ([], []))
            into[0].append(row)
            into[1].append(value)
        self._late_size += len(rows)

    def of(self, code: int) -> Entries:
        """The rows that have a code, ascending, and their values."""
        found = [*self._settled(code), *self._unsettled(code)]
        if len(found) == 1:
            return found[0]
        if not found:
            return np.zeros(0, np.int32), np.zeros(0, self._dtype)
        return np.concatenate([one[0] for one in found]), np.concatenate([one[1] for one in found])

    def _settled(self, code: int) -> Iterator[Entries]:
        for segment in self._segments:
            at = int(segment.codes.searchsorted(code))
            if at < len(segment.codes) and segment.codes[at] == code:
                span = slice(segment.starts[at], segment.starts[at + 1])
                yield segment.rows[span], segment.values[span]

    def _unsettled(self, code: int) -> Iterator[Entries]:
        if (late := self._late.get(code)) is not None:
            yield np.array(late[0], np.int32), np.array(late[1], self._dtype)

    def _settle(self) -> None:
        if not self._late:
            return
        parts = list(self._late.values())
        codes = np.repeat(list(self._late), [len(part[0]) for part in parts])
        rows = np.array([row for part in parts for row in part[0]], np.int32)
        values = np.array([value for part in parts for value in part[1]], self._dtype)
        self._late, self._late_size = {}, 0
        self._push(_segment(codes, rows, values))

    def _push(self, segment: Segment) -> None:
        segments = self._segments
        segments.append(segment)
        while len(segments) > 1 and 2 * len(segments[-1].rows) > len(segments[-2].rows):
            last, before = segments.pop(), segments.pop()
            segments.append(_joined(before, last))

    @property
    def bytes(self) -> int:
        """Memory held; one of the last few entries is taken for 72 bytes."""
        return sum(segment.bytes for segment in self._segments) + 72 * self._late_size


def _segment(codes: NDArray[np.int64], rows: NDArray[np.int32], values: NDArray[Any]) -> Segment:
    order = order_of(codes, int(codes.max(initial=-1)) + 1)
    codes = codes[order]
    first = np.flatnonzero(np.diff(codes, prepend=-1))
    return Segment(codes[first], np.append(first, len(codes)), rows[order], values[order])


def _joined(before: Segment, last: Segment) -> Segment:
    return _segment(
        np.concatenate([np.repeat(one.codes, np.diff(one.starts)) for one in (before, last)]),
        np.concatenate([before.rows, last.rows]),
        np.concatenate([before.values, last.values]),
    )


def summed(
    size: int, parts: Sequence[tuple[NDArray[np.int32], NDArray[np.float64]]]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """The rows of any part, ascending, and the sums of what they have, in the order of parts."""
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0)
    if len(parts) == 1:
        return parts[0][0].astype(np.int64), parts[0][1]
    rows = np.concatenate([part[0] for part in parts])
    values = np.concatenate([part[1] for part in parts])
    if 16 * len(rows) < size:
        distinct, at = np.unique(rows, return_inverse=True)
        sums: NDArray[Any] = np.bincount(at, values, len(distinct))
        return distinct.astype(np.int64), sums
    seen = np.zeros(size, np.bool_)
    seen[rows] = True
    found = np.flatnonzero(seen)
    dense: NDArray[Any] = np.bincount(rows, values, size)
    return found, dense[found]
