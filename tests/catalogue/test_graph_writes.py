"""The graph statements that write, as the sagas that may run them do."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.catalogue.small_world import load_graph
from workbench.catalogue.asking import ask
from workbench.catalogue.binding import bind
from workbench.catalogue.catalogue import Catalogue
from workbench.catalogue.query import Query
from workbench.catalogue.template import template
from workbench.core.errors import QueryFailed, WriteRefused
from workbench.core.values import Rows

CATALOGUE = Catalogue.shipped()
WRITES = [q for q in CATALOGUE if q.writes and q.kind == "graph" and q.name.startswith("vedana/")]
LIKES = {"from_label": "person", "edge_label": "PERSON_has_INTEREST", "to_label": "interest"}


@pytest.fixture
def world(graph: Any) -> Any:
    """The small world's graph, to be changed by one test."""
    load_graph(graph)
    return graph


def run(store: Any, name: str, **given: Any) -> Rows:
    query = CATALOGUE.get(f"vedana/{name}")
    found: Rows = store.write(*query.template(store.engine.name).filled(bind(query, given)))
    return found


def run_original(store: Any, name: str, **given: Any) -> Rows:
    query = CATALOGUE.get(f"vedana/{name}")
    found: Rows = store.write(*template("graph", query.original).filled(bind(query, given)))
    return found


def read(store: Any, name: str, **given: Any) -> list[dict[str, Any]]:
    return list(ask(CATALOGUE.get(f"vedana/{name}"), given, store=store).rows)


@pytest.mark.parametrize("query", WRITES, ids=lambda query: query.name)
def test_every_write_runs_its_example(query: Query, world: Any) -> None:
    rows = run(world, query.name.removeprefix("vedana/"), **query.example)

    assert list(rows.columns) == list(query.columns)
    assert all(value for row in rows.values for value in row)


@pytest.mark.parametrize(
    "query", [query for query in WRITES if query.original], ids=lambda query: query.name
)
def test_every_original_that_writes_runs_beside_ours(query: Query, world: Any) -> None:
    before = contents(world)
    run_original(world, query.name.removeprefix("vedana/"), **query.example)

    assert contents(world) != before


def contents(store: Any) -> list[Any]:
    """Every node and edge with what it holds, by id."""
    nodes = store.rows("MATCH (n) RETURN labels(n), n.id, properties(n) ORDER BY n.id").values
    edges = store.rows(
        "MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id, properties(r) ORDER BY a.id, b.id"
    ).values
    return [*nodes, *edges]


def recorded(folder: Path, kind: str) -> list[dict[str, Any]]:
    """The recorded statements of a load: `MERGE (n:` for nodes, `MERGE (from:` for edges."""
    lines = (folder / "cypher_log_etl.jsonl").read_text("utf-8").splitlines()
    return [call for call in map(json.loads, lines) if kind in call["cypher"]]


def labels_in(cypher: str) -> dict[str, str]:
    """The names between backticks of a recorded load, under our parameters' names."""
    found = re.findall("`([^`]+)`", cypher)
    keys = ("label",) if len(found) == 1 else ("from_label", "to_label", "edge_label")
    return dict(zip(keys, found, strict=True))


def test_our_load_makes_the_graph_that_the_recorded_one_made(graph: Any, vedana: Path) -> None:
    loads = {"load_nodes": recorded(vedana, "MERGE (n:"), "load_edges": []}
    for call in loads["load_nodes"]:
        graph.write(call["cypher"], call["params"])
    known = {row[0] for row in graph.rows("MATCH (n) RETURN n.id").values}
    for call in recorded(vedana, "MERGE (from:"):
        rows = [r for r in call["params"]["rows"] if {r["from_id"], r["to_id"]} <= known]
        loads["load_edges"].append({**call, "params": {"rows": rows}})
        graph.write(call["cypher"], {"rows": rows})
    wanted = contents(graph)
    graph.write("MATCH (n) DETACH DELETE n")
    for name, calls in loads.items():
        for call in calls:
            stored = run(graph, name, **labels_in(call["cypher"]), **call["params"])
            assert stored.values == [(len(call["params"]["rows"]),)]

    assert len(wanted) > 300
    assert contents(graph) == wanted


