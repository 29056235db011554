"""Statements that change a small graph of a, b and c."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphs.projecting.native import expected, held
from tests.graphs.projecting.world import World
from workbench.core.errors import BadInput, NotSupported, QueryFailed


def done(world: World, text: str, parameters: Any = None) -> tuple[list[Any], dict[str, int]]:
    """The values of the records, and the counters that are not 0."""
    found = world.cypher(text, parameters)
    values = [tuple(record[key] for key in found.keys) for record in found.records]
    counts = {k: v for k, v in found.summary.items() if v and k not in ("statement_type", "rows")}
    return values, counts


def node(world: World, external_id: str) -> Any:
    id = world.state.nodes.id_of(external_id)
    return None if id is None else world.state.nodes.get(id)


def test_create_makes_a_path_and_tells_it(world: World) -> None:
    text = "CREATE (x:X:Y {external_id: 'x', k: 1.5})-[r:R {k: true}]->(y), (y)<-[:S]-(x) "
    text += "RETURN x, r.k, id(y)"
    ((x, k, y),), counts = done(world, text)
    assert (x.external_id, x.labels, x.properties, k) == ("x", ("X", "Y"), {"k": 1.5}, True)
    assert counts == {
        "nodes_created": 2,
        "relationships_created": 2,
        "properties_set": 3,
        "labels_added": 2,
    }
    ends = [(e.source, e.target, e.edge_type) for e in list(world.state.edges)[-2:]]
    assert ends == [(x.id, y, "R"), (x.id, y, "S")]


def test_nodes_that_exist_are_connected(world: World) -> None:
    text = "MATCH (a {external_id: 'a'}), (c {external_id: 'c'}) "
    text += "CREATE (c)<-[r:NEW {was: a.s}]-(a) RETURN r"
    ((edge,),), counts = done(world, text)
    assert (edge.source, edge.target) == (node(world, "a").id, node(world, "c").id)
    assert edge.properties == {"was": "alpha"}
    assert counts == {"relationships_created": 1, "properties_set": 1}


def test_rows_are_made_in_the_order_of_what_they_match(world: World) -> None:
    text = "MATCH (n) CREATE (m:Copy {of: n.external_id, twice: n.n * 2})<-[:OF]-(n) "
    text += "RETURN m.of, m.twice"
    assert done(world, text)[0] == [("a", 2), ("b", 4), ("c", 6)]
    copies = [record.properties["of"] for record in list(world.state.nodes)[-3:]]
    assert copies == ["a", "b", "c"]


def test_many_rows_come_from_a_parameter(world: World) -> None:
    given = [{"k": k, "name": f"é{k}"} for k in range(500)]
    text = "UNWIND $rows AS row CREATE (n:Many) SET n = row, n.half = row.k / 2.0 "
    values, _ = done(world, text + "RETURN count(n), sum(n.half)", {"rows": given})
    assert values == [(500, sum(k / 2 for k in range(500)))]


def test_set_and_remove_change_what_differs(world: World) -> None:
    text = (
        "MATCH (a {external_id: 'a'})-[r:K]->() "
        "SET a.n = 1, a += {s: 'new', x: 7}, a:P:Z, r.w = 2.5 REMOVE a.b, a:P "
        "RETURN a.s, labels(a), r.w"
    )
    values, counts = done(world, text)
    assert values == [("new", ["Z"], 2.5)]
    assert node(world, "a").properties == {"n": 1, "s": "new", "f": 1.0, "x": 7}
    assert counts == {
        "properties_set": 3,
        "properties_removed": 1,
        "labels_added": 1,
        "labels_removed": 1,
    }


def test_what_a_statement_sets_it_reads_afterwards(world: World) -> None:
    text = "MATCH (a {external_id: 'a'}) SET a.n = 5, a.m = a.n RETURN a.m"
    assert done(world, text)[0] == [(5,)]
    with pytest.raises(NotSupported, match="in the next"):
        done(world, "MATCH (a {external_id: 'a'}) SET a.n = 6, a.m = abs(a.n)")
    assert node(world, "a").properties["n"] == 5
    done(world, "MATCH (a {external_id: 'a'}) SET a.n = 6, a.m = a.n + 1")
    assert node(world, "a").properties["m"] == 7


def test_null_removes_and_an_equal_map_replaces(world: World) -> None:
    done(world, "MATCH (a {external_id: 'a'}) SET a.s = null, a.nothing = null")
    assert "s" not in node(world, "a").properties
    done(world, "MATCH (a {external_id: 'a'}), (b {external_id: 'b'}) SET a = b, a.own = 1")
    assert node(world, "a").properties == {**node(world, "b").properties, "own": 1}


def test_an_external_id_is_set_and_never_removed(world: World) -> None:
    assert done(world, "MATCH (a {external_id: 'a'}) SET a.external_id = 'z' RETURN a.external_id")[
        0
    ] == [("z",)]
    with pytest.raises(BadInput, match="never removed"):
        done(world, "MATCH (a {external_id: 'z'}) REMOVE a.external_id")
    with pytest.raises(BadInput, match="already exists"):
        done(world, "MATCH (a {external_id: 'z'}) SET a.external_id = 'b'")


def test_an_optional_match_that_finds_nothing_changes_nothing(world: World) -> None:
    assert done(world, "OPTIONAL MATCH (n:Nothing) SET n.x = 1 RETURN n") == ([(None,)], {})
    assert done(world, "MATCH (n:Nothing) CREATE (m) RETURN m") == ([], {})


def test_merge_finds_the_first_or_makes_all(world: World) -> None:
    assert done(world, "MERGE (n:P) RETURN n.external_id") == ([("a",)], {})
    assert done(world, "MERGE (n:P {n: 2.0}) RETURN n.external_id") == ([("b",)], {})
    made = {"nodes_created": 1, "properties_set": 1, "labels_added": 1}
    assert done(world, "MERGE (n:P {external_id: 'new'}) RETURN n.n") == ([(None,)], made)


def test_merge_connects_what_is_bound(world: World) -> None:
    text = (
        "MATCH (a {external_id: 'a'}), (b {external_id: $to}) MERGE (a)-[r:K]->(b) "
        "ON CREATE SET r.how = 'made' ON MATCH SET r.how = 'found' RETURN r.how"
    )
    assert done(world, text, {"to": "b"})[0] == [("found",)]
    assert done(world, text, {"to": "c"})[0] == [("made",)]
    assert done(world, text, {"to": "c"})[0] == [("found",)]


def test_merge_finds_what_earlier_rows_made(world: World) -> None:
    text = "UNWIND [1, true, 1.0, 'x', 1] AS k MERGE (n:M {k: k}) RETURN id(n)"
    ids, counts = done(world, text)
    assert counts["nodes_created"] == 3
    assert [ids.index(id) for id in ids] == [0, 1, 0, 3, 0]


def test_merge_without_direction_finds_both(world: World) -> None:
    text = "MATCH (x), (y) WHERE x.n + y.n = 5 MERGE (x)-[r:PAIR]-(y) RETURN id(r)"
    ids, counts = done(world, text)
    assert counts == {"relationships_created": 1}
    assert len(set(ids)) == 1


def test_a_second_merge_finds_what_the_first_made(world: World) -> None:
    text = "MERGE (x:M {k: 1}) MERGE (y:M {k: 1}) MERGE (x)-[:SELF]->(y) RETURN id(x) = id(y)"
    values, counts = done(world, text)
    assert values == [(True,)]
    assert (counts["nodes_created"], counts["relationships_created"]) == (1, 1)


def test_delete_takes_edges_first_and_tells_what_went(world: World) -> None:
    text = "MATCH (n {external_id: 'b'})-[r]-() DELETE n, r RETURN count(DISTINCT n), sum(r.w)"
    values, counts = done(world, text)
    assert (values, counts) == ([(1, 3)], {"nodes_deleted": 1, "relationships_deleted": 2})
    assert node(world, "b") is None


def test_a_node_with_edges_is_deleted_detached_alone(world: World) -> None:
    with pytest.raises(BadInput, match="relationships"):
        done(world, "MATCH (n {external_id: 'a'}) DELETE n")
    counts = done(world, "MATCH (n {external_id: 'a'}) DETACH DELETE n")[1]
    assert counts == {"nodes_deleted": 1, "relationships_deleted": 3}


def test_a_statement_happens_as_a_whole_or_not(world: World) -> None:
    before = world.state.generation
    for text in (
        "CREATE (n:New) WITH n RETURN n",
        "MATCH (n) SET n.x = 1 RETURN nosuch(n)",
        "MATCH (n) SET n.x = [1, 2]",
        "UNWIND ['p', 'q', 'p'] AS x CREATE ({external_id: x})",
    ):
        with pytest.raises((QueryFailed, NotSupported, BadInput)):
            done(world, text)
    assert world.state.generation == before
    assert held(world.projection.place(world.state)) == expected(world.state)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("CREATE (a)-[:A|B]->(b)", "exactly one type"),
        ("CREATE (a)-[r]->(b)", "exactly one type"),
        ("CREATE (a)-[:A]-(b)", "direction"),
        ("CREATE (a)-[:A*2]->(b)", "properties"),
        ("MATCH (a) CREATE (a:X)", "bound already"),
        ("MATCH (a) SET b.x = 1", "no variable 'b'"),
        ("MATCH (a) DELETE a.x", "takes variables"),
        ("MATCH (a) SET a", "SET takes"),
        ("MERGE (a), (b)", "one pattern"),
        ("ON CREATE SET a.x = 1", "expected a clause|stands after MERGE"),
    ],
)
def test_forms_that_mean_nothing_are_told(world: World, text: str, says: str) -> None:
    with pytest.raises(QueryFailed, match=says):
        done(world, text)


def test_returned_rows_are_ordered_and_paged(world: World) -> None:
    text = "MATCH (n) SET n.m = n.n * 10 RETURN n.m AS m ORDER BY m DESC SKIP 1 LIMIT $k"
    assert done(world, text, {"k": 1})[0] == [(20,)]
    text = "MATCH (n) SET n.m = 0 RETURN DISTINCT n.m, count(*)"
    assert done(world, text)[0] == [(0, 3)]


def test_a_star_returns_what_is_bound(world: World) -> None:
    found = world.cypher("MATCH (x {external_id: 'a'}) CREATE (x)-[r:R]->() RETURN *")
    assert found.keys == ["x", "r"]
    assert found.records[0]["r"].edge_type == "R"
