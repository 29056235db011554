"""Edges from dicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.collections.definition import Id
from ...core.collections.records import Edges
from ...core.errors import BadInput
from ..mirrors.mirror import Mirror
from .ids import ids_of
from .points import payload_text

_OWN = ("id", "source", "target", "label", "properties")


def edges_of(given: Any, mirror: Mirror) -> Edges:
    """Dicts with `source`, `target`, `label`; fields in `properties` or beside the others.

    An edge without `id` gets the next free number. BadInput for an end that is not there and for
    an id that is taken.
    """
    records = [given] if isinstance(given, Mapping) else list(given)
    for at, record in enumerate(records):
        if not isinstance(record, Mapping) or not {"source", "target", "label"} <= record.keys():
            raise BadInput(f"edge {at}: expected source, target and label, saw {record!r:.80}")
    ends = [_ends(record, mirror) for record in records]
    ids = _ids(records, mirror)
    return Edges(
        ids,
        [source for source, _ in ends],
        [target for _, target in ends],
        [str(record["label"]) for record in records],
        [payload_text(_fields(record), id) for record, id in zip(records, ids, strict=True)],
    )


def _ends(record: Mapping[str, Any], mirror: Mirror) -> tuple[Id, Id]:
    ends = [record["source"], record["target"]]
    source, target = ids_of(ends, mirror.definition, distinct=False)
    for end in (source, target):
        if mirror.points.position(end) < 0:
            raise BadInput(
                f"edge {source!r} to {target!r}: there is no point {end!r}; store it first"
            )
    return source, target


def _ids(records: Iterable[Mapping[str, Any]], mirror: Mirror) -> list[int]:
    taken = mirror.edges.table
    free = int(taken.ids[taken.alive].max(initial=0)) + 1
    ids: list[int] = []
    for record in records:
        id = record.get("id")
        if id is None:
            id, free = free, free + 1
        elif taken.position(id) >= 0 or id in ids:
            raise BadInput(f"edge {id!r} exists; expected an id that is free, or none")
        ids.append(int(id))
        free = max(free, int(id) + 1)
    return ids


def _fields(record: Mapping[str, Any]) -> Mapping[str, Any]:
    beside = {key: value for key, value in record.items() if key not in _OWN}
    properties = record.get("properties")
    if properties is not None and beside:
        raise BadInput(f"expected all fields in 'properties', saw {', '.join(beside)} beside")
    return beside if properties is None else properties
