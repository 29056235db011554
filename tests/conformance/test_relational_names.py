"""Unqualified names mean the same at every read door as to the account that writes.

`"$user"` in PostgreSQL's search_path is the schema called like the current role, which is
another one where a superuser reads under a lesser role, or a reading account logs in.
"""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from tests.conformance.test_relational_reading import DOORS
from workbench.core.errors import QueryFailed
from workbench.stores.relational.connection import account
from workbench.stores.relational.postgres import Postgres

TWO = """
CREATE TABLE public.t AS SELECT 'public' AS found;
CREATE SCHEMA {owner};
CREATE TABLE {owner}.t AS SELECT 'owner' AS found;
"""
PATH = "SELECT array_to_string(current_schemas(false), ' ') AS path"
READS = {name: door for name, door in DOORS.items() if name != "inside a transaction"}


@pytest.fixture
def owner(relational: Postgres) -> str:
    """The owner's name, that of a schema too; table `t` is in it and in `public`."""
    name = account(relational._conninfo)
    relational.write(TWO.format(owner=f'"{name}"'))
    return name


def inside(store: Postgres, text: str) -> Any:
    with store.transaction():
        return store.rows(text)


def first(found: Any) -> Any:
    return found.rows()[0][0] if hasattr(found, "get_columns") else found.values[0][0]


def seen(store: Postgres, text: str) -> set[Any]:
    doors = (*READS.values(), inside, Postgres.write)
    return {first(door(store, text)) for door in doors}


def test_a_name_is_the_owners_at_every_door(relational: Postgres, owner: str) -> None:
    assert seen(relational, "SELECT found FROM t") == {"owner"}
    assert seen(relational, PATH) == {f"{owner} public"}
    with closing(Postgres(relational._conninfo)) as stepped_down:
        assert seen(stepped_down, "SELECT found FROM t") == {"owner"}


def test_a_schema_that_comes_later_counts_at_once(relational: Postgres) -> None:
    name = account(relational._conninfo)
    assert seen(relational, PATH) == {"public"}
    relational.write(f'CREATE SCHEMA "{name}"')
    assert seen(relational, PATH) == {f"{name} public"}


def test_a_path_set_inside_a_transaction_holds_for_its_reads(
    relational: Postgres, owner: str
) -> None:
    with relational.transaction():
        relational.write("SET LOCAL search_path = public")
        assert relational.rows("SELECT found FROM t").values == [("public",)]
    assert seen(relational, "SELECT found FROM t") == {"owner"}


def test_a_path_in_the_connection_string_holds_at_every_door(
    relational: Postgres, owner: str
) -> None:
    options = "-c search_path=public,pg_temp -c application_name=mine"
    with closing(Postgres(make_conninfo(relational._conninfo, options=options))) as store:
        assert seen(store, "SELECT found FROM t") == {"public"}
        assert seen(store, "SELECT current_setting('TimeZone')") == {"UTC"}


def test_what_the_connection_string_says_is_not_overruled(relational: Postgres) -> None:
    mine = make_conninfo(relational._conninfo, application_name="mine")
    with closing(Postgres(mine)) as store:
        assert store.rows("SELECT current_setting('application_name')").values == [("mine",)]
    named = relational.rows("SELECT current_setting('application_name')").values
    assert named == [("workbench",)]


def test_another_database_cannot_be_written_through_dblink(relational: Postgres) -> None:
    known = "SELECT 1 FROM pg_available_extensions WHERE name = $name"
    if not relational.rows(known, {"name": "dblink"}).values:
        pytest.skip("this server has no dblink")
    relational.write("CREATE TABLE t AS SELECT 1 AS a; CREATE EXTENSION dblink")
    where = conninfo_to_dict(relational._conninfo)
    back = make_conninfo("", **{key: where[key] for key in ("host", "port", "user", "dbname")})
    for function in ("dblink_exec", "dblink_connect_u"):
        for door in (*READS.values(), inside):
            with pytest.raises(QueryFailed, match=r"password|permission denied|reading account"):
                door(relational, f"SELECT {function}('{back}', 'DELETE FROM t')")
    assert relational.rows("SELECT a FROM t").values == [(1,)]
