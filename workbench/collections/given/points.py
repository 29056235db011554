"""Points from dicts, frames and arrays."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...core.collections.definition import DEFAULT_SPARSE, DEFAULT_VECTOR, Definition, Id
from ...core.collections.records import Points, SparseVector, Vectors
from ...core.errors import BadInput
from .ids import ids_of
from .vectors import sparse_of, vectors_of

if TYPE_CHECKING:
    import polars

_OWN = ("id", "payload", "sparse")
_Payload = Mapping[str, Any] | str


def points_of(given: Any, definition: Definition) -> Points:
    """From a polars frame, an Arrow table, or dicts with `id`.

    A dict has its vectors under their names, `sparse` as {index: weight} or {name: {index:
    weight}}, and its fields in `payload`, which may be JSON text, or beside the others. The
    columns of a frame are read alike; each other column is a field. BadInput names the point
    that does not fit.
    """
    if isinstance(given, Mapping):
        given = [given]
    frame = _framed(given)
    return _of_dicts(list(given), definition) if frame is None else _of_frame(frame, definition)


def points_of_arrays(
    ids: Iterable[Any],
    vectors: Any,
    payloads: Sequence[Mapping[str, Any]] | None,
    sparse: Sequence[Any] | None,
    definition: Definition,
) -> Points:
    """From arrays of one length; `vectors` is one (n, d) array, or arrays by name."""
    named = ids_of(ids, definition)
    by_name = vectors if isinstance(vectors, Mapping) else {definition.vector: vectors}
    spaces = {
        name: vectors_of(rows, name, definition, named)
        for name, rows in _known(by_name, definition).items()
        if rows is not None
    }
    texts = _payloads([{}] * len(named) if payloads is None else payloads, named)
    weights = {} if sparse is None else _sparse(list(sparse), named)
    return Points(named, texts, spaces, weights)


def payload_text(payload: _Payload, point: Id) -> str:
    """A payload, or JSON text of one, as JSON; BadInput where JSON has no word for a value."""
    try:
        fields = json.loads(payload) if isinstance(payload, str) else payload
        if not isinstance(fields, Mapping):
            raise TypeError(f"expected an object, saw {fields!r:.60}")
        return json.dumps(dict(fields), ensure_ascii=False, allow_nan=False)
    except (TypeError, ValueError) as error:
        what = f"the payload of point {point!r} is no JSON: {error}"
        raise BadInput(
            f"{what}; expected texts, finite numbers, booleans, lists and dicts"
        ) from error


def _of_dicts(records: list[Any], definition: Definition) -> Points:
    for at, record in enumerate(records):
        if not isinstance(record, Mapping) or "id" not in record:
            raise BadInput(f"record {at}: expected a dict with 'id', saw {record!r:.80}")
    ids = ids_of((record["id"] for record in records), definition)
    vectors = {
        name: vectors_of([record.get(name) for record in records], name, definition, ids)
        for name in definition.vectors
    }
    sparse = _sparse([record.get("sparse") for record in records], ids)
    fields = [_fields(record, definition, id) for record, id in zip(records, ids, strict=True)]
    return Points(ids, _payloads(fields, ids), vectors, sparse)


def _fields(record: Mapping[str, Any], definition: Definition, id: Id) -> _Payload:
    beside = {k: v for k, v in record.items() if k not in _OWN and k not in definition.vectors}
    _check_no_vector(beside, definition)
    payload = record.get("payload")
    if payload is None:
        return beside
    if beside or not isinstance(payload, Mapping | str):
        seen = ", ".join(beside) or f"{payload!r:.60}"
        raise BadInput(f"point {id!r}: expected all fields in 'payload', a dict, saw {seen}")
    return payload


def _payloads(payloads: Sequence[_Payload], ids: Sequence[Id]) -> list[str]:
    if len(payloads) != len(ids):
        raise BadInput(f"expected {len(ids)} payloads, one an id, saw {len(payloads)}")
    return [payload_text(payload, id) for payload, id in zip(payloads, ids, strict=True)]


def _sparse(given: Sequence[Any], ids: Sequence[Id]) -> dict[str, Sequence[SparseVector | None]]:
    """By name; a point's weights by index stand under the unnamed one."""
    found: dict[str, list[SparseVector | None]] = {}
    for at, (one, id) in enumerate(zip(given, ids, strict=True)):
        for name, weights in _by_name(one).items():
            found.setdefault(name, [None] * len(ids))[at] = sparse_of(weights, id)
    return dict(found)


