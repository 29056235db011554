"""Random collections, in a mirror and as plain dicts side by side."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from workbench.collections.mirrors.mirror import Mirror
from workbench.core.collections.definition import Definition, VectorSpace
from workbench.core.collections.records import Change, Delta, Edges, Points, Vectors
from workbench.stores.vector.rows.store import FaissStore

WORDS = ["fog", "Harbour", "blau", "Über", "naïve", "東京", "ß", "x", "é", "42", "Ñandú"]
LARGE = 2**63 + 11


def definition(ids: str = "integer", **options: Any) -> Definition:
    spaces = {"vector": VectorSpace(3), "other": VectorSpace(2, "euclidean")}
    return Definition("things", "vector", ids, spaces, options)  # type: ignore[arg-type]


def payload(rng: random.Random) -> dict[str, Any]:
    """Fields of mixed types, nested, some missing."""
    values = [None, True, False, 3, 3.0, 2.5, -7, 2**53 + 1, 10**30, "3", "fog", "", [1, "a"], {}]
    found = {name: rng.choice(values) for name in "abc" if rng.random() < 0.8}
    found["text"] = " ".join(rng.choices(WORDS, k=rng.randrange(5)))
    found["deep"] = {"list": [rng.choice(WORDS), {"key": rng.choice(WORDS)}], "n": rng.randrange(9)}
    return found


@dataclass
class World:
    """A mirror, and what should be in it: payload, vectors and sparse by id; edges by id."""

    seed: int
    ids: str = "integer"
    points: dict[Any, Any] = field(default_factory=dict)
    edges: dict[int, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rng = random.Random(self.seed)
        self.mirror = Mirror(definition(self.ids), FaissStore())

    def id(self) -> Any:
        number = self.rng.randrange(60)
        if self.ids == "text":
            return f"{WORDS[number % len(WORDS)]}{number}"
        return LARGE + number if number % 2 else number

    def change(self) -> Change:
        """A random change, which `points` and `edges` follow."""
        if clear := self.rng.random() < 0.02:
            self.points.clear()
            self.edges.clear()
        dropped = sorted({self.id() for _ in range(self.rng.randrange(3))})
        there = list(self.edges)
        gone = self.rng.sample(there, min(len(there), self.rng.randrange(3)))
        for id in dropped:
            self.points.pop(id, None)
        for number, edge in list(self.edges.items()):
            if number in gone or {edge[0], edge[1]} & set(dropped):
                del self.edges[number]
        return Change(clear, gone, dropped, self._points(), self._edges())

    def step(self) -> None:
        change = self.change()
        self.mirror.apply(Delta(self.mirror.generation + 1, change))

    def _points(self) -> Points:
        ids = sorted({self.id() for _ in range(self.rng.randrange(6))}, key=str)
        payloads = [payload(self.rng) for _ in ids]
        present = np.array([self.rng.random() < 0.7 for _ in ids], np.bool_)
        rows = np.array([[self.rng.random()] * 3 for _ in ids], np.float32).reshape(-1, 3)
        rows[~present] = 0
        sparse = [self._sparse() for _ in ids]
        for at, id in enumerate(ids):
            vector = rows[at].tolist() if present[at] else None
            self.points[id] = (payloads[at], vector, sparse[at])
        texts = [json.dumps(one, ensure_ascii=self.rng.random() < 0.5) for one in payloads]
        return Points(ids, texts, {"vector": Vectors(rows, present)}, {"": sparse})

    def _sparse(self) -> dict[int, float] | None:
        if self.rng.random() < 0.3:
            return None
        return {self.rng.randrange(8): self.rng.random() for _ in range(self.rng.randrange(4))}

    def _edges(self) -> Edges:
        if not self.points:
            return Edges()
        known = sorted(self.points, key=str)
        ids = sorted({self.rng.randrange(80) for _ in range(self.rng.randrange(4))})
        made = [
            (self.rng.choice(known), self.rng.choice(known), self.rng.choice("AB"), '{"w": 1}')
            for _ in ids
        ]
        self.edges.update(zip(ids, made, strict=True))
        columns = zip(*made, strict=True) if made else ([], [], [], [])
        return Edges(ids, *map(list, columns))
