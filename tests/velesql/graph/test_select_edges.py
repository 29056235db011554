"""SELECT EDGES."""

from __future__ import annotations

import pytest

from tests.velesql.graph.asking import ask
from tests.velesql.in_memory import InMemory
from workbench.core.errors import VelesFailed


@pytest.fixture
def graph() -> InMemory:
    points = [{"id": id, "payload": {}} for id in (1, 2, 2**64 - 1)]
    edges = [
        {"id": 9, "source": 1, "target": 2, "label": "MET", "properties": {"since": 1901}},
        {"id": 3, "source": 2, "target": 2**64 - 1, "label": "IN", "properties": {"label": "x"}},
        {"id": 5, "source": 2, "target": 1, "label": "MET", "properties": {}},
    ]
    bare = {"name": "bare", "kind": "metadata", "points": []}
    return InMemory.loaded([{"name": "g", "kind": "graph", "points": points, "edges": edges}, bare])


def test_edges_come_by_their_ids_with_all_that_they_have(graph: InMemory) -> None:
    found = ask(graph, "SELECT EDGES FROM g")
    assert found.columns == ("edge_id", "source", "target", "label", "properties")
    assert found.values == [
        (3, 2, 2**64 - 1, "IN", {"label": "x"}),
        (5, 2, 1, "MET", {}),
        (9, 1, 2, "MET", {"since": 1901}),
    ]


@pytest.mark.parametrize(
    ("where", "ids"),
    [
        ("source = 2", [3, 5]),
        ("target = 18446744073709551615", [3]),
        ("target = 18446744073709551614", []),
        ("label = 'MET' AND NOT source = 1", [5]),
        ("label IN ('IN', 'AT') OR edge_id > 8", [3, 9]),
        ("properties.since = 1901", [9]),
        ("since IS NULL", [3, 5]),
        ("properties.label = 'x'", [3]),
        ("label LIKE 'M%' AND target BETWEEN 1 AND $most", [5]),
    ],
)
def test_conditions_are_on_ends_label_id_and_properties(
    graph: InMemory, where: str, ids: list[int]
) -> None:
    found = ask(graph, f"SELECT EDGES FROM g WHERE {where}", most=1)
    assert [row[0] for row in found.values] == ids


def test_edges_are_cut_by_limit_and_gone_when_they_are_deleted(graph: InMemory) -> None:
    ask(graph, "DELETE EDGE 3 FROM g")
    assert [row[0] for row in ask(graph, "SELECT EDGES FROM g LIMIT 1").values] == [5]
    ask(graph, "DELETE FROM g WHERE id = 1")
    assert ask(graph, "SELECT EDGES FROM g").values == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SELECT EDGES FROM bare", "VELES-018"),
        ("SELECT EDGES FROM grap", "VELES-002"),
        ("SELECT EDGES FROM g WHERE vector NEAR [1, 0]", "VELES-010"),
        ("SELECT EDGES FROM g WHERE MATCH (a)-->(b)", "VELES-010"),
    ],
)
def test_what_has_no_such_edges_is_refused(graph: InMemory, text: str, code: str) -> None:
    with pytest.raises(VelesFailed) as refused:
        ask(graph, text)
    assert refused.value.code == code
