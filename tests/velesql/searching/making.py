"""Random collections, and their rows as plain Python values."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.velesql.in_memory import InMemory
from workbench.core.collections.definition import Definition, VectorSpace
from workbench.core.collections.records import Change, Points, Vectors
from workbench.velesql.answering import answer
from workbench.velesql.executing.joins.joining import relation_of
from workbench.velesql.executing.relation import Relation
from workbench.velesql.executing.result import Result
from workbench.velesql.executing.run import Run
from workbench.velesql.syntax.parse import parse
from workbench.velesql.tree.selects import Select

WORDS = ("fog", "blue", "harbour", "gold", "bridge")


@dataclass
class Made:
    """`vectors` (n, d) of rows with ids `ids`; `absent` are ids of rows without a vector."""

    database: InMemory
    ids: list[int]
    payloads: list[dict[str, Any]]
    vectors: Any
    sparse: Sequence[Mapping[int, float] | None]
    absent: set[int]

    def ask(self, text: str, **parameters: Any) -> Result:
        return answer(text, parameters, self.database)

    def rows(self) -> list[tuple[int, dict[str, Any], Any]]:
        """Id, payload and vector of each, None where it has none."""
        return [
            (id, payload, None if id in self.absent else vector)
            for id, payload, vector in zip(self.ids, self.payloads, self.vectors, strict=True)
        ]


def made(
    n: int = 200, *, metric: Any = "cosine", absent: int = 0, seed: int = 3, dimension: int = 6
) -> Made:
    """A collection `c` of n rows in no order of ids: kind (of 20), half, n, body, sparse weights.

    Every fourth vector is that of the row before, so that there are ties.
    """
    random = np.random.default_rng(seed)
    ids = [int(one) for one in random.permutation(np.arange(1, n + 1))]
    vectors = random.standard_normal((n, dimension)).astype(np.float32)
    vectors[3::4] = vectors[2::4][: len(vectors[3::4])]
    payloads = [_payload(id, random) for id in ids]
    sparse = [_weights(random) for _ in ids]
    present = np.ones(n, np.bool_)
    present[random.permutation(n)[:absent]] = False
    rows = np.where(present[:, None], vectors, np.float32(0))
    database = InMemory()
    database.create(Definition("c", "vector", vectors={"vector": VectorSpace(dimension, metric)}))
    texts = [json.dumps(one) for one in payloads]
    points = Points(ids, texts, {"vector": Vectors(rows, present)}, {"": sparse})
    database.write("c", Change(points=points))
    gone = {id for id, here in zip(ids, present, strict=True) if not here}
    return Made(database, ids, payloads, vectors, sparse, gone)


def _payload(id: int, random: np.random.Generator) -> dict[str, Any]:
    words = random.choice(WORDS, size=int(random.integers(0, 6))).tolist()
    return {"kind": f"k{id % 20}", "half": id % 2, "n": id, "body": " ".join(words)}


def _weights(random: np.random.Generator) -> dict[int, float] | None:
    if random.random() < 0.3:
        return None
    at = random.choice(6, size=2, replace=False).tolist()
    return {int(one): float(round(random.uniform(0.1, 2), 3)) for one in at}


def similarity(metric: str, one: Sequence[float], other: Sequence[float]) -> float:
    """By the definitions of section 1, in plain Python."""
    a, b = [float(x) for x in one], [float(x) for x in other]
    if metric == "euclidean":
        return math.dist(a, b)
    if metric == "hamming":
        return float(sum((x > 0.5) != (y > 0.5) for x, y in zip(a, b, strict=True)))
    if metric == "jaccard":
        most = math.fsum(map(max, a, b))
        return math.fsum(map(min, a, b)) / most if most else 1.0
    product = math.fsum(x * y for x, y in zip(a, b, strict=True))
    if metric == "dot":
        return product
    lengths = math.hypot(*a) * math.hypot(*b)
    return product / lengths if lengths else 0.0


def nearest(rows: Any, query: Any, metric: str = "cosine") -> list[tuple[int, float]]:
    """Ids and scores of rows with a vector, best first, equals by id."""
    sign = 1 if metric in ("euclidean", "hamming") else -1
    found = [(id, similarity(metric, v, query)) for id, _, v in rows if v is not None]
    return sorted(found, key=lambda one: (round(sign * one[1], 12), one[0]))


def run_of(database: InMemory, **parameters: Any) -> Run:
    return Run(database, parameters, time.time())


def select_of(text: str) -> Select:
    found = parse(text)
    assert isinstance(found, Select)
    return found


def relation(text: str, run: Run) -> tuple[Select, Relation]:
    select = select_of(text)
    return select, relation_of(select, run)
