"""Columns of records: one row decoded, records turned into columns, columns brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

import msgspec
import numpy as np
from numpy.typing import NDArray

from ...core.property_graph.columns import EdgeColumns, NodeColumns
from ...core.property_graph.encoding import decoded, encoded, encoded_labels
from ...core.property_graph.records import EdgeRecord, NodeRecord

Ids: TypeAlias = NDArray[np.int64]
Columns = TypeVar("Columns", NodeColumns, EdgeColumns)
# What msgspec refuses and the standard library reads, such as halves of surrogate pairs.
_REFUSED = (msgspec.DecodeError, UnicodeError)
_decode = msgspec.json.decode  # five times as fast as the standard library


def value_of(text: str) -> Any:
    try:
        return _decode(text)
    except _REFUSED:
        return decoded(text)


def values_of(texts: Sequence[str]) -> list[Any]:
    """All texts decoded, in order."""
    try:
        return cast(list[Any], _decode(f"[{','.join(texts)}]"))
    except _REFUSED:
        return [decoded(text) for text in texts]


def node_of(columns: NodeColumns, row: int) -> NodeRecord:
    return NodeRecord(
        int(columns.ids[row]),
        columns.external_ids[row],
        tuple(value_of(columns.labels[row])),
        value_of(columns.properties[row]),
    )


def edge_of(columns: EdgeColumns, row: int) -> EdgeRecord:
    return EdgeRecord(
        int(columns.ids[row]),
        int(columns.sources[row]),
        int(columns.targets[row]),
        columns.types[row],
        value_of(columns.properties[row]),
    )


def node_columns(records: Iterable[NodeRecord]) -> NodeColumns:
    """Columns of records that ascend by id."""
    held = list(records)
    return NodeColumns(
        ids_of(r.id for r in held),
        [r.external_id for r in held],
        [encoded_labels(r.labels) for r in held],
        [encoded(r.properties) for r in held],
    )


def edge_columns(records: Iterable[EdgeRecord]) -> EdgeColumns:
    """Columns of records that ascend by id."""
    held = list(records)
    return EdgeColumns(
        ids_of(r.id for r in held),
        ids_of(r.source for r in held),
        ids_of(r.target for r in held),
        [r.edge_type for r in held],
        [encoded(r.properties) for r in held],
    )


def ids_of(ids: Iterable[int]) -> Ids:
    return np.fromiter(ids, np.int64)


def folded(columns: Columns, changed: Iterable[int], stored: Columns) -> Columns:
    """Columns without the rows of the ids in `changed` and with those of `stored`."""
    kept = ~np.isin(columns.ids, ids_of(changed))
    ids = np.concatenate([columns.ids[kept], stored.ids])
    appended = bool(kept.all()) and bool(np.all(ids[1:] > ids[:-1]))
    order = None if appended else np.flatnonzero(kept)
    parts = [_joined(old, new, order, ids) for old, new in zip(columns, stored, strict=True)]
    return type(columns)(*parts)


def _joined(old: Any, new: Any, kept: Ids | None, ids: Ids) -> Any:
    """Kept rows of `old` and the rows of `new`, in the order of `ids`."""
    whole = np.concatenate([old, new]) if isinstance(old, np.ndarray) else [*old, *new]
    if kept is None:
        return whole
    rows = np.concatenate([kept, np.arange(len(old), len(whole))])[np.argsort(ids, kind="stable")]
    return whole[rows] if isinstance(whole, np.ndarray) else [whole[row] for row in rows.tolist()]


def merged_ids(ids: Ids, dropped: Iterable[int], added: Iterable[int]) -> Ids:
    """Ascending ids without those dropped, with those added."""
    gone, new = ids_of(dropped), np.sort(ids_of(added))
    if len(gone):
        ids = np.delete(ids, np.searchsorted(ids, np.sort(gone)))
    return np.insert(ids, np.searchsorted(ids, new), new) if len(new) else ids


def frozen(array: NDArray[Any]) -> NDArray[Any]:
    """The same array, which from now on nobody can write to: copies of a state share it."""
    array.flags.writeable = False
    return array


def changed_properties(changed: Mapping[int, Any]) -> dict[int, Mapping[str, Any]]:
    return {id: record.properties for id, record in changed.items() if record is not None}
