"""The subset of Cypher for template queries: what passes, as what, and what is refused where."""

from __future__ import annotations

import pytest

from workbench.core.lore.templates import Refused, checked_query

PASSING = {
    "MATCH (n) RETURN n.id": ("id",),
    "match (n:Person {id: $id}) return n.name as who, n.id": ("who", "id"),
    "MATCH (a)-[r:MEMBER_OF|RULES]->(b) RETURN a.id, b.id": ("a.id", "b.id"),
    "MATCH (a)<-[:SET]-(b:DELETE) WHERE a.create = 'CREATE (x)' RETURN a.merge": ("merge",),
    "MATCH (a:Deity)--(b), (c:Title)-->(d)<--(e:Spell) RETURN DISTINCT a.id": ("id",),
    "MATCH (n) OPTIONAL MATCH (n)-[r]-(m) WHERE m.x > -3.5 RETURN n.id, count(m)": (
        "id",
        "count(m)",
    ),
    "MATCH (n) WHERE n.a IN ['it\\'s // no comment', \"/* ; */\"] RETURN n": ("n",),
    "MATCH (n) WHERE (n.a = 1 OR NOT n.b <> 2) AND n.c IS NOT NULL RETURN n.id": ("id",),
    "MATCH (n) WHERE coalesce($s, n.s) = n.s RETURN count(*), count(DISTINCT n.t) AS kinds": (
        "count(*)",
        "kinds",
    ),
    "MATCH (n)\n\tRETURN n.id AS i\r\n ORDER BY i DESC, n.name ASC SKIP 5 LIMIT $k": ("i",),
    "MATCH (n) WHERE n.x = true AND n.y = null AND n.z >= 1.5e-3 RETURN n.id": ("id",),
    "MATCH (n) WHERE n.name = '日本語 `quoted`' RETURN n.id": ("id",),
}

# Text, line of the refusal, part of the reason.
REFUSED = [
    ("CREATE (n) RETURN n", 1, "saw CREATE"),
    ("MATCH (n)\nMERGE (m)\nRETURN n", 2, "saw MERGE"),
    ("MATCH (n)\nDELETE n", 2, "saw DELETE"),
    ("MATCH (n) DETACH DELETE n", 1, "saw DETACH"),
    ("MATCH (n)\n\nSET n.x = 1 RETURN n", 3, "saw SET"),
    ("MATCH (n) sEt n.x = 1 RETURN n", 1, "saw sEt"),
    ("MATCH (n) REMOVE n.x RETURN n", 1, "saw REMOVE"),
    ("CALL db.labels() YIELD label RETURN label", 1, "saw CALL"),
    ("MATCH (n) CALL { WITH n RETURN 1 AS x } RETURN x", 1, "saw CALL"),
    ("MATCH (n) RETURN n.id\nUNION MATCH (m) RETURN m.id", 2, "saw UNION"),
    ("MATCH (n) WITH n RETURN n", 1, "saw WITH"),
    ("UNWIND [1] AS x RETURN x", 1, "saw UNWIND"),
    ("LOAD CSV FROM 'file:///etc/passwd' AS l RETURN l", 1, "saw LOAD"),
    ("MATCH (n) FOREACH (x IN [1] | SET n.a = x) RETURN n", 1, "saw FOREACH"),
    ("USE system MATCH (n) RETURN n", 1, "saw USE"),
    ("EXPLAIN MATCH (n) RETURN n", 1, "saw EXPLAIN"),
    ("RETURN 1", 1, "expected MATCH"),
    ("MATCH (n)", 1, "saw the end of the query"),
    ("", 1, "expected MATCH"),
    ("MATCH (n) RETURN n;", 1, "ends a statement"),
    ("MATCH (n) RETURN n\n; MATCH (n) DELETE n", 2, "ends a statement"),
    ("MATCH (n) // all\nRETURN n", 1, "comments are refused"),
    ("MATCH (n)\nRETURN /* DELETE */ n", 2, "comments are refused"),
    ("MATCH (`n`) RETURN n", 1, "quoted names"),
    ("MATCH (n:`A`) DELETE n RETURN `n`", 1, "quoted names"),
    ("MATCH (n) RETURN n.id\\u003B MATCH (m) DELETE m", 1, "a backslash outside of a text"),
    ("MATCH (n) WHERE n.x = '\\u0027 DELETE n //' RETURN n", 1, "an escape other than"),
    ("MATCH (n) WHERE n.x = 'open\nRETURN n", 1, "does not end on its line"),
    ("MATCH (n) WHERE exists { (n)--() } RETURN n", 1, "saw exists"),
    ("MATCH (n) WHERE EXISTS((n)--()) RETURN n", 1, "the function EXISTS is not allowed"),
    ("MATCH (n) RETURN count { (n)--() }", 1, "saw count"),
    ("MATCH (n)\nRETURN n.x + apoc.foo()", 2, "no arithmetic"),
    ("MATCH (n) RETURN apoc.load.jdbc('x')", 1, "'apoc' is bound by no MATCH"),
    ("MATCH (n) RETURN labels(n)", 1, "the function labels is not allowed"),
    ("MATCH (n) RETURN toUpper(n.x)", 1, "the function toUpper is not allowed"),
    ("MATCH (n) RETURN collect(n)", 1, "the function collect is not allowed"),
    ("MATCH (n) WHERE count(n) > 1 RETURN n", 1, "count counts rows"),
    ("MATCH (n)-[*]->(m) RETURN n", 1, "paths of variable length"),
    ("MATCH (n)-[:A*1..3]->(m) RETURN n", 1, "paths of variable length"),
    ("MATCH p = (n)-->(m) RETURN p", 1, "a named path"),
    ("MATCH shortestPath((a)-[*]-(b)) RETURN a", 1, "expected `(`"),
    ("MATCH (n) WHERE (n)-[:A]->() RETURN n", 1, "a pattern stands in MATCH alone"),
    ("MATCH (n) WHERE NOT (n:Person) RETURN n", 1, "a pattern as a test"),
    ("MATCH (n) WHERE ()--(n) RETURN n", 1, "a pattern as a test"),
    ("MATCH (n) WHERE n:Person RETURN n", 1, "expected RETURN, saw :"),
    ("MATCH (n) RETURN [x IN n.l WHERE x > 1 | x]", 1, "'x' is bound by no MATCH"),
    ("MATCH (n) RETURN [(n)-->(m) | m.id]", 1, "no arithmetic"),
    ("MATCH (n) RETURN n {.*}", 1, "subqueries and maps"),
    ("MATCH (n) RETURN {a: 1}", 1, "expected a value"),
    ("MATCH (n) RETURN n[0]", 1, "saw ["),
    ("MATCH (n) RETURN n.a.b", 1, "a property of a property"),
    ("MATCH (n) RETURN *", 1, "name the columns"),
    ("MATCH (n) RETURN CASE n.x WHEN 1 THEN 2 END", 1, "saw CASE"),
    ("MATCH (n) WHERE n.x STARTS WITH 'a' RETURN n", 1, "saw STARTS"),
    ("MATCH (n) WHERE n.x CONTAINS 'a' RETURN n", 1, "saw CONTAINS"),
    ("MATCH (n) WHERE n.x =~ '.*' RETURN n", 1, "regular expressions"),
    ("MATCH (n) WHERE n.x = 1 XOR n.y = 2 RETURN n", 1, "saw XOR"),
    ("MATCH (n) WHERE n.x = 2 * 3 RETURN n", 1, "no arithmetic"),
    ("MATCH (n) RETURN n LIMIT 1 + 1", 1, "no arithmetic"),
    ("MATCH (n) RETURN n LIMIT -1", 1, "a whole number"),
    ("MATCH (n) RETURN n LIMIT 1.5", 1, "a whole number"),
    ("MATCH (n) RETURN n LIMIT 1 SKIP 1", 1, "expected the end"),
    ("MATCH (n) RETURN m.id", 1, "'m' is bound by no MATCH"),
    ("MATCH (set) RETURN set", 1, "saw set"),
    ("MATCH (n) RETURN n.id AS delete", 1, "saw delete"),
    ("MATCH (n) RETURN $`id`", 1, "a parameter is"),
    ("MATCH (n) WHERE n.x = $1 RETURN n", 1, "a parameter is"),
    ("MATCH\u00a0(n) RETURN n", 1, "'\\xa0' is not allowed"),
    ("MATCH (n) RETURN n\u2028DELETE n", 1, "is not allowed"),
    ("MATCH (ｎ) RETURN ｎ", 1, "is not allowed"),
    ("MATCH (n) RETURN 'a' 'b'", 1, "expected the end"),
    ("MATCH (n) WHERE n.x = 12abc RETURN n", 1, "is not allowed"),
    ("MATCH (n {id: $id RETURN n", 1, "expected `}`"),
    ("OPTIONAL RETURN 1", 1, "expected MATCH"),
    ("MATCH (n) RETURN n\x00", 1, "is not allowed"),
    ("MATCH (n) RETURN " + "(" * 60 + "1" + ")" * 60, 1, "50 parentheses"),
]


