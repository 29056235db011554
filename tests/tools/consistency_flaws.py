"""Flaws to plant in stores that agree, and what each is found to be."""

from __future__ import annotations

from tests.tools.consistency_fixtures import EDGE_VECTORS, NODE_VECTORS

ADA = "WHERE node_id = 'p:1'"
FIRST = "p:1 | c:1 | person | city | LIVES_IN"
ADA_TO_LONDON = "WHERE from_node_id = 'p:1' AND to_node_id = 'c:1'"
IN_GRAPH = "MATCH (a:person {id: 'p:1'})-[r:LIVES_IN]->(b:city {id: 'c:1'})"
ZERO = "array_fill(0::real, ARRAY[256])::vector"

# What is done, and what is found: kind, store, key.
FLAWS: dict[str, tuple[list[str], list[tuple[str, str, str]]]] = {
    "a node that the documents have and grist_nodes lacks": (
        [
            "DELETE FROM grist_nodes WHERE node_id = 'c:1'",
        ],
        [("missing", "grist_nodes", "c:1 | city"), ("orphan", "nodes", "c:1 | city")],
    ),
    "a node that the documents lack": (
        [
            "INSERT INTO grist_nodes VALUES ('x:1', 'city', '{}')",
            "INSERT INTO nodes VALUES ('x:1', 'city', '{}')",
            "CREATE (:city {id: 'x:1'})",
        ],
        [("orphan", "grist_nodes", "x:1 | city")],
    ),
    "a node that the documents tell otherwise": (
        ['UPDATE grist_nodes SET attributes = \'{"name": "Ada", "born": 1}\' ' + ADA],
        [("stale", "grist_nodes", "p:1 | person"), ("stale", "nodes", "p:1 | person")],
    ),
    "an edge that the documents have and grist_edges lacks": (
        [f"DELETE FROM grist_edges {ADA_TO_LONDON}"],
        [("missing", "grist_edges", FIRST), ("orphan", "edges", FIRST)],
    ),
    "a node that was copied otherwise": (
        [
            f"UPDATE nodes SET attributes = attributes || '{{\"born\": 1}}' {ADA}",
            "MATCH (n:person {id: 'p:1'}) SET n.born = 1",
        ],
        [("stale", "nodes", "p:1 | person")],
    ),
    "an edge that was copied otherwise": (
        [
            f"UPDATE edges SET attributes = attributes || '{{\"since\": 1}}' {ADA_TO_LONDON}",
            f"{IN_GRAPH} SET r.since = 1",
        ],
        [("stale", "edges", FIRST)],
    ),
    "a node that was not copied": (
        [
            "DELETE FROM nodes WHERE node_id = 'c:2'",
            "MATCH (n:city {id: 'c:2'}) DETACH DELETE n",
            f"DELETE FROM {NODE_VECTORS} WHERE node_id = 'c:2'",
            "DELETE FROM edges WHERE 'c:2' IN (from_node_id, to_node_id)",
            f"DELETE FROM {EDGE_VECTORS} WHERE to_node_id = 'c:2'",
        ],
        [
            ("missing", "nodes", "c:2 | city"),
            ("missing", "edges", "p:2 | c:2 | person | city | LIVES_IN"),
        ],
    ),
    "an edge without its node": (
        [
            "INSERT INTO grist_edges VALUES ('p:1', 'c:9', 'person', 'city', 'LIVES_IN', '{}')",
            "INSERT INTO edges VALUES ('p:1', 'c:9', 'person', 'city', 'LIVES_IN', '{}')",
        ],
        [
            ("orphan", "grist_edges", "p:1 | c:9 | person | city | LIVES_IN"),
            ("dangling", "edges", "p:1 | c:9 | person | city | LIVES_IN"),
            ("missing", "graph", "p:1 | c:9 | person | city | LIVES_IN"),
        ],
    ),
    "an id of two types": (
        [
            "INSERT INTO grist_nodes VALUES ('p:1', 'city', '{}')",
            "INSERT INTO nodes VALUES ('p:1', 'city', '{}')",
            "CREATE (:city {id: 'p:1'})",
        ],
        [("orphan", "grist_nodes", "p:1 | city"), ("shared id", "nodes", "p:1")],
    ),
    "a node that the graph lost": (
        ["MATCH (n:city {id: 'c:1'}) DETACH DELETE n"],
        [("missing", "graph", "c:1 | city"), ("missing", "graph", FIRST)],
    ),
    "a node that only the graph has": (
        ["CREATE (:city {id: 'x:1', name: 'Rome'})"],
        [("orphan", "graph", "x:1 | city")],
    ),
    "a label that only the graph has": (
        ["CREATE (:village {id: 'v:1', name: 'Rome'})"],
        [("orphan", "graph", "v:1 | village")],
    ),
    "a ghost": (
        ["CREATE (:city {id: 'x:1'})"],
        [("ghost", "graph", "x:1 | city")],
    ),
    "a stub of a node that has a record": (
        ["MATCH (n:city {id: 'c:1'}) REMOVE n.name"],
        [("ghost", "graph", "c:1 | city")],
    ),
    "a node that the graph tells otherwise": (
        ["MATCH (n:person {id: 'p:1'}) SET n.born = '1815'"],
        [("stale", "graph", "p:1 | person")],
    ),
    "an edge that the graph lost": (
        [f"{IN_GRAPH} DELETE r"],
        [("missing", "graph", FIRST)],
    ),
    "an edge that only the graph has": (
        ["MATCH (a:person {id: 'p:1'}), (b:city {id: 'c:2'}) CREATE (a)-[:LIVES_IN]->(b)"],
        [("orphan", "graph", "p:1 | c:2 | person | city | LIVES_IN")],
    ),
    "an edge that the graph tells otherwise": (
        [f"{IN_GRAPH} SET r.note = 'other'"],
        [("stale", "graph", FIRST)],
    ),
    "an edge that is there twice": (
        [f"{IN_GRAPH} CREATE (a)-[s:LIVES_IN]->(b) SET s = properties(r)"],
        [("duplicate", "graph", FIRST)],
    ),
    "a node without an id": (
        ["CREATE (:city {name: 'Rome'})"],
        [("no id", "graph", "city")],
    ),
    "a graph that was emptied": (
        ["MATCH (n) DETACH DELETE n"],
        [
            ("count", "graph", "city"),
            ("count", "graph", "person"),
            ("count", "graph", "person | KNOWS"),
            ("count", "graph", "person | LIVES_IN"),
        ],
    ),
    "a vector that is missing": (
        [f"DELETE FROM {NODE_VECTORS} {ADA}"],
        [("missing", NODE_VECTORS, "p:1 | person | name")],
    ),
    "a vector of a node that is gone": (
        [f"UPDATE {NODE_VECTORS} SET node_id = 'p:9' {ADA}"],
        [
            ("missing", NODE_VECTORS, "p:1 | person | name"),
            ("orphan", NODE_VECTORS, "p:9 | person | name"),
        ],
    ),
    "a vector of an attribute that is no longer embedded": (
        ["UPDATE dm_anchor_attributes SET embeddable = false WHERE anchor = 'city'"],
        [
            ("orphan", NODE_VECTORS, "c:1 | city | name"),
            ("orphan", NODE_VECTORS, "c:2 | city | name"),
        ],
    ),
    "a vector of an older text": (
        [
            f"UPDATE {NODE_VECTORS} SET attribute_value = 'London', embedding = "
            f"(SELECT embedding FROM {NODE_VECTORS} WHERE node_id = 'c:1') {ADA}",
        ],
        [("stale text", NODE_VECTORS, "p:1 | person | name")],
    ),
    "a zero vector": (
        [f"UPDATE {NODE_VECTORS} SET embedding = {ZERO} {ADA}"],
        [("zero vector", NODE_VECTORS, "p:1 | person | name")],
    ),
    "a zero vector of an edge": (
        [f"UPDATE {EDGE_VECTORS} SET embedding = {ZERO} {ADA_TO_LONDON}"],
        [("zero vector", EDGE_VECTORS, "p:1 | c:1 | LIVES_IN | note")],
    ),
    "a vector of an edge that is missing": (
        [f"DELETE FROM {EDGE_VECTORS} {ADA_TO_LONDON}"],
        [("missing", EDGE_VECTORS, "p:1 | c:1 | LIVES_IN | note")],
    ),
    "a vector of another model": (
        [
            f"UPDATE {NODE_VECTORS} SET embedding = (SELECT embedding FROM {NODE_VECTORS} "
            f"WHERE node_id = 'c:1') {ADA}"
        ],
        [("model", NODE_VECTORS, "p:1 | person | name")],
    ),
    "another model on record": (
        [f"UPDATE workbench_vector_space SET model = 'x' WHERE table_name = '{EDGE_VECTORS}'"],
        [("model", EDGE_VECTORS, EDGE_VECTORS)],
    ),
    "another dimension on record": (
        [f"UPDATE workbench_vector_space SET dimension = 8 WHERE table_name = '{NODE_VECTORS}'"],
        [("dimension", NODE_VECTORS, NODE_VECTORS)],
    ),
    "a vector of another dimension": (
        [
            f"DROP INDEX {NODE_VECTORS}_hnsw_idx",
            f"ALTER TABLE {NODE_VECTORS} ALTER embedding TYPE vector",
            f"UPDATE {NODE_VECTORS} SET embedding = '[1, 0, 0]' {ADA}",
        ],
        [
            ("dimension", NODE_VECTORS, "p:1 | person | name"),
            ("model", NODE_VECTORS, "p:1 | person | name"),
        ],
    ),
}
