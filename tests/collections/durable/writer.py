"""Writes to collections until it is done or killed: `python -m … CONNINFO SEED COUNT`.

The changes follow from the seed, so that another process can work out what is stored after any
number of them. It prints the number of a change once its write has returned, and nothing else.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from tests.collections.durable.changes import World, column, edges
from workbench.collections.durable.registry import Registry
from workbench.collections.durable.tables import Tables
from workbench.core.collections.definition import Definition, VectorSpace
from workbench.core.collections.records import Change, Points
from workbench.stores.relational.postgres import Postgres

FORMS = ("one", "bulk", "update", "delete", "edges", "clear", "create", "drop")
BULK = 400
IDS = range(1, 3 * BULK)


class Step(NamedTuple):
    """A change of the collection called `name`, or its making or end."""

    form: str
    name: str
    change: Change | None = None


def steps(seed: int, most: int = 1_000_000) -> Iterator[Step]:
    """Each form as often; the first makes a collection, and one is always there."""
    chance, names = random.Random(seed), list[str]()
    for number in range(most):
        form = chance.choice(FORMS) if names else "create"
        if form == "drop" and len(names) < 2:
            form = "create"
        if form == "create":
            names.append(f"c{seed}-{number}")
            yield Step("create", names[-1])
        elif form == "drop":
            yield Step("drop", names.pop(chance.randrange(len(names))))
        else:
            yield Step(form, chance.choice(names), _change(form, chance, number))


def _change(form: str, chance: random.Random, number: int) -> Change:
    if form == "one":
        return Change(points=_points([chance.choice(IDS)], number))
    if form == "update":
        return Change(points=_points(sorted(chance.sample(IDS, 3)), number))
    if form == "delete":
        return Change(dropped=chance.sample(IDS, BULK // 4))
    if form == "edges":
        rows = [(at, chance.choice(IDS), chance.choice(IDS)) for at in chance.sample(IDS, 50)]
        return Change(edges=edges(rows), dropped_edges=[])
    start = chance.randrange(1, BULK)
    return Change(clear=form == "clear", points=_points(range(start, start + BULK), number))


def _points(ids: Any, number: int) -> Points:
    ids = list(ids)
    vectors = {"vector": column([[float(number % 1000), 0.5, float(id)] for id in ids])}
    return Points(ids, [f'{{"written": {number}}}'] * len(ids), vectors)


def worlds(seed: int, count: int) -> dict[str, World]:
    """What is stored, by collection, after that many steps."""
    found: dict[str, World] = {}
    for step in islice(steps(seed), count):
        if step.form == "create":
            found[step.name] = World()
        elif step.form == "drop":
            del found[step.name]
        elif step.change is not None:
            found[step.name].apply(step.change)
    return found


def stored(store: Postgres, seed: int) -> dict[str, World]:
    """What is in the tables of the collections of a seed."""
    found = {}
    for name, definition in Registry(store).definitions().items():
        if name.startswith(f"c{seed}-"):
            found[name] = World()
            found[name].apply(Tables(store, definition).since(0).change)
    return found


def main(conninfo: str, seed: int, count: int) -> None:
    store = Postgres(conninfo)
    registry, tables = Registry(store), dict[str, Tables]()
    for number, step in enumerate(islice(steps(seed), count), 1):
        if step.form == "create":
            definition = Definition(step.name, "vector", vectors={"vector": VectorSpace(3)})
            tables[step.name] = Tables(store, registry.create(definition))
        elif step.form == "drop":
            registry.drop(step.name)
        elif step.change is not None:
            tables[step.name].write(step.change)
        print(number, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
