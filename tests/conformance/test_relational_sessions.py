"""Transactions, clients, limits, errors and plans of a relational store.

The numbered list is in `test_relational.py`; these are its points 6 to 10.
"""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from types import FrameType

import pytest

from tests.conformance.test_relational import both, count, second, table
from workbench.core.errors import NotSupported, QueryFailed, WriteRefused
from workbench.stores.relational.postgres import Postgres

__all__ = ["second", "table"]  # fixtures


def test_an_error_undoes_the_whole_transaction(table: Postgres) -> None:
    def half_way() -> None:
        with table.transaction():
            table.write("INSERT INTO t VALUES (4, 'z')")
            table.put("t", ["a", "b"], [(5, "z")])
            raise KeyError("no")

    with pytest.raises(KeyError):
        half_way()
    assert count(table) == 3


def test_reads_inside_see_the_transactions_own_writes(table: Postgres, second: Postgres) -> None:
    with table.transaction():
        table.write("CREATE TEMP TABLE mine ON COMMIT DROP AS SELECT 42 AS x")
        table.put("t", ["a", "b"], [(4, "z")])
        for reviewed in (False, True):
            rows = table.rows("SELECT x, a FROM mine, t", reviewed=reviewed, limit=3)
            assert (len(rows), rows.truncated) == (3, True)
            assert table.rows("SELECT count(*) FROM t", reviewed=reviewed).values == [(4,)]
        assert table.explain("SELECT * FROM mine").details["Relation Name"] == "mine"
        assert count(second) == 3
    assert count(second) == 4


def test_an_inner_transaction_can_fail_alone(table: Postgres) -> None:
    with table.transaction():
        table.write("DELETE FROM t WHERE a = 1")
        with suppress(QueryFailed), table.transaction():
            table.write("DELETE FROM t WHERE a = 2")
            table.write("SELECT 1 / 0")
        assert count(table) == 2
        with table.transaction():
            table.write("DELETE FROM t WHERE a = 3")
    assert count(table) == 1


def test_what_fails_at_commit_is_told(relational: Postgres) -> None:
    relational.write("CREATE TABLE t (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
    with pytest.raises(QueryFailed, match="duplicate key"), relational.transaction():
        relational.write("INSERT INTO t VALUES (1), (1)")
    assert count(relational) == 0


def test_a_transaction_cannot_be_ended_from_within(table: Postgres) -> None:
    with pytest.raises(QueryFailed, match="transaction of its own"), table.transaction():
        table.write("COMMIT")
    table.write("DELETE FROM t WHERE a = 1")
    assert count(table) == 2


def test_a_frame_inside_a_transaction_is_refused_rather_than_stale(table: Postgres) -> None:
    with table.transaction(), pytest.raises(NotSupported, match="rows"):
        table.frame("SELECT * FROM t")


def test_clients_see_each_others_commits(table: Postgres, second: Postgres) -> None:
    second.write("INSERT INTO t VALUES (4, 'z')")
    assert count(table) == 4
    table.put("t", ["a", "b"], [(5, "z")])
    assert second.rows("SELECT max(a) FROM t", reviewed=True).values == [(5,)]


def test_a_client_knows_types_that_another_made_later(
    relational: Postgres, second: Postgres
) -> None:
    relational.rows("SELECT 1", reviewed=True)
    second.write("CREATE EXTENSION vector; CREATE TABLE t (v vector(2))")
    relational.put("t", ["v"], [([1, 2],)])
    for reviewed in (False, True):
        found = relational.rows("SELECT v FROM t", reviewed=reviewed).values[0][0]
        assert found.tolist() == [1.0, 2.0]


def test_a_reviewed_query_survives_a_migration(table: Postgres) -> None:
    text = "SELECT * FROM t WHERE a = $a"
    assert table.rows(text, {"a": 1}, reviewed=True).values == [(1, "x")]
    table.write("ALTER TABLE t ADD c int DEFAULT 7; ALTER TABLE t ALTER a TYPE text")
    assert table.rows(text, {"a": "1"}, reviewed=True).values == [("1", "x", 7)]
    assert table.rows("SELECT * FROM t WHERE b = 'x'", reviewed=True).values == [("1", "x", 7)]


def test_one_store_serves_many_threads(table: Postgres) -> None:
    def ask(number: int) -> list[tuple[int]]:
        return list(table.rows("SELECT $n::int", {"n": number}, reviewed=number % 2 == 0).values)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(200))) == [[(number,)] for number in range(200)]


