"""What a graph holds, kept in dicts: the judge of tables and of the log."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from typing import Any

import numpy as np

from workbench.core.property_graph.belief import (
    Evidence,
    Factor,
    FactorTable,
    StoredPosterior,
    Trace,
    Variable,
)
from workbench.core.property_graph.change import Change, Model
from workbench.core.property_graph.records import (
    EdgeRecord,
    NodeRecord,
    TextIndex,
    Vector,
    VectorIndex,
)

COUNTED = {"nodes": "node", "edges": "edge", "variables": "variable", "factors": "factor",
           "evidence": "evidence", "traces": "trace"}  # fmt: skip
KEYS = {**dict.fromkeys(COUNTED, "id"), "text_indexes": "name", "vector_indexes": "name",
        "posteriors": "variable_id"}  # fmt: skip
VALUES = (True, 0, 1, 1.0, -0.0, 1e300, 5e-324, 2**63 - 1, -(2**63), "", "1", "图\n\t\\\u0001", 0.1)


class World:
    """Records as repr gives them, which tells 1 from 1.0 and from true."""

    def __init__(self) -> None:
        self.records: dict[str, dict[Any, str]] = {name: {} for name in KEYS}
        self.vectors: dict[tuple[str, int], bytes] = {}
        self.next_ids = dict.fromkeys(COUNTED.values(), 0)

    @classmethod
    def of(cls, model: Model) -> World:
        world = cls()
        world._put(model)
        return world

    def apply(self, change: Change) -> None:
        for name, records in self.records.items():
            for key in getattr(change, f"dropped_{name}", ()):
                records.pop(key, None)
        emptied = set(change.dropped_vector_indexes)
        self.vectors = {key: row for key, row in self.vectors.items() if key[0] not in emptied}
        for key in change.dropped_vectors:
            self.vectors.pop(key, None)
        self._put(change)

    def copy(self) -> World:
        other = World()
        other.records = {name: dict(records) for name, records in self.records.items()}
        other.vectors, other.next_ids = dict(self.vectors), dict(self.next_ids)
        return other

    def __eq__(self, other: object) -> bool:
        return isinstance(other, World) and vars(self) == vars(other)

    def _put(self, given: Change | Model) -> None:
        for name, key in KEYS.items():
            for record in getattr(given, name):
                self.records[name][getattr(record, key)] = told(record)
        for one in given.vectors:
            row = np.asarray(one.embedding, np.float32).tobytes()
            self.vectors[one.index, one.entity] = row
        for counter, next_id in given.next_ids.items():
            self.next_ids[counter] = max(self.next_ids[counter], next_id)


def told(record: Any) -> str:
    """A record as text: types told apart, the order of properties left out."""
    fields = {name: getattr(record, name) for name in record.__slots__}
    return json.dumps(fields, sort_keys=True, default=_told)


def _told(value: Any) -> Any:
    if isinstance(value, Mapping):
        return dict(value)
    return {name: list(getattr(value, name)) if name != "is_cpd" else value.is_cpd
            for name in value.__slots__}  # fmt: skip


def random_change(chance: random.Random, world: World) -> Change:
    """A change of some kinds of records: stored anew, replaced, removed."""
    made: dict[str, Any] = {name: [] for name in KEYS}
    for name in chance.sample(sorted(KEYS), 3):
        keys = sorted(world.records[name])
        new = _new_key(chance, name, world)
        for key in dict.fromkeys([new, *chance.sample(keys, min(len(keys), 2))]):
            made[name].append(_record(chance, name, key))
        if name in ("nodes", "edges", "text_indexes", "vector_indexes", "evidence", "posteriors"):
            made[f"dropped_{name}"] = chance.sample(keys, min(len(keys), chance.randrange(2)))
    gone = set(made.get("dropped_vector_indexes", ())) - {i.name for i in made["vector_indexes"]}
    known = (
        world.records["vector_indexes"].keys() | {i.name for i in made["vector_indexes"]}
    ) - gone
    made["vectors"] = [_vector(chance, name) for name in sorted(known)]
    stored = {(one.index, one.entity) for one in made["vectors"]}
    rest = [key for key in sorted(world.vectors) if key not in stored]
    made["dropped_vectors"] = chance.sample(rest, min(len(rest), 1))
    raised = {counter: max((one.id + 1 for one in made[name]), default=0)
              for name, counter in COUNTED.items()}  # fmt: skip
    return Change(**made, next_ids={k: v for k, v in raised.items() if v}, reason="random")


def _new_key(chance: random.Random, name: str, world: World) -> Any:
    if KEYS[name] == "name":
        return chance.choice("abc图")
    if KEYS[name] == "variable_id":
        return chance.randrange(9)
    return world.next_ids[COUNTED[name]] + chance.randrange(2)


def _vector(chance: random.Random, index: str) -> Vector:
    row = np.array([chance.gauss(0, 1), 0.1, -0.0], np.float32)
    return Vector(index, chance.randrange(6), row)


def properties(chance: random.Random) -> dict[str, Any]:
    return {key: chance.choice(VALUES) for key in chance.sample(["a", "b b", "ключ", "\n"], 2)}


def _record(chance: random.Random, name: str, key: Any) -> Any:
    some = properties(chance)
    if name == "nodes":
        return NodeRecord(key, f"{chance.random()} é", ("A", "A", "B C")[: key % 4], some)
    if name == "edges":
        return EdgeRecord(key, chance.randrange(5), chance.randrange(5), "KNOWS ü", some)
    if name == "text_indexes":
        return TextIndex(key, "node", ("a", "b b"), "trigram", chance.random() < 0.5, True)
    if name == "vector_indexes":
        return VectorIndex(key, "node", 3, "dot", chance.choice([None, "m"]))
    if name == "variables":
        return Variable(key, "d", ("x", "y\n"), chance.choice([None, 3]), some, {"x": 1.0})
    if name == "factors":
        table = FactorTable((1, 2), (0.1, 1e-300, 3.0, 1.0), chance.random() < 0.5)
        return Factor(key, (1,), (2, 1), "f", some, chance.choice([None, table]))
    if name == "evidence":
        return Evidence(key, chance.randrange(4), some, chance.choice([None, {"x": 0.3}]))
    if name == "traces":
        return Trace(key, some)
    return StoredPosterior(key, (chance.random(), 1e-17), chance.choice([None, {"n": [1, 2.0]}]))
