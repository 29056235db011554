"""A pattern as a condition of SELECT."""

from __future__ import annotations

from typing import Any

import pytest

from tests.velesql.graph.asking import ask
from tests.velesql.in_memory import InMemory
from workbench.core.errors import VelesFailed


def graph(*edges: tuple[int, int, str], kind: str = "graph", **more: Any) -> InMemory:
    """Nodes 1 to 5 and edges between them, beside a table whose rows name a node."""
    made = [
        {"id": at, "source": one, "target": other, "label": label}
        for at, (one, other, label) in enumerate(edges)
    ]
    points = [{"id": id, "payload": {"n": id}, **more} for id in range(1, 6)]
    rows = [{"id": 10 * id, "payload": {"node": id}} for id in (2, 3, 9)]
    found = {"name": "g", "kind": kind, "points": points, "edges": made}
    if "vector" in more:
        found["dimension"] = 2
    return InMemory.loaded([found, {"name": "t", "kind": "metadata", "points": rows}])


def reached(database: InMemory, pattern: str) -> list[Any]:
    return list(ask(database, f"SELECT id FROM g AS p WHERE MATCH {pattern}").ids)


@pytest.mark.parametrize(
    ("pattern", "ids"),
    [
        ("(p)-[:X]->(b)<-[:X]-(c)", [1, 2]),  # two edges to 3; the one to 5 is used once
        ("(p)-[:X]->()-[:X]->()", [1, 2]),
        ("(p)-[:X]-()-[:X]-()-[:X]-()", []),
        ("(p)-[:X*2..2]-(p)", []),
        ("(p)-[:X*1..3]->({n: 5})", [1, 2, 3]),
        ("(p)-[:Y]-(p)", [4]),
        ("(p)-[:Y*2]-()", []),
        ("(p)-[:Y]->()-[:Y]->()", []),
        ("(p)-[:X|Y*0..1]->({n: 4})", [4]),
        ("(p {n: 5})", [5]),
    ],
)
def test_no_edge_is_used_twice(pattern: str, ids: list[int]) -> None:
    database = graph((1, 3, "X"), (2, 3, "X"), (3, 5, "X"), (4, 4, "Y"))
    assert reached(database, pattern) == ids


def test_vector_collections_have_edges_too() -> None:
    database = graph((1, 2, "X"), (4, 2, "X"), kind="vector", vector=[1.0, 0.0])
    text = "SELECT id FROM g p WHERE {}MATCH (p)-[:X]->(x) AND vector NEAR [1, 0] LIMIT 9"
    assert ask(database, text.format("")).ids == [1, 4]
    assert ask(database, text.format("NOT ")).ids == [2, 3, 5]


def test_an_anchor_that_is_no_source_stands_for_the_row() -> None:
    assert reached(graph((1, 2, "X")), "(x)-->(y)") == [1]


def test_a_joined_source_can_be_the_anchor() -> None:
    database = graph((3, 1, "X"), (1, 2, "X"))
    text = "SELECT t.id FROM t LEFT JOIN g ON t.node = g.n WHERE {}MATCH (g)-[:X]->(y)"
    assert ask(database, text.format("")).ids == [30]
    assert ask(database, text.format("NOT ")).ids == [20, 90]


def test_two_aliases_of_a_join_are_the_nodes_of_the_row() -> None:
    database = graph((1, 2, "X"), (2, 3, "X"), (3, 3, "Y"))
    text = "SELECT a.id, b.id FROM g a {} WHERE {}MATCH (a)-[]->(b)"
    whole = "LEFT JOIN t ON t.node = a.n LEFT JOIN g b ON b.id = t.node"
    assert ask(database, text.format(whole, "")).values == [(3, 3)]
    others = [(1, None), (2, 2), (4, None), (5, None)]
    assert ask(database, text.format(whole, "NOT ")).values == others


def test_a_row_without_edges_begins_nothing_but_itself() -> None:
    assert reached(graph(), "(p)-->(x)") == []
    assert reached(graph(), "(p)") == [1, 2, 3, 4, 5]


def test_metadata_has_no_edges() -> None:
    with pytest.raises(VelesFailed) as refused:
        ask(graph(), "SELECT * FROM t WHERE MATCH (t)-->(x)")
    assert refused.value.code == "VELES-018"


def test_a_node_of_another_collection_is_no_part_of_the_pattern() -> None:
    text = "SELECT * FROM g JOIN t ON g.n = t.node WHERE MATCH (g)-->(t)"
    with pytest.raises(VelesFailed) as refused:
        ask(graph((1, 2, "X")), text)
    assert refused.value.code == "V011"
