"""Whose tables a database holds."""

from __future__ import annotations

import pytest

from workbench.schema import migrate, recognise
from workbench.schema.recognition import System
from workbench.schema.shapes import DATAPIPE, JIMS, METAS
from workbench.stores.relational.postgres import Postgres


def vedana_in(store: Postgres) -> System:
    return recognise(store).systems["vedana"]


def drop(store: Postgres, *tables: str) -> None:
    store.write("DROP TABLE " + ", ".join(tables))


def test_an_empty_database_has_nothing(relational: Postgres) -> None:
    found = recognise(relational)
    assert {name: system.state for name, system in found.systems.items()} == {
        "workbench": "absent",
        "vedana": "absent",
        "lore": "absent",
        "sagas": "absent",
        "veles": "absent",
        "tong": "absent",
    }
    assert (found.dimensions, found.tables) == ({}, {})


def test_vedana_s_own_database(original: Postgres) -> None:
    system = vedana_in(original)
    assert (system.state, system.revision, system.form) == (
        "original",
        "a4ffc429e5ab",
        "JIMS + Datapipe",
    )
    assert (system.missing, system.extra, system.differences) == ((), (), ())


def test_the_kinds_and_dimensions_of_vedana_s_own_database(original: Postgres) -> None:
    found = recognise(original)
    kinds = list(found.tables.values())
    counted = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counted == {
        "jims": 2, "datapipe": 16, "row meta": 18, "transform meta": 8, "migrations": 1,
    }  # fmt: skip
    assert found.dimensions["rag_edge_embeddings.embedding"] == 1024


def test_only_the_tables_of_jims(original: Postgres) -> None:
    drop(original, *DATAPIPE, *METAS, "alembic_version")
    system = vedana_in(original)
    assert (system.state, system.revision, system.form) == ("original", None, "JIMS only")


def test_only_the_tables_of_datapipe(original: Postgres) -> None:
    drop(original, *JIMS, "alembic_version")
    assert (vedana_in(original).state, vedana_in(original).form) == ("original", "Datapipe only")


def test_jims_under_another_application_s_revision_is_not_half_a_vedana(
    original: Postgres,
) -> None:
    drop(original, *DATAPIPE, *METAS)
    original.write("UPDATE alembic_version SET version_num = '0123456789ab'")
    system = vedana_in(original)
    assert (system.state, system.revision, system.form) == ("original", "0123456789ab", "JIMS only")


def test_an_unknown_revision_is_between_versions(original: Postgres) -> None:
    original.write("UPDATE alembic_version SET version_num = '8b1f2d4c9a71'")
    system = vedana_in(original)
    assert (system.revision, system.form) == ("8b1f2d4c9a71", "mid-migration")


def test_an_older_column_layout_is_between_versions_not_foreign(original: Postgres) -> None:
    original.write(
        "UPDATE alembic_version SET version_num = '3c5cc51455c5';"
        "ALTER TABLE threads DROP COLUMN external_id"
    )
    system = vedana_in(original)
    assert (system.state, system.form) == ("original", "mid-migration")
    assert system.differences[0].startswith("threads.external_id: expected character varying")
    assert migrate(original) == []


@pytest.mark.parametrize("left", ["embedded_nodes", "memgraph_person_vector_indexes"])
def test_a_table_that_was_dropped_since_is_between_versions(original: Postgres, left: str) -> None:
    original.write(f"CREATE TABLE {left} (node_id varchar PRIMARY KEY)")
    assert vedana_in(original).form == "mid-migration"
    assert vedana_in(original).extra == (left,)
    assert recognise(original).tables[left] == "dropped by Vedana"


def test_a_missing_table_makes_it_partial_and_names_the_extra_one(original: Postgres) -> None:
    drop(original, "dm_prompts")
    original.write("CREATE TABLE my_notes (note text)")
    system = vedana_in(original)
    assert (system.state, system.missing, system.extra) == (
        "partial",
        ("dm_prompts",),
        ("my_notes",),
    )


def test_a_deployment_s_own_pipeline_tables_get_their_kind(original: Postgres) -> None:
    original.write("CREATE TABLE enrich_0011223344_meta (LIKE prepare_nodes_34bc19d28a_meta)")
    original.write("CREATE TABLE prices_meta (LIKE nodes_meta)")
    kinds = recognise(original).tables
    assert (kinds["enrich_0011223344_meta"], kinds["prices_meta"]) == (
        "transform meta",
        "row meta",
    )


def test_other_tables_of_the_same_names_are_foreign(relational: Postgres) -> None:
    relational.write(
        "CREATE TABLE threads (thread_id integer); CREATE TABLE world (id text, name text);"
        "CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('a')"
    )
    found = recognise(relational)
    assert found.systems["vedana"].state == found.systems["lore"].state == "foreign"
    assert found.systems["vedana"].differences[0] == (
        "threads.thread_id: expected uuid, found integer"
    )
    assert found.tables["threads"] == "other"


def test_a_further_column_of_ours_is_no_difference(relational: Postgres) -> None:
    migrate(relational, ("vedana",))
    relational.write("ALTER TABLE nodes ADD COLUMN note text")
    assert (vedana_in(relational).state, vedana_in(relational).differences) == ("ours", ())
    drop(relational, "dm_prompts")
    assert (vedana_in(relational).state, vedana_in(relational).missing) == (
        "partial",
        ("dm_prompts",),
    )


def test_a_vector_column_without_a_dimension_says_so(relational: Postgres) -> None:
    relational.write("CREATE EXTENSION vector; CREATE TABLE items (id text, v vector, w vector(3))")
    assert recognise(relational).dimensions == {"items.v": None, "items.w": 3}
