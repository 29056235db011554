"""FROM and JOIN, against SQLite and against what two loops over the rows find."""

from __future__ import annotations

import sqlite3
from random import Random
from typing import Any

import pytest

from tests.velesql.graph.asking import ask
from tests.velesql.in_memory import InMemory
from workbench.core.errors import VelesFailed
from workbench.velesql.executing.run import Limits

KINDS = ("JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN")
Table = dict[int, dict[str, Any]]


def loaded(**tables: Table) -> InMemory:
    return InMemory.loaded(
        [
            {
                "name": name,
                "kind": "metadata",
                "points": [{"id": id, "payload": payload} for id, payload in rows.items()],
            }
            for name, rows in tables.items()
        ]
    )


def in_sqlite(**tables: Table) -> sqlite3.Connection:
    """Every table with the columns id, k and v."""
    database = sqlite3.connect(":memory:")
    for name, rows in tables.items():
        database.execute(f"CREATE TABLE {name} (id INTEGER, k, v)")
        cells = [(id, payload.get("k"), payload.get("v")) for id, payload in rows.items()]
        database.executemany(f"INSERT INTO {name} VALUES (?, ?, ?)", cells)
    return database


def table(random: Random, values: tuple[Any, ...]) -> Table:
    ids = random.sample(range(1, 40), random.randint(0, 12))
    fields = [{name: random.choice(values) for name in "kv"} for _ in ids]
    kept = [{n: v for n, v in one.items() if v is not None or random.random() < 0.5}
            for one in fields]  # fmt: skip
    return dict(zip(ids, kept, strict=True))


def smallest_first(row: tuple[int | None, ...]) -> list[int]:
    return [-1 if id is None else id for id in row]


@pytest.mark.parametrize("seed", range(60))
def test_joins_give_the_rows_of_sqlite_in_the_order_of_their_ids(seed: int) -> None:
    random = Random(seed)
    tables = {name: table(random, (1, 2, 3, 2.5, "a", "b", None)) for name in ("l", "r", "s")}
    first, second = random.choice(KINDS), random.choice(KINDS)
    left, right, third = (random.choice(("id", "k", "v")) for _ in range(3))
    text = (
        f"SELECT l.id AS a, r.id AS b, s.id AS c FROM l {first} r ON l.{left} = r.{right} "
        f"{second} s ON s.{third} = {random.choice(('l', 'r'))}.k LIMIT 5000"
    )
    found = ask(loaded(**tables), text).values
    want = in_sqlite(**tables).execute(text).fetchall()
    assert found == sorted(want, key=smallest_first)


def test_a_key_is_equal_by_type_and_exact_value() -> None:
    values = [1, 1.0, True, "1", 2**53, 2**53 + 1, float(2**53), [1], [1.0], {"a": 1}, None, False]
    rows = {at: {"k": value} for at, value in enumerate(values)}
    found = ask(loaded(t=rows), "SELECT a.id, b.id FROM t AS a JOIN t AS b ON a.k = b.k LIMIT 99")
    partners = {at: [b for a, b in found.values if a == at] for at in rows}
    assert partners == {
        0: [0, 1], 1: [0, 1], 2: [2], 3: [3], 4: [4, 6], 5: [5], 6: [4, 6],
        7: [7, 8], 8: [7, 8], 9: [9], 10: [], 11: [11],
    }  # fmt: skip


def test_ids_beyond_what_a_float_holds_are_told_apart() -> None:
    most = 2**64 - 1
    left = {1: {"k": most}, 2: {"k": most - 1}, 3: {"k": 2**63}}
    right: Table = {most: {"n": "last"}, most - 1: {"n": "before"}}
    text = "SELECT l.id, r.n FROM l LEFT JOIN r ON r.id = l.k"
    assert ask(loaded(l=left, r=right), text).values == [(1, "last"), (2, "before"), (3, None)]


def test_using_takes_one_column_of_both() -> None:
    database = loaded(l={1: {"k": "x"}, 2: {"k": "y"}}, r={7: {"k": "y"}, 8: {}})
    found = ask(database, "SELECT l.id AS a, r.id AS b FROM l FULL JOIN r USING (k)")
    assert found.values == [(None, 8), (1, None), (2, 7)]
    assert found.ids == [None, 1, 2]
    assert found.scores == [0.0, 1.0, 1.0]


def test_rows_that_were_deleted_or_written_anew_join_as_they_are_now() -> None:
    database = loaded(l={1: {"k": 1}, 2: {"k": 2}}, r={5: {"k": 1}, 6: {"k": 2}})
    ask(database, "DELETE FROM r WHERE id = 5")
    ask(database, "UPSERT INTO r (id, k) VALUES (4, 2), (6, 1)")
    found = ask(database, "SELECT l.id, r.id FROM l JOIN r ON l.k = r.k")
    assert found.values == [(1, 6), (2, 4)]


def test_graphs_and_their_nodes_without_vectors_join_like_any_rows() -> None:
    graph = {"name": "g", "kind": "graph", "dimension": 2}
    points = [{"id": 1, "vector": [1.0, 0.0], "payload": {"k": 9}}, {"id": 2, "payload": {"k": 9}}]
    database = InMemory.loaded([{**graph, "points": points}])
    text = "SELECT a.id, b.id FROM g a JOIN g b ON a.k = b.k WHERE a.vector NEAR $q LIMIT 9"
    assert ask(database, text, q=[1.0, 0.0]).values == [(1, 1), (1, 2)]


@pytest.mark.parametrize(
    ("joins", "code"),
    [
        ("JOIN l ON l.k = l.k", "VELES-010"),
        ("JOIN r ON l.k = l.v", "VELES-010"),
        ("JOIN r ON k = r.k", "VELES-010"),
        ("JOIN r ON other.k = r.k", "VELES-010"),
        ("JOIN nowhere ON l.k = nowhere.k", "VELES-002"),
    ],
)
def test_a_join_that_joins_nothing_is_refused(joins: str, code: str) -> None:
    with pytest.raises(VelesFailed) as refused:
        ask(loaded(l={1: {"k": 1}}, r={1: {"k": 1}}), f"SELECT * FROM l {joins}")
    assert refused.value.code == code


def test_a_join_stops_before_it_has_too_many_rows() -> None:
    rows = {id: {"k": 1} for id in range(40)}
    text = "SELECT a.id FROM t a JOIN t b ON a.k = b.k LIMIT 1"
    with pytest.raises(VelesFailed, match="1600 rows") as stopped:
        ask(loaded(t=rows), text, limits=Limits(rows=1599))
    assert stopped.value.code == "VELES-027"
    assert ask(loaded(t=rows), text, limits=Limits(rows=1600)).values == [(0,)]
