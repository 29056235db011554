"""A plan that was measured while its statement ran, and what a change counted.

1. `profile` has the rows and the milliseconds of operators, and nothing that it runs stays.
2. It ends within its time limit, and a fault has its position in the author's text.
3. `changed` gives what `write` gives, with the engine's own counters.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conformance.relational_witness import WORLD, Witness
from tests.conformance.test_relational_reading import ATTEMPTS
from workbench.core.answer import Plan
from workbench.core.errors import BadInput, QueryFailed, WorkbenchError, WriteRefused
from workbench.core.values import Edge, Node
from workbench.stores.graph.bolt import Bolt
from workbench.stores.relational.plans import to_plan
from workbench.stores.relational.postgres import Postgres


def operators(plan: Plan) -> Iterator[Plan]:
    yield plan
    for child in plan.children:
        yield from operators(child)


def test_sql_is_measured(relational: Postgres) -> None:
    relational.write("CREATE TABLE n AS SELECT i FROM generate_series(1, 1000) AS i")
    plan = relational.profile("SELECT count(*) FROM n WHERE i > $least", {"least": 400})
    scan = next(one for one in operators(plan) if one.operator == "Seq Scan")

    assert (plan.actual_rows, scan.actual_rows) == (1, 600)
    assert scan.details["Rows Removed by Filter"] == 400
    assert all(one.ms is not None and one.ms >= 0 for one in operators(plan))


def test_settings_hold_while_sql_is_measured(relational: Postgres) -> None:
    relational.write("CREATE TABLE n (i int PRIMARY KEY)")
    tuned = relational.under({"enable_indexscan": "off", "enable_bitmapscan": "off"})
    text = "SELECT i FROM n WHERE i = 1"

    assert relational.profile(text).operator.startswith(("Index", "Bitmap"))
    assert tuned.profile(text).operator == "Seq Scan"  # type: ignore[attr-defined]


def test_workers_times_count_once() -> None:
    scan = {"Node Type": "Seq Scan", "Actual Total Time": 6.0, "Actual Loops": 3}
    gather = {"Node Type": "Gather", "Actual Total Time": 10.0, "Actual Loops": 1}
    plan = to_plan({**gather, "Workers Launched": 2, "Plans": [scan]})

    assert (plan.ms, plan.children[0].ms) == (4.0, 6.0)


def test_a_measured_statement_changes_nothing(relational: Postgres, tmp_path: Path) -> None:
    relational.write(WORLD)
    witness = Witness(relational._conninfo, tmp_path)
    try:
        before = witness.sees()
        for text in ATTEMPTS:
            with suppress(WorkbenchError):
                relational.profile(witness.armed(text))
        assert witness.sees() == before
    finally:
        witness.close()


def test_cypher_is_measured(graph: Bolt) -> None:
    people = [Node("a", ("Person",), {}), Node("b", ("Person",), {})]
    graph.put(people, [Edge("a", "KNOWS", "b", {}, "Person", "Person")])
    plan = graph.profile("MATCH (p:Person)-[r]->(q) RETURN p.id, q.id")

    assert plan.actual_rows == 1
    assert sum(one.ms or 0 for one in operators(plan)) > 0


@pytest.mark.parametrize("text", ["MATCH (n) DETACH DELETE n", "CREATE (:X)", "MERGE (:X {id: 1})"])
def test_measured_cypher_changes_nothing(graph: Bolt, text: str) -> None:
    graph.put([Node("a", ("Person",), {})])
    with pytest.raises(WriteRefused):
        graph.profile(text)
    assert graph.rows("MATCH (n) RETURN n.id AS id").values == [("a",)]


def test_a_change_is_counted(graph: Bolt) -> None:
    rows, made = graph.changed(
        "CREATE (n:Port {id: 'p'})-[:AT]->(:Port {id: 'q'}) RETURN n.id AS id"
    )
    assert rows.values == [("p",)]
    assert (made["nodes_created"], made["relationships_created"]) == (2, 1)
    assert graph.changed("MATCH (n:Port) DETACH DELETE n")[1]["nodes_deleted"] == 2
    assert graph.changed("MATCH (n:Port) DETACH DELETE n")[1] == {}


def test_measuring_sql_ends_within_its_limit(relational: Postgres) -> None:
    with pytest.raises(QueryFailed, match="raise `timeout`"):
        relational.profile("SELECT pg_sleep(30)", timeout=0.2)
    assert relational.rows("SELECT 1 AS one").values == [(1,)]


def test_measuring_cypher_ends_within_its_limit(graph: Bolt) -> None:
    # ArcadeDB goes on after the client has left: about a second's work, and none to keep.
    graph.put([Node(str(i), ("N",), {"i": i}) for i in range(100)])
    slow = "MATCH (a:N), (b:N), (c:N) WHERE a.i + b.i + c.i < 0 RETURN count(*)"
    with pytest.raises(QueryFailed, match="raise `timeout`"):
        graph.profile(slow, timeout=0.05)
    assert graph.rows("RETURN 1 AS one").values == [(1,)]


def test_a_fault_has_its_place_in_the_authors_text(relational: Postgres, graph: Bolt) -> None:
    with pytest.raises(QueryFailed) as sql:
        relational.profile("SELECT\n missing")
    with pytest.raises(QueryFailed) as cypher:
        graph.profile("MATCH (n)\nRETRN n")
    assert (sql.value.position, cypher.value.position) == (9, 11)


def test_a_plan_is_not_measured_twice(graph: Bolt) -> None:
    with pytest.raises(BadInput, match="expected a query alone"):
        graph.profile("PROFILE MATCH (n) RETURN n")
