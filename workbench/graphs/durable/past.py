"""A graph as it was: what the log says of before, newest first, put over what there is."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ...core.property_graph.change import Model
from ...core.property_graph.plain import KINDS
from ...core.property_graph.records import Vector
from . import log
from .layout import LAYOUTS
from .store import Snapshot

_LINES = """
SELECT before::text AS before, after IS NULL AS filled FROM tong_log
WHERE graph = {graph} AND generation > {generation} ORDER BY generation DESC
"""


def gone_back(snapshot: Snapshot, graph: int, now: Model, generation: int) -> Model:
    """The model at a generation, of the one that there is now."""
    lines = snapshot.arrays(
        _LINES.format(graph=graph, generation=generation), {"before": str, "filled": bool}
    )
    past = _Past(now)
    for before, filled in zip(lines["before"], lines["filled"], strict=True):
        if filled:
            past.empty()
        past.put(json.loads(before))
    return past.model()


class _Past:
    """Records by kind and key, which go back line by line."""

    def __init__(self, now: Model) -> None:
        self._metadata = now.metadata
        self._next = dict(now.next_ids)
        self._records: dict[str, dict[Any, Any]] = {
            name: {getattr(one, kind.key): one for one in getattr(now, name)}
            for name, kind in KINDS.items()
        }
        self._vectors = {(one.index, one.entity): one for one in now.vectors}

    def empty(self) -> None:
        """Before a fill there was nothing."""
        self._metadata = {}
        self._vectors.clear()
        for records in self._records.values():
            records.clear()

    def put(self, before: Mapping[str, Any]) -> None:
        self._next.update(before.get("next_ids", {}))
        for name, layout in LAYOUTS.items():
            given = before.get(name, {})
            for key, values in zip(layout.keys(given), given.values(), strict=True):
                self._put(self._records[name], key, values and layout.kind.record(key, values))
        for index, entities in before.get("vectors", {}).items():
            for entity, one in entities.items():
                key = (index, int(entity))
                self._put(self._vectors, key, one and Vector(*key, log.unpacked(one)))

    def model(self) -> Model:
        records = {
            name: [one for _, one in sorted(found.items(), key=lambda pair: pair[0])]
            for name, found in self._records.items()
        }
        vectors = [self._vectors[key] for key in sorted(self._vectors)]
        return Model(vectors=vectors, next_ids=self._next, metadata=self._metadata, **records)

    def _put(self, there: dict[Any, Any], key: Any, record: Any) -> None:
        if record is None:
            there.pop(key, None)
        else:
            there[key] = record
