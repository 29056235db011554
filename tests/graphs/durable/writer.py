"""Changes a graph until it is done or killed: `python -m … CONNINFO NAME SEED COUNT`.

The first step fills the graph, the others commit; all follow from the seed, so that another
process can work out what is stored after any number of them. It prints the number of a step
once its call has returned, and nothing else.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import islice

from tests.graphs.durable.worlds import World, random_change
from workbench.core.property_graph.change import Change, Model
from workbench.core.property_graph.records import EdgeRecord, NodeRecord
from workbench.graphs.durable.registry import Registry
from workbench.graphs.durable.tables import Tables
from workbench.stores.relational.postgres import Postgres

SIZE = 3000


def model() -> Model:
    nodes = [NodeRecord(id, f"n{id}", ("P",), {"a": id}) for id in range(SIZE)]
    edges = [EdgeRecord(id, id % SIZE, id * 7 % SIZE, "T", {"w": 0.5}) for id in range(3 * SIZE)]
    return Model(nodes=nodes, edges=edges, next_ids={"node": SIZE, "edge": 3 * SIZE})


def steps(seed: int) -> Iterator[tuple[Model | Change, World]]:
    """What is stored next, and what the graph holds then."""
    chance, filled = random.Random(seed), model()
    world = World.of(filled)
    yield filled, world
    while True:
        change = random_change(chance, world)
        world = world.copy()
        world.apply(change)
        yield change, world


def main(conninfo: str, name: str, seed: int, count: int) -> None:
    store = Postgres(conninfo)
    tables = Tables(store, Registry(store).number(name))
    for number, (step, _) in enumerate(islice(steps(seed), count), 1):
        if isinstance(step, Model):
            tables.fill(step)
        else:
            tables.commit(step, expecting=number - 1)
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
