"""The one door of the language: what it checks, remembers and refuses."""

from __future__ import annotations

import gc
import threading
from collections.abc import Mapping
from typing import Any

import pytest

from tests.velesql.contents import contents
from tests.velesql.in_memory import InMemory
from workbench.core.collections.definition import Definition, VectorSpace
from workbench.core.errors import VelesFailed
from workbench.velesql.answering import answer
from workbench.velesql.executing.run import Limits
from workbench.velesql.preparing import plan_cache, prepared

READ = "SELECT id, n FROM shop WHERE n = $n"


@pytest.fixture
def database() -> InMemory:
    found = InMemory()
    found.create(Definition("shop", "metadata"))
    found.create(Definition("works", "vector", vectors={"vector": VectorSpace(2)}))
    found.create(Definition("rail", "graph"))
    answer("INSERT INTO shop (id, n) VALUES (1, 1), (2, 2), (3, 2)", {}, found)
    answer("INSERT INTO rail (id, name) VALUES (1, 'a'), (2, 'b')", {}, found)
    answer("INSERT EDGE INTO rail (source = 1, target = 2, label = 'TO')", {}, found)
    return found


def failed(
    database: InMemory, text: str, parameters: Mapping[str, Any], **more: Any
) -> VelesFailed:
    with pytest.raises(VelesFailed) as caught:
        answer(text, parameters, database, **more)
    return caught.value


def test_a_statement_is_prepared_once(database: InMemory) -> None:
    answer(READ, {"n": 1}, database)
    before = plan_cache()
    found = [list(answer(READ, {"n": n}, database).ids) for n in (1, 2, 3)]

    after = plan_cache()
    assert found == [[1], [2, 3], []]
    assert (after.hits - before.hits, after.misses - before.misses) == (3, 0)


def test_what_is_prepared_holds_for_one_catalogue_alone(database: InMemory) -> None:
    text = "SELECT * FROM later"
    assert failed(database, text, {}).code == "VELES-002"

    answer("CREATE METADATA COLLECTION later", {}, database)
    assert list(answer(text, {}, database).ids) == []
    answer("DROP COLLECTION later", {}, database)
    assert failed(database, text, {}).code == "VELES-002"


def test_two_databases_of_one_generation_are_told_apart(database: InMemory) -> None:
    other = InMemory()
    for name in ("a", "b", "c"):
        other.create(Definition(name, "metadata"))
    assert other.generation == database.generation

    answer(READ, {"n": 1}, database)
    assert failed(other, READ, {"n": 1}).code == "VELES-002"


def test_what_is_prepared_keeps_no_database(database: InMemory) -> None:
    other = InMemory()
    other.create(Definition("shop", "metadata"))
    answer(READ, {"n": 1}, other)
    mirror = other.mirror("shop")
    del other
    gc.collect()

    held = [one for one in gc.get_referrers(mirror) if isinstance(one, dict) and "shop" in one]
    assert held == []


@pytest.mark.parametrize(
    ("text", "code", "position", "told"),
    [
        ("SELECT * FROM shpo", "VELES-002", 15, "did you mean shop?"),
        ("SELECT * FROM shop JOIN wokrs ON shop.n = wokrs.n", "VELES-002", 25, "works"),
        ("SELECT * FROM shop WHERE n = (SELECT MAX(n) FROM gone)", "VELES-002", 50, "gone"),
        ("UPDATE gone SET n = 1", "VELES-002", 8, "gone"),
        ("EXPLAIN SELECT * FROM gone", "VELES-002", 23, "gone"),
        ("SELECT * FROM shop WHERE n = $nn", "E005", 30, "did you mean $n?"),
        ("SELECT * FROM shop LIMIT $rows", "E005", 26, "$rows"),
        ("SELECT * FORM shop", "E001", 10, "FROM"),
        ("SELECT * FROM shop ORDER BY similarity()", "V006", None, "search"),
    ],
)
def test_a_fault_tells_its_code_and_place(
    database: InMemory, text: str, code: str, position: int | None, told: str
) -> None:
    error = failed(database, text, {"n": 1})

    assert (error.code, error.statement, error.position) == (code, text, position)
    assert told in str(error)


def test_a_parameter_given_with_its_sign_is_told(database: InMemory) -> None:
    error = failed(database, READ, {"$n": 1})

    assert error.code == "E005"
    assert "leave out the $" in str(error)


