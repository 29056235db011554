"""What a property graph holds, in each of its places, to be compared."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.graphs.durable.worlds import World
from tests.graphs.projecting.native import expected, held
from workbench.core.property_graph.change import Model
from workbench.graphs.durable.tables import Tables
from workbench.graphs.state.modelled import state_of_model
from workbench.graphs.state.state import State

_TEXTS = """
SELECT entity FROM tong_texts WHERE graph = $graph AND index_name = $name ORDER BY entity
"""


def digest(model: Model) -> str:
    world = World.of(model)
    found = hashlib.sha256(repr(sorted(world.next_ids.items())).encode())
    for name in sorted(world.records):
        found.update(repr(sorted(world.records[name].items())).encode())
    found.update(repr(sorted(world.vectors.items())).encode())
    return found.hexdigest()


def faults(graph: Any) -> Iterator[str]:
    """What is not as it should be, in a graph that nobody writes to."""
    state = graph.state
    yield from _half(state)
    tables: Tables = graph._handle.tables
    now, loaded = World.of(state.model()), State.of(tables.load())
    if now != World.of(loaded.model()):
        yield f"the mirror of {state.generation} is not the tables of {loaded.generation}"
    if now != World.of(replayed(tables).model()):
        yield "the log replays to another graph"
    store = graph._projection.place(state)
    if held(store) != expected(state):
        yield f"the projection is not the mirror: {_difference(held(store), expected(state))}"
    yield from _texts(graph, state)


def replayed(tables: Tables) -> State:
    """The graph by its log alone, from its first generation."""
    first = 1 if tables.since(0) is None else 0
    state = state_of_model(tables.at(first), first)
    for delta in tables.since(first) or ():
        state.apply(delta)
    return state


def _half(state: State) -> Iterator[str]:
    """Batches of which some records are missing, and what hangs on nothing."""
    for records in (state.nodes, state.edges):
        there = [one.properties for one in records if "batch" in one.properties]
        counted = Counter((one["batch"], one["of"]) for one in there)
        yield from (
            f"{n} of {of} records of {batch}" for (batch, of), n in counted.items() if n != of
        )
    ends = {end for edge in state.edges for end in (edge.source, edge.target)}
    owners = {v.owner_id for v in state.variables.values() if v.owner_id is not None}
    scopes = {id for f in state.factors.values() if f.table for id in f.table.variables}
    scopes |= {one.variable_id for one in state.evidence.values()} | set(state.posteriors)
    vectors = {int(id) for table in state.vectors.values() for id in table.entities}
    if missing := [id for id in ends | owners | vectors if id not in state.nodes]:
        yield f"nodes {missing} are named and not there"
    if missing := [id for id in scopes if id not in state.variables]:
        yield f"variables {missing} are named and not there"


def _texts(graph: Any, state: State) -> Iterator[str]:
    for name in state.text_indexes:
        rows = graph._texts._store.rows(
            _TEXTS, {"graph": graph._texts._number, "name": name}, reviewed=True
        )
        stored = rows.column("entity")
        wanted = [one.id for one in state.nodes if one.properties.get("t")]
        if stored != wanted:
            yield f"the texts of {name} are {stored[:9]}…, expected {wanted[:9]}…"


def _difference(found: Any, wanted: Any) -> str:
    sides = []
    for one, other in zip(found, wanted, strict=True):
        sides.append([row for row in one if row not in other][:2])
        sides.append([row for row in other if row not in one][:2])
    return repr(sides)
