"""Queries over a small graph: three nodes a, b, c; K from a to b to c, L from c to a, S at a."""

from __future__ import annotations

from typing import Any

import pytest

from tests.graphs.cypher.conftest import EDGES, NODES
from tests.graphs.projecting.world import World
from workbench.core.errors import BadParameters, QueryFailed, WriteRefused
from workbench.graphs.cypher.running import run
from workbench.graphs.cypher.values import PathRecord


def rows(world: World, text: str, parameters: Any = None, **options: Any) -> list[tuple[Any, ...]]:
    found = run(text, parameters, state=world.state, asks=world.asks(), **options)
    return [tuple(record[key] for key in found.keys) for record in found.records]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MATCH (n) WHERE n.n <> 1 RETURN n.n", [(2,), (3,)]),
        ("MATCH (n) WHERE n.f <> 1 RETURN n.n", [(2,)]),
        ("MATCH (n) WHERE n.f IS NULL RETURN n.n", [(3,)]),
        ("MATCH (n {n: 1.0}) RETURN n.s", [("alpha",)]),
        ("MATCH(n)\nWHERE n.n>1 // more\nRETURN n.s", [("Beta",), ("gamma",)]),
        ("MATCH (n) RETURN n.s SKIP 1 LIMIT 1", [("Beta",)]),
        ("MATCH (n) WHERE n.n >= 2 OR NOT n.b RETURN n.n", [(2,), (3,)]),
        ("MATCH (n) WHERE n.s STARTS WITH 'al' RETURN toUpper(n.s)", [("ALPHA",)]),
        (
            "MATCH (n) RETURN sum(n.n), avg(n.f), collect(n.s)",
            [(6, 1.75, ["alpha", "Beta", "gamma"])],
        ),
        ("MATCH (n) RETURN DISTINCT n.b", [(True,), (False,), (None,)]),
        ("MATCH (n) WITH n ORDER BY n.n DESC LIMIT 2 RETURN collect(n.n)", [([3, 2],)]),
        (
            "UNWIND [1, 3] AS x MATCH (n {n: x}) RETURN n.s ORDER BY x DESC",
            [("gamma",), ("alpha",)],
        ),
        ("MATCH (a)-[*2]->(b {n: 1}) RETURN a.n", [(2,), (3,)]),
        ("MATCH (n) RETURN CASE WHEN n.n > 1 THEN n.n * 2 ELSE 0 END AS x", [(0,), (4,), (6,)]),
        ("MATCH (n) WHERE EXISTS { (n)-[:K]->() } RETURN n.n", [(1,), (2,)]),
        ("OPTIONAL MATCH (n:Nothing) RETURN n, count(*)", [(None, 1)]),
        ("MATCH (n:Q&P) RETURN n.n", [(2,)]),
        ("MATCH (n) RETURN n['s'] ORDER BY n.n DESC LIMIT 1", [("gamma",)]),
    ],
)
def test_cypher_is_answered_as_opencypher_has_it(
    letters: World, text: str, expected: list[tuple[Any, ...]]
) -> None:
    assert rows(letters, text) == expected


def test_rows_ascend_by_ids_the_pattern_on_the_left_outermost(letters: World) -> None:
    ids = "RETURN id(a), id(r), id(b)"
    assert rows(letters, f"MATCH (a)-[r]->(b) {ids}") == [
        (e.source, e.id, e.target) for e in sorted(EDGES, key=lambda e: (e.source, e.id))
    ]
    undirected = [(n.id, e.id) for n in NODES for e in EDGES if n.id in (e.source, e.target)]
    assert rows(letters, "MATCH (a)-[r]-() RETURN id(a), id(r)") == undirected
    pairs = [(p.id, q.id) for p in reversed(NODES) for q in NODES]
    assert rows(letters, "MATCH (p), (q) RETURN id(p), id(q) ORDER BY p.n DESC") == pairs


