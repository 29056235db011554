"""What MATCH … RETURN gives for a few people who know each other."""

from __future__ import annotations

from typing import Any

import pytest

from tests.velesql.graph.asking import ask
from tests.velesql.in_memory import InMemory
from workbench.core.errors import VelesFailed
from workbench.velesql.executing.run import Limits

PEOPLE: list[dict[str, Any]] = [
    {
        "id": 1,
        "vector": [1.0, 0.0],
        "payload": {"_labels": ["Person"], "name": "Ada", "born": 1880},
    },
    {"id": 2, "vector": [0.6, 0.8], "payload": {"_labels": ["Person"], "name": "Bo", "score": 7}},
    {"id": 3, "payload": {"_labels": ["Person", "Painter"], "name": "Cy", "id": "own"}},
    {"id": 4, "vector": [0.0, 1.0], "payload": {"_labels": "Person", "name": "Dee"}},
]
MET: list[dict[str, Any]] = [
    {"id": 12, "source": 1, "target": 2, "label": "MET", "properties": {"since": 1901}},
    {"id": 23, "source": 2, "target": 3, "label": "MET", "properties": {}},
    {"id": 34, "source": 3, "target": 4, "label": "MET", "properties": {"since": 1920, "score": 3}},
    {"id": 44, "source": 4, "target": 4, "label": "DREW", "properties": {"since": None}},
]


@pytest.fixture
def people() -> InMemory:
    graph = {"name": "g", "kind": "graph", "dimension": 2, "points": PEOPLE, "edges": MET}
    streets = [{"id": 2, "payload": {"street": "Lane", "name": "B."}}]
    other = {"name": "addresses", "kind": "metadata", "points": streets}
    return InMemory.loaded([graph, other])


def test_a_node_comes_with_its_fields_and_an_edge_as_its_id(people: InMemory) -> None:
    found = ask(people, "MATCH (a {name: 'Bo'})-[m]->(b) RETURN a, m, b AS other, m.since")
    assert found.columns == ("a", "m", "other", "m.since")
    bo = {"id": 2, "_labels": ["Person"], "name": "Bo", "score": 7}
    cy = {"id": 3, "_labels": ["Person", "Painter"], "name": "Cy"}
    assert found.values == [(bo, 23, cy, None)]


def test_a_range_comes_as_lists(people: InMemory) -> None:
    found = ask(people, "MATCH (a:Person)-[m:MET*2..3]->(b) RETURN m, m.since, m.id, b.id")
    assert found.values == [
        ([12, 23], [1901, None], [12, 23], 3),
        ([12, 23, 34], [1901, None, 1920], [12, 23, 34], 4),
        ([23, 34], [None, 1920], [23, 34], 4),
    ]


def test_a_star_is_every_alias_in_the_order_of_the_pattern(people: InMemory) -> None:
    found = ask(people, "MATCH (a)-[m:DREW]->(a)-[p*0..1]->() RETURN *")
    assert found.columns == ("a", "m", "p")
    assert found.values == [({"id": 4, "_labels": "Person", "name": "Dee"}, 44, [])]


@pytest.mark.parametrize(
    ("where", "ends"),
    [
        ("m.since = 1901", [2, 3]),
        ("m.since != 1901", [4, 4]),
        ("NOT (m.since = 1901)", [4]),
        ("m.since IS NULL", [3, 3, 4]),
        ("m.since NOT IN (1901, 5)", [4, 4]),
        ("m.since BETWEEN 1900 AND 1910", [2, 3]),
    ],
)
def test_a_condition_on_a_range_holds_if_any_edge_satisfies_it(
    people: InMemory, where: str, ends: list[int]
) -> None:
    found = ask(people, f"MATCH (a)-[m:MET*1..2]->(b) WHERE {where} RETURN b.id")
    assert sorted(row[0] for row in found.values) == ends


def test_no_edge_satisfies_anything(people: InMemory) -> None:
    text = "MATCH (a)-[m:MET*0..1]->(b) WHERE NOT m.since > 0 RETURN a.id, b.id"
    assert ask(people, text).values == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_in_two_valued_logic_no_edge_is_unknown(people: InMemory) -> None:
    text = "MATCH (a)-[m:MET*1..1]->(b) WHERE NOT m.since = 1901 RETURN a.id"
    assert ask(people, text).values == [(3,)]
    assert ask(people, text, compat=True).values == [(2,), (3,)]


def test_fields_come_from_another_collection_where_that_has_the_point(people: InMemory) -> None:
    found = ask(
        people,
        "MATCH (a)-[:MET]->(b:Person@addresses) RETURN b.name, b.street, b.score, b ORDER BY a.id",
    )
    cy = {"id": 3, "_labels": ["Person", "Painter"], "name": "Cy"}
    lane = {"id": 2, "street": "Lane", "name": "B."}
    assert found.values[0] == ("B.", "Lane", 1 / 2, lane)
    assert found.values[1][:2] == ("Cy", None)
    assert found.values[1][3] == cy
    assert found.notices == []


