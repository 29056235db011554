"""Clauses are found by where keywords stand."""

from __future__ import annotations

import pytest

from workbench.core.errors import NotSupported, QueryFailed
from workbench.graphs.cypher.clauses import Statement


def words(text: str) -> list[str]:
    return [word for part in Statement.of(text).parts for word in part.words]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("MATCH(n)RETURN n", ["MATCH", "RETURN"]),
        ("match\n(n)\nreturn n;", ["MATCH", "RETURN"]),
        ("MATCH (n) WHERE n.set = 1 RETURN n.limit AS order", ["MATCH", "WHERE", "RETURN"]),
        ("MATCH (n) RETURN n.as LIMIT 1", ["MATCH", "RETURN", "LIMIT"]),
        ("MATCH (n:Match:Set) RETURN n.`order`", ["MATCH", "RETURN"]),
        ("MATCH (n) WHERE n.a STARTS WITH 'x' RETURN n", ["MATCH", "WHERE", "RETURN"]),
        ("MATCH (n) WITH * WHERE n.x = $in RETURN *", ["MATCH", "WITH", "WHERE", "RETURN"]),
        ("MATCH (n) RETURN * ORDER BY n.x SKIP 1", ["MATCH", "RETURN", "ORDER BY", "SKIP"]),
        ("MATCH (n) RETURN {match: 1, set: n.x} AS limit", ["MATCH", "RETURN"]),
        ("MATCH (n) WHERE EXISTS { MATCH (n)--() } RETURN n", ["MATCH", "WHERE", "RETURN"]),
        ("MATCH (n) DETACH DELETE n", ["MATCH", "DETACH DELETE"]),
        ("RETURN 'MATCH (n) SET n.x = 1' AS x // SET", ["RETURN"]),
    ],
)
def test_names_that_are_keywords_elsewhere_are_names(text: str, clauses: list[str]) -> None:
    assert words(text) == clauses


def test_what_follows_a_merge_belongs_to_it() -> None:
    text = "MERGE (n:P) ON CREATE SET n.a = 1 ON MATCH SET n.b = 2 RETURN n"
    assert words(text) == ["MERGE", "ON CREATE", "SET", "ON MATCH", "SET", "RETURN"]
    assert Statement.of(text).writes


def test_a_statement_that_only_speaks_of_changes_reads() -> None:
    assert not Statement.of("MATCH (n) WHERE n.create = 'DELETE' RETURN n.set").writes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "expected a clause"),
        ("SELECT 1", "expected a clause"),
        ("MATCH (n)", "ends with RETURN"),
        ("MATCH (n) RETURN", "followed by nothing"),
        ("RETURN 1; RETURN 2", "one statement at a time"),
        ("RETURN 1 AS x UNION", "one is missing"),
    ],
)
def test_what_is_no_statement_is_told(text: str, says: str) -> None:
    with pytest.raises(QueryFailed, match=says):
        Statement.of(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("MATCH (n) FOREACH (x IN [1] | SET n.q = x)", "FOREACH"),
        ("LOAD CSV FROM 'x' AS row RETURN row", "LOAD"),
        ("CREATE INDEX FOR (n:P) ON (n.k)", "CREATE INDEX"),
        ("CREATE DATABASE x", "CREATE DATABASE"),
        ("DROP DATABASE x", "DROP"),
        ("CALL db.labels() YIELD label RETURN label", "procedures"),
        ("MATCH (n) CALL { WITH n SET n.q = 1 RETURN 1 AS q } RETURN q", "inside of a subquery"),
        ("MATCH (n) CALL (n) { CREATE (m) RETURN m } RETURN m", "inside of a subquery"),
        ("MATCH (n) WHERE EXISTS { CALL { DELETE n } RETURN n } RETURN n", "inside of a subquery"),
        ("CREATE (n) RETURN n UNION RETURN 1 AS n", "only read"),
    ],
)
def test_what_is_not_taken_is_refused_by_its_name(text: str, says: str) -> None:
    with pytest.raises(NotSupported, match=says):
        Statement.of(text)
