"""Vectors with their ids and columns, from wherever they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from ...core.errors import BadInput
from ...core.frames import encodable
from ...core.values import Rows
from ...widgets.embeddings.points import Points

if TYPE_CHECKING:
    import polars

    from ..bench import Bench

_IDS = ("id", "node_id", "chunk_id", "row_id", "event_id")
_EDGE = ("from_node_id", "edge_label", "to_node_id")
_LABELS = ("label", "name", "title", "attribute_value", "text", "content")
_METRICS = ("cosine", "inner product", "l2")


def read(
    bench: Bench | None,
    source: Any,
    *,
    vectors: str | None = None,
    ids: str | Sequence[Any] | None = None,
    label: str | Sequence[str] | None = None,
    columns: Any = None,
    metric: str = "cosine",
) -> Points:
    """The points of a source; see `embeddings`."""
    from ...stores.vector.faiss import Flat

    if metric not in _METRICS:
        raise BadInput(f"metric: expected one of {', '.join(_METRICS)}, found {metric!r}")
    frame, matrix, missing = _frame(bench, source, vectors, columns)
    frame = _named(frame, ids, label)
    kept, told, absent = _usable(frame, matrix, missing, metric)
    return Points(
        frame[np.flatnonzero(kept)],
        np.ascontiguousarray(matrix[kept]),
        metric,
        lambda some, how: Flat(some, metric=how),  # type: ignore[arg-type]
        told,
        absent,
    )


def _frame(
    bench: Bench | None, source: Any, vectors: str | None, columns: Any
) -> tuple[polars.DataFrame, Any, Any]:
    """The columns without the vectors, the vectors (n, d), and which of them are missing."""
    import polars

    if isinstance(source, np.ndarray) or _is_matrix(source):
        matrix = np.asarray(source, dtype=np.float32)
        if matrix.ndim != 2 or not matrix.shape[1]:
            raise BadInput(f"vectors: expected an array of shape (n, d), found {matrix.shape}")
        frame = _as_polars({}) if columns is None else _as_polars(columns)
        if columns is None:
            frame = polars.DataFrame({"id": [str(at) for at in range(len(matrix))]})
        if len(frame) != len(matrix):
            raise BadInput(f"columns: expected {len(matrix)} rows, one a vector, got {len(frame)}")
        return frame, matrix, np.zeros(len(matrix), bool)
    frame = _table(bench, source) if isinstance(source, str) else _as_polars(source)
    name = _vector_column(frame, vectors)
    matrix, missing = _stacked(frame[name])
    return frame.drop(name), matrix, missing


def _is_matrix(source: Any) -> bool:
    return isinstance(source, list | tuple) and bool(source) and not isinstance(source[0], Mapping)


def _table(bench: Bench | None, source: str) -> polars.DataFrame:
    """A table of the bench by its name, or what an SQL query gives."""
    if bench is None:
        raise BadInput(f"{source!r:.60} is read from a bench: bench.see.embeddings(…)")
    if source.lstrip().lower().startswith(("select ", "select\n", "with ", "table ")):
        return bench.frame(source)
    quoted = ".".join('"' + part.replace('"', '""') + '"' for part in source.split("."))
    return bench.frame(f"SELECT * FROM {quoted}")


def _as_polars(source: Any) -> polars.DataFrame:
    import polars

    if isinstance(source, polars.DataFrame):
        return source
    if isinstance(source, Rows):
        return source.polars()
    if type(source).__module__.startswith("pandas"):
        return _from_pandas(source)
    if isinstance(source, Mapping):
        return polars.DataFrame({name: _encodable(values) for name, values in source.items()})
    if isinstance(source, list):
        return polars.DataFrame(source)
    expected = "a table's name, SQL, a polars or pandas frame, Rows, or an array (n, d)"
    raise BadInput(f"embeddings: expected {expected}, found {type(source).__name__}")


def _encodable(values: Any) -> Any:
    """Half a surrogate pair, which no frame can hold, as its escape."""
    if not isinstance(values, list | tuple):
        return values
    return [encodable(one) if isinstance(one, str) else one for one in values]


def _from_pandas(source: Any) -> polars.DataFrame:
    """Column by column, so that no pyarrow is needed; arrays become lists."""
    import polars

    def plain(value: Any) -> Any:
        if isinstance(value, np.ndarray):
            return value.tolist()
        return None if isinstance(value, float) and np.isnan(value) else value

    columns = {str(n): _encodable([plain(v) for v in source[n].tolist()]) for n in source.columns}
    return polars.DataFrame(columns, strict=False)


def _vector_column(frame: polars.DataFrame, named: str | None) -> str:
    if named is not None:
        if named not in frame.columns:
            there = ", ".join(frame.columns)
            raise BadInput(f"vectors: no column {named!r}; there are: {there}")
        return named
    import polars

    found = [
        name
        for name, kind in frame.schema.items()
        if isinstance(kind, polars.List | polars.Array) and kind.inner.is_numeric()
    ]
    if len(found) != 1:
        told = ", ".join(found) or f"none among {', '.join(frame.columns)}"
        raise BadInput(f"vectors: expected one column of vectors, found {told}; name it")
    return found[0]


def _stacked(column: polars.Series) -> tuple[Any, Any]:
    """(n, d) float32, zeros where a row has none, and which rows those are."""
    missing = column.is_null().to_numpy()
    values = column.drop_nulls().to_list()
    widths = sorted({len(value) for value in values})
    if len(widths) != 1 or not widths[0]:
        told = ", ".join(map(str, widths)) or "no vectors"
        raise BadInput(f"vectors: expected vectors of one length in {column.name!r}, found {told}")
    matrix = np.zeros((len(column), widths[0]), np.float32)
    flat = column.drop_nulls().explode(empty_as_null=True).to_numpy().astype(np.float32)
    matrix[~missing] = flat.reshape(-1, widths[0])
    return matrix, missing


def _named(
    frame: polars.DataFrame, ids: str | Sequence[Any] | None, label: str | Sequence[str] | None
) -> polars.DataFrame:
    """The frame with the texts `id` and `label` first."""
    import polars

    names = _texts(frame, ids, "ids") or _own_ids(frame)
    labels = _texts(frame, label, "label") or _own_labels(frame) or names
    used = {ids if isinstance(ids, str) else "id", "id", "label"}
    others = [frame[name] for name in frame.columns if name not in used]
    return polars.DataFrame(
        [polars.Series("id", names, polars.String), polars.Series("label", labels, polars.String)]
    ).with_columns(others)


def _texts(
    frame: polars.DataFrame, given: str | Sequence[Any] | None, what: str
) -> list[str] | None:
    if given is None:
        return None
    if isinstance(given, str):
        if given not in frame.columns:
            there = ", ".join(frame.columns)
            raise BadInput(f"{what}: no column {given!r}; there are: {there}")
        given = frame[given].to_list()
    if len(given) != len(frame):
        raise BadInput(f"{what}: expected {len(frame)}, one a vector, found {len(given)}")
    return ["" if one is None else encodable(str(one)) for one in given]


def _own_ids(frame: polars.DataFrame) -> list[str]:
    """Those of nodes, rows or edges, as the other views name them; else the row numbers."""
    for name in _IDS:
        if name in frame.columns:
            return [str(one) for one in frame[name].to_list()]
    if set(_EDGE) <= set(frame.columns):
        return [f"{a}-{kind}-{b}" for a, kind, b in frame.select(_EDGE).iter_rows()]
    return [str(at) for at in range(len(frame))]


def _own_labels(frame: polars.DataFrame) -> list[str] | None:
    for name in _LABELS:
        if name in frame.columns:
            return ["" if one is None else str(one) for one in frame[name].to_list()]
    return None


def _usable(
    frame: polars.DataFrame, matrix: Any, missing: Any, metric: str
) -> tuple[Any, tuple[str, ...], dict[str, str]]:
    """Which rows can be placed, what is said of the others, and why each id is not there."""
    broken = ~missing & ~np.isfinite(matrix).all(axis=1)
    zero = ~missing & ~matrix.any(axis=1) if metric == "cosine" else np.zeros(len(matrix), bool)
    kept = ~(missing | broken | zero)
    if not kept.any():
        raise BadInput(f"vectors: expected some that can be compared, found none in {len(matrix)}")
    absent, told = dict[str, str](), list[str]()
    for mask, why in (
        (missing, "without a vector"),
        (broken, "with NaN or infinity"),
        (zero, "with a vector of zeros, which has no direction"),
    ):
        rows = np.flatnonzero(mask)
        absent |= {frame["id"][int(at)]: f"it stands {why}" for at in rows}
        told += [f"{len(rows):,} {why} left out"] if len(rows) else []
    return kept, tuple(told), absent