def test_parameters_that_nothing_uses_are_ignored(database: InMemory) -> None:
    given = {"n": 1, "$n": 2, "odd": object(), "v": {3: float("nan")}}

    assert list(answer(READ, given, database).ids) == [1]


def test_a_parameter_is_missed_whatever_the_rows_are(database: InMemory) -> None:
    answer("TRUNCATE shop", {}, database)

    assert failed(database, READ, {}).code == "E005"


def test_a_collection_may_be_called_in_quotes(database: InMemory) -> None:
    assert failed(database, 'SELECT * FROM "a b"', {}).position == 15


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM shop WHERE " + "NOT " * 5000 + "n = 1",
        "SELECT * FROM shop WHERE " + "(" * 9000,
        "SELECT * FROM shop ORDER BY " + "-" * 1000 + "n",
        "SELECT * FROM shop WHERE n = " + "(SELECT MAX(n) FROM shop WHERE n = " * 30,
    ],
)
def test_deep_nesting_is_refused_and_blocks_nothing(database: InMemory, text: str) -> None:
    assert failed(database, text, {}).code in ("E001", "E007")
    assert list(answer(READ, {"n": 1}, database).ids) == [1]


def test_a_long_chain_is_no_nesting(database: InMemory) -> None:
    text = "SELECT * FROM shop WHERE " + " OR ".join(f"n = {n}" for n in range(1000))

    assert list(answer(text, {}, database).ids) == [1, 2, 3]


def test_a_query_stops_when_its_time_is_up(database: InMemory) -> None:
    ids = ", ".join(f"({one})" for one in range(2000))
    answer(f"INSERT INTO shop (id) VALUES {ids}", {}, database)
    before = contents(database)

    error = failed(database, "UPDATE shop SET n = 1", {}, limits=Limits(seconds=0.0))
    assert error.code == "VELES-027"
    assert contents(database) == before


@pytest.mark.parametrize("given", ["0", "-1", "1.5", "'soon'", "TRUE"])
def test_a_time_that_is_none_is_refused(database: InMemory, given: str) -> None:
    text = f"SELECT * FROM shop WITH (timeout_ms = {given})"

    assert failed(database, text, {}).code == "VELES-009"


def test_the_shorter_time_holds(database: InMemory) -> None:
    text = "SELECT id FROM shop WITH (timeout_ms = 50) UNION SELECT id FROM shop"

    assert prepared(text, database).seconds == 0.05
    assert prepared(READ, database).seconds == float("inf")


def test_now_is_read_once_a_statement(database: InMemory) -> None:
    times = iter([1000.0, 2000.0])
    text = "INSERT INTO shop (id, n, m) VALUES (9, NOW(), NOW() - INTERVAL '1 m')"
    answer(text, {}, database, now=lambda: next(times))

    mirror = database.mirror("shop")
    assert mirror.points.payload(mirror.points.position(9)) == {"n": 1000.0, "m": 940.0}


def test_a_match_has_its_graph_from_whom_it_is_asked_of(database: InMemory) -> None:
    text = "MATCH (a)-[:TO]->(b) RETURN b.name"

    assert failed(database, text, {}).code == "VELES-010"
    asked = answer(text, {}, database, default_collection="rail")
    named = answer(text, {"_collection": "rail"}, database, default_collection="shop")
    assert [list(one.values) for one in (asked, named)] == [[("b",)], [("b",)]]


def test_failing_queries_block_nobody(database: InMemory) -> None:
    for _ in range(10):
        failed(database, "UPDATE shop SET vector = [1, 2]", {})
        failed(database, "SELECT * FROM shop WHERE vector NEAR [1, 2]", {})

    def write() -> None:
        answer("UPDATE shop SET n = 7", {}, database)

    thread = threading.Thread(target=write)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert len(answer(READ, {"n": 7}, database).ids) == 3


def test_a_change_may_read_what_it_changes(database: InMemory) -> None:
    answer("INSERT INTO shop (id, n) VALUES (9, (SELECT SUM(n) FROM shop))", {}, database)
    answer("UPDATE shop SET n = (SELECT MAX(n) FROM shop) WHERE n < 2", {}, database)

    assert [list(answer(READ, {"n": n}, database).ids) for n in (2, 5)] == [[2, 3], [1, 9]]
