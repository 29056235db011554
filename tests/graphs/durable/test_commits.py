"""Changes: kept whole, told as they were made, and only where they were expected."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from tests.graphs.durable.worlds import World, random_change
from workbench.core.errors import BadInput, StaleHandle
from workbench.core.property_graph.belief import Trace
from workbench.core.property_graph.change import Change, Model
from workbench.core.property_graph.records import (
    EdgeRecord,
    NodeRecord,
    TextIndex,
    Vector,
    VectorIndex,
)
from workbench.graphs.durable import reading
from workbench.graphs.durable.registry import Registry
from workbench.graphs.durable.tables import Tables
from workbench.stores.relational.postgres import Postgres

ANNA, BERT = NodeRecord(0, "anna", ("P",), {"age": 3}), NodeRecord(1, "bert")
INDEX = VectorIndex("v", "node", 2)


def world(tables: Tables) -> World:
    return World.of(reading.model(tables.load()))


def test_a_new_graph_is_empty_and_at_generation_0(tables: Tables) -> None:
    assert tables.generation() == 0
    assert world(tables) == World()
    assert (tables.since(0), tables.log(), tables.file_log()) == ([], [], [])


def test_a_commit_is_the_next_generation_and_raises_the_counters(tables: Tables) -> None:
    done = tables.commit(Change(nodes=[ANNA, BERT]), expecting=0)
    assert (done.generation, tables.generation()) == (1, 1)
    assert done.change.next_ids == {"node": 2}
    assert tables.load().rest.next_ids == {
        "node": 2, "edge": 0, "variable": 0, "factor": 0, "evidence": 0, "trace": 0,
    }  # fmt: skip


def test_a_counter_never_goes_back(tables: Tables) -> None:
    tables.commit(Change(nodes=[ANNA], next_ids={"node": 9}), expecting=0)
    tables.commit(Change(dropped_nodes=[0], next_ids={"node": 1}), expecting=1)
    assert tables.load().rest.next_ids["node"] == 9


def test_random_changes_of_all_kinds_are_stored_and_told_as_they_were_made(
    tables: Tables,
) -> None:
    chance, expected = random.Random(7), World()
    for generation in range(40):
        before = expected.copy()
        change = random_change(chance, expected)
        done = tables.commit(change, expecting=generation)
        expected.apply(change)
        for told in (done, *(tables.since(generation) or ())):
            mirror = before.copy()
            mirror.apply(told.change)
            assert (told.generation, mirror) == (generation + 1, expected)
    assert world(tables) == expected


def test_a_large_change_is_stored_and_told_like_a_small_one(tables: Tables) -> None:
    first = [NodeRecord(id, f"n{id}", ("P",), {"x": id}) for id in range(700)]
    second = [replace(one, properties={"x": 1.0}) for one in first[:600]]
    tables.commit(Change(nodes=first), expecting=0)
    done = tables.commit(Change(nodes=second, dropped_nodes=[650, 651]), expecting=1)
    expected = World.of(Model(nodes=first, next_ids={"node": 700}))
    assert World.of(tables.at(1)) == expected
    expected.apply(done.change)
    assert world(tables) == expected
    assert len(tables.load().nodes.ids) == 698


def test_since_tells_all_changes_in_order(tables: Tables) -> None:
    chance, expected = random.Random(3), World()
    for generation in range(12):
        change = random_change(chance, expected)
        tables.commit(change, expecting=generation)
        expected.apply(change)
    mirror, told = World(), tables.since(0)
    assert told is not None
    for delta in told:
        mirror.apply(delta.change)
    assert [delta.generation for delta in told] == list(range(1, 13))
    assert mirror == expected


def test_a_change_that_expects_another_generation_is_refused_whole(tables: Tables) -> None:
    tables.commit(Change(nodes=[ANNA]), expecting=0)
    with pytest.raises(StaleHandle, match="graph changed since generation 0: it is at 1"):
        tables.commit(Change(nodes=[BERT]), expecting=0)
    with pytest.raises(StaleHandle, match="graph changed since"):
        tables.commit(Change(nodes=[BERT]), expecting=7)
    assert tables.load().nodes.external_ids == ["anna"]


def test_two_nodes_swap_their_external_ids_in_one_change(tables: Tables) -> None:
    tables.commit(Change(nodes=[ANNA, BERT]), expecting=0)
    swapped = [replace(ANNA, external_id="bert"), replace(BERT, external_id="anna")]
    tables.commit(Change(nodes=swapped), expecting=1)
    assert tables.load().nodes.external_ids == ["bert", "anna"]


def test_a_node_may_take_the_external_id_of_one_that_goes(tables: Tables) -> None:
    tables.commit(Change(nodes=[ANNA]), expecting=0)
    tables.commit(Change(nodes=[NodeRecord(5, "anna")], dropped_nodes=[0]), expecting=1)
    assert tables.load().nodes.ids.tolist() == [5]


def test_a_second_node_of_an_external_id_is_refused_and_nothing_kept(tables: Tables) -> None:
    tables.commit(Change(nodes=[ANNA]), expecting=0)
    with pytest.raises(BadInput, match="duplicate external id"):
        tables.commit(Change(nodes=[NodeRecord(1, "anna")]), expecting=1)
    assert (tables.generation(), len(tables.log())) == (1, 1)


def test_graphs_share_tables_and_nothing_else(make: Callable[[], Tables]) -> None:
    one, other = make(), make()
    one.commit(Change(nodes=[ANNA]), expecting=0)
    other.commit(Change(nodes=[replace(ANNA, labels=("Q",))]), expecting=0)
    one.commit(Change(dropped_nodes=[0]), expecting=1)
    assert (len(one.load().nodes.ids), other.load().nodes.labels) == (0, ['["Q"]'])


def test_dropping_a_vector_index_drops_its_vectors_alone(tables: Tables) -> None:
    other = VectorIndex("w", "node", 2)
    vectors = [Vector("v", 0, [1.0, 2.0]), Vector("w", 0, [3.0, 4.0])]
    tables.commit(Change(vector_indexes=[INDEX, other], vectors=vectors), expecting=0)
    tables.commit(Change(dropped_vector_indexes=["v"]), expecting=1)
    left = tables.load().vectors
    assert {name: columns.rows.tolist() for name, columns in left.items()} == {"w": [[3.0, 4.0]]}


def test_a_vector_index_made_anew_begins_empty_with_its_new_length(tables: Tables) -> None:
    first = Change(vector_indexes=[INDEX], vectors=[Vector("v", 0, [1.0, 2.0])])
    tables.commit(first, expecting=0)
    anew = [VectorIndex("v", "node", 3)]
    change = Change(vector_indexes=anew, dropped_vector_indexes=["v"],
                    vectors=[Vector("v", 4, np.ones(3, np.float32))])  # fmt: skip
    tables.commit(change, expecting=1)
    (told,) = tables.since(1) or ()
    assert told.change.dropped_vector_indexes == ["v"]
    assert told.change.dropped_vectors == []
    assert tables.load().vectors["v"].rows.tolist() == [[1.0, 1.0, 1.0]]


def test_a_vector_of_another_length_is_refused(tables: Tables) -> None:
    tables.commit(Change(vector_indexes=[INDEX]), expecting=0)
    with pytest.raises(BadInput, match=r"'v', entity 3: expected 2 numbers"):
        tables.commit(Change(vectors=[Vector("v", 3, [1.0])]), expecting=1)
    with pytest.raises(BadInput, match="expected None numbers"):
        tables.commit(Change(vectors=[Vector("x", 3, [1.0])]), expecting=1)


@pytest.mark.parametrize(
    ("node", "why"),
    [
        (NodeRecord(1, "a\0"), r"U\+0000|0x00"),
        (NodeRecord(1, "a\ud800"), "UTF-8"),
        (NodeRecord(1, "a", (), {"k": float("nan")}), "finite"),
        (NodeRecord(1, "a", (), {"k": "\udc00"}), "UTF-8"),
    ],
)
def test_what_postgresql_does_not_hold_is_refused_whole(
    tables: Tables, node: NodeRecord, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        tables.commit(Change(nodes=[ANNA, node]), expecting=0)
    with pytest.raises(BadInput, match=why):
        tables.fill(Model(nodes=[ANNA, node]))
    assert (tables.generation(), world(tables)) == (0, World())


def test_an_external_id_that_no_index_holds_is_refused(tables: Tables) -> None:
    chance = random.Random(1)
    endless = "".join(chr(chance.randrange(0x4E00, 0x9FFF)) for _ in range(4000))
    with pytest.raises(BadInput, match="at most"):
        tables.commit(Change(nodes=[NodeRecord(0, endless)]), expecting=0)


def test_the_texts_of_an_index_follow_the_records(tables: Tables, tong: Postgres) -> None:
    index = TextIndex("t", "node", ("bio",))
    with_bio = replace(ANNA, properties={"bio": "graph database"})
    tables.commit(Change(nodes=[with_bio, BERT]), expecting=0)
    tables.commit(Change(text_indexes=[index]), expecting=1)
    query = f"SELECT entity, words::text FROM tong_texts WHERE graph = {tables._graph} ORDER BY 1"
    assert tong.rows(query).values == [(0, "'database':1 'graph':1")]
    tables.commit(Change(nodes=[replace(BERT, properties={"bio": "tree"})]), expecting=2)
    tables.commit(Change(dropped_nodes=[0]), expecting=3)
    assert tong.rows(query).values == [(1, "'tree':1")]
    tables.commit(Change(dropped_text_indexes=["t"]), expecting=4)
    assert tong.rows(query).values == []


def test_records_ascend_by_id_and_indexes_by_code_point(tables: Tables) -> None:
    ids, names = [2, 10, 9, 100], ["b", "a", "Z", "é"]
    change = Change(
        nodes=[NodeRecord(id, f"n{id}") for id in ids],
        traces=[Trace(id) for id in ids],
        text_indexes=[TextIndex(name, "edge", ("x",)) for name in names],
        vector_indexes=[VectorIndex("v", "node", 1)],
        vectors=[Vector("v", id, [1.0]) for id in ids],
    )
    tables.commit(change, expecting=0)
    for model in (reading.model(tables.load()), tables.at(1)):
        for records in (model.nodes, model.traces):
            assert [one.id for one in records] == [2, 9, 10, 100]
        assert [one.name for one in model.text_indexes] == ["Z", "a", "b", "é"]
        assert [one.entity for one in model.vectors] == [2, 9, 10, 100]


def test_a_graph_that_was_dropped_says_so(make: Callable[[], Tables], registry: Registry) -> None:
    tables = make()
    registry.drop(next(n for n in registry.names() if registry.number(n) == tables._graph))
    for call in (tables.generation, tables.load, lambda: tables.since(0)):
        with pytest.raises(StaleHandle, match="was dropped"):
            call()
    with pytest.raises(StaleHandle, match="was dropped"):
        tables.commit(Change(edges=[EdgeRecord(0, 0, 0, "T")]), expecting=0)
