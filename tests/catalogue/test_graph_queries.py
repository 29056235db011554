"""The graph's queries on the small world: values known from its lists."""

from __future__ import annotations

import json
from typing import Any

import pytest

from workbench.catalogue.asking import ask
from workbench.catalogue.capsule import Question
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.replay import replay
from workbench.core.answer import Answer
from workbench.core.values import Edge, Node

CATALOGUE = Catalogue.shipped()
PERSON = {"label": "person", "id": "person:1"}


def answer(store: Any, name: str, /, **given: Any) -> Answer:
    return ask(CATALOGUE.get(f"vedana/{name}"), given, store=store)


def values(store: Any, name: str, /, **given: Any) -> list[tuple[Any, ...]]:
    return list(answer(store, name, **given).rows.values)


def test_nodes_and_edges_are_counted_in_all_and_by_label(small_graph: Any) -> None:
    assert values(small_graph, "node_count") == [(9,)]
    assert values(small_graph, "edge_count") == [(12,)]
    assert values(small_graph, "labels_histogram") == [("interest", 6), ("person", 3)]
    assert values(small_graph, "types_histogram") == [("PERSON_has_INTEREST", 12)]
    assert values(small_graph, "node_types") == [(["interest"],), (["person"],)]


def test_a_node_is_read_back_with_its_properties(small_graph: Any) -> None:
    properties = {"id": "person:1", "person_name": "Geneva Durben"}

    assert values(small_graph, "node_by_id", **PERSON) == [("person:1", "person", properties)]
    assert values(small_graph, "node_by_id", label="interest", id="person:1") == []


@pytest.mark.parametrize("label", ["no such label", "a`b", "person`) DETACH DELETE n //", "'\"$id"])
def test_a_strange_label_finds_nothing_and_changes_nothing(label: str, small_graph: Any) -> None:
    assert values(small_graph, "node_by_id", label=label, id="person:1") == []
    assert values(small_graph, "node_count") == [(9,)]


def test_an_edge_is_read_back_in_its_direction(small_graph: Any) -> None:
    ends = {"from_label": "person", "from_id": "person:1", "to_label": "interest"}
    found = answer(
        small_graph, "edge_by_ends", **ends, to_id="interest:1", edge_label="PERSON_has_INTEREST"
    )

    assert [row["attributes"] for row in found.rows] == [{"note": "since childhood"}]
    assert (
        values(
            small_graph,
            "edge_by_ends",
            **ends,
            to_id="interest:5",
            edge_label="PERSON_has_INTEREST",
        )
        == []
    )


def test_neighbours_are_graph_values_that_share_ids_with_the_rows(small_graph: Any) -> None:
    found = values(small_graph, "neighbours", **PERSON)

    assert {node.id for node, _, _ in found} == {"person:1"}
    assert sorted(other.id for _, _, other in found) == ["interest:1"] * 2 + ["interest:2"] * 2
    assert all(isinstance(node, Node) and isinstance(edge, Edge) for node, edge, _ in found)
    assert {(edge.source, edge.target) for _, edge, _ in found} == {
        ("person:1", "interest:1"),
        ("interest:1", "person:1"),
        ("person:1", "interest:2"),
        ("interest:2", "person:1"),
    }
    assert len(values(small_graph, "neighbours", **PERSON, limit=3)) == 3


def test_a_node_without_anything_but_an_id_is_a_ghost(small_graph: Any) -> None:
    assert values(small_graph, "ghost_nodes") == [(["interest"], "interest:99", 0)]


def test_a_graph_answer_replays_equal(small_graph: Any) -> None:
    kept = json.loads(json.dumps(answer(small_graph, "neighbours", **PERSON).capsule()))

    def again(question: Question) -> Answer:
        query = CATALOGUE.get(str(question.query))
        return ask(query, question.parameters, store=small_graph)

    assert replay(kept, again).verdict == "equal"