def _by_name(given: Any) -> Mapping[str, Any]:
    if given is None:
        return {}
    named = isinstance(given, Mapping) and bool(given)
    if named and all(isinstance(weights, Mapping) for weights in given.values()):
        return {str(name): weights for name, weights in given.items()}
    return {DEFAULT_SPARSE: given}


def _known(vectors: Mapping[Any, Any], definition: Definition) -> Mapping[str, Any]:
    for name, rows in vectors.items():
        if name not in definition.vectors and rows is not None:
            there = ", ".join(definition.vectors) or "none"
            raise BadInput(f"{definition.name}: expected vectors {there}, saw {name!r}")
    return vectors


def _check_no_vector(fields: Iterable[str], definition: Definition) -> None:
    """What stands under the name of all collections' first vectors is hardly meant as a field."""
    if DEFAULT_VECTOR in fields:
        there = ", ".join(definition.vectors) or "no vectors"
        what = f"{definition.name}: expected {there}, saw {DEFAULT_VECTOR!r}"
        raise BadInput(f"{what}; a field of that name is given inside 'payload'")


def _framed(given: Any) -> polars.DataFrame | None:
    """A frame of what is one: polars, or anything that hands out Arrow."""
    if isinstance(given, list | tuple):
        return None
    import polars

    if isinstance(given, polars.DataFrame):
        return given
    if hasattr(given, "__arrow_c_stream__"):
        return polars.DataFrame(given)
    return None


def _of_frame(frame: polars.DataFrame, definition: Definition) -> Points:
    if "id" not in frame.columns:
        raise BadInput(f"expected a column 'id', saw {', '.join(frame.columns)}")
    ids = ids_of(frame["id"].to_list(), definition)
    vectors = {
        name: _column_of_vectors(frame[name], name, definition, ids)
        for name in definition.vectors
        if name in frame.columns
    }
    sparse = _sparse(frame["sparse"].to_list(), ids) if "sparse" in frame.columns else {}
    return Points(ids, _frame_payloads(frame, definition, ids), vectors, sparse)


def _column_of_vectors(
    column: polars.Series, name: str, definition: Definition, ids: Sequence[Id]
) -> Vectors:
    import polars

    width = definition.vectors[name].dimension
    lengths = column.list.len() if column.dtype == polars.List else None
    if column.null_count() == 0 and lengths is not None and (lengths == width).all():
        flat = column.explode().cast(polars.Float32).to_numpy()
        return vectors_of(flat.reshape(-1, width), name, definition, ids)
    if column.null_count() == 0 and isinstance(column.dtype, polars.Array):
        return vectors_of(column.to_numpy(), name, definition, ids)
    return vectors_of(column.to_list(), name, definition, ids)


def _frame_payloads(
    frame: polars.DataFrame, definition: Definition, ids: Sequence[Id]
) -> list[str]:
    import polars
    from polars import selectors as cs

    rest = frame.drop("id", "sparse", *definition.vectors, strict=False)
    _check_no_vector(rest.columns, definition)
    if rest.columns == ["payload"]:
        return _payloads(["{}" if one is None else one for one in rest["payload"]], ids)
    if not rest.columns:
        return ["{}"] * len(ids)
    if any(dtype.is_nested() or dtype == polars.Binary for dtype in rest.dtypes):
        return _payloads(rest.to_dicts(), ids)  # polars would write NaN within as null
    for name in rest.select(cs.float()).columns:
        bad = (~rest[name].is_finite().fill_null(value=True)).arg_true()
        if len(bad):
            seen = f"field {name!r} is {rest[name][bad[0]]}"
            raise BadInput(f"point {ids[bad[0]]!r}: {seen}, for which JSON has no word")
    return rest.write_ndjson().split("\n")[: len(ids)]  # not at the line ends inside of texts
