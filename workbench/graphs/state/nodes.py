"""The nodes of a state."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

import numpy as np

from ...core.property_graph.columns import NodeColumns
from ...core.property_graph.records import NodeRecord
from .columns import Ids, folded, frozen, ids_of, node_columns, node_of, value_of
from .records import Frozen, Records


class FrozenNodes(Frozen[NodeRecord]):
    def __init__(self, columns: NodeColumns) -> None:
        super().__init__(columns.ids, columns.properties)
        self.columns = columns

    def record(self, row: int) -> NodeRecord:
        return node_of(self.columns, row)

    def folded(self, changed: dict[int, NodeRecord | None]) -> FrozenNodes:
        stored = node_columns(r for _, r in sorted(changed.items()) if r is not None)
        newer = FrozenNodes(folded(self.columns, changed, stored))
        newer._inherit(self, changed)
        return newer

    @cached_property
    def by_external(self) -> dict[str, int]:
        return dict(zip(self.columns.external_ids, self.ids.tolist(), strict=True))

    @cached_property
    def labelled(self) -> dict[str, Ids]:
        """Ascending ids by label."""
        rows: dict[str, list[int]] = {}
        for row, text in enumerate(self.columns.labels):
            rows.setdefault(text, []).append(row)
        parts: dict[str, list[Ids]] = {}
        for text, found in rows.items():
            for label in dict.fromkeys(value_of(text)):
                parts.setdefault(label, []).append(self.ids[ids_of(found)])
        return {name: frozen(np.sort(np.concatenate(ids))) for name, ids in parts.items()}


class NodeTable(Records[NodeRecord, FrozenNodes]):
    """Nodes by id, by external id, by label and by property."""

    def __init__(self, base: FrozenNodes) -> None:
        super().__init__(base)
        self._named: dict[str, int] = {}  # external ids that were given since

    def id_of(self, external_id: str) -> int | None:
        """The node of this external id, None where there is none."""
        found = self._named.get(external_id)
        if found is not None:
            record = self._changed.get(found)
            if record is not None and record.external_id == external_id:
                return found
        found = self._base.by_external.get(external_id)
        return found if found is not None and found not in self._changed else None

    def external_id(self, id: int) -> str | None:
        """The external id of a node, None where there is no such node."""
        if id in self._changed:
            record = self._changed[id]
            return None if record is None else record.external_id
        row = self._base.row(id)
        return None if row < 0 else self._base.columns.external_ids[row]

    def with_label(self, label: str) -> Ids:
        """Ascending ids of the nodes with this label."""
        found = self._base.labelled.get(label, self._base.ids[:0])
        return self._overlaid(found, lambda node: label in node.labels)

    def labels(self) -> dict[str, int]:
        """How many nodes have each label, names ascending."""
        names = {*self._base.labelled}
        for record in self._changed.values():
            names.update(record.labels if record is not None else ())
        counts = {name: len(self.with_label(name)) for name in sorted(names)}
        return {name: count for name, count in counts.items() if count}

    def copy(self) -> NodeTable:
        other = NodeTable(self._base)
        self._copy_into(other)
        other._named = dict(self._named)
        return other

    def store(self, records: Iterable[NodeRecord]) -> None:
        held = list(records)
        self._named.update((r.external_id, r.id) for r in held)
        super().store(held)

    def _settled(self) -> None:
        self._named = {}