def test_conditions_see_the_fields_of_the_other_collection(people: InMemory) -> None:
    text = "MATCH (a)-[:MET]->(b@addresses) WHERE b.{} RETURN a.id"
    assert ask(people, text.format("name = 'B.'")).values == [(1,)]
    assert ask(people, text.format("payload.score IS NULL")).values == [(1,), (2,), (3,)]
    assert ask(people, text.format("street IS NULL")).values == [(2,), (3,)]


def test_an_unknown_other_collection_leaves_a_notice(people: InMemory) -> None:
    found = ask(people, "MATCH (b:Painter@adresses) RETURN b.name")
    assert found.values == [("Cy",)]
    assert len(found.notices) == 1
    assert "adresses" in found.notices[0]


def test_a_similarity_is_the_score_and_ranks(people: InMemory) -> None:
    text = (
        "MATCH (a)-[:MET]->(b) WHERE similarity(b.vector, $q) > 0.1 RETURN b.id, similarity() AS s"
    )
    found = ask(people, text, q=[0.0, 1.0])
    assert [row[0] for row in found.values] == [4, 2]
    assert found.scores == pytest.approx([1.0, 0.8])
    assert [row[1] for row in found.values] == found.scores
    assert found.bindings == [{"a": 3, "b": 4}, {"a": 1, "b": 2}]


def test_rows_are_ordered_by_edges_depth_similarity_and_names(people: InMemory) -> None:
    text = "MATCH (a)-[m:MET]->(b) RETURN a.id ORDER BY {}"
    assert [row[0] for row in ask(people, text.format("m.since DESC")).values] == [3, 1, 2]
    nearest = ask(people, text.format("similarity(a.vector, $q) DESC"), q=[0.0, 1.0])
    assert [row[0] for row in nearest.values] == [2, 1, 3]
    deepest = ask(people, "MATCH (a)-[*0..2]->(b) RETURN a.id, b.id ORDER BY depth DESC, b LIMIT 3")
    assert deepest.values == [(1, 3), (2, 4), (1, 2)]
    assert ask(people, "MATCH (a:Person) RETURN a.name AS n ORDER BY n DESC OFFSET 2").values == [
        ("Ada",)
    ]


def test_names_that_mean_the_row_are_fields_of_an_edge(people: InMemory) -> None:
    text = "MATCH (a)-[m]->(b) WHERE m.score = 3 RETURN m.score, a.payload.score, m.id, b.score"
    assert ask(people, text).values == [(3, None, 34, 0.5)]
    assert ask(people, "MATCH (a {score: 7}) RETURN a.id").values == [(2,)]
    assert ask(people, "MATCH (a {id: 3}) RETURN a.payload.id").values == [("own",)]


def test_parameters_stand_in_property_maps(people: InMemory) -> None:
    text = "MATCH (a {name: $who})-[:MET {since: $year}]->(b) RETURN b.id"
    assert ask(people, text, who="Ada", year=1901.0).values == [(2,)]
    assert ask(people, text, who="Ada", year="1901").values == []
    assert ask(people, text, who="Ada", year=None).values == []


def test_labels_are_in_an_array(people: InMemory) -> None:
    assert ask(people, "MATCH (a:Person) RETURN a.id").values == [(1,), (2,), (3,)]
    assert ask(people, "MATCH (a:Painter:Person) RETURN a.id").values == [(3,)]
    assert ask(people, "MATCH (a:Nobody) RETURN a.id").values == []


def test_labels_and_edges_are_those_of_the_last_write(people: InMemory) -> None:
    text = "MATCH (a:Painter)-[:MET]->(b) RETURN a.id, b.id"
    assert ask(people, text).values == [(3, 4)]
    new = '{"_labels": ["Painter"]}'
    ask(people, f"INSERT NODE INTO g (id = 1, payload = '{new}')")
    ask(people, "INSERT EDGE INTO g (id = 14, source = 1, target = 4, label = 'MET')")
    ask(people, "DELETE EDGE 34 FROM g")
    assert ask(people, text).values == [(1, 2), (1, 4)]
    ask(people, "DELETE FROM g WHERE id = 2")
    assert ask(people, text).values == [(1, 4)]


def test_a_pattern_inside_filters_and_takes_aliases_as_they_are_bound(people: InMemory) -> None:
    text = "MATCH (a)-[:MET]->(b) WHERE {}MATCH (b)-[:MET]->({}) RETURN a.id"
    assert ask(people, text.format("", "c")).values == [(1,), (2,)]
    assert ask(people, text.format("NOT ", "c")).values == [(3,)]
    assert ask(people, text.format("", "a")).values == []


