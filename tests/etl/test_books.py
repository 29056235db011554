"""Datapipe's books, kept by a load as Datapipe keeps them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.etl.conftest import Base
from tests.etl.embedders import Down
from tests.etl.small_base import attribute
from workbench.core.errors import StoreUnavailable
from workbench.etl import books
from workbench.etl.tables import NODES

ADA, EVE = [["p:1", "Ada"], ["p:2", "Grace"]], [["p:1", "Eve"], ["p:2", "Grace"]]


def times(base: Base, node: str, table: str = "nodes") -> tuple[Any, ...]:
    """hash, create, update, process and delete times."""
    text = (
        f"SELECT hash, create_ts, update_ts, process_ts, delete_ts FROM {table}_meta "
        "WHERE node_id = $node"
    )
    (found,) = base.rows(text, node=node)
    return found


def undone(base: Base, step: str) -> list[str]:
    """Nodes that a step has not done since they changed, in Datapipe's own words."""
    (meta,) = (s.meta for s in books.found(base.relational).steps if s.meta.startswith(step))
    text = (
        f"SELECT n.node_id FROM nodes_meta n LEFT JOIN {meta} t USING (node_id) "
        "WHERE (t.is_success = true AND t.process_ts < n.update_ts) OR t.is_success != true "
        "OR t.process_ts IS NULL ORDER BY 1"
    )
    return [node for (node,) in base.rows(text)]


def test_the_hash_is_datapipe_s() -> None:
    rows = [("interest:1", "interest", {"interest_name": "Quokkas"})]
    assert list(books.hashes(NODES, rows)) == [-418752332]


def test_objects_are_hashed_in_the_order_of_jsonb() -> None:
    one, other = ({"name": "Ada", "b": 1, "a": 2}, {"a": 2, "b": 1, "name": "Ada"})
    ours, theirs = books.hashes(NODES, [("p:1", "person", one), ("p:1", "person", other)])
    assert ours == theirs


def test_a_new_row_has_one_time_for_all(base: Base, documents: Any) -> None:
    base.load(documents(ADA))
    number, created, updated, processed, deleted = times(base, "p:1")
    assert created == updated == processed
    assert deleted is None
    assert [number] == list(books.hashes(NODES, [("p:1", "person", {"name": "Ada"})]))


def test_an_unchanged_row_keeps_all_its_times(base: Base, documents: Any) -> None:
    base.load(documents(ADA))
    before = times(base, "p:2")
    base.load(documents(EVE))
    assert times(base, "p:2") == before


def test_a_changed_row_keeps_the_time_of_its_creation(base: Base, documents: Any) -> None:
    base.load(documents(ADA))
    before = times(base, "p:1")
    base.load(documents(EVE))
    after = times(base, "p:1")
    assert (after[0] != before[0], after[1]) == (True, before[1])
    assert after[2] == after[3] > before[2]


def test_a_deleted_row_leaves_a_tombstone_and_may_come_back(base: Base, documents: Any) -> None:
    base.load(documents(ADA))
    created = times(base, "p:1")[1]
    base.load(documents(ADA[1:]))
    number, kept, updated, processed, deleted = times(base, "p:1")
    assert (number, kept) == (0, created)
    assert updated == processed == deleted > created
    base.load(documents(ADA))
    number, kept, again, _, deleted = times(base, "p:1")
    assert (kept, deleted, again > updated, number != 0) == (created, None, True, True)


def test_the_graph_s_books_follow_the_tables(base: Base, documents: Any) -> None:
    base.load(documents(ADA))
    base.load(documents(EVE[:1]))
    assert times(base, "p:1", "memgraph_nodes")[0] == times(base, "p:1")[0]
    assert times(base, "p:2", "memgraph_nodes")[0] == 0


@pytest.mark.parametrize(
    "step", ["prepare_nodes", "pass_df_to_memgraph_37", "generate_embeddings_3c"]
)
def test_no_step_has_anything_to_do(base: Base, documents: Any, step: str) -> None:
    base.load(documents(ADA))
    base.load(documents(EVE))
    described = attribute(1, "name", embeddable=True)
    described[2] = "what people call them"
    base.load(documents(EVE, attributes=[described, attribute(2, "name")]))
    assert undone(base, step) == []


def test_what_failed_before_is_settled(base: Base, documents: Any) -> None:
    base.load(documents(ADA))
    base.relational.write(
        "UPDATE prepare_nodes_34bc19d28a_meta SET is_success = false, error = 'x'"
    )
    assert len(undone(base, "prepare_nodes")) == 4
    base.load(documents(EVE))
    assert undone(base, "prepare_nodes") == []
    text = "SELECT DISTINCT is_success, error FROM prepare_nodes_34bc19d28a_meta"
    assert base.rows(text) == [(True, None)]


def test_a_failed_load_leaves_the_books_as_they_were(base: Base, documents: Any) -> None:
    base.load(documents(ADA))
    before = base.rows("SELECT * FROM nodes_meta ORDER BY 1")
    with pytest.raises(StoreUnavailable):
        base.load(documents(EVE), embedder=Down())
    assert base.rows("SELECT * FROM nodes_meta ORDER BY 1") == before


def test_rows_that_the_books_lack_are_noted(base: Base, documents: Any) -> None:
    base.load(documents(ADA))
    base.relational.write("DELETE FROM nodes_meta WHERE node_id = 'p:2'")
    base.relational.write("UPDATE nodes SET attributes = '{}' WHERE node_id = 'p:1'")
    base.load(documents(ADA))
    assert times(base, "p:2")[4] is None
    assert base.rows("SELECT count(*) FROM nodes_meta") == [(4,)]


def test_the_steps_are_found_whatever_their_wiring_and_foreign_ones_left_alone(base: Base) -> None:
    base.relational.write(
        "ALTER TABLE prepare_nodes_34bc19d28a_meta RENAME TO prepare_nodes_0123456789_meta"
    )
    base.relational.write(
        "CREATE TABLE own_step_0123456789_meta (node_id text PRIMARY KEY, process_ts float8, "
        "is_success bool, priority int, error text)"
    )
    found = {step.meta: step.units for step in books.found(base.relational).steps}
    assert found["prepare_nodes_0123456789_meta"] == "grist_nodes"
    assert "own_step_0123456789_meta" not in found
    assert len(found) == 8
