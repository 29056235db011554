"""A draft checks every rule of records, and sees what it changed."""

from __future__ import annotations

import numpy as np
import pytest

from tests.graphs.states import state_of
from workbench.core.errors import BadInput, RecordNotFound
from workbench.core.property_graph.belief import Variable
from workbench.core.property_graph.records import EdgeRecord, NodeRecord
from workbench.graphs.changing.draft import Draft

ALICE = NodeRecord(0, "alice", ("Person",), {"name": "Alice", "rank": 1})
BOB = NodeRecord(1, "bob", (), {})
KNOWS = EdgeRecord(0, 0, 1, "KNOWS", {"since": 2020})


@pytest.fixture
def draft() -> Draft:
    return Draft(state_of([ALICE, BOB], [KNOWS]))


def test_ids_go_on_where_the_graph_stands(draft: Draft) -> None:
    assert [draft.add_node(), draft.add_node("x"), draft.add_edge(2, 3, "T")] == [2, 3, 1]
    change = draft.change("test")
    assert [node.external_id for node in change.nodes] == ["node:2", "x"]
    assert change.next_ids == {"node": 4, "edge": 2}


def test_labels_given_twice_stay_at_creation(draft: Draft) -> None:
    id = draft.add_node(labels=["B", "A", "B"])
    found = draft.node(id)
    assert found is not None
    assert found.labels == ("B", "A", "B")


def test_an_update_removes_first_and_appends_what_is_new(draft: Draft) -> None:
    changed = draft.update_node(
        0,
        add_labels=["Person", "Lead"],
        remove_labels=["Person"],
        set_properties={"rank": 2},
        remove_properties=["rank", "name", "nowhere"],
    )
    assert (changed.labels, changed.properties) == (("Person", "Lead"), {"rank": 2})


def test_counters_count_real_changes(draft: Draft) -> None:
    draft.update_node(0, add_labels=["Person", "Lead"], remove_properties=["name", "nowhere"])
    draft.add_node("x", ["A"], {"k": 1})
    counts = {name: n for name, n in draft.counts.items() if n}
    assert counts == {
        "labels_added": 2,
        "properties_removed": 1,
        "nodes_created": 1,
        "properties_set": 2,
    }


def test_a_node_with_edges_is_deleted_with_them_or_not_at_all(draft: Draft) -> None:
    with pytest.raises(BadInput, match="1 relationships"):
        draft.delete_node(0)
    draft.delete_node(0, detach=True)
    change = draft.change()
    assert (list(change.dropped_nodes), list(change.dropped_edges)) == ([0], [0])
    assert draft.id_of("alice") is None


def test_what_was_added_and_deleted_again_leaves_a_hole_alone(draft: Draft) -> None:
    draft.delete_node(draft.add_node("x"))
    change = draft.change()
    assert (change.nodes, change.dropped_nodes, change.next_ids["node"]) == ([], [], 3)


def test_a_node_that_owns_a_variable_stays() -> None:
    variable = Variable(7, "binary", ("false", "true"), owner_id=1)
    draft = Draft(state_of([ALICE, BOB], [], variables=[variable]))
    with pytest.raises(BadInput, match="owns variable 7"):
        draft.delete_node(1, detach=True)


def test_external_ids_are_swapped_by_way_of_a_third(draft: Draft) -> None:
    draft.update_node(0, external_id="third")
    draft.update_node(1, external_id="alice")
    draft.update_node(0, external_id="bob")
    assert (draft.id_of("alice"), draft.id_of("bob"), draft.id_of("third")) == (1, 0, None)


@pytest.mark.parametrize("taken", ["alice", "node:2"])
def test_an_external_id_is_one_nodes_alone(draft: Draft, taken: str) -> None:
    draft.add_node()  # node:2
    with pytest.raises(BadInput, match=f'external_id "{taken}" already exists'):
        draft.add_node(taken)


@pytest.mark.parametrize(
    "value", [None, [1], {"a": 1}, b"x", float("nan"), float("inf"), 2**63, "a\x00", "\ud800"]
)
def test_a_property_is_one_of_four_kinds(draft: Draft, value: object) -> None:
    with pytest.raises(BadInput, match=r"properties\['k'\]"):
        draft.add_node(properties={"k": value})
    assert not draft


@pytest.mark.parametrize(
    ("value", "kept"),
    [(np.int64(3), 3), (np.float32(0.5), 0.5), (np.bool_(True), True), (np.str_("a"), "a")],
)
def test_numbers_of_numpy_become_pythons(draft: Draft, value: object, kept: object) -> None:
    found = draft.node(draft.add_node(properties={"k": value}))
    assert found is not None
    assert found.properties["k"] == kept
    assert type(found.properties["k"]) is type(kept)


def test_ends_that_are_missing_are_named(draft: Draft) -> None:
    with pytest.raises(RecordNotFound, match="node 999 not found"):
        draft.add_edge(999, 0, "T")
    assert not draft


@pytest.mark.parametrize("labels", ["Person", [""], [1], {"a": 1}])
def test_labels_are_a_list_of_texts(draft: Draft, labels: object) -> None:
    with pytest.raises(BadInput):
        draft.add_node(labels=labels)  # type: ignore[arg-type]


def test_the_state_stays_as_it_was(draft: Draft) -> None:
    draft.update_node(0, set_properties={"rank": 9})
    assert draft.state.nodes.get(0) == ALICE
