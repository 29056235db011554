"""A collection into Parquet files, from which an import makes it again."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any

import polars
from polars.io.plugins import register_io_source

from ...core.collections.definition import Definition
from ...core.collections.records import Edges, Points, SparseVector, Vectors
from ...core.errors import BadInput
from .exported import SPARSE, Exported, edges_path
from .receipt import ExportReceipt

_WEIGHTS = polars.List(polars.Struct({"index": polars.UInt64, "weight": polars.Float64}))
_GROUP = 10_000  # rows; who reads some of a group decodes it whole
Schema = Mapping[str, Any]


def export(
    definition: Definition,
    points: Iterable[Points],
    edges: Iterable[Edges],
    path: Path,
    *,
    sparse: Sequence[str] = (),
) -> ExportReceipt:
    """Write a collection to `path`, and its edges, where it has any, to a file beside it.

    A row has `id`, `payload` (a JSON text: numbers, NULL and what is missing stay what they are),
    each vector under its name as a fixed-size list of 32-bit floats, and sparse vectors, those of
    the names `sparse`, as lists of index and weight. The files appear under their names when both
    are whole and on disk; BadInput where they cannot be written.
    """
    start, mark = perf_counter(), secrets.token_hex(8)
    spaces, beside = _point_schema(definition, sparse), edges_path(path)
    _check_place(path, beside)
    joined = _Frames((_edge_frame(one, definition) for one in edges), _edge_schema(definition))
    held = _Frames((_point_frame(one, spaces) for one in points), spaces)
    new_edges, new_points = (one.with_name(f".{one.name}.{mark}.new") for one in (beside, path))
    try:
        joined.write(new_edges, Exported.of(definition, 0, mark))
        held.write(new_points, Exported.of(definition, joined.rows, mark))
        # Until both are there, the mark in them tells that they do not belong together.
        if joined.rows:
            new_edges.replace(beside)
        new_points.replace(path)
    except (OSError, polars.exceptions.PolarsError) as error:
        raise BadInput(f"{path}: it cannot be written: {error}") from error
    finally:
        new_edges.unlink(missing_ok=True)
        new_points.unlink(missing_ok=True)
    made, seconds = beside if joined.rows else None, perf_counter() - start
    return ExportReceipt(definition.name, held.rows, joined.rows, path, made, seconds)


def _check_place(*files: Path) -> None:
    """BadInput before anything is written, where files cannot take their names."""
    for file in files:
        if not file.parent.is_dir():
            raise BadInput(f"{file}: there is no folder {file.parent}; make it first")
        if file.is_dir():
            raise BadInput(f"{file}: it cannot be written, since it is a folder")


class _Frames:
    """Frames on their way into a file; `rows` counts those that went."""

    def __init__(self, frames: Iterable[polars.DataFrame], schema: Schema) -> None:
        self._frames, self._schema = frames, schema
        self.rows = 0

    def write(self, path: Path, exported: Exported) -> None:
        """One after another, so that never all are in memory."""
        rows = register_io_source(self._given, schema=dict(self._schema))
        told = exported.metadata()
        rows.sink_parquet(path, metadata=told, row_group_size=_GROUP, sync_on_close="all")

    def _given(self, columns: Any, *_: Any) -> Iterator[polars.DataFrame]:
        for frame in self._frames:
            self.rows += len(frame)
            yield frame if columns is None else frame.select(columns)


def _id_type(definition: Definition) -> Any:
    return polars.UInt64 if definition.ids == "integer" else polars.String


def _point_schema(definition: Definition, sparse: Sequence[str]) -> Schema:
    return {
        "id": _id_type(definition),
        "payload": polars.String,
        **{
            name: polars.Array(polars.Float32, space.dimension)
            for name, space in definition.vectors.items()
        },
        **{f"{SPARSE}:{name}" if name else SPARSE: _WEIGHTS for name in sparse},
    }


def _edge_schema(definition: Definition) -> Schema:
    id, text = _id_type(definition), polars.String
    return {"id": polars.UInt64, "source": id, "target": id, "label": text, "properties": text}


def _point_frame(points: Points, schema: Schema) -> polars.DataFrame:
    columns: dict[str, Any] = {"id": points.ids, "payload": points.payloads, **points.vectors}
    columns |= {f"{SPARSE}:{n}" if n else SPARSE: one for n, one in points.sparse.items()}
    made = [_series(name, columns.get(name), dtype, points) for name, dtype in schema.items()]
    return polars.DataFrame(made)


def _series(name: str, values: Any, dtype: Any, points: Points) -> polars.Series:
    if values is None:
        return polars.repeat(None, len(points), dtype=dtype, eager=True).alias(name)
    if isinstance(values, Vectors):
        rows = polars.Series(name, values.rows, dtype=dtype)
        there = polars.Series(values.present)
        return rows.to_frame().select(polars.when(there).then(polars.col(name))).to_series()
    if dtype == _WEIGHTS:
        values = [_weights(one) for one in values]
    return polars.Series(name, values, dtype=dtype)


def _weights(vector: SparseVector | None) -> list[dict[str, float]] | None:
    if vector is None:
        return None
    return [{"index": index, "weight": weight} for index, weight in vector.items()]


def _edge_frame(edges: Edges, definition: Definition) -> polars.DataFrame:
    columns = (edges.ids, edges.sources, edges.targets, edges.labels, edges.properties)
    schema = _edge_schema(definition)
    made = [polars.Series(n, c, dtype=schema[n]) for n, c in zip(schema, columns, strict=True)]
    return polars.DataFrame(made)
