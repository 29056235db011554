"""Several statements, one commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.graphs.cypher.conftest import NODES
from tests.graphs.projecting.native import expected, held
from tests.graphs.projecting.world import World
from workbench.core.errors import BadInput, StaleHandle, WriteRefused
from workbench.core.property_graph.belief import Variable
from workbench.core.property_graph.change import Change
from workbench.graphs.cypher.transaction import Transaction
from workbench.graphs.handle import Handle

COUNT = "MATCH (n) RETURN count(n) AS c"


@pytest.fixture
def handle(world: World) -> Handle:
    return Handle(world.tables)


@pytest.fixture
def transaction(world: World, handle: Handle) -> Iterator[Transaction]:
    begun = Transaction(handle, world.projection)
    yield begun
    world.state = handle.state()


def counted(of: Any) -> int:
    return int(of.records[0]["c"])


def test_later_statements_see_earlier_ones_and_nobody_else_does(
    world: World, handle: Handle, transaction: Transaction
) -> None:
    transaction.run("CREATE (:T {external_id: 'x'})")
    transaction.run(
        "MATCH (x {external_id: 'x'}), (a {external_id: 'a'}) CREATE (x)-[:T1 {k: a.n}]->(a)"
    )
    seen = transaction.run("MATCH (x)-[r:T1]->(a) RETURN x.external_id AS x, r.k AS k, a.s AS s")
    assert seen.records == [{"x": "x", "k": 1, "s": "alpha"}]
    assert counted(world.cypher(COUNT)) == 3
    transaction.commit()
    world.state = handle.state()
    assert counted(world.cypher(COUNT)) == 4
    assert held(world.projection.place(world.state)) == expected(world.state)


def test_what_is_made_and_deleted_leaves_nothing(handle: Handle, transaction: Transaction) -> None:
    before = [*handle.state().nodes]
    transaction.run("CREATE (:T {external_id: 'x'})-[:T1]->(:T)")
    transaction.run("MATCH (n:T) DETACH DELETE n")
    transaction.run("MATCH (n {external_id: 'a'}) SET n.x = 1, n:T")
    transaction.run("MATCH (n:T) SET n.x = null REMOVE n:T")
    transaction.commit()
    assert [*handle.state().nodes] == before


def test_two_external_ids_are_swapped(handle: Handle, transaction: Transaction) -> None:
    id_of = handle.state().nodes.id_of
    a, b = id_of("a"), id_of("b")
    for old, new in (("a", "between"), ("b", "a"), ("between", "b")):
        transaction.run(
            "MATCH (n {external_id: $old}) SET n.external_id = $new", {"old": old, "new": new}
        )
    transaction.commit()
    assert (handle.state().nodes.id_of("a"), handle.state().nodes.id_of("b")) == (b, a)


def test_a_statement_that_fails_changes_nothing_of_it(transaction: Transaction) -> None:
    transaction.run("CREATE (:T)")
    with pytest.raises(BadInput):
        transaction.run("MATCH (n) SET n.x = 1, n.y = $p", {"p": [1]})
    assert transaction.run("MATCH (n) WHERE n.x = 1 RETURN n").records == []
    assert counted(transaction.run(COUNT)) == 4
    transaction.rollback()


NODE = Change(nodes=[NODES[1]])
VARIABLE = Change(variables=[Variable(0, "binary", ("false", "true"), 0)])


@pytest.mark.parametrize("change", [NODE, VARIABLE], ids=["node", "variable"])
def test_a_change_of_anything_meanwhile_refuses_the_commit(own: World, change: Change) -> None:
    transaction = Transaction(Handle(own.tables), own.projection)
    transaction.run("MATCH (n {external_id: 'a'}) DETACH DELETE n")
    own.tables.commit(change, expecting=own.state.generation)
    with pytest.raises(
        StaleHandle, match="graph changed since transaction started; rollback and retry"
    ):
        transaction.commit()
    assert transaction.active
    transaction.rollback()


def test_after_its_end_it_is_refused(transaction: Transaction) -> None:
    transaction.run("CREATE (:T)")
    transaction.rollback()
    for call in (transaction.commit, transaction.rollback, lambda: transaction.run(COUNT)):
        with pytest.raises(StaleHandle, match="transaction is no longer active"):
            call()


def test_one_that_only_reads_refuses_changes(world: World, handle: Handle) -> None:
    with Transaction(handle, world.projection, write=False) as reading:
        assert counted(reading.run(COUNT)) == 3
        with pytest.raises(WriteRefused, match="cannot execute write"):
            reading.run("CREATE (:T)")


def test_a_block_commits_unless_an_error_leaves_it(world: World, handle: Handle) -> None:
    with Transaction(handle, world.projection) as kept:
        kept.run("CREATE (:T {external_id: 'kept'})")
    with pytest.raises(BadInput), Transaction(handle, world.projection) as lost:
        lost.run("CREATE (:T {external_id: 'lost'}), (:T {external_id: 'kept'})")
    world.state = handle.state()
    ids = world.state.nodes.id_of
    assert ids("kept") is not None
    assert ids("lost") is None


def test_one_that_changes_nothing_commits_nothing(handle: Handle, transaction: Transaction) -> None:
    before = handle.state().generation
    transaction.run("MERGE (n {external_id: 'a'}) RETURN n")
    transaction.commit()
    assert handle.state().generation == before