def test_the_originals_are_the_recorded_texts(vedana: Path) -> None:
    for name, kind in (("load_nodes", "MERGE (n:"), ("load_edges", "MERGE (from:")):
        original = template("graph", CATALOGUE.get(f"vedana/{name}").original)
        for call in recorded(vedana, kind):
            text, _ = original.filled(labels_in(call["cypher"]))
            assert text.strip() == call["cypher"]


def test_an_index_is_made_once_and_a_value_kept_unique(world: Any) -> None:
    for _ in range(2):
        run(world, "create_index", label="person", property="person_name")
        run(world, "create_unique", label="person")
    world.write("MATCH (p:person {id: 'person:1'}) SET p.person_name = 'X'")

    with pytest.raises(QueryFailed):
        world.write("CREATE (:person {id: 'person:1'})")
    assert read(world, "node_count") == [{"cnt": 9}]


def test_a_question_may_not_write(world: Any) -> None:
    query = CATALOGUE.get("vedana/clear_graph")

    with pytest.raises(WriteRefused, match="tell it instead"):
        ask(query, {}, store=world)
    assert read(world, "node_count") == [{"cnt": 9}]


def test_a_load_replaces_all_properties_but_never_the_id(world: Any) -> None:
    given = [{"id": "person:1", "props": {"id": "person:2", "age": 41}}]
    stored = run(world, "load_nodes", label="person", rows=given)
    (node,) = read(world, "nodes_by_ids", label="person", ids=["person:1"])

    assert stored.values == [(1,)]
    assert node["attributes"] == {"id": "person:1", "age": 41}
    assert len(read(world, "nodes_by_ids", label="person", ids=["person:2"])) == 1


def test_an_update_leaves_what_another_system_wrote(world: Any) -> None:
    run(world, "update_nodes", label="person", rows=[{"id": "person:1", "props": {"age": 41}}])
    (node,) = read(world, "nodes_by_ids", label="person", ids=["person:1"])

    assert node["attributes"] == {"id": "person:1", "person_name": "Geneva Durben", "age": 41}


def test_an_edge_without_its_end_is_counted_out_and_makes_no_stub(world: Any) -> None:
    rows = [
        {"from_id": "person:3", "to_id": "interest:1", "props": {}},
        {"from_id": "person:3", "to_id": "interest:404", "props": {}},
    ]

    assert run(world, "load_edges", **LIKES, rows=rows).values == [(1,)]
    assert read(world, "node_count") == [{"cnt": 9}]
    assert read(world, "edge_count") == [{"cnt": 13}]


def test_an_edge_added_twice_is_one_edge(world: Any) -> None:
    ends = {**LIKES, "from_id": "person:3", "to_id": "interest:1"}
    for note in ("once", "twice"):
        run(world, "add_edge", **ends, properties={"note": note})
    pair = [{"from_id": "person:3", "to_id": "interest:1"}]

    assert [r["attributes"] for r in read(world, "edges_by_ends", **LIKES, rows=pair)] == [
        {"note": "twice"}
    ]


def test_removing_a_node_removes_its_edges(world: Any) -> None:
    removed = run(world, "delete_nodes", label="person", ids=["person:1", "person:404"])

    assert removed.values == [(1,)]
    assert read(world, "edge_count") == [{"cnt": 8}]


def test_removing_an_edge_leaves_the_one_back(world: Any) -> None:
    pairs = [{"from_id": "person:1", "to_id": f"interest:{n}"} for n in (1, 4)]

    assert run(world, "delete_edges", **LIKES, rows=pairs).values == [(1,)]
    assert read(world, "edge_count") == [{"cnt": 11}]


def test_the_graph_s_shape_is_counted_from_what_is_in_it(world: Any) -> None:
    shape = [tuple(row.values()) for row in read(world, "graph_properties")]

    assert shape == [
        ("interest", "id", 6),
        ("interest", "interest_name", 5),
        ("person", "id", 3),
        ("person", "person_name", 3),
    ]
    assert [tuple(row.values()) for row in read(world, "graph_patterns")] == [
        ("interest", "PERSON_has_INTEREST", "person", 6),
        ("person", "PERSON_has_INTEREST", "interest", 6),
    ]