def test_order_by_keeps_the_order_of_ids_among_equals(letters: World) -> None:
    assert rows(letters, "MATCH ()-[r]->() RETURN id(r) ORDER BY type(r)") == [
        (0,),
        (1,),
        (2,),
        (3,),
    ]


def test_a_node_asked_for_by_id_is_found_by_index(letters: World) -> None:
    for text in (
        "MATCH (n)-[r:K]->(m) WHERE id(n) = 0 RETURN m.s, id(r)",
        "MATCH (n) WHERE id(n) IN [0] WITH n MATCH (n)-[r:K]->(m) RETURN m.s, id(r)",
    ):
        found = run(text, state=letters.state, asks=letters.asks(), profile=True)
        assert found.records == [{"m.s": "Beta", "id(r)": 0}]
        assert "(n:TongNode)" in (found.profile or {})["plan_steps"][0]


def test_one_relationship_matches_once_in_a_path(letters: World) -> None:
    walks = rows(letters, "MATCH (a)-[r]->()-[s]->() RETURN id(r), id(s)")
    expected = {(r.id, s.id) for r in EDGES for s in EDGES if r.target == s.source and r != s}
    assert set(walks) == expected
    assert len(walks) == len(expected)


def test_ids_labels_and_keys_are_those_of_the_records(letters: World) -> None:
    text = "MATCH (n {n: 2}) RETURN id(n), elementId(n), labels(n), keys(n), properties(n)"
    ((id, element, labels, keys, properties),) = rows(letters, text)
    assert (id, element, labels) == (1, "node:1", ["Q", "P"])
    assert sorted(keys) == ["b", "external_id", "f", "n", "s"]
    assert properties == {"external_id": "b", "n": 2, "s": "Beta", "f": 2.5, "b": False}
    edge = "MATCH ()-[r {w: 2}]->() RETURN elementId(r), id(startNode(r)), r {.*}"
    assert rows(letters, edge) == [("relationship:1", 1, {"w": 2})]


def test_functions_of_ids_nest_and_hold_nulls(letters: World) -> None:
    text = "OPTIONAL MATCH (n:Zz) RETURN elementId(n), labels(n), size(labels(n)), id(n) + 1"
    assert rows(letters, text) == [(None, None, None, None)]
    text = "MATCH p = ({n: 1})-[:K*2]->() RETURN [x IN nodes(p) | id(x)], labels(nodes(p)[1])[0]"
    assert rows(letters, text) == [([0, 1, 2], "Q")]


def test_nodes_and_edges_come_as_records_however_deep(letters: World) -> None:
    text = "MATCH (a {n: 1})-[r:K]->(b) RETURN a, r, [b, {it: [r]}], {a: a}"
    a, b = NODES[0], NODES[1]
    assert rows(letters, text) == [(a, EDGES[0], [b, {"it": [EDGES[0]]}], {"a": a})]
    path = "MATCH p = ({n: 1})-[:K]->() RETURN p"
    assert rows(letters, path) == [(PathRecord((a, b), (EDGES[0],)),)]


def test_columns_are_named_as_they_are_written(letters: World) -> None:
    text = "MATCH (n) RETURN n . s, COUNT( * ), id(n)  AS `i d`, labels( n )[0] LIMIT 0"
    found = run(text, state=letters.state, asks=letters.asks())
    assert found.keys == ["n . s", "COUNT( * )", "i d", "labels( n )[0]"]
    assert found.records == []


def test_a_star_is_all_named_variables(letters: World) -> None:
    found = run(
        "MATCH (a {n: 1})-[:K]->(b)-->() RETURN *", state=letters.state, asks=letters.asks()
    )
    assert found.keys == ["a", "b"]
    assert found.records == [{"a": NODES[0], "b": NODES[1]}]
    assert rows(letters, "MATCH (a {n: 1})-->() WITH a, count(*) AS c RETURN *") == [(NODES[0], 2)]


def test_keywords_are_names_where_names_stand(letters: World) -> None:
    text = "MATCH (set {n: $in}) WHERE set.limit IS NULL "
    text += "RETURN set.s AS order, {match: 1}.match AS `as`"
    assert rows(letters, text, {"in": 1}) == [("alpha", 1)]


