"""Vectors from a FAISS index, ids and payload from a Parquet file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import polars
from numpy.typing import NDArray

from ...core.collections.definition import DEFAULT_VECTOR, Definition, Metric, VectorSpace
from ...core.collections.records import Vectors
from ...core.errors import BadInput, NotSupported
from .batch import Batch, EdgeBatch, Fault, Stream, Wanted
from .parquet import ParquetFile


class Index(Protocol):
    """An index that gives back what it holds, by the numbers that it has for its vectors."""

    @property
    def path(self) -> Path: ...
    @property
    def kind(self) -> str: ...
    @property
    def dimension(self) -> int: ...
    @property
    def metric(self) -> Metric | None: ...
    @property
    def exact(self) -> bool:
        """Whether vectors come back as they went in."""

    @property
    def numbers(self) -> NDArray[np.int64]:
        """(n,) in the order in which vectors were added, where `in_order`."""

    @property
    def in_order(self) -> bool: ...

    def rows(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """The vectors at places of `numbers`."""


class FaissIndex:
    """The vectors of an index, with what a Parquet file says of them.

    Row i of the file is the i-th vector that was added; or, with `key`, the row whose column of
    that name holds the number that the index has for the vector. `id` and `payload` are columns of
    the file, as in `ParquetFile`. Without a file the numbers are the ids.
    """

    def __init__(
        self,
        index: Index,
        file: Path | None = None,
        *,
        id: str = "id",
        key: str | None = None,
        payload: str | Sequence[str] | None = None,
    ) -> None:
        self._index, self._key, self._id = index, key, id
        self._file = ParquetFile(file, id=id, vector={}, payload=payload) if file else None
        beside = f" with {file.name}" if file else ""
        self.name = f"FAISS index {index.path.name}{beside}"
        if self._file is not None and key is None:
            self._check_order(self._file.count())
        if self._file is not None and key is not None and key not in self._file.schema:
            there = ", ".join(self._file.schema)
            raise BadInput(f"{file}: expected a column {key!r}, found {there}")

    @property
    def notes(self) -> Sequence[str]:
        if self._index.exact:
            return ()
        return (f"{self._index.kind} keeps vectors compressed: they come back approximately",)

    def definition(self, name: str, wanted: Wanted) -> Definition:
        """With the metric of the index; NotSupported where a collection has no such metric."""
        metric = wanted.metric or self._index.metric
        if metric is None:
            told = f"{self.name}: {self._index.kind} has a metric that there is not here"
            raise NotSupported(f"{told}; say which to use with metric=…")
        space = VectorSpace(self._index.dimension, metric)
        ids = wanted.ids or self._id_type()
        return Definition(name, "vector", ids, {DEFAULT_VECTOR: space})

    def batches(self, definition: Definition, size: int) -> Stream[Batch]:
        vector = definition.vector or DEFAULT_VECTOR
        if self._file is None:
            numbers = self._index.numbers
            for start in range(0, len(numbers), size):
                places = np.arange(start, min(start + size, len(numbers)))
                rows = self._index.rows(places)
                yield Batch(numbers[places].tolist(), [None] * len(places), {vector: rows})
        elif self._key is None:
            yield from self._by_row(self._file, definition, vector, size)
        else:
            yield from self._by_key(self._file, definition, vector, size)

    def edges(self, size: int) -> Stream[EdgeBatch]:
        """None."""
        yield from ()

    def _id_type(self) -> Any:
        if self._file is None:
            return "integer"
        return "integer" if self._file.schema[self._id].is_integer() else "text"

    def _check_order(self, rows: int) -> None:
        index = self._index
        if not index.in_order:
            told = f"{index.kind} does not tell in which order its vectors were added"
            raise BadInput(f"{self.name}: {told}; say which column has its numbers with key=…")
        if rows != len(index.numbers):
            told = f"the index holds {len(index.numbers)} vectors, the file {rows} rows"
            raise BadInput(f"{self.name}: {told}; expected as many, or key=…")

    def _by_row(
        self, file: ParquetFile, definition: Definition, vector: str, size: int
    ) -> Stream[Batch]:
        start = 0
        for frame in file.frames(size):
            given = file.batch(frame, definition)
            rows = self._index.rows(np.arange(start, start + len(frame)))
            start += len(frame)
            yield Batch(given.ids, given.payloads, {vector: rows})

    def _by_key(
        self, file: ParquetFile, definition: Definition, vector: str, size: int
    ) -> Stream[Batch]:
        numbers = self._index.numbers
        order = np.argsort(numbers, kind="stable")
        left = np.ones(len(numbers), np.bool_)
        for frame in file.frames(size):
            given = file.batch(frame, definition)
            keys = frame[str(self._key)]
            places = _places(keys, numbers, order)
            there = places >= 0
            left[places[there]] = False
            rows = np.zeros((len(frame), self._index.dimension), np.float32)
            rows[there] = self._index.rows(places[there])
            faults = {
                int(at): Fault(vector, "the index has no vector of this number", keys[int(at)])
                for at in np.flatnonzero(~there)
            }
            vectors = {vector: Vectors(rows, there)}
            yield Batch(given.ids, given.payloads, vectors, faults=faults)
        yield from _left_over(numbers[left], size)


def _places(
    keys: polars.Series, numbers: NDArray[np.int64], order: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Where among `numbers` each key stands, -1 where nowhere."""
    wanted = keys.cast(polars.Int64, strict=False)
    present = wanted.is_not_null().to_numpy()
    given = wanted.fill_null(0).to_numpy()
    if not len(numbers):
        return np.full(len(given), -1)
    at = np.searchsorted(numbers, given, sorter=order).clip(max=len(numbers) - 1)
    places = order[at]
    return np.where(present & (numbers[places] == given), places, -1)


def _left_over(numbers: NDArray[np.int64], size: int) -> Stream[Batch]:
    """Vectors that no row of the file is of."""
    for start in range(0, len(numbers), size):
        some = numbers[start : start + size].tolist()
        what = "the file has no row of this vector's number"
        faults = {at: Fault("id", what, number) for at, number in enumerate(some)}
        yield Batch(some, [None] * len(some), faults=faults)
