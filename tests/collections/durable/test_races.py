"""Several writers at once: generations are dense, and are seen in the order of commits."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from itertools import chain
from typing import Any

import pytest

from tests.collections.durable.changes import World, edges, points
from workbench.collections.durable.registry import Registry
from workbench.collections.durable.tables import Tables
from workbench.core.collections.records import Change
from workbench.core.errors import VelesFailed
from workbench.stores.relational.postgres import Postgres

Make = Callable[..., Tables]
WRITES = """
import sys
from tests.collections.durable.changes import points
from workbench.collections.durable.registry import Registry
from workbench.collections.durable.tables import Tables
from workbench.core.collections.records import Change
from workbench.stores.relational.postgres import Postgres
store = Postgres(sys.argv[1])
tables = Tables(store, Registry(store).definitions()["works"])
for at in range(100):
    print(tables.write(Change(points=points([at] if at % 2 else [at, at + 1]))).generation)
"""


@pytest.fixture
def writers(store: Postgres) -> Iterator[Callable[[Tables], list[Tables]]]:
    """Four tables of one collection, each on a connection of its own."""
    with ExitStack() as stack:

        def opened(tables: Tables) -> list[Tables]:
            stores = [stack.enter_context(closing(Postgres(store._conninfo))) for _ in range(4)]
            return [Tables(one, tables._definition) for one in stores]

        yield opened


def test_threads_get_dense_generations_and_a_reader_sees_each_at_once(
    make: Make, writers: Any
) -> None:
    tables = make()

    def write(which: int, one: Tables) -> list[int]:
        found = []
        for at in range(25):
            change = Change(points=points([at, 100 + which]), dropped=[at + 1])
            if at % 2:
                change = Change(points=points([at]))
            generation = one.write(change).generation
            assert tables.since(0).generation >= generation
            found.append(generation)
        return found

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(write, range(4), writers(tables)))
    assert sorted(chain(*found)) == list(range(1, 101))
    assert all(each == sorted(each) for each in found)


def test_processes_get_dense_generations(make: Make, store: Postgres) -> None:
    make()
    command = [sys.executable, "-c", WRITES, store._conninfo]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate()[0].split() for process in running]
    assert sorted(map(int, chain(*told))) == list(range(1, 201))


def test_a_follower_never_sees_half_a_write_and_ends_where_the_tables_are(
    make: Make, writers: Any
) -> None:
    tables, world, generation = make(), World(), 0

    def write(which: int, one: Tables) -> None:
        for at in range(20):  # every write stores two points with one payload
            one.write(Change(points=points([1, 2], {"written": f"{which}-{at}"})))
            one.write(Change(points=points([3], vectors=[None]), dropped=[4]))

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(write, *pair) for pair in enumerate(writers(tables))]
        while generation < 160:
            delta = tables.since(generation)
            assert delta.generation >= generation
            generation = delta.generation
            world.apply(delta.change)
            assert world.points.get(1, ())[:1] == world.points.get(2, ())[:1]
        assert [future.result() for future in running] == [None] * 4
    fresh = World()
    fresh.apply(tables.since(0).change)
    assert world == fresh


def test_messages_tell_every_generation_in_order(make: Make, store: Postgres, writers: Any) -> None:
    with closing(store.listening("veles")) as listening:
        tables = make()
        with ThreadPoolExecutor(4) as pool:
            write = Change(points=points([1]))
            list(pool.map(lambda one: [one.write(write) for _ in range(10)], writers(tables)))
        told: list[str] = []
        while len(told) < 41:
            told += listening.heard()
    assert told == ["0 1", *(f"1 {generation}" for generation in range(1, 41))]


def test_read_modify_write_under_the_lock_loses_no_addition(make: Make, writers: Any) -> None:
    tables = make(dimension=0)
    tables.write(Change(points=points([1], {"n": 0}, vectors=[])))

    def add(one: Tables) -> None:
        for _ in range(10):
            with one.locked():
                world = World()
                world.apply(one.since(0).change)
                payload = {"n": world.points[1][0]["n"] + 1}
                one.write(Change(points=points([1], payload, vectors=[])))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, writers(tables)))
    assert tables.since(0).change.points.payloads == ['{"n": 40}']


def test_dropping_beside_writers_and_readers_waits_in_no_circle(
    make: Make, second: Postgres, writers: Any
) -> None:
    tables = make()
    mixed = Change(points=points([1, 2]), edges=edges([(1, 1, 2)]), dropped=[9])

    def work(which: int, one: Tables) -> str:
        try:
            for at in range(1000):
                one.write(mixed if (at + which) % 2 else Change(points=points([3])))
                one.since(at)
        except VelesFailed as error:
            return error.code
        return "never told"

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(work, *pair) for pair in enumerate(writers(tables))]
        while tables.since(0).generation < 20:
            pass
        Registry(second).drop("works")
        assert [future.result(timeout=20) for future in running] == ["VELES-002"] * 4
