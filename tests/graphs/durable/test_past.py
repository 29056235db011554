"""The log, and going back by it."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from tests.graphs.durable.test_fill import random_model
from tests.graphs.durable.worlds import World, random_change
from workbench.core.errors import BadInput
from workbench.core.property_graph.change import Change, Model
from workbench.core.property_graph.records import NodeRecord, Vector, VectorIndex
from workbench.graphs.durable.tables import Tables
from workbench.stores.relational.postgres import Postgres

ANNA = NodeRecord(0, "anna", ("P",), {"x": 1.0})


@pytest.mark.parametrize("seed", range(3))
def test_every_generation_can_be_had_again(tables: Tables, seed: int) -> None:
    chance, expected = random.Random(seed), World()
    then = [expected.copy()]
    for generation in range(25):
        change = random_change(chance, expected)
        tables.commit(change, expecting=generation)
        expected.apply(change)
        then.append(expected.copy())
    assert [World.of(tables.at(generation)) for generation in range(26)] == then


def test_the_past_of_a_filled_graph_begins_with_the_fill(tables: Tables) -> None:
    model = random_model(5)
    tables.fill(model)
    chance, expected = random.Random(5), World.of(model)
    for generation in range(1, 9):
        change = random_change(chance, expected)
        tables.commit(change, expecting=generation)
        expected.apply(change)
    assert World.of(tables.at(9)) == expected
    assert World.of(tables.at(1)) == World.of(model)
    assert World.of(tables.at(0)) == World()


def test_what_was_before_an_emptied_graph_was_filled_is_there_too(tables: Tables) -> None:
    tables.commit(Change(nodes=[ANNA]), expecting=0)
    tables.commit(Change(dropped_nodes=[0]), expecting=1)
    tables.fill(Model(nodes=[NodeRecord(7, "later")]))
    assert [len(tables.at(generation).nodes) for generation in range(4)] == [0, 1, 0, 1]
    assert [tables.at(g).next_ids["node"] for g in range(4)] == [0, 1, 1, 8]
    assert tables.at(1).nodes == [ANNA]


def test_a_generation_that_never_was_is_refused(tables: Tables) -> None:
    tables.commit(Change(nodes=[ANNA]), expecting=0)
    for generation in (-1, 2):
        with pytest.raises(BadInput, match=f"generation {generation}: expected 0 to 1"):
            tables.at(generation)


def test_a_dropped_vector_index_comes_back_with_its_vectors(tables: Tables) -> None:
    index, row = VectorIndex("v", "node", 2), [0.1, -0.0]
    tables.commit(Change(vector_indexes=[index], vectors=[Vector("v", 4, row)]), expecting=0)
    tables.commit(Change(dropped_vector_indexes=["v"]), expecting=1)
    past = tables.at(1)
    assert past.vector_indexes == [index]
    assert [one.embedding.tobytes().hex() for one in past.vectors] == ["cdcccc3d00000080"]


def test_a_line_says_who_when_what_was_and_what_is(tables: Tables, tong: Postgres) -> None:
    Tables(tong, tables._graph, author="Zoë").commit(
        Change(nodes=[ANNA], reason="add_node"), expecting=0
    )
    renamed = NodeRecord(0, "anne", ("P",), {"x": True})
    tables.commit(Change(nodes=[renamed], reason="update_node"), expecting=1)
    first, line = tables.log()
    values = {"external_id": "anna", "labels": ["P"], "properties": {"x": 1.0}}
    assert (first.author, first.reason, first.before["nodes"]) == ("Zoë", "add_node", {"0": None})
    assert line.before["nodes"] == first.after["nodes"] == {"0": values}
    assert line.after["nodes"]["0"]["properties"] == {"x": True}
    assert abs(datetime.now(UTC) - line.at) < timedelta(minutes=1)


def test_the_log_from_a_generation_on(tables: Tables) -> None:
    for generation in range(4):
        tables.commit(Change(nodes=[ANNA]), expecting=generation)
    assert [line.generation for line in tables.log(2)] == [3, 4]
