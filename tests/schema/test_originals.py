"""Our tables are those of the original engines: every column, key and index."""

from __future__ import annotations

from tests.schema.conftest import second
from tests.schema.snapshots import snapshot
from workbench.schema import migrate
from workbench.schema.migrations.vedana import vedana_0002, vedana_0003
from workbench.schema.shapes import LORE_VECTORS
from workbench.stores.relational.postgres import Postgres

VERSIONS = ("workbench_schema_version", "alembic_version")


def replaced_by_ours(store: Postgres, system: str) -> None:
    """Empty the database and let the migrations fill it."""
    store.write("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    with second(store) as fresh:
        migrate(fresh, (system,), dimension=1024)


def test_vedana_tables_equal_the_restored_original_but_for_our_indexes(original: Postgres) -> None:
    theirs = snapshot(original, without=VERSIONS)
    assert (len(theirs["columns"]), len(theirs["indexes"])) == (264, 48)
    replaced_by_ours(original, "vedana")
    ours = snapshot(original, without=VERSIONS)
    assert ours["columns"] == theirs["columns"]
    assert ours["constraints"] == theirs["constraints"]
    assert theirs["indexes"] < ours["indexes"]
    added = {name for _, name, _ in ours["indexes"] - theirs["indexes"]}
    assert added == {*vedana_0002.INDEXES, *vedana_0003.INDEXES}


def test_lore_tables_equal_the_document_s_own_statements(written_lore: Postgres) -> None:
    theirs = snapshot(written_lore)
    assert (len(theirs["columns"]), len(theirs["indexes"])) == (80, 27)
    replaced_by_ours(written_lore, "lore")
    assert snapshot(written_lore, without=(*VERSIONS, *LORE_VECTORS)) == theirs


def test_the_indexes_that_vedana_lacks(relational: Postgres) -> None:
    migrate(relational, ("vedana",))
    names = {name: str(text) for _, name, text in snapshot(relational)["indexes"]}
    events = names["thread_events_thread_id_created_at_event_id_idx"]
    assert events.endswith("USING btree (thread_id, created_at, event_id)")
    vectors = names["rag_anchor_embeddings_node_type_attribute_name_idx"]
    assert vectors.endswith("USING btree (node_type, attribute_name)")
