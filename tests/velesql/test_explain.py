"""EXPLAIN: what it says is what execution does."""

from __future__ import annotations

import json
import re
from typing import Any

import numpy as np
import pytest

from tests.velesql.cases import cases
from tests.velesql.contents import contents
from tests.velesql.in_memory import InMemory
from tests.velesql.test_execution_cases import PRESENT, RUN
from workbench.core.answer import Plan
from workbench.core.collections.definition import Definition, VectorSpace
from workbench.core.collections.records import Change, Points, Vectors
from workbench.core.errors import VelesFailed
from workbench.velesql.answering import answer, plan_of

LARGE = "SELECT * FROM works w JOIN works v ON w.k = v.k JOIN works u ON u.k = v.k"
NEAR = "SELECT * FROM works WHERE vector NEAR $q"


@pytest.fixture(scope="module")
def database() -> InMemory:
    """400 points of 8 numbers: `n` counts them, `k` is one of four; three metadata points."""
    found, dice = InMemory(), np.random.default_rng(3)
    found.create(Definition("works", "vector", vectors={"vector": VectorSpace(8)}))
    found.create(Definition("tags", "metadata"))
    rows = dice.normal(size=(400, 8)).astype(np.float32)
    payloads = [json.dumps({"n": n, "k": n % 4, "t": f"w{n % 3} fog"}) for n in range(400)]
    vectors = {"vector": Vectors(rows, np.ones(400, np.bool_))}
    found.write("works", Change(points=Points(range(400), payloads, vectors)))
    answer("INSERT INTO tags (id, k) VALUES (1, 1), (2, 1), (3, 9)", {}, found)
    answer("INSERT EDGE INTO works (source = 1, target = 2, label = 'TO')", {}, found)
    return found


def told(database: InMemory, text: str, **parameters: Any) -> tuple[dict[str, Any], str]:
    result = answer(text, parameters, database)
    assert result.columns == ("plan", "tree")
    [(plan, tree)] = result.values
    return plan, tree


def shape(tree: str) -> list[str]:
    """The operators, each with its depth."""
    return [re.split(r"  [(\[]", line)[0] for line in tree.splitlines()]


def everything(plan: Plan) -> list[Plan]:
    return [plan, *(one for child in plan.children for one in everything(child))]


def find(plan: Plan, operator: str) -> Plan:
    return next(one for one in everything(plan) if one.operator.split(":")[0] == operator)


def test_the_operators_stand_one_below_the_other(database: InMemory) -> None:
    text = "EXPLAIN SELECT k, COUNT(*) FROM works WHERE n < 40 GROUP BY k ORDER BY k LIMIT 7"

    assert shape(told(database, text)[1]) == [
        "Select",
        "  Project",
        "    Limit: 7",
        "      Sort",
        "        Group",
        "          Filter",
        "            Scan: works",
    ]


def test_a_limit_that_nobody_wrote_is_told(database: InMemory) -> None:
    assert "Limit: 10 (default)" in told(database, "EXPLAIN SELECT * FROM works")[1]
    both = "EXPLAIN SELECT id FROM works UNION SELECT id FROM tags"
    assert "Limit" not in told(database, both)[1]


def test_a_join_is_over_both_its_sides(database: InMemory) -> None:
    text = "EXPLAIN SELECT * FROM works w LEFT JOIN tags t ON w.k = t.k WHERE t.k IS NULL"

    assert shape(told(database, text)[1])[2:] == [
        "    Limit: 10 (default)",
        "      Filter",
        "        Join: left",
        "          Scan: works",
        "          Scan: tags",
    ]


def test_operands_and_queries_in_brackets_have_plans_of_their_own(database: InMemory) -> None:
    text = (
        "EXPLAIN SELECT id FROM tags WHERE k > (SELECT MIN(n) FROM works) "
        "EXCEPT SELECT id FROM works LIMIT 2 ORDER BY id LIMIT 3"
    )
    plan, tree = told(database, text.replace("LIMIT 2 ORDER", "ORDER"))

    assert shape(tree)[:4] == ["Compound", "  Limit: 3", "    Sort", "      Except"]
    assert [child["operator"] for child in plan["children"]] == ["limit: 3", "subquery"]


def test_searches_that_are_fused_stand_beside_each_other(database: InMemory) -> None:
    text = f"EXPLAIN {NEAR} AND t MATCH 'w1' LIMIT 3 USING FUSION(strategy = 'rrf', k = 20)"
    plan, tree = told(database, text, q=[1.0] * 8)

    assert shape(tree)[3:] == [
        "      Fuse",
        "        Search",
        "          Scan: works",
        "        Search",
    ]
    assert plan["details"]["fusion"] == {"strategy": "rrf", "k": 20}


def test_settings_stand_at_the_root(database: InMemory) -> None:
    text = f"EXPLAIN LET s = similarity() * 2 {NEAR} ORDER BY s DESC WITH (mode = 'fast')"
    plan, _ = told(database, text, q=[1.0] * 8)

    assert plan["details"] == {"let": {"s": "(similarity() * 2)"}, "with": {"mode": "fast"}}


