"""Transactions of several statements on a graph store.

1. What a block writes is kept together, and seen by its own reads alone until it ends.
2. An error, an interrupt, a failed statement, a cut connection, a block that took too long:
   nothing of it is kept, labels and types that it was the first to use included, and the
   store goes on. Catching the error inside keeps nothing either.
3. A block in a block is a part of it; another thread waits.
4. What commits by itself (`put`, `drop`, an index) is refused inside, as are reads that write.
5. Two that change one record: one is kept, the other is told.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest

from tests.engines.graph import ENGINES
from workbench.core.errors import NotSupported, QueryFailed, WorkbenchError, WriteRefused
from workbench.core.values import Node
from workbench.stores.graph.bolt import Bolt

ADD = "CREATE (n:Held {id: $id})"
Doing = Callable[[Bolt], Any]


@pytest.fixture
def held(graph: Bolt) -> Bolt:
    """A graph with the nodes `a` and `b`, whose ids are unique, and an edge between them."""
    graph.put([Node("a", ("Held",), {"x": 1}), Node("b", ("Held",))])
    graph.write("MATCH (a:Held {id: 'a'}), (b:Held {id: 'b'}) CREATE (a)-[:BINDS {e: 1}]->(b)")
    return graph


@pytest.fixture
def second(held: Bolt, request: pytest.FixtureRequest, servers: Any) -> Iterator[Bolt]:
    """Another client of the same graph."""
    name = request.node.callspec.params["graph"]
    server = servers.of("graph", next(engine for engine in ENGINES if engine.name == name))
    with closing(server.open()) as opened:
        yield opened


def state(store: Bolt) -> tuple[Any, ...]:
    nodes = store.rows("MATCH (n:Held) RETURN n.id AS id, n.x AS x ORDER BY id").values
    edges = store.rows("MATCH (:Held)-[r:BINDS]->(:Held) RETURN r.e AS e ORDER BY e").values
    return list(nodes), list(edges)


def add(node: str) -> Doing:
    return lambda store: store.write(ADD, {"id": node})


def fail(error: BaseException) -> Doing:
    def failing(_: Bolt) -> None:
        raise error

    return failing


def in_a_block(store: Bolt, *steps: Doing, caught: type[BaseException] = SystemExit) -> None:
    """All but the first step under `suppress(caught)`."""
    with store.transaction():
        steps[0](store)
        with suppress(caught):
            for step in steps[1:]:
                step(store)


BEFORE = ([("a", 1), ("b", None)], [(1,)])


def change(store: Bolt) -> None:
    """Adds, edits and removes a node and an edge."""
    store.write(ADD, {"id": "c"})
    store.write("MATCH (n:Held {id: 'a'}) SET n.x = 2")
    store.write("MATCH (:Held)-[r:BINDS]->(:Held) DELETE r")
    store.write("MATCH (a:Held {id: 'a'}), (c:Held {id: 'c'}) CREATE (a)-[:BINDS {e: 2}]->(c)")
    store.write("MATCH (n:Held {id: 'b'}) DETACH DELETE n")


AFTER = ([("a", 2), ("c", None)], [(2,)])


def test_a_block_is_kept_together(held: Bolt, second: Bolt) -> None:
    with held.transaction():
        change(held)
        assert (state(held), state(second)) == (AFTER, BEFORE)
    assert (state(held), state(second)) == (AFTER, AFTER)


@pytest.mark.parametrize("reviewed", [False, True])
def test_reads_inside_see_its_own_writes(held: Bolt, reviewed: bool) -> None:
    with held.transaction():
        held.write(ADD, {"id": "c"})
        found = held.rows("MATCH (n:Held) RETURN n.id AS id ORDER BY id", reviewed=reviewed)
        assert found.column("id") == ["a", "b", "c"]
        cut = held.rows("MATCH (n:Held) RETURN n ORDER BY n.id", limit=2, reviewed=reviewed)
        assert (len(cut), cut.truncated) == (2, True)
        held.write("CREATE (:Held {id: 'd'})-[:BINDS {e: 3}]->(:Held {id: 'e'})")
        ((edge,),) = held.rows("MATCH ()-[r:BINDS {e: 3}]->() RETURN r", reviewed=reviewed).values
        assert (edge.source, edge.target) == ("d", "e")
    assert len(state(held)[0]) == 5


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt, OSError, TypeError])
def test_an_error_undoes_the_whole_block_and_stays_what_it_is(
    held: Bolt, error: type[BaseException]
) -> None:
    with pytest.raises(error, match="no"):
        in_a_block(held, change, fail(error("no")))
    assert state(held) == BEFORE
    with held.transaction():
        change(held)
    assert state(held) == AFTER


def test_labels_and_types_that_a_block_was_first_to_use_do_not_keep_it(held: Bolt) -> None:
    text = "CREATE (:NeverBefore {id: 'n'})-[:NEITHER_THIS]->(:Held {id: 'd'})"
    with pytest.raises(KeyError):
        in_a_block(held, add("c"), lambda store: store.write(text), fail(KeyError()))
    assert state(held) == BEFORE
    assert held.rows("MATCH (n) RETURN count(n) AS n").values == [(2,)]


def cut_the_line(store: Bolt) -> None:
    store._writes.cut()
    store.write(ADD, {"id": "d"})


def misspell(store: Bolt) -> None:
    store.write("MTCH (n)")


FAILURES: dict[str, Doing] = {
    "words that are none": misspell,
    "an id taken": add("a"),
    "a value that cannot be sent": lambda store: store.write(ADD, {"id": object()}),
    "the line cut": cut_the_line,
}


@pytest.mark.parametrize("fails", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("caught", [WorkbenchError, SystemExit], ids=["caught", "not caught"])
def test_a_failed_statement_ends_the_block_even_where_it_is_caught(
    held: Bolt, fails: Doing, caught: type[BaseException]
) -> None:
    with pytest.raises(WorkbenchError):
        in_a_block(held, change, fails, caught=caught)
    assert state(held) == BEFORE
    held.write(ADD, {"id": "c"})
    assert len(state(held)[0]) == 3


def test_after_a_caught_failure_the_block_says_that_it_is_lost(held: Bolt) -> None:
    with pytest.raises(QueryFailed, match="nothing of it is kept"):
        in_a_block(held, change, misspell, caught=WorkbenchError)


def test_a_block_has_the_stores_time_limit(held: Bolt, second: Bolt) -> None:
    held._timeout = 0.2
    with pytest.raises(WorkbenchError, match="limit"):
        in_a_block(held, change, lambda _: threading.Event().wait(0.4), add("late"))
    assert state(second) == BEFORE


def test_a_block_in_a_block_is_a_part_of_it(held: Bolt) -> None:
    in_a_block(held, lambda store: in_a_block(store, add("c")), add("d"))
    assert [row[0] for row in state(held)[0]] == ["a", "b", "c", "d"]
    inner = [add("f"), fail(KeyError())]
    with pytest.raises(QueryFailed):
        in_a_block(held, add("e"), lambda store: in_a_block(store, *inner), caught=KeyError)
    assert len(state(held)[0]) == 4


def test_another_thread_waits_and_is_not_part_of_it(held: Bolt) -> None:
    other = threading.Thread(target=lambda: held.write(ADD, {"id": "other"}))
    with pytest.raises(KeyError):
        in_a_block(held, lambda _: other.start(), add("c"), fail(KeyError()))
    other.join(10)
    assert [row[0] for row in state(held)[0]] == ["a", "b", "other"]


REFUSED: dict[str, Doing] = {
    "put": lambda store: store.put([Node("p", ("Held",))]),
    "drop": lambda store: store.drop([Node("a", ("Held",))]),
    "an index": lambda store: store.index(["Unheld"]),
    "an index that is there": lambda store: store.index(["Held"]),
    "an index by words": lambda store: store.write(
        "CREATE INDEX held_x IF NOT EXISTS FOR (n:Held) ON (n.x)"
    ),
}


@pytest.mark.parametrize("asked", REFUSED.values(), ids=REFUSED)
def test_what_commits_by_itself_is_refused_inside(held: Bolt, asked: Doing) -> None:
    with held.transaction():
        held.write(ADD, {"id": "c"})
        with pytest.raises(NotSupported, match="leave the block"):
            asked(held)
    assert [row[0] for row in state(held)[0]] == ["a", "b", "c"]


def test_reads_inside_cannot_write(held: Bolt) -> None:
    with held.transaction():
        with pytest.raises(WriteRefused):
            held.rows("MATCH (n:Held) SET n.x = 7 RETURN n")
        held.write(ADD, {"id": "c"})
    assert state(held)[0] == [("a", 1), ("b", None), ("c", None)]


def test_of_two_that_change_one_record_one_is_told(held: Bolt, second: Bolt) -> None:
    def change_it_too(_: Bolt) -> None:
        second.write("MATCH (n:Held {id: 'a'}) SET n.x = 3")

    second._timeout = 2  # where engines lock, the second waits
    with pytest.raises(QueryFailed):
        in_a_block(held, change, change_it_too)
    assert state(held)[0][0] != ("a", 2)