def test_a_pattern_without_aliases_is_one_row_or_none(people: InMemory) -> None:
    found = ask(people, "MATCH (:Person)-[:MET]->() RETURN *")
    assert (found.columns, found.values, found.bindings) == ((), [()], [{}])
    assert ask(people, "MATCH (:Nobody) RETURN *").values == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("MATCH (a)-[a]->(b) RETURN b", "VELES-010"),
        ("MATCH (a)-[m]->(b)-[m]->(c) RETURN b", "VELES-010"),
        ("MATCH (a) RETURN b.name", "E002"),
        ("MATCH (a) WHERE name = 'Ada' RETURN a", "E002"),
        ("MATCH (a) WHERE a = 1 RETURN a", "E002"),
        ("MATCH (a) RETURN a ORDER BY name", "E002"),
        ("MATCH (a) WHERE MATCH (x)-->(y) RETURN a", "V011"),
        ("MATCH (a)-[m]->(b) WHERE MATCH (m)-->(y) RETURN a", "V011"),
        ("MATCH (a)-[m]->(b) WHERE MATCH (a)-->(m) RETURN a", "V011"),
        ("MATCH (a {name: $who}) RETURN a", "E005"),
    ],
)
def test_what_a_pattern_cannot_mean_is_refused(people: InMemory, text: str, code: str) -> None:
    with pytest.raises(VelesFailed) as refused:
        ask(people, text)
    assert refused.value.code == code


@pytest.mark.parametrize(("name", "code"), [("addresses", "VELES-018"), ("h", "VELES-002")])
def test_a_pattern_needs_a_collection_with_edges(people: InMemory, name: str, code: str) -> None:
    with pytest.raises(VelesFailed) as refused:
        ask(people, "MATCH (a) RETURN a", name)
    assert refused.value.code == code


def test_without_a_collection_nothing_is_matched(people: InMemory) -> None:
    with pytest.raises(VelesFailed, match="_collection") as refused:
        ask(people, "MATCH (a) RETURN a", None)
    assert refused.value.code == "VELES-010"


def chain(length: int) -> InMemory:
    """Nodes 0, 1, … each with an edge to the next."""
    points = [{"id": at, "payload": {}} for at in range(length + 1)]
    edges = [{"id": at, "source": at, "target": at + 1, "label": "ON"} for at in range(length)]
    return InMemory.loaded([{"name": "g", "kind": "graph", "points": points, "edges": edges}])


@pytest.mark.parametrize(
    "text",
    ["MATCH (a)-[*1..12]->(b) RETURN b.id", "SELECT id FROM g a WHERE MATCH (a)-[*1..12]->(b)"],
)
def test_a_walk_of_more_than_ten_edges_stops_the_query(text: str) -> None:
    assert len(ask(chain(10), text).values) > 0
    with pytest.raises(VelesFailed, match="more than 10 edges") as stopped:
        ask(chain(11), text)
    assert stopped.value.code == "VELES-027"
    assert len(ask(chain(11), text, limits=Limits(walk=11)).values) > 0


def test_too_many_rows_stop_a_match_but_not_a_pattern_in_where() -> None:
    points = [{"id": at, "payload": {}} for at in range(12)]
    ends = [(one, other) for one in range(12) for other in range(12) if one != other]
    edges = [{"id": at, "source": one, "target": other, "label": "ON"}
             for at, (one, other) in enumerate(ends)]  # fmt: skip
    dense = InMemory.loaded([{"name": "g", "kind": "graph", "points": points, "edges": edges}])
    with pytest.raises(VelesFailed, match="rows under way") as stopped:
        ask(dense, "MATCH (a)-[p*3]->(b) RETURN a.id LIMIT 1", limits=Limits(rows=2000))
    assert stopped.value.code == "VELES-027"
    text = "SELECT id FROM g a WHERE MATCH (a)-[*3]->(b) LIMIT 20"
    assert len(ask(dense, text, limits=Limits(rows=2000)).values) == 12


def test_rows_stay_apart_after_a_node_without_edges_is_gone() -> None:
    points = [{"id": id, "payload": {}} for id in range(5)]
    edges = [{"id": at, "source": at, "target": at + 1, "label": "ON"} for at in (1, 2, 3)]
    database = InMemory.loaded([{"name": "g", "kind": "graph", "points": points, "edges": edges}])
    text = "MATCH (a)-[m]->(b) RETURN a.id, b.id"
    assert ask(database, text).values == [(1, 2), (2, 3), (3, 4)]
    ask(database, "DELETE FROM g WHERE id = 0")
    assert ask(database, text).values == [(1, 2), (2, 3), (3, 4)]


def test_a_statement_that_equals_another_but_for_the_type_of_a_value_is_its_own() -> None:
    points = [
        {"id": 1, "vector": [1.0, 0.0], "payload": {"x": 1}},
        {"id": 2, "vector": [1.0, 0.0], "payload": {"x": True}},
    ]
    database = InMemory.loaded([{"name": "g", "kind": "graph", "dimension": 2, "points": points}])
    text = "MATCH (a) WHERE similarity(a.vector, [1, 0]) > 0.5 AND {} RETURN a.id"
    assert ask(database, text.format("NOT a.x = 1")).values == [(2,)]
    assert ask(database, text.format("NOT a.x = TRUE")).values == [(1,)]
