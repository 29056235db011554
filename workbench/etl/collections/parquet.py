"""Records from a Parquet file: one that an export wrote, or any other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars

from ...core.collections.definition import DEFAULT_VECTOR, Definition, VectorSpace
from ...core.collections.records import Vectors
from ...core.errors import BadInput
from .batch import Batch, EdgeBatch, Stream, Wanted
from .exported import SPARSE, edges_beside, told_by

_FLOATS = (polars.Float32, polars.Float64)
_READ = 20_000  # rows in memory; 30 MB of vectors of 384 numbers


class ParquetFile:
    """The rows of a file, in its order.

    What an export wrote is known by what it says of itself. Of any other file, `vector` is a
    column, or columns by the names that their vectors have in the collection, {} for none; None
    is every column of fixed-size lists of floats, and a column `vector` of lists of them.
    `payload` is a column of JSON objects or structs that is the whole payload, or the columns that
    become its fields; None is all others, or a sole other one `payload`.
    """

    notes: Sequence[str] = ()

    def __init__(
        self,
        path: Path,
        *,
        id: str = "id",
        vector: str | Mapping[str, str] | None = None,
        payload: str | Sequence[str] | None = None,
    ) -> None:
        self._path, self._id, self._vector = path, id, vector
        self.name = f"Parquet file {path.name}"
        try:
            self._file = polars.scan_parquet(path, glob=False)
            self.schema = self._file.collect_schema()
            self._exported = told_by(path)
        except (OSError, polars.exceptions.PolarsError) as error:
            raise BadInput(f"{path}: expected a Parquet file; {error}") from error
        given = vector.values() if isinstance(vector, Mapping) else [vector] if vector else []
        fields = [payload] if isinstance(payload, str) else list(payload or ())
        self._check([id, *given, *fields])
        self._payload = self._payload_columns(payload)

    def definition(self, name: str, wanted: Wanted) -> Definition:
        """That of the exported collection, or one that the columns tell."""
        if self._exported is not None and wanted != Wanted():
            told = "an export says itself what ids and metric are"
            raise BadInput(f"{self._path}: {told}; leave them out, or make the collection first")
        if self._exported is not None:
            return self._exported.definition(name)
        spaces = {
            space: VectorSpace(self._dimension(column), wanted.metric or "cosine")
            for space, column in self._vectors(None).items()
        }
        whole = self.schema[self._id].is_integer()
        ids = wanted.ids or ("integer" if whole else "text")
        return Definition(name, "vector" if spaces else "graph", ids, spaces)

    def batches(self, definition: Definition, size: int) -> Stream[Batch]:
        for frame in self.frames(size):
            yield self.batch(frame, definition)

    def edges(self, size: int) -> Stream[EdgeBatch]:
        """Those of the file that the export wrote beside this one."""
        if self._exported is not None and self._exported.edges:
            for frame in _slices(edges_beside(self._path, self._exported), size):
                names = ("id", "source", "target", "label", "properties")
                yield EdgeBatch(*(frame[name].to_list() for name in names))

    def frames(self, size: int) -> Iterator[polars.DataFrame]:
        """All columns, so many rows at once."""
        yield from _slices(self._file, size)

    def count(self) -> int:
        """The number of rows."""
        return int(self._file.select(polars.len()).collect().item())

    def batch(self, frame: polars.DataFrame, definition: Definition) -> Batch:
        """The records of some rows."""
        vectors = {
            name: _column_of_vectors(frame[column])
            for name, column in self._vectors(definition).items()
        }
        sparse = {
            name.removeprefix(SPARSE).removeprefix(":"): _weights(frame[name])
            for name in frame.columns
            if self._exported is not None and name.partition(":")[0] == SPARSE
        }
        return Batch(frame[self._id].to_list(), self._payloads(frame), vectors, sparse)

    def _vectors(self, definition: Definition | None) -> Mapping[str, str]:
        """The columns by the names of their vectors."""
        if isinstance(self._vector, Mapping):
            return self._vector
        first = (definition and definition.vector) or DEFAULT_VECTOR
        if isinstance(self._vector, str):
            return {first: self._vector}
        if self._exported is not None:
            return {name: name for name in self._exported.spaces}
        found = [name for name, dtype in self.schema.items() if _is_vector(name, dtype)]
        return {first: found[0]} if len(found) == 1 else {name: name for name in found}

    def _dimension(self, column: str) -> int:
        dtype = self.schema[column]
        if isinstance(dtype, polars.Array):
            return dtype.size
        first = self._file.select(polars.col(column).list.len()).drop_nulls().head(1).collect()
        if not len(first):
            told = "no vector to tell the dimension by; make the collection first"
            raise BadInput(f"{self._path}, column {column!r}: {told}")
        return int(first.item())

    def _payload_columns(self, payload: str | Sequence[str] | None) -> str | list[str]:
        """The column that is the payload, or those that are its fields."""
        if payload is None and self._exported is not None:
            return "payload"
        if isinstance(payload, str):
            whole = self.schema[payload] in (polars.String, polars.Struct)
            return payload if whole else [payload]
        if payload is not None:
            return list(payload)
        own = {self._id, *self._vectors(None).values()}
        others = [name for name in self.schema if name not in own]
        sole = others == ["payload"] and self.schema["payload"] in (polars.String, polars.Struct)
        return "payload" if sole else others

    def _payloads(self, frame: polars.DataFrame) -> list[Any]:
        if isinstance(self._payload, str):
            return frame[self._payload].to_list()
        if not self._payload:
            return [None] * len(frame)
        return frame.select(self._payload).to_dicts()

    def _check(self, columns: Sequence[str]) -> None:
        for name in columns:
            if name not in self.schema:
                there = ", ".join(self.schema)
                raise BadInput(f"{self._path}: expected a column {name!r}, found {there}")


def _slices(file: polars.LazyFrame, size: int) -> Iterator[polars.DataFrame]:
    """Parts of at most `size` rows, of larger ones: each reads the groups that it touches whole."""
    start, read = 0, max(size, _READ)
    while len(frame := file.slice(start, read).collect()):
        yield from frame.iter_slices(size)
        start += read


def _is_vector(name: str, dtype: Any) -> bool:
    if isinstance(dtype, polars.Array):
        return dtype.inner in _FLOATS
    return name == DEFAULT_VECTOR and isinstance(dtype, polars.List) and dtype.inner in _FLOATS


def _column_of_vectors(column: polars.Series) -> Any:
    """Arrays where all have one length, else lists."""
    present = column.is_not_null().to_numpy()
    if isinstance(column.dtype, polars.Array) and len(column.dtype.shape) == 1:
        rows = column.to_numpy().astype(np.float64, copy=True)
        rows[~present] = 0
        return Vectors(_single(rows), present)
    return column.to_list()


def _single(rows: Any) -> Any:
    with np.errstate(over="ignore"):  # infinity, which is refused later
        return rows.astype(np.float32)


def _weights(column: polars.Series) -> list[Any]:
    return [
        None if one is None else ([p["index"] for p in one], [p["weight"] for p in one])
        for one in column.to_list()
    ]
