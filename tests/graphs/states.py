"""States for tests: of given records, or random."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import Any

from workbench.core.property_graph.change import Model
from workbench.core.property_graph.records import EdgeRecord, NodeRecord
from workbench.graphs.state import State
from workbench.graphs.state.modelled import state_of_model

Node, Edge = NodeRecord, EdgeRecord


def state_of(
    nodes: Iterable[NodeRecord] | int, edges: Iterable[EdgeRecord] = (), **rest: Any
) -> State:
    """A state of these records, which may come in any order; of a number, that many plain nodes.

    `rest` are the other fields of a `Model`, and `generation`. Counters are the first ids free.
    """
    if isinstance(nodes, int):
        nodes = [Node(id, f"node:{id}") for id in range(nodes)]
    held = sorted(nodes, key=lambda r: r.id), sorted(edges, key=lambda r: r.id)
    generation = rest.pop("generation", 0)
    kinds = ("variables", "factors", "evidence", "traces")
    counters = ("node", "edge", "variable", "factor", "evidence", "trace")
    records = (*held, *(rest.get(kind, ()) for kind in kinds))
    free = {
        c: max((r.id + 1 for r in of), default=0) for c, of in zip(counters, records, strict=True)
    }
    rest["next_ids"] = free | dict(rest.get("next_ids", {}))
    return state_of_model(Model(*held, **rest), generation)


def random_state(seed: int, n: int, m: int) -> State:
    """`n` nodes and `m` edges: holes in both ids, loops, parallel edges, all kinds of values.

    Edges have one of the types A, B, C and mostly a `weight`: int, float or text of a number.
    """
    roll = random.Random(seed)
    ids = sorted(roll.sample(range(n + n // 4 + 1), n))
    nodes = [Node(id, f"x{id}", _labels(roll), _properties(roll, id)) for id in ids]
    edge_ids = sorted(roll.sample(range(m + m // 4 + 1), m))
    edges = [_edge(roll, id, ids) for id in edge_ids]
    return state_of(nodes, edges)


def _labels(roll: random.Random) -> tuple[str, ...]:
    return tuple(roll.sample(["Person", "City", "Doc"], roll.randrange(3)))


def _properties(roll: random.Random, id: int) -> dict[str, Any]:
    values = {"rank": roll.choice([1, 1.0, True, "1", 2]), "name": f"n{id % 7}", "score": id / 4}
    return {key: value for key, value in values.items() if roll.random() < 0.7}


def _edge(roll: random.Random, id: int, ids: list[int]) -> EdgeRecord:
    source = roll.choice(ids)
    near = ids[max(0, ids.index(source) - 2) : ids.index(source) + 3]
    target = roll.choice(near if roll.random() < 0.3 else ids)  # loops and parallel edges
    weight = roll.choice([1, 2, 0.5, "0.25", 0, 3.5])
    properties = {"weight": weight} if roll.random() < 0.8 else {}
    return Edge(id, source, target, roll.choice("ABC"), properties)
