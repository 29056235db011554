"""What a statement says that cannot be, by its code; and what may stand."""

from __future__ import annotations

import pytest

from tests.velesql.cases import cases
from workbench.core.errors import VelesFailed
from workbench.velesql.checking.check import check
from workbench.velesql.syntax.parse import parse

RUN = cases().get("execution_cases", [])
PRESENT = pytest.mark.skipif(not RUN, reason="the shared VelesQL cases are absent (../shared)")


def code(query: str) -> str:
    """ "" where nothing is wrong."""
    try:
        check(parse(query))
    except VelesFailed as error:
        return error.code
    return ""


def wanted(case: dict[str, dict[str, list[str]]]) -> str:
    """The code that needs no catalog, "" where the case has none."""
    (found,) = case["expect"].get("error", [""])
    return found if found.startswith(("V0", "E001", "E007")) else ""


@PRESENT
def test_every_shared_case_has_the_fault_that_it_should_have_and_no_other() -> None:
    found = {case["id"]: code(case["query"]) for case in RUN}

    assert found == {case["id"]: wanted(case) for case in RUN}
    assert len(set(found.values())) > 12


@pytest.mark.parametrize(
    ("query", "fault"),
    [
        ("SELECT * FROM w WHERE vector NEAR $q AND vector NEAR $r", "V001"),
        ("SELECT * FROM w WHERE vector NEAR $q AND NOT similarity(vector, $q) > 0.5", ""),
        ("SELECT * FROM w WHERE a = 1 OR similarity(vector, $q) > 0.5", ""),
        (
            "SELECT * FROM w WHERE (a = 1 AND similarity(v, $q) > 0) OR similarity(v, $r) > 0",
            "V001",
        ),
        ("SELECT * FROM w WHERE vector NEAR_FUSED [$a, $b] AND body MATCH 'x'", "V001"),
        ("SELECT * FROM w WHERE vector NEAR_FUSED [$a, $b] OR a = 1", "V001"),
        ("SELECT * FROM w WHERE vector NEAR_FUSED [$a, $b] AND a = 1", ""),
        ("SELECT * FROM w WHERE NOT vector SPARSE_NEAR $s", "V003"),
        ("SELECT * FROM w WHERE vector NEAR $q USING FUSION(strategy = 'rrf')", "V012"),
        (
            "SELECT * FROM w WHERE vector NEAR $q AND b MATCH 'x' "
            "USING FUSION(strategy = 'rsf', dense_weight = 0.6, sparse_weight = 0.5)",
            "V012",
        ),
        ("LET s = similarity() SELECT * FROM w", "V006"),
        ("SELECT * FROM w ORDER BY similarity(vector, $q)", ""),
        ("MATCH (a) RETURN similarity()", "V006"),
        ("SELECT w.* FROM works w JOIN artists a ON w.artist = a.id", ""),
        ("SELECT works.kind, COUNT(*) FROM works GROUP BY payload.kind", ""),
        ("SELECT FIRST(a) FROM w", "V017"),
        ("SELECT * FROM w GROUP BY a", "V017"),
        ("SELECT * FROM a WHERE x > (SELECT MAX(b.x) FROM b)", ""),
        ("SELECT * FROM a WHERE x > (SELECT MAX(a.x) FROM a)", ""),
        ("UPDATE w SET a = (SELECT MAX(score) FROM w)", "V006"),
        ("EXPLAIN SELECT * FROM w WITH (mode = 'custom:64', ef_search = 15)", "V014"),
        ("SELECT a FROM w UNION SELECT a FROM v WITH (timeout = 3)", "V016"),
        ("SELECT * FROM g p WHERE MATCH (p)-[:A]->(x) AND NOT MATCH (p)-[:B]->(y)", ""),
        ("SELECT * FROM g WHERE MATCH (a)-[:A]->(x) AND MATCH (b)-[:B]->(y)", "V011"),
        ("SELECT * FROM g p WHERE MATCH (x)-[:A]->(p)", "V011"),
    ],
)
def test_a_statement_that_contradicts_itself_is_told(query: str, fault: str) -> None:
    assert code(query) == fault


def test_queries_in_brackets_go_8_deep() -> None:
    def nested(depth: int) -> str:
        return "SELECT MAX(a) FROM w" + depth * " WHERE a > (SELECT MAX(a) FROM w" + depth * ")"

    assert (code(nested(8)), code(nested(9))) == ("", "VELES-010")