@pytest.mark.parametrize("reviewed", [False, True])
@pytest.mark.parametrize(("limit", "rows", "cut"), [(2, 2, True), (3, 3, False), (0, 0, True)])
def test_a_row_limit_cuts_and_says_so(
    table: Postgres, reviewed: bool, limit: int, rows: int, cut: bool
) -> None:
    found = table.rows("SELECT a FROM t ORDER BY a", limit=limit, reviewed=reviewed)
    assert (len(found), found.truncated) == (rows, cut)
    assert found.values == [(1,), (2,), (3,)][:rows]


@pytest.mark.parametrize("reviewed", [False, True])
def test_a_timeout_names_itself(relational: Postgres, reviewed: bool) -> None:
    for timeout in (0.05, 0.0001):
        with pytest.raises(QueryFailed, match=r"statement timeout; raise `timeout`"):
            relational.rows("SELECT pg_sleep(5)", timeout=timeout, reviewed=reviewed)
    assert both(relational, "SELECT 1") == [(1,)]


def test_the_stores_own_timeout_holds_at_every_door(relational: Postgres) -> None:
    with closing(Postgres(relational._conninfo, timeout=0.1)) as hasty:
        for reviewed in (False, True):
            with pytest.raises(QueryFailed, match="timeout"):
                hasty.rows("SELECT pg_sleep(5)", reviewed=reviewed)
        with pytest.raises(QueryFailed, match="timeout"):
            hasty.frame("SELECT pg_sleep(5)")
        with pytest.raises(QueryFailed, match="timeout"), hasty.transaction():
            hasty.rows("SELECT pg_sleep(5)")


@pytest.mark.parametrize("reviewed", [False, True])
def test_an_interrupt_stops_the_statement_and_not_the_store(
    relational: Postgres, reviewed: bool
) -> None:
    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    started = time.monotonic()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.2)
        with pytest.raises(KeyboardInterrupt):
            relational.rows("SELECT pg_sleep(20)", reviewed=reviewed)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert time.monotonic() - started < 10
    assert both(relational, "SELECT 1") == [(1,)]


@pytest.mark.parametrize("limit", [None, 10])
@pytest.mark.parametrize("reviewed", [False, True])
def test_a_syntax_error_points_into_the_authors_text(
    relational: Postgres, reviewed: bool, limit: int | None
) -> None:
    text = "SELECT $naïve::int,\n  $second::text, wrong_column FROM pg_class WHERE $naïve::int > 1"
    with pytest.raises(QueryFailed, match='column "wrong_column" does not exist') as caught:
        relational.rows(text, {"naïve": 1, "second": "x"}, reviewed=reviewed, limit=limit)
    error = caught.value
    assert error.position == text.index("wrong_column") + 1
    assert f"at character {error.position}" in str(error)
    assert (error.statement, error.engine_says) == (text, 'column "wrong_column" does not exist')


def test_frame_explain_and_write_point_there_too(relational: Postgres) -> None:
    text = "SELECT $first::int, $first::int FRO pg_class"
    for door in (relational.frame, relational.explain, relational.write):
        with pytest.raises(QueryFailed, match="syntax error at or near") as caught:
            door(text, {"first": 1})
        assert caught.value.position == text.index("pg_class") + 1


def test_an_error_that_is_no_write_is_not_called_one(relational: Postgres) -> None:
    for reviewed in (False, True):
        with pytest.raises(QueryFailed, match="DISTINCT is not implemented") as caught:
            relational.rows(
                "SELECT count(DISTINCT a) OVER () FROM (SELECT 1 a) t", reviewed=reviewed
            )
        assert not isinstance(caught.value, WriteRefused)


def test_a_plan_is_a_tree_with_the_parameters_in_it(table: Postgres) -> None:
    text = "SELECT b, count(*) FROM t WHERE a > $a GROUP BY b ORDER BY b"
    plan = table.explain(text, {"a": 1})
    operators, node = [plan.operator], plan
    while node.children:
        node = node.children[0]
        operators.append(node.operator)
    assert {"Sort", "Aggregate"} <= set(operators)
    assert "Scan" in operators[-1]
    assert "a > '1'" in str(node)
    assert plan.cost is not None
    assert plan.cost > (node.cost or 0) > 0


def test_a_plan_of_a_text_that_would_fail_or_take_long_comes_at_once(relational: Postgres) -> None:
    assert relational.explain("SELECT pg_sleep(60), 1 / random()").operator == "Result"