@pytest.mark.parametrize(("text", "columns"), PASSING.items())
def test_a_query_inside_the_subset_passes_with_its_columns(
    text: str, columns: tuple[str, ...]
) -> None:
    assert checked_query(text).columns == columns


@pytest.mark.parametrize(("text", "line", "reason"), REFUSED, ids=lambda part: repr(part)[:40])
def test_a_query_outside_is_refused_with_line_and_reason(text: str, line: int, reason: str) -> None:
    with pytest.raises(Refused) as caught:
        checked_query(text)
    assert (caught.value.line, reason in caught.value.reason) == (line, True), caught.value.reason


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("MATCH (n) RETURN n.id", "MATCH (n) RETURN n.id\nLIMIT 1000"),
        ("MATCH (n) RETURN n.id LIMIT 7", "MATCH (n) RETURN n.id LIMIT 7"),
        ("MATCH (n) RETURN n.id LIMIT 1000", "MATCH (n) RETURN n.id LIMIT 1000"),
        ("MATCH (n) RETURN n.id limit 1001\n", "MATCH (n) RETURN n.id limit 1000\n"),
        ("MATCH (n) RETURN n.id LIMIT 99999999999999", "MATCH (n) RETURN n.id LIMIT 1000"),
        ("MATCH (n) RETURN n.limit SKIP 2000", "MATCH (n) RETURN n.limit SKIP 2000\nLIMIT 1000"),
        ("MATCH (n) RETURN n.id LIMIT $top", "MATCH (n) RETURN n.id LIMIT $top"),
    ],
)
def test_limit_is_a_thousand_at_most(written: str, sent: str) -> None:
    assert checked_query(written).text == sent


def test_parameters_are_those_outside_of_texts() -> None:
    found = checked_query("MATCH (n {a: $a}) WHERE n.b = '$b' AND n.c IN [$c] RETURN $d SKIP $e")
    assert found.parameters == {"a", "c", "d", "e"}
    assert (found.counts, found.limit) == ({"e"}, None)


def test_the_parameter_of_a_limit_is_told_apart_from_that_of_a_skip() -> None:
    found = checked_query("MATCH (n) RETURN n.id SKIP $from LIMIT $top")
    assert (found.counts, found.limit) == ({"from", "top"}, "top")
