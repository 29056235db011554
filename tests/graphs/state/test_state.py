"""A state holds what it was given, by id, name, label, type and property."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.graphs.states import Edge, Node, random_state, state_of
from workbench.core.errors import BadInput, StaleHandle
from workbench.core.property_graph.belief import Evidence, StoredPosterior, Trace, Variable
from workbench.core.property_graph.change import Change, Delta
from workbench.core.property_graph.records import TextIndex, Vector, VectorIndex
from workbench.graphs.state import State

ALICE = Node(0, "alice", ("Person", "Person", "Lead"), {"rank": 1, "name": "Ä\u0000\n"})
BOB = Node(4, "bob", ("Person",), {"rank": 1.0, "big": 1e300, "low": -(2**63)})
CITY = Node(9, "城", (), {"rank": True, "zero": -0.0})
TEXT = Node(10, "t", ("Lead",), {"rank": "1", "zero": 0.0})
EDGES = [Edge(2, 0, 4, "KNOWS", {"w": 0.5}), Edge(3, 4, 4, "SELF"), Edge(7, 0, 4, "KNOWS")]


@pytest.fixture
def state() -> State:
    return state_of([CITY, ALICE, BOB, TEXT], EDGES)


def test_records_come_back_as_they_were(state: State) -> None:
    assert [*state.nodes] == [ALICE, BOB, CITY, TEXT]
    assert [*state.edges] == EDGES
    assert repr(state.nodes.get(9)) == repr(CITY)  # -0.0 too
    assert (state.nodes.get(1), state.edges.get(99), state.nodes.get(-1)) == (None, None, None)


def test_what_is_there_is_told_by_id(state: State) -> None:
    assert [id in state.nodes for id in (0, 1, 9, 99, -1)] == [True, False, True, False, False]
    assert np.int64(4) in state.nodes
    assert "0" not in state.nodes
    assert (len(state.nodes), len(state.edges)) == (4, 3)
    assert (state.nodes.ids().tolist(), state.edges.ids().tolist()) == ([0, 4, 9, 10], [2, 3, 7])


def test_nodes_are_found_by_external_id_and_by_label(state: State) -> None:
    assert [state.nodes.id_of(name) for name in ("alice", "城", "nobody")] == [0, 9, None]
    found = [state.nodes.with_label(label).tolist() for label in ("Person", "Lead", "X")]
    assert found == [[0, 4], [0, 10], []]
    assert state.nodes.labels() == {"Lead": 2, "Person": 2}


@pytest.mark.parametrize(
    ("value", "ids"), [(1, [0]), (1.0, [4]), (True, [9]), ("1", [10]), (2, []), (None, [])]
)
def test_a_property_is_found_by_value_and_type(state: State, value: Any, ids: list[int]) -> None:
    assert state.nodes.with_property("rank", value).tolist() == ids


def test_a_property_is_found_by_key_and_zeros_by_sign(state: State) -> None:
    assert state.nodes.with_property("rank").tolist() == [0, 4, 9, 10]
    assert state.nodes.with_property("zero", -0.0).tolist() == [9]
    assert state.nodes.with_property("zero", 0.0).tolist() == [10]
    assert state.edges.with_property("w").tolist() == [2]
    assert state.edges.with_property("none").tolist() == []


def test_edges_are_found_by_type_ends_and_node(state: State) -> None:
    assert state.edges.of_type("KNOWS").tolist() == [2, 7]
    assert state.edges.of_type("none").tolist() == []
    assert [ends.tolist() for ends in state.edges.ends([7, 3])] == [[0, 4], [4, 4]]
    assert [state.edges.at(id).tolist() for id in (0, 4, 9, 77)] == [[2, 7], [2, 3, 7], [], []]
    assert state.edges.types() == {"KNOWS": 2, "SELF": 1}
    with pytest.raises(BadInput, match="edge 5 not found"):
        state.edges.ends([2, 5])


def test_adjacency_lists_ascending_edges_both_ways(state: State) -> None:
    edges, out, into = state.adjacency.edges, state.adjacency.out, state.adjacency.into

    assert edges.ids[out.rows[out.offsets[0] : out.offsets[1]]].tolist() == [2, 7]
    assert edges.ids[into.rows[into.offsets[4] : into.offsets[5]]].tolist() == [2, 3, 7]
    assert into.neighbors[into.offsets[4] : into.offsets[5]].tolist() == [0, 4, 0]


def test_ids_that_are_shared_cannot_be_written_to(state: State) -> None:
    with pytest.raises(ValueError, match="read-only"):
        state.nodes.ids()[0] = 7


def test_a_model_is_all_that_was_given() -> None:
    kinds: dict[str, Any] = {
        "text_indexes": [TextIndex("t", "node", ("name",))],
        "vector_indexes": [VectorIndex("emb", "node", 2)],
        "variables": [Variable(0, "binary", ("false", "true"))],
        "evidence": [Evidence(0, 0, {"state": "true"})],
        "traces": [Trace(3, {"kind": "x"})],
        "posteriors": [StoredPosterior(0, (0.5, 0.5))],
    }
    vectors = [Vector("emb", 4, [0.25, 1.0]), Vector("emb", 0, [1.0, 0.0])]
    model = state_of([ALICE, BOB], EDGES[:1], vectors=vectors, **kinds).model()

    assert ([*model.nodes], [*model.edges]) == ([ALICE, BOB], EDGES[:1])
    assert {name: [*getattr(model, name)] for name in kinds} == kinds
    told = [(v.index, v.entity, [*map(float, v.embedding)]) for v in model.vectors]
    assert told == [("emb", 0, [1.0, 0.0]), ("emb", 4, [0.25, 1.0])]
    assert model.next_ids == {"node": 5, "edge": 3, "variable": 1, "factor": 0} | {
        "evidence": 1,
        "trace": 4,
    }


def test_a_change_to_another_generation_is_refused() -> None:
    state = state_of(1, generation=4)

    with pytest.raises(StaleHandle, match=r"generation 6 fits generation 5, .* is at 4"):
        state.apply(Delta(6, Change()))


def test_an_empty_state_answers() -> None:
    state = random_state(0, 0, 0)

    assert (len(state.nodes), [*state.edges], state.nodes.labels()) == (0, [], {})
    assert state.nodes.with_property("a").tolist() == []
    assert state.edges.at(0).tolist() == []
    assert state.adjacency.out.offsets.tolist() == [0]
