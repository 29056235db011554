"""Answers of the real engine to specs whose rows were worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphs.projected import Projected, projected
from workbench.core.errors import BadInput
from workbench.core.property_graph.records import EdgeRecord as Edge
from workbench.core.property_graph.records import NodeRecord as Node
from workbench.graphs.querying import answer, answering, compiled, compiling, parsed

PEOPLE = (
    Node(0, "alice", ("Person",), {"rank": 3}),
    Node(1, "bob", ("Person",), {"rank": 2}),
    Node(2, "carol", ("Person",), {"rank": 4.0}),
    Node(3, "d1", ("Doc",)),
)
KNOWN = (
    Edge(0, 0, 1, "KNOWS", {"note": "team alpha"}),
    Edge(1, 1, 2, "KNOWS", {"note": "team beta"}),
    Edge(2, 2, 0, "KNOWS", {"note": "loop"}),
    Edge(3, 0, 3, "WROTE"),
    Edge(4, 1, 3, "READ"),
)
A, B, C, KNOWS = {"node": "a"}, {"node": "b"}, {"node": "c"}, {"type": "KNOWS"}
HARD = "`}) DETACH DELETE n //\\u0060 $p0 'x' \"y\""


@pytest.fixture
def people(graph: Any) -> Projected:
    return projected(graph, PEOPLE, KNOWN)


def asked(held: Projected, *match: dict[str, Any], **rest: Any) -> Any:
    options = {name: rest.pop(name) for name in ("order", "numbers", "profile") if name in rest}
    return answer({"match": list(match), **rest}, held.state, held, **options)


def values(rows: list[dict[str, int]]) -> list[tuple[int, ...]]:
    return [tuple(row.values()) for row in rows]


def test_a_path_from_an_external_id(people: Projected) -> None:
    rows = asked(people, {**A, "external_id": "alice"}, {"edge": "r", **KNOWS}, B)
    assert rows == [{"a": 0, "b": 1, "r": 0}]


def test_orders_compare_int_and_float_and_contains_looks_inside(people: Projected) -> None:
    person = {**A, "labels": ["Person"], "where": [{"property": "rank", "op": "gt", "value": 2.5}]}
    told = {"edge": "r", "where": [{"property": "note", "op": "contains", "value": "team"}]}
    assert asked(people, person, told, B) == [{"a": 0, "b": 1, "r": 0}]


def test_an_alias_twice_is_the_same_node(people: Projected) -> None:
    rows = asked(people, A, {"edge": "x", **KNOWS}, B, {"edge": "y", **KNOWS}, C, KNOWS, A)
    assert [(row["a"], row["b"], row["c"]) for row in rows] == [(0, 1, 2), (1, 2, 0), (2, 0, 1)]


def test_an_edge_without_alias_is_taken_both_ways(people: Projected) -> None:
    both = {**KNOWS, "direction": "both"}
    assert values(asked(people, {**A, "id": 0}, both, B)) == [(0, 1), (0, 2)]


def test_an_edge_may_be_used_twice_and_a_repeated_alias_makes_it(people: Projected) -> None:
    there, back = {"edge": "r"}, {"edge": "r", "direction": "in"}
    rows = asked(people, {**A, "id": 0}, there, B, back, C)
    assert rows == [{"a": 0, "b": 1, "c": 0, "r": 0}, {"a": 0, "b": 3, "c": 0, "r": 3}]


def test_typed_numbers_keep_3_and_3_0_apart_and_coerced_ones_do_not(people: Projected) -> None:
    spec = {**A, "properties": {"rank": 3.0}}
    assert asked(people, spec) == []
    assert asked(people, spec, numbers="coerced") == [{"a": 0}]


def test_ids_from_left_to_right_decide_the_order(people: Projected) -> None:
    person, doc = {**A, "labels": ["Person"]}, {**B, "labels": ["Doc"]}
    assert values(asked(people, person, {}, doc)) == [(0, 3), (1, 3)]
    both = {**KNOWS, "direction": "both"}
    assert values(asked(people, A, both, {**B, "id": 0})) == [(1, 0), (2, 0)]


def test_the_anchor_decides_the_order_where_that_is_asked_for(people: Projected) -> None:
    high = {**B, "where": [{"property": "rank", "op": "gte", "value": 3}]}
    match: Any = ({**A, "labels": ["Person"]}, KNOWS, high)
    assert values(asked(people, *match)) == [(1, 2), (2, 0)]
    assert values(asked(people, *match, order="anchor")) == [(2, 0), (1, 2)]
    assert values(asked(people, *match, order="anchor", limit=1)) == [(2, 0)]


def test_no_alias_gives_empty_rows_and_limit_zero_gives_none(people: Projected) -> None:
    assert asked(people, A, **{"return": []}) == [{}, {}, {}, {}]
    assert asked(people, A, limit=0) == []


@pytest.fixture
def named(graph: Any) -> Projected:
    """Names and values that would end a text if they stood in it as they are."""
    nodes = [Node(0, HARD, (HARD.replace("*", ""),), {HARD: HARD}), Node(1, "x", ("MATCH",))]
    return projected(graph, nodes, [Edge(0, 0, 1, "DELETE`", {"limit": 2**63 - 1, "a.b": "名"})])


def test_names_and_values_that_look_like_cypher_are_names_and_values(named: Projected) -> None:
    first = {"node": HARD, "labels": [HARD], "properties": {HARD: HARD}, "external_id": HARD}
    edge = {"edge": "n0", "type": "DELETE`", "properties": {"limit": 2**63 - 1, "a.b": "名"}}
    rows = asked(named, first, edge, {"node": "start", "labels": ["MATCH"]})
    assert rows == [{HARD: 0, "n0": 0, "start": 1}]
    assert asked(named, A, {"type": "DELETE` "}, B) == []


def test_values_of_the_spec_never_stand_in_the_text(named: Projected) -> None:
    spec = {"match": [{**A, "properties": {"k": "secret"}, "external_id": "hidden", "id": 77777}]}
    told = compiled(parsed({**spec, "limit": 54321}), named.state)
    assert not any(word in told.text for word in ("secret", "hidden", "77777", "54321"))


def test_what_the_projection_adds_is_no_property(graph: Any) -> None:
    held = projected(
        graph, [Node(0, "x"), Node(1, "y", (), {"external_id": "x"})], [Edge(0, 0, 1, "K")]
    )
    assert asked(held, {**A, "properties": {"external_id": "x"}}) == [{"a": 1}]
    for key in ("tong_id", "tong_labels", "@rid", "@type"):
        told = {"property": key, "op": "ne", "value": "z"}
        assert asked(held, {**A, "where": [told]}) == []
    assert asked(held, {**A, "labels": ["TongNode"]}) == []
    assert asked(held, A, {"where": [{"property": "tong_id", "value": 0}]}, B) == []


def test_zero_equals_its_negative(graph: Any) -> None:
    held = projected(graph, [Node(0, "x", (), {"v": -0.0}), Node(1, "y", (), {"v": 0})], [])
    assert asked(held, {**A, "properties": {"v": 0.0}}) == [{"a": 0}]
    assert asked(held, {**A, "properties": {"v": -0.0}}, numbers="coerced") == [{"a": 0}, {"a": 1}]


def test_integers_beyond_exact_floats_are_compared_exactly(graph: Any) -> None:
    big = 2**53
    held = projected(graph, [Node(i, f"x{i}", (), {"v": big + i}) for i in range(3)], [])
    told = {"property": "v", "op": "gt", "value": float(big)}
    assert asked(held, {**A, "where": [told]}) == [{"a": 1}, {"a": 2}]


def test_a_limit_is_reached_without_asking_for_all(people: Projected, monkeypatch: Any) -> None:
    monkeypatch.setattr(compiling, "_FEW", 1)
    monkeypatch.setattr(answering, "_PARTS", (1, 1, 1))
    found = asked(people, A, {"edge": "r"}, B, limit=4, profile=True)
    assert [row["r"] for row in found["rows"]] == [0, 3, 1, 4]
    assert (found["profile"]["statements"], found["profile"]["parameters"]["start"]) == (2, [1])


def test_all_is_asked_for_where_parts_do_not_suffice(people: Projected, monkeypatch: Any) -> None:
    monkeypatch.setattr(compiling, "_FEW", 1)
    monkeypatch.setattr(answering, "_PARTS", (1,))
    found = asked(people, A, {"edge": "r"}, B, limit=4, profile=True)
    assert [row["r"] for row in found["rows"]] == [0, 3, 1, 4]
    assert found["profile"]["parameters"] == {"limit": 4}


def test_a_profile_tells_the_anchor_and_the_cypher_that_ran(people: Projected) -> None:
    told = asked(people, A, KNOWS, {**B, "properties": {"rank": 2}}, profile=True)["profile"]
    chosen = told["chosen_anchor_index"], told["chosen_anchor_alias"], told["anchor_candidates"]
    assert chosen == (2, "b", 1)
    assert (told["result_count"], told["statements"]) == (1, 1)
    assert "compare 'rank' by type and value: 1 is not 1.0 (in Cypher it is)" in told["plan_steps"]
    assert people(told["text"], told["parameters"]).values == [(0, 1)]
    assert told["elapsed_ns"] >= told["compile_ns"] > 0
    assert told["engine"].split()[0] == people.engine.name


def test_options_that_do_not_exist_are_refused(people: Projected) -> None:
    with pytest.raises(BadInput, match="order is one of ids, anchor, not 'rows'"):
        asked(people, A, order="rows")
    with pytest.raises(BadInput, match="numbers is one of typed, coerced, not 'exact'"):
        asked(people, A, numbers="exact")
