"""Queries that are wrong in one place, by the code that says so."""

from __future__ import annotations

from tests.velesql.fuzz.query import Clause
from tests.velesql.fuzz.selects import Clauses
from tests.velesql.fuzz.writing import Writer

# $v is a vector of works, $w one too long, $n one with NaN; $gone has no value.
_WRONG = {
    "E001": (
        "SELECT * FORM works", "SELECT FROM works", "SELECT * FROM works WHERE",
        "SELECT *, id FROM works",
        "SELECT * FROM works WHERE year >", "SELECT * FROM works LIMIT -1",
        "MATCH (a)-[ RETURN a.name",
        "SELECT * FROM works ORDER year", "INSERT INTO works VALUES (1)", "DELETE FROM works",
        "SELECT FIRST(*) FROM works WHERE vector NEAR $v GROUP BY kind",
        "SELECT * FROM works WHERE vector NEAR $v AND body MATCH 'x' "
        "USING FUSION(strategy = 'best')",
    ),
    "E005": (
        "SELECT * FROM works WHERE year > $gone", "SELECT * FROM works WHERE vector NEAR $gone",
        "SELECT * FROM works LIMIT $gone", "SELECT * FROM works WHERE id = 0 AND year = $gone",
        "UPDATE notes SET year = $gone WHERE id = -1", "SELECT * FROM bare WHERE kind LIKE $gone",
        "SELECT * FROM circle AS p WHERE MATCH (p {name: $gone})-->(b)",
        "SELECT * FROM works WHERE year > (SELECT MAX(year) FROM notes WHERE kind = $gone)",
        "LET x = year * $gone SELECT id, x FROM works",
    ),
    "E007": ("MATCH (a)-[*1..40]->(b) RETURN b.name", "SELECT * FROM works WHERE " + "(" * 70,),
    "V": (
        "SELECT * FROM works WHERE vector NEAR $v AND vector NEAR $v",
        "SELECT * FROM works WHERE NOT (vector NEAR $v)",
        "SELECT * FROM works WHERE similarity(vector, $v) > 0 OR similarity(vector, $v) < 1",
        "SELECT * FROM works WHERE vector NEAR_FUSED [$v] AND body MATCH 'x'",
        "SELECT * FROM works WHERE vector NEAR_FUSED [$v] USING FUSION 'weighted'",
        "SELECT * FROM works ORDER BY similarity()", "SELECT z.* FROM works w",
        "SELECT kind, MAX(score) AS s FROM works GROUP BY kind", "LET k = 2 SHOW COLLECTIONS",
        "SELECT * FROM works WHERE year > (SELECT MAX(year) FROM notes WHERE works.id = 1)",
        "SELECT * FROM circle p WHERE MATCH ()-->(x)", "SELECT title, COUNT(*) FROM works",
        "SELECT * FROM works WHERE vector NEAR $v USING FUSION(strategy = 'rrf')",
        "SELECT * FROM works LIMIT 3 WITH (mode = 'turbo')", "SELECT * FROM works WITH (modes = 1)",
        "SELECT * FROM works LIMIT 3 WITH (ef_search = 3)", "SELECT FIRST(year) FROM works",
        "SELECT * FROM works WHERE vector NEAR $v AND body MATCH 'x' "
        "USING FUSION(strategy = 'rsf', dense_weight = 0.9, sparse_weight = 0.9)",
    ),
    "VELES-002": (
        "SELECT * FROM absent", "SELECT * FROM works JOIN absent ON works.id = absent.id",
        "INSERT INTO absent (id) VALUES (1)", "DELETE FROM absent WHERE id = 1", "DESCRIBE absent",
        "SELECT * FROM works WHERE year > (SELECT MAX(year) FROM absent)", "TRUNCATE absent",
        "SELECT id FROM works UNION SELECT id FROM absent", "SELECT EDGES FROM absent",
        "DROP COLLECTION absent",
    ),
    "VELES-004": (
        "SELECT * FROM works WHERE vector NEAR $w", "INSERT INTO works (id, vector) VALUES (1, $w)",
        "SELECT * FROM works WHERE similarity(vector, $w) > 0",
        "SELECT * FROM works WHERE vector NEAR_FUSED [$v, $w]", "UPDATE works SET vector = $w",
    ),
    "VELES-005": (
        "SELECT * FROM works WHERE vector NEAR $n", "INSERT INTO works (id, vector) VALUES (1, $n)",
    ),
    "VELES-009": ("SELECT * FROM works WHERE vector SPARSE_NEAR {1: 1} USING 'absent'",),
    "VELES-010": (
        "MATCH (a) RETURN a.name", "INSERT INTO notes (title) VALUES ('x')",
        "SELECT * FROM works WHERE year > (SELECT id, year FROM works)",
        "INSERT INTO notes (id) VALUES (-1)", "INSERT INTO notes (id) VALUES ('a')",
    ),
    "VELES-014": ("INSERT INTO notes (id, vector) VALUES (1, [1, 0])",),
    "VELES-015": (
        "SELECT * FROM notes WHERE vector NEAR [1, 0]",
        "SELECT * FROM bare WHERE vector NEAR [1, 0]",
        "SELECT * FROM notes WHERE year > 1 AND vector NEAR [1, 0]",
    ),
    "VELES-016": ("INSERT INTO works (id, title) VALUES (1, 'x')",),
    "VELES-019/20/22": (
        "DELETE EDGE 4711 FROM works",
        "INSERT EDGE INTO works (source = 1, target = 4711, label = 'X')",
        "INSERT EDGE INTO circle (source = 4711, target = 4711, label = 'X')",
    ),
}  # fmt: skip


def mistake(writer: Writer) -> Clauses:
    code = writer.pick(list(_WRONG))
    writer.tag("mistake")
    text = writer.pick(_WRONG[code])
    right = writer.data.vector(writer.data.by_name["works"])
    given = {"v": right, "w": [*right, 1.0], "n": [float("nan"), *right[1:]]}
    writer.parameters.update(given)
    return (Clause(text.split()[0], (text.split(maxsplit=1)[1],), least=1),)
