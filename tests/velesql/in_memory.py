"""Collections of this process alone: statements run over real mirrors, and nothing is kept."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np

from workbench.collections.mirrors.mirror import Mirror
from workbench.core.collections.definition import (
    DEFAULT_SPARSE,
    DEFAULT_VECTOR,
    Definition,
    VectorSpace,
)
from workbench.core.collections.records import Change, Delta, Edges, Points, Vectors
from workbench.stores.vector.rows.store import FaissStore
from workbench.velesql.checking.faults import fault
from workbench.velesql.executing.database import Database


class InMemory:
    """A `Database` whose writes are mirrors' deltas, one at a time."""

    def __init__(self) -> None:
        self.generation = 0
        self._store = FaissStore()
        self._definitions: dict[str, Definition] = {}
        self._mirrors: dict[str, Mirror] = {}
        self._lock = threading.RLock()

    @classmethod
    def loaded(cls, dataset: Sequence[Mapping[str, Any]]) -> InMemory:
        """A data set of the shared cases; {"$now_offset": n} is n seconds from now."""
        database = cls()
        load(database, dataset)
        return database

    def definitions(self) -> Mapping[str, Definition]:
        return self._definitions

    @contextmanager
    def reading(self) -> Iterator[None]:
        with self._lock:
            yield

    def mirror(self, name: str) -> Mirror:
        if name not in self._mirrors:
            raise fault("VELES-002", f"there is no collection {name!r}")
        return self._mirrors[name]

    def create(self, definition: Definition) -> None:
        if definition.name in self._definitions:
            raise fault("VELES-001", f"there is a collection {definition.name!r} already")
        self.generation += 1
        made = replace(definition, number=self.generation)
        self._definitions[made.name] = made
        self._mirrors[made.name] = Mirror(made, self._store)

    def redefine(self, definition: Definition) -> None:
        self.generation += 1
        self.mirror(definition.name).definition = definition
        self._definitions[definition.name] = definition

    def drop(self, name: str) -> None:
        self.mirror(name)
        self.generation += 1
        del self._definitions[name], self._mirrors[name]

    def write(self, name: str, change: Change) -> int:
        return self.change(name, lambda mirror: change)

    def change(self, name: str, make: Callable[[Mirror], Change | None]) -> int:
        with self._lock:
            mirror = self.mirror(name)
            change = make(mirror)
            if change is not None:
                mirror.apply(Delta(mirror.generation + 1, change))
            return mirror.generation

    def flush(self, name: str) -> None:
        self.mirror(name)

    def analyze(self, name: str) -> Mapping[str, Any]:
        mirror = self.mirror(name)
        return {"collection": name, "rows": mirror.points.count, "edges": mirror.edges.table.count}

    def build(self, name: str, options: Mapping[str, Any]) -> Mapping[str, Any]:
        spaces = self.mirror(name).vectors
        for rows in spaces.values():
            rows.build()
        return {"index": ", ".join(rows.report.kind for rows in spaces.values())}


def load(database: Database, dataset: Sequence[Mapping[str, Any]]) -> None:
    """Make the collections of a data set, with their points and edges."""
    for collection in dataset:
        database.create(_definition(collection))
        change = Change(points=_points(collection), edges=_edges(collection))
        database.write(collection["name"], change)


def _definition(collection: Mapping[str, Any]) -> Definition:
    dimension, metric = collection.get("dimension"), collection.get("metric") or "cosine"
    vectors = {DEFAULT_VECTOR: VectorSpace(dimension, metric)} if dimension else {}
    return Definition(collection["name"], collection["kind"], vectors=vectors)


def _points(collection: Mapping[str, Any]) -> Points:
    points, dimension = collection["points"], collection.get("dimension")
    payloads = [json.dumps(_now(one.get("payload", {})), ensure_ascii=False) for one in points]
    sparse = [_weights(one.get("sparse")) for one in points]
    vectors = {DEFAULT_VECTOR: _vectors(points, dimension)} if dimension else {}
    found = {DEFAULT_SPARSE: sparse} if any(sparse) else {}
    return Points([one["id"] for one in points], payloads, vectors, found)


def _vectors(points: Sequence[Mapping[str, Any]], dimension: int) -> Vectors:
    given = [one.get("vector") for one in points]
    rows = np.array([one or [0.0] * dimension for one in given], np.float32)
    return Vectors(
        rows.reshape(len(given), dimension), np.array([one is not None for one in given])
    )


def _weights(sparse: Mapping[str, float] | None) -> dict[int, float] | None:
    return None if sparse is None else {int(index): one for index, one in sparse.items()}


def _edges(collection: Mapping[str, Any]) -> Edges:
    edges = collection.get("edges") or []
    return Edges(
        [one["id"] for one in edges],
        [one["source"] for one in edges],
        [one["target"] for one in edges],
        [one["label"] for one in edges],
        [json.dumps(one.get("properties") or {}, ensure_ascii=False) for one in edges],
    )


def _now(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"$now_offset"}:
            return int(time.time()) + value["$now_offset"]
        return {name: _now(one) for name, one in value.items()}
    return [_now(one) for one in value] if isinstance(value, list) else value
