"""Several writers at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.graphs.durable.test_commits import world
from tests.graphs.durable.worlds import World
from workbench.core.errors import StaleHandle
from workbench.core.property_graph.change import Change
from workbench.core.property_graph.records import NodeRecord
from workbench.graphs.durable.registry import Registry
from workbench.graphs.durable.tables import Tables
from workbench.stores.relational.postgres import Postgres


def test_of_two_changes_of_one_generation_exactly_one_is_kept(
    tables: Tables, second: Postgres
) -> None:
    both, together = (tables, Tables(second, tables._graph)), Barrier(2)

    def commit(which: int, generation: int) -> bool:
        together.wait(10)
        try:
            node = NodeRecord(generation, f"of {which} at {generation}")
            both[which].commit(Change(nodes=[node]), expecting=generation)
        except StaleHandle:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        won = [sorted(pool.map(commit, (0, 1), (at, at))) for at in range(25)]
    assert won == [[False, True]] * 25
    assert (tables.generation(), len(tables.load().nodes.ids)) == (25, 25)


def test_writers_that_try_again_lose_nothing_and_generations_are_dense(
    tables: Tables, second: Postgres
) -> None:
    def add(which: int, one: Tables) -> list[int]:
        found: list[int] = []
        while len(found) < 15:
            id = 100 * which + len(found)
            try:
                change = Change(nodes=[NodeRecord(id, f"node:{id}")])
                found.append(one.commit(change, expecting=one.generation()).generation)
            except StaleHandle:
                continue
        return found

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(add, (1, 2), (tables, Tables(second, tables._graph))))
    assert sorted(found[0] + found[1]) == list(range(1, 31))
    mirror = World()
    for delta in tables.since(0) or ():
        mirror.apply(delta.change)
    assert mirror == world(tables)


def test_of_two_registries_one_makes_a_name(registry: Registry, second: Postgres) -> None:
    together = Barrier(2)

    def make(one: Registry) -> int | None:
        together.wait(10)
        try:
            return one.make("wanted by both")
        except ValueError:
            return None

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(make, (registry, Registry(second))))
    assert sorted(one is None for one in made) == [False, True]
    assert registry.number("wanted by both") in made


def test_a_graph_dropped_beside_a_writer_ends_with_no_row(
    registry: Registry, second: Postgres
) -> None:
    number = registry.make("to be dropped")
    writer = Tables(second, number)

    def write() -> int:
        for generation in range(10_000):
            try:
                change = Change(nodes=[NodeRecord(generation, f"{generation}")])
                writer.commit(change, expecting=generation)
            except StaleHandle:
                return generation
        return 0

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        while writer.generation() < 5:
            pass
        registry.drop("to be dropped")
        assert writing.result(timeout=20) >= 5
    query = f"SELECT count(*) FROM tong_nodes WHERE graph = {number}"
    assert second.rows(query).values == [(0,)]
