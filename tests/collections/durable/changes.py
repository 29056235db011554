"""Changes for tests, and what a collection holds after them, worked out with plain dicts."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from workbench.core.collections.definition import Id
from workbench.core.collections.records import Change, Edges, Points, Vectors

DIMENSION = 3


def points(
    ids: Iterable[Id], payload: Any = None, vectors: Sequence[Any] | None = None, **more: Any
) -> Points:
    """Points with one payload each; `vectors` are rows or None, at first ones."""
    ids = list(ids)
    rows = [[1.0] * DIMENSION] * len(ids) if vectors is None else vectors
    payloads = [json.dumps(payload if payload is not None else {"id": id}) for id in ids]
    return Points(ids, payloads, {"vector": column(rows)} if rows else {}, **more)


def column(rows: Sequence[Any]) -> Vectors:
    width = max((len(row) for row in rows if row is not None), default=DIMENSION)
    filled = [[0.0] * width if row is None else row for row in rows]
    present = np.array([row is not None for row in rows], bool)
    return Vectors(np.array(filled, np.float32).reshape(len(rows), width), present)


def edges(rows: Iterable[tuple[int, Id, Id]], label: str = "MET") -> Edges:
    ids, sources, targets = zip(*rows, strict=True)
    return Edges(ids, sources, targets, [label] * len(ids), ["{}"] * len(ids))


class World:
    """What is stored, as dicts: `points` by id to (payload, vector or None, sparse)."""

    def __init__(self) -> None:
        self.points: dict[Id, tuple[Any, Any, Any]] = {}
        self.edges: dict[int, tuple[Any, ...]] = {}

    def apply(self, change: Change) -> None:
        if change.clear:
            self.points.clear()
            self.edges.clear()
        for edge in change.dropped_edges:
            self.edges.pop(edge, None)
        for point in change.dropped:
            self.points.pop(point, None)
            self.edges = {e: row for e, row in self.edges.items() if point not in row[:2]}
        self.points.update(_points(change.points))
        found = change.edges
        texts = map(json.loads, found.properties)
        rows = zip(found.sources, found.targets, found.labels, texts, strict=True)
        self.edges.update(zip(found.ids, rows, strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, World) and vars(self) == vars(other)

    def __repr__(self) -> str:
        return f"World({self.points!r}, {self.edges!r})"


def _points(found: Points) -> Mapping[Id, tuple[Any, Any, Any]]:
    rows = {}
    for at, id in enumerate(found.ids):
        vectors = {
            name: tuple(column.rows[at].tolist())
            for name, column in found.vectors.items()
            if column.present[at]
        }
        sparse = {n: dict(row[at] or {}) for n, row in found.sparse.items() if row[at] is not None}
        rows[id] = (json.loads(found.payloads[at]), vectors, sparse)
    return rows


def random_change(chance: random.Random, *, ids: Sequence[Id], edge_ids: Sequence[int]) -> Change:
    """Any change over these ids, the common ones more often."""
    if chance.random() < 0.04:
        return Change(clear=True, points=_random_points(chance, ids))
    form = chance.randrange(4)
    if form == 0:
        return Change(points=_random_points(chance, ids, most=1))
    if form == 1:
        return Change(
            points=_random_points(chance, ids), edges=_random_edges(chance, ids, edge_ids)
        )
    if form == 2:
        return Change(
            dropped=chance.sample(ids, chance.randint(1, 3)),
            dropped_edges=chance.sample(edge_ids, chance.randint(0, 3)),
        )
    return Change(
        dropped=chance.sample(ids, 1),
        points=_random_points(chance, ids),
        edges=_random_edges(chance, ids, edge_ids),
    )


def _random_points(chance: random.Random, ids: Sequence[Id], most: int = 4) -> Points:
    chosen = chance.sample(ids, chance.randint(1, most))
    rows = [_random_vector(chance) for _ in chosen]
    payloads = [
        json.dumps({"n": chance.randrange(2**70), "t": chance.choice("aé雪")}) for _ in rows
    ]
    sparse = {"": [{chance.randrange(9): 0.5} if chance.random() < 0.3 else None for _ in rows]}
    return Points(chosen, payloads, {"vector": column(rows)}, sparse)


def _random_vector(chance: random.Random) -> list[float] | None:
    if chance.random() < 0.2:
        return None
    return [float(np.float32(chance.gauss(0, 1))) for _ in range(DIMENSION)]


def _random_edges(chance: random.Random, ids: Sequence[Id], edge_ids: Sequence[int]) -> Edges:
    chosen = chance.sample(edge_ids, chance.randint(1, 4))
    return edges((edge, chance.choice(ids), chance.choice(ids)) for edge in chosen)