def test_text_is_of_any_letters(letters: World) -> None:
    assert rows(letters, "RETURN 'é文\\n\\q' AS `größe`, \"it's\"") == [("é文\nq", "it's")]


def test_a_union_removes_duplicates_and_union_all_keeps_them(letters: World) -> None:
    both = "MATCH (n:P) RETURN n.n AS x {} MATCH (n:Q) RETURN n.n AS x"
    assert rows(letters, both.format("UNION")) == [(1,), (2,), (3,)]
    assert rows(letters, both.format("UNION ALL")) == [(1,), (2,), (2,), (3,)]
    with pytest.raises(QueryFailed, match="same columns"):
        rows(letters, "RETURN 1 AS x UNION RETURN 2 AS y")


def test_paging_applies_to_counts_and_takes_parameters(letters: World) -> None:
    assert rows(letters, "MATCH (n) RETURN count(*) LIMIT 0") == []
    assert rows(letters, "MATCH (n) RETURN n.n SKIP $s LIMIT $l", {"s": 1, "l": 1}) == [(2,)]


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("MATCH (n) WHERE n.n = $x RETURN n", BadParameters, r"missing parameter \$x"),
        ("MATCH (n) WHERE m.n = 1 RETURN n", QueryFailed, "m"),
        ("MATCH (n) RETURN m", QueryFailed, "m"),
        ("MATCH (n) RETURN n.n AS x, n.s AS x", QueryFailed, "two columns are named 'x'"),
        ("MATCH (n) RETURN nosuch(n)", QueryFailed, "nosuch"),
        ("MATCH (n:TongNode) RETURN n", QueryFailed, "name of the projection"),
        ("MATCH (n) RETURN n.tong_id", QueryFailed, "name of the projection"),
        ("CREATE (n)", WriteRefused, "cannot execute write"),
    ],
)
def test_faults_are_errors_and_never_empty(
    letters: World, text: str, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        rows(letters, text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MATCH (n) WHERE n.f <> 1 RETURN n.n", [(2,), (3,)]),
        ("MATCH (n) WHERE n.f <> 1 AND n.n > 2 RETURN n.n", [(3,)]),
        ("MATCH (n) RETURN * LIMIT 0", [(3,)]),
        ("MATCH (n:P) RETURN n.n AS x UNION MATCH (n:Q) RETURN n.n AS x", [(1,), (2,), (2,), (3,)]),
        ("MATCH (n) RETURN count(n) SKIP 5", [(3,)]),
    ],
)
def test_the_originals_answers_can_be_had(
    letters: World, text: str, expected: list[tuple[Any, ...]]
) -> None:
    assert rows(letters, text, compat=True) == expected


def test_a_relationship_matches_twice_in_compat(letters: World) -> None:
    walks = rows(letters, "MATCH (a)-[r]->(b)-[s]->(c) RETURN id(r), id(s)", compat=True)
    expected = {(r.id, s.id) for r in EDGES for s in EDGES if r.target == s.source}
    assert set(walks) == expected
    assert len(walks) == len(expected)


def test_a_profile_tells_what_was_sent(letters: World) -> None:
    found = run("MATCH (n) RETURN id(n)", state=letters.state, asks=letters.asks(), profile=True)
    assert found.profile is not None
    assert found.profile["clauses"] == ["MATCH", "RETURN"]
    assert "tong_id" in found.profile["plan_steps"][0]
    assert (found.profile["rows"], found.profile["statement_type"]) == (3, "read")
    assert found.profile["elapsed_ns"] > 0


def test_a_result_is_a_table(letters: World) -> None:
    found = run("MATCH (n) RETURN n.s, n", state=letters.state, asks=letters.asks())
    assert len(found) == 3
    assert found.summary["rows"] == 3
    assert "gamma" in str(found)
    assert "<td>gamma</td>" in found._repr_html_()
    assert found.rows.polars()["n.s"].to_list() == ["alpha", "Beta", "gamma"]