def test_a_text_search_tells_that_its_column_narrows_nothing(database: InMemory) -> None:
    result = answer("EXPLAIN SELECT * FROM works WHERE t MATCH 'fog'", {}, database)

    assert any("does not narrow" in notice for notice in result.notices)


def test_a_plan_of_a_pattern(database: InMemory) -> None:
    text = "EXPLAIN MATCH (a:A {n: 1})<-[e:TO*1..2]-()--(b) WHERE a.n > 0 RETURN b.n ORDER BY b.n"
    _, tree = told(database, text, _collection="works")

    assert shape(tree) == [
        "Match",
        "  Project",
        "    Sort",
        "      Filter",
        "        Pattern: (a:A {n})<-[e:TO*1..2]-()-[]-(b)",
        "          Scan: works",
    ]


def test_few_matches_are_compared_alone_and_many_under_a_bitmap(database: InMemory) -> None:
    for limit, way, least in ((20, "matches", 15), (300, "bitmap", 250)):
        text = f"EXPLAIN {NEAR} AND n < {limit} LIMIT 5"
        root = plan_of(text, {"q": [1.0] * 8}, database)
        assert find(root, "search").details["way"] == way
        assert least < (find(root, "filter").estimated_rows or 0) < limit * 1.3


def test_analyze_measures_what_the_answer_has(database: InMemory) -> None:
    text = f"{NEAR} AND n < 30 LIMIT 5"
    root = plan_of(text, {"q": [1.0] * 8}, database, analyze=True)

    rows = [find(root, one).actual_rows for one in ("select", "search", "filter")]
    assert rows == [5, 5, 30]
    assert all(one.ms is None or one.ms >= 0 for one in everything(root))
    alone = sum(one.ms for one in everything(root) if one.ms is not None)
    assert alone == pytest.approx(root.details["total_ms"], abs=0.01)


def test_estimates_are_never_shown_as_measured(database: InMemory) -> None:
    plan, tree = told(database, "EXPLAIN SELECT * FROM works WHERE n < 3")
    assert "actual" not in tree
    assert "actual_rows" not in str(plan)

    measured = told(database, "EXPLAIN ANALYZE SELECT * FROM works WHERE n < 3")[1]
    assert "(actual 3 rows, " in measured.splitlines()[0]


def test_explain_runs_nothing(database: InMemory) -> None:
    before = contents(database)
    told(database, f"EXPLAIN {LARGE}")
    assert contents(database) == before

    with pytest.raises(VelesFailed) as caught:
        answer(LARGE, {}, database)
    assert caught.value.code == "VELES-027"


def test_a_plan_is_told_of_queries_alone(database: InMemory) -> None:
    with pytest.raises(VelesFailed) as caught:
        plan_of("DELETE FROM tags WHERE id = 1", {}, database)
    assert caught.value.code == "VELES-010"
    assert len(answer("SELECT * FROM tags", {}, database).ids) == 3


def test_a_query_in_brackets_keeps_its_measurements_apart(database: InMemory) -> None:
    inner = "(SELECT MAX(n) FROM works WHERE vector NEAR $q AND n < 40)"
    text = f"{NEAR} AND n < 20 AND n < {inner} LIMIT 5"
    root = plan_of(text, {"q": [1.0] * 8}, database, analyze=True)

    outer, query = root.children
    assert [find(one, "filter").actual_rows for one in (outer, query)] == [20, 40]
    assert [find(one, "search").actual_rows for one in (outer, query)] == [5, 40]


def test_a_pattern_that_is_searched_tells_filter_and_search(database: InMemory) -> None:
    text = "MATCH (a)-[:TO]->(b) WHERE similarity(b.vector, $q) > -1 AND a.n >= 0 RETURN a.n"
    root = plan_of(text, {"q": [1.0] * 8, "_collection": "works"}, database, analyze=True)

    rows = [find(root, one).actual_rows for one in ("pattern", "filter", "search", "match")]
    assert rows == [1, 1, 1, 1]


READS = [one for one in RUN if re.match("SELECT(?! EDGES)|LET|MATCH", one["query"])]
ANSWERED = [one for one in READS if "error" not in one["expect"] and not one.get("setup")]


@PRESENT
@pytest.mark.parametrize("case", ANSWERED, ids=lambda case: str(case["id"]))
def test_every_query_has_a_plan_with_the_rows_of_its_answer(
    case: dict[str, Any], loaded: dict[str, InMemory]
) -> None:
    database, query = loaded[case["dataset"]], case["query"]
    parameters = case.get("params") or {}
    planned = plan_of(query, parameters, database)
    measured = plan_of(f"EXPLAIN ANALYZE {query}", parameters, database, analyze=True)
    wanted = answer(query, parameters, database)

    assert [one.operator for one in everything(planned)] == [
        one.operator for one in everything(measured)
    ]
    assert measured.actual_rows == len(wanted.values)
    assert "actual" in told(database, f"EXPLAIN ANALYZE {query}", **parameters)[1]


@pytest.fixture(scope="module")
def loaded() -> dict[str, InMemory]:
    return {name: InMemory.loaded(one) for name, one in cases()["datasets"].items()}
