"""Migrating: to the newest revision, once, all or nothing, and nobody else's tables."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tests.schema.conftest import second
from tests.schema.snapshots import snapshot
from workbench.core.errors import BadInput, QueryFailed
from workbench.schema import migrate, recognise, render
from workbench.schema.migration import LOCK
from workbench.schema.migrations.vedana import vedana_0002, vedana_0003
from workbench.schema.shapes import HEADS, SHAPES
from workbench.stores.relational.postgres import Postgres

ALL = ("workbench", "vedana", "lore", "sagas", "veles", "tong")
APPLIED = [
    "workbench_0001",
    "workbench_0002",
    "workbench_0003",
    "vedana_0001",
    "vedana_0002",
    "vedana_0003",
    "lore_0001",
    "lore_0002",
    "sagas_0001",
    "veles_0001",
    "tong_0001",
]


def tables(store: Postgres) -> set[str]:
    return set(recognise(store).tables)


def versions(store: Postgres) -> set[str]:
    return set(store.rows("SELECT version_num FROM workbench_schema_version").column("version_num"))


def test_an_empty_database_comes_to_the_heads_and_a_second_run_does_nothing(
    relational: Postgres,
) -> None:
    assert migrate(relational, ALL) == APPLIED
    before = snapshot(relational)
    assert migrate(relational, ALL) == []
    assert snapshot(relational) == before
    assert versions(relational) == set(HEADS.values())


def test_the_tables_are_those_that_recognition_compares_with(relational: Postgres) -> None:
    migrate(relational, ALL)
    found = recognise(relational)
    assert {s: (x.state, x.revision, x.differences) for s, x in found.systems.items()} == {
        s: ("ours", head, ()) for s, head in HEADS.items()
    }
    named = {t for shapes in SHAPES.values() for t in shapes} | {"workbench_schema_version"}
    others = {t: kind for t, kind in found.tables.items() if t not in named}
    assert set(others.values()) == {"transform meta"}
    assert len(others) == 8


def test_systems_can_be_added_one_after_the_other(relational: Postgres) -> None:
    assert migrate(relational, ("lore",)) == ["lore_0001", "lore_0002"]
    assert "threads" not in tables(relational)
    assert migrate(relational) == APPLIED[:6]


def test_an_older_database_gets_the_revisions_it_lacks(relational: Postgres) -> None:
    migrate(relational, ("vedana",))
    relational.write(
        f"DROP INDEX {', '.join([*vedana_0002.INDEXES, *vedana_0003.INDEXES])};"
        "UPDATE workbench_schema_version SET version_num = 'vedana_0001'"
    )
    assert migrate(relational) == [*APPLIED[:3], "vedana_0002", "vedana_0003"]


def test_the_dimension_is_that_of_new_vector_columns_only(relational: Postgres) -> None:
    migrate(relational, ("vedana",), dimension=384)
    migrate(relational, ("vedana",), dimension=512)
    assert recognise(relational).dimensions == {
        "rag_anchor_embeddings.embedding": 384,
        "rag_edge_embeddings.embedding": 384,
    }


@pytest.mark.parametrize(("dimension", "indexes"), [(2000, 2), (2001, 0)])
def test_hnsw_indexes_end_where_pgvector_s_do(
    relational: Postgres, dimension: int, indexes: int
) -> None:
    migrate(relational, ("vedana",), dimension=dimension)
    found = [name for _, name, text in snapshot(relational)["indexes"] if "hnsw" in str(text)]
    assert len(found) == indexes


@pytest.mark.parametrize("dimension", [0, 16_001])
def test_a_dimension_that_no_vector_column_has_is_refused(
    relational: Postgres, dimension: int
) -> None:
    with pytest.raises(BadInput, match=f"expected 1 to 16000.*found {dimension}"):
        migrate(relational, dimension=dimension)
    assert tables(relational) == set()


@pytest.mark.parametrize("systems", [("vedana", "loree"), "lore"])
def test_an_unknown_system_is_refused(relational: Postgres, systems: tuple[str, ...]) -> None:
    with pytest.raises(BadInput, match="names from workbench, vedana, lore"):
        migrate(relational, systems)


def test_a_process_that_waited_finds_the_work_done(relational: Postgres) -> None:
    with second(relational) as other, ThreadPoolExecutor(1) as pool:
        with relational.transaction():
            relational.write(LOCK)
            waiting = pool.submit(migrate, other)
            waits = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            while not len(relational.rows(waits)):
                time.sleep(0.01)
            assert migrate(relational) == APPLIED[:6]
        assert waiting.result(timeout=30) == []


def test_a_failure_on_the_way_leaves_nothing_behind(relational: Postgres) -> None:
    relational.write("CREATE TYPE trade_log AS ENUM ('taken')")
    with pytest.raises(QueryFailed, match="trade_log"):
        migrate(relational, ALL)
    assert tables(relational) == set()


def test_tables_of_the_same_name_and_another_shape_are_named(relational: Postgres) -> None:
    relational.write("CREATE TABLE nodes (id integer, attributes jsonb)")
    expected = r"nodes\.node_id: expected character varying, found no such column among id"
    with pytest.raises(BadInput, match=expected):
        migrate(relational)
    assert tables(relational) == {"nodes"}


def test_a_system_named_twice_is_made_once(relational: Postgres) -> None:
    assert migrate(relational, ("lore", "lore")) == ["lore_0001", "lore_0002"]


def test_one_table_of_a_system_is_not_taken_for_none(relational: Postgres) -> None:
    columns = "node_id varchar, node_type varchar, hash int, create_ts float, update_ts float"
    relational.write(f"CREATE TABLE nodes_meta ({columns}, process_ts float, delete_ts float)")
    with pytest.raises(BadInput, match="tables missing: threads, thread_events"):
        migrate(relational)


def test_half_a_system_is_not_completed(relational: Postgres) -> None:
    migrate(relational, ("lore",))
    relational.write("DROP TABLE retcon")
    with pytest.raises(BadInput, match=r"tables of lore.*missing: retcon"):
        migrate(relational, ("lore",))


def test_another_application_s_revision_does_not_stand_in_the_way(relational: Postgres) -> None:
    relational.write(
        "CREATE TABLE alembic_version (version_num varchar(32));"
        "INSERT INTO alembic_version VALUES ('0123456789ab')"
    )
    assert migrate(relational) == APPLIED[:6]
    assert relational.rows("SELECT * FROM alembic_version").values == [("0123456789ab",)]


def test_a_database_of_a_newer_workbench_is_refused(relational: Postgres) -> None:
    migrate(relational, ("lore",))
    relational.write("UPDATE workbench_schema_version SET version_num = 'lore_9999'")
    with pytest.raises(BadInput, match=r"lore_9999.*upgrade polystore-workbench"):
        migrate(relational, ("lore",))


def test_a_version_table_of_someone_else_is_refused(relational: Postgres) -> None:
    relational.write("CREATE TABLE workbench_schema_version (release text)")
    with pytest.raises(BadInput, match="expected a column version_num, found release"):
        migrate(relational)


def test_vedana_s_own_database_stays_as_it_is(original: Postgres) -> None:
    before = snapshot(original)
    assert migrate(original) == []
    assert migrate(original, ("vedana",), dimension=256) == []
    assert snapshot(original) == before
    assert migrate(original, ("workbench",)) == APPLIED[:3]
    assert original.rows("SELECT * FROM alembic_version").values == [("a4ffc429e5ab",)]


def test_lore_tables_made_from_the_document_stay_as_they_are(written_lore: Postgres) -> None:
    before = snapshot(written_lore)
    assert migrate(written_lore, ("lore",)) == []
    assert snapshot(written_lore) == before


def test_a_lore_database_from_before_the_vectors_gets_them_and_keeps_its_rows(
    relational: Postgres,
) -> None:
    migrate(relational, ("lore",))
    drop = "DROP TABLE lore_chunks, messages, domain_summaries"
    relational.write(f"{drop}; UPDATE workbench_schema_version SET version_num = 'lore_0001'")
    relational.write("INSERT INTO world VALUES ('tidewheel', 'The Tidewheel', 'x', '1.2')")
    assert migrate(relational, ("lore",), dimension=384) == ["lore_0002"]
    assert relational.rows("SELECT id FROM world").values == [("tidewheel",)]
    assert recognise(relational).dimensions["lore_chunks.embedding"] == 384


def test_saga_tables_are_made_on_request_alone(relational: Postgres) -> None:
    migrate(relational, ("workbench", "vedana", "lore"))
    assert not tables(relational) & {"saga_journal", "dead_letter", "attachments_pending"}
    assert migrate(relational, ("sagas",)) == ["sagas_0001"]
    insert = (
        "INSERT INTO saga_journal (saga_id, step_no, saga_type, step_name, state, idempotency_key) "
    )
    relational.write(f"{insert} VALUES ('a', 0, 't', 'begin', 'started', 'k')")
    relational.write(f"{insert} VALUES ('b', 1, 't', 'rows', 'done', 'k')")
    with pytest.raises(QueryFailed, match="saga_type_idempotency_key"):
        relational.write(f"{insert} VALUES ('c', 0, 't', 'begin', 'started', 'k')")


def test_a_table_of_messages_of_someone_else_is_named(relational: Postgres) -> None:
    relational.write("CREATE TABLE messages (id bigint, body text)")
    assert recognise(relational).systems["lore"].state == "absent"
    with pytest.raises(BadInput, match=r"messages\.id: expected text, found bigint"):
        migrate(relational, ("lore",))
    assert tables(relational) == {"messages"}


def test_taking_a_system_back_removes_its_tables_only(relational: Postgres) -> None:
    migrate(relational, ("workbench",))
    before = snapshot(relational)
    migrate(relational, ALL)
    applied = sorted(versions(relational))
    for system in ("vedana", "lore", "sagas", "veles", "tong"):
        script = render.downgrade(applied, system)
        relational.write(script.text)
        applied = [revision for revision in applied if not revision.startswith(system)]
    assert snapshot(relational) == before
    assert versions(relational) == {"workbench_0003"}


def test_a_database_taken_back_to_nothing_can_be_migrated_again(relational: Postgres) -> None:
    migrate(relational, ("workbench",))
    relational.write(render.downgrade(["workbench_0003"], "workbench").text)
    assert migrate(relational, ("workbench",)) == APPLIED[:3]


def test_a_load_ends_running_complete_or_failed(relational: Postgres) -> None:
    migrate(relational, ("workbench",))
    insert = "INSERT INTO workbench_load (load_id, source, state) VALUES (gen_random_uuid(), 'x', "
    relational.write(f"{insert} 'complete')")
    with pytest.raises(QueryFailed, match="workbench_load_state_check"):
        relational.write(f"{insert} 'maybe')")


def test_a_migrated_store_reads_and_writes_vectors_at_once(relational: Postgres) -> None:
    migrate(relational, ("vedana",), dimension=2)
    columns = ("node_id", "node_type", "attribute_name", "attribute_value", "embedding")
    stored = ("i:1", "interest", "name", "Chess", np.array([1, 2], dtype=np.float32))
    relational.put("rag_anchor_embeddings", columns, [stored])
    nearest = "SELECT embedding FROM rag_anchor_embeddings ORDER BY embedding <=> $q"
    found = relational.rows(nearest, {"q": stored[4]}, reviewed=True).column("embedding")
    assert [list(vector) for vector in found] == [[1.0, 2.0]]
