"""The edges of a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ...core.errors import BadInput
from ...core.property_graph.columns import EdgeColumns
from ...core.property_graph.records import Direction, EdgeRecord
from .adjacency import Adjacency, EdgeArrays, Half
from .columns import Ids, edge_columns, edge_of, folded, frozen, ids_of
from .numbers import weight_of
from .records import Frozen, Records

_KEPT = 24  # quick functions that are kept


class FrozenEdges(Frozen[EdgeRecord]):
    def __init__(self, columns: EdgeColumns) -> None:
        super().__init__(columns.ids, columns.properties)
        self.columns = columns

    def record(self, row: int) -> EdgeRecord:
        return edge_of(self.columns, row)

    def folded(self, changed: dict[int, EdgeRecord | None]) -> FrozenEdges:
        stored = edge_columns(r for _, r in sorted(changed.items()) if r is not None)
        newer = FrozenEdges(folded(self.columns, changed, stored))
        newer._inherit(self, changed)
        return newer

    @cached_property
    def adjacency(self) -> Adjacency:
        columns, numbering = self.columns, dict[str, int]()
        for name in dict.fromkeys(columns.types):
            numbering[name] = len(numbering)
        codes = np.fromiter(map(numbering.__getitem__, columns.types), np.int32, len(self))
        arrays = EdgeArrays(self.ids, columns.sources, columns.targets, codes, tuple(numbering))
        return Adjacency(arrays)


class EdgeTable(Records[EdgeRecord, FrozenEdges]):
    """Edges by id, by type, by property and by the nodes they join."""

    def __init__(self, base: FrozenEdges) -> None:
        super().__init__(base)
        self._added: dict[int, list[int]] = {}  # of a node, edges there that are new
        self._moved = False  # edges came or went since the base was made
        self._adjacency: Adjacency | None = None
        self._weights: dict[str, NDArray[np.float64]] = {}
        self._beside: dict[tuple[Direction, str | None], Callable[[int], list[int]]] = {}

    @property
    def adjacency(self) -> Adjacency:
        """All edges as compressed rows; made anew only where edges came or went."""
        if not self._moved:
            return self._base.adjacency
        if self._adjacency is None:
            self._adjacency = Adjacency(self._merged())
        return self._adjacency

    def of_type(self, edge_type: str) -> Ids:
        """Ascending ids of the edges of a type."""
        edges = self._base.adjacency.edges
        found = edges.ids[edges.rows_of(edge_type)]
        return self._overlaid(found, lambda edge: edge.edge_type == edge_type)

    def types(self) -> dict[str, int]:
        """How many edges each type has, names ascending."""
        edges = self.adjacency.edges
        counts = np.bincount(edges.codes, minlength=len(edges.names)).tolist()
        named = sorted(zip(edges.names, counts, strict=True))
        return {name: count for name, count in named if count}

    def ends(self, ids: Iterable[int]) -> tuple[Ids, Ids]:
        """Sources and targets of edges, in the order given; BadInput for one that is not there."""
        given = ids if isinstance(ids, np.ndarray) else ids_of(ids)
        rows = self._base.rows(given)
        columns, known = self._base.columns, rows >= 0
        sources, targets = (
            np.where(known, column[rows], -1) if len(column) else np.full(len(rows), -1)
            for column in (columns.sources, columns.targets)
        )
        for at in self._changed_at(given):
            record = self._changed[int(given[at])]
            ends = (-1, -1) if record is None else (record.source, record.target)
            sources[at], targets[at] = ends
        if (sources < 0).any():
            raise BadInput(f"edge {given[sources < 0][0]} not found")
        return sources, targets

    def weights(self, key: str) -> NDArray[np.float64]:
        """A weight for each row of `adjacency.edges`: 1 where the key is missing, NaN for none."""
        if key not in self._weights:
            ids = self.adjacency.edges.ids
            found = np.ones(len(ids))
            column = self.property_columns().get(key)
            if column is not None:
                numbers = np.fromiter(map(weight_of, column.values), np.float64)
                found[np.searchsorted(ids, column.ids)] = numbers[column.codes]
            self._weights[key] = frozen(found)
        return self._weights[key]

    def weighed(self, key: str) -> bool:
        """Whether these weights are there without work."""
        return key in self._weights

    def beside(self, direction: Direction, edge_type: str | None) -> Callable[[int], list[int]]:
        """A quick function of a node: the other ends of its edges, in the order of `leading`."""
        quick = self._beside.get((direction, edge_type))
        if quick is not None:
            return quick
        adjacency = self._adjacency if self._moved else self._base.adjacency
        if adjacency is None or adjacency.slots.ids is not None:
            return lambda node: [end for _, end in self.leading(node, direction, edge_type)]
        if len(self._beside) >= _KEPT:
            self._beside.clear()
        quick = self._beside[direction, edge_type] = adjacency.half(direction, edge_type).beside
        return quick

    def leading(
        self, node_id: int, direction: Direction, edge_type: str | None
    ) -> list[tuple[int, int]]:
        """Edges at a node with their other ends: ascending, outgoing before incoming."""
        base = self._base.adjacency
        if not self._moved:
            return _leading(base, base.half(direction, edge_type), node_id)
        found: list[tuple[int, int]] = []
        for one in ONE_WAY[direction]:
            there = _leading(base, base.half(one, edge_type), node_id)
            kept = [step for step in there if self._changed.get(step[0], step) is not None]
            found += sorted({*kept, *self._new_at(node_id, one, edge_type)})
        return found

    def _new_at(self, node_id: int, way: Direction, edge_type: str | None) -> list[tuple[int, int]]:
        """What came since the columns were made: edges and other ends."""
        records = (self._changed.get(id) for id in self._added.get(node_id, ()))
        return [
            (r.id, r.target if way == "out" else r.source)
            for r in records
            if r is not None
            and (r.source if way == "out" else r.target) == node_id
            and edge_type in (None, r.edge_type)
        ]

    def at(self, node_id: int) -> Ids:
        """Ascending ids of all edges at a node, a loop once."""
        base = self._base.adjacency
        halves = (base.out, base.into)
        found = {id for half in halves for id in _edges_at(base, half, node_id).tolist()}
        found.update(self._added.get(node_id, ()))
        return ids_of(sorted(id for id in found if self._changed.get(id, id) is not None))

    def store(self, records: Iterable[EdgeRecord]) -> None:
        held = list(records)
        for record in held:
            self._note(record)
        self._weights = {}
        super().store(held)

    def drop(self, ids: Iterable[int]) -> None:
        there = [id for id in ids if id in self]
        if there:
            self._move()
            self._weights = {}
        super().drop(there)

    def copy(self) -> EdgeTable:
        other = EdgeTable(self._base)
        self._copy_into(other)
        other._added = {node: [*ids] for node, ids in self._added.items()}
        other._moved, other._adjacency = self._moved, self._adjacency
        other._weights = dict(self._weights)
        return other

    def _settled(self) -> None:
        self._move()
        self._added, self._moved = {}, False

    def _move(self) -> None:
        """Let go of what was made of the edges as they were."""
        self._moved, self._adjacency, self._beside = True, None, {}

    def _note(self, record: EdgeRecord) -> None:
        """Take down that an edge came."""
        if record.id in self:
            return
        self._move()
        if self._base.row(record.id) < 0:
            for node in {record.source, record.target}:
                self._added.setdefault(node, []).append(record.id)

    def _merged(self) -> EdgeArrays:
        old = self._base.adjacency.edges
        gone = [row for id in self._changed if (row := self._base.row(id)) >= 0]
        kept: NDArray[np.bool_] = np.ones(len(old.ids), np.bool_)
        kept[gone] = False
        stored = [r for r in self._changed.values() if r is not None]
        names = {name: code for code, name in enumerate(old.names)}
        codes = [names.setdefault(r.edge_type, len(names)) for r in stored]
        ids = np.concatenate([old.ids[kept], ids_of(r.id for r in stored)])
        order = np.argsort(ids, kind="stable")
        sources = np.concatenate([old.sources[kept], ids_of(r.source for r in stored)])
        targets = np.concatenate([old.targets[kept], ids_of(r.target for r in stored)])
        kinds = np.concatenate([old.codes[kept], np.array(codes, np.int32)])
        whole = ids[order], sources[order], targets[order], kinds[order]
        return EdgeArrays(*whole, tuple(names))


ONE_WAY: dict[Direction, tuple[Direction, ...]] = {
    "out": ("out",),
    "in": ("in",),
    "both": ("out", "in"),
}


def _edges_at(adjacency: Adjacency, half: Half, node_id: int) -> Ids:
    slot = adjacency.slots.slot(node_id)
    if slot < 0:
        return adjacency.edges.ids[:0]
    return adjacency.edges.ids[half.rows[half.offsets[slot] : half.offsets[slot + 1]]]


def _leading(adjacency: Adjacency, half: Half, node_id: int) -> list[tuple[int, int]]:
    """The edges at a node with their other ends."""
    slots = adjacency.slots
    slot = slots.slot(node_id)
    if slot < 0:
        return []
    part = slice(half.offsets[slot], half.offsets[slot + 1])
    edges = adjacency.edges.ids[half.rows[part]].tolist()
    return list(zip(edges, slots.named(half.neighbors[part]).tolist(), strict=True))
