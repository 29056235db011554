"""Threads of one process: nobody waits in a circle, and nobody reads half a change."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from tests.collections.system.opening import mirrors_are_tables, opened, say
from workbench.collections.collections import Collections
from workbench.core.collections.records import Change, Points
from workbench.stores.relational.postgres import Postgres

WRITES = 40
PAIR = "SELECT COUNT(*) AS c FROM pairs WHERE n = (SELECT MAX(n) FROM pairs)"


@pytest.fixture
def pairs(collections: Collections) -> Collections:
    """Points 1 and 2, whose `n` is the same after every write."""
    say(collections, "CREATE METADATA COLLECTION pairs")
    write_pair(collections, 0)
    return collections


def write_pair(database: Collections, number: int) -> None:
    change = Change(points=Points([1, 2], [f'{{"n": {number}}}'] * 2))
    database.write("pairs", change)
    assert say(database, "SELECT n FROM pairs ORDER BY id").values == [(number,)] * 2


def reads_whole(database: Collections, done: Callable[[], bool]) -> int:
    count = 0
    while not done():
        one, two = say(database, "SELECT n FROM pairs ORDER BY id").values
        assert one == two
        assert say(database, PAIR).values == [(2,)]
        count += 1
    return count


def write_pairs(database: Collections) -> None:
    for number in range(1, WRITES):
        write_pair(database, number)


@pytest.mark.parametrize("writer", ["this one", "another"])
def test_four_readers_beside_a_writer(
    pairs: Collections, conninfo: str, tmp_path: Path, writer: str
) -> None:
    with opened(conninfo, tmp_path) as another, ThreadPoolExecutor(5) as pool:
        writing = pool.submit(write_pairs, pairs if writer == "this one" else another)
        reading = [pool.submit(reads_whole, pairs, writing.done) for _ in range(4)]
        writing.result(timeout=30)
        assert all(one.result(timeout=30) > 0 for one in reading)
        assert mirrors_are_tables(pairs, conninfo)


def test_one_query_reads_one_state_of_a_collection(
    pairs: Collections, conninfo: str, tmp_path: Path
) -> None:
    with opened(conninfo, tmp_path) as another, pairs.reading():
        mirror = pairs.mirror("pairs")
        generation, size = mirror.generation, mirror.points.size
        write_pair(another, 7)
        assert pairs.mirror("pairs") is mirror
        assert (mirror.generation, mirror.points.size) == (generation, size)
    assert say(pairs, "SELECT n FROM pairs").values == [(7,), (7,)]


def test_a_transaction_of_the_user_holds_up_nobody(pairs: Collections, conninfo: str) -> None:
    pool = ThreadPoolExecutor(1)
    with closing(Postgres(conninfo)) as store, pool, store.transaction():
        store.write("CREATE TABLE mine (n int); SELECT * FROM veles_collections")
        pool.submit(write_pair, pairs, 5).result(timeout=10)
        assert pool.submit(say, pairs, PAIR).result(timeout=10).values == [(2,)]


def test_threads_that_add_at_once_lose_nothing(pairs: Collections) -> None:
    def add(_: int) -> None:
        def make(mirror: object) -> Change:
            ((count,),) = say(pairs, "SELECT n FROM pairs WHERE id = 1").values
            return Change(points=Points([1, 2], [f'{{"n": {count + 1}}}'] * 2))

        for _again in range(10):
            pairs.change("pairs", make)  # type: ignore[arg-type]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(4)))
    assert say(pairs, "SELECT n FROM pairs").values == [(40,), (40,)]
