"""Schema and statistics: whole shapes."""

from __future__ import annotations

from tests.graphs.states import Edge, Node, state_of
from workbench.core.property_graph.belief import Evidence, Trace, Variable
from workbench.core.property_graph.change import Change, Delta
from workbench.core.property_graph.records import TextIndex, Vector, VectorIndex
from workbench.graphs.analysing import schema, stats
from workbench.graphs.state import State


def small() -> State:
    nodes = [
        Node(0, "a", ("P", "D", "P"), {"rank": 2, "n": "x"}),
        Node(1, "b", ("P",), {"rank": 1.5, "n": "x"}),
        *(Node(id, f"c{id}", (), {"rank": id}) for id in range(2, 6)),
    ]
    return state_of(nodes, [Edge(0, 0, 1, "K", {"w": True})], text_indexes=[])


def test_a_schema_tells_counts_types_and_the_first_distinct_values() -> None:
    text = {"key": "n", "types": ["string"], "count": 2}
    assert schema(small()) == {
        "labels": [{"name": "D", "count": 1}, {"name": "P", "count": 2}],
        "edge_types": [{"name": "K", "count": 1}],
        "node_properties": [
            text | {"samples": [{"type": "string", "value": "x"}]},
            {
                "key": "rank",
                "types": ["float", "int"],
                "count": 6,
                "samples": [
                    {"type": "int", "value": 2},
                    {"type": "float", "value": 1.5},
                    {"type": "int", "value": 3},
                ],
            },
        ],
        "edge_properties": [
            {
                "key": "w",
                "types": ["bool"],
                "count": 1,
                "samples": [{"type": "bool", "value": True}],
            }
        ],
    }


def test_a_schema_forgets_what_went() -> None:
    state = small()
    change = Change(
        nodes=[Node(0, "a", ("D",), {"rank": "2"})], dropped_nodes=[5], dropped_edges=[0]
    )
    state.apply(Delta(1, change))
    found = schema(state)

    assert (found["edge_types"], found["edge_properties"]) == ([], [])
    assert [p["count"] for p in found["node_properties"]] == [1, 5]
    assert found["node_properties"][1]["types"] == ["float", "int", "string"]
    assert found["labels"] == [{"name": "D", "count": 1}, {"name": "P", "count": 1}]


def test_statistics_count_every_kind() -> None:
    state = state_of(
        [Node(0, "a", ("P",)), Node(1, "b")],
        [Edge(0, 0, 1, "K")],
        variables=[Variable(0, "binary", ("false", "true"))],
        evidence=[Evidence(0, 0), Evidence(1, 0)],
        traces=[Trace(0)],
        text_indexes=[TextIndex("t", "node", ("a",))],
        vector_indexes=[VectorIndex("emb", "node", 1)],
        vectors=[Vector("emb", 0, [1]), Vector("emb", 1, [2])],
    )
    state.apply(Delta(1, Change(edges=[Edge(1, 1, 0, "L"), Edge(2, 1, 0, "L")])))

    assert stats(state) == {
        "persistence_mode": "postgresql",
        "nodes": 2,
        "edges": 3,
        "variables": 1,
        "factors": 0,
        "evidence": 2,
        "traces": 1,
        "labels": [{"name": "P", "count": 1}],
        "edge_types": [{"name": "K", "count": 1}, {"name": "L", "count": 2}],
        "fulltext_indexes": 1,
        "vector_indexes": 1,
        "vectors": 2,
        "segment": {"base_edges": 1, "delta_edges": 2},
    }
    assert stats(state, persistence_mode="memory")["persistence_mode"] == "memory"


def test_an_empty_graph_has_a_whole_schema() -> None:
    assert schema(state_of(0)) == {
        "labels": [],
        "edge_types": [],
        "node_properties": [],
        "edge_properties": [],
    }
