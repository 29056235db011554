"""Nothing that is said to a relational store's reading methods changes anything.

1. Every attempt of `ATTEMPTS` fails at every door: typed text, reviewed text, reviewed text
   with a limit, a frame, and a typed read inside a transaction. `explain` runs nothing.
2. What `LEAVES_NOTHING` asks may answer, and leaves no notification, lock or setting behind.
3. Switching the read-only setting off, or the role back, does not open the door for what
   comes next, not even for a function that runs with its owner's rights.
4. A session that reads under a lesser role refuses the words that could win the role back.
5. A failed or refused read does no harm to the next one, nor to a transaction around it.
6. The catalogue's own use stays possible: settings local to one statement.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.relational_witness import WORLD, Witness
from workbench.core.errors import QueryFailed, WorkbenchError, WriteRefused
from workbench.stores.relational.postgres import Postgres

# FILE stands for a path that must not come to be, VICTIM for the process id of another session.
ATTEMPTS = (
    "CREATE TABLE u (a int)",
    "CREATE TEMP TABLE u (a int)",
    "CREATE TABLE u AS SELECT * FROM t",
    "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER TABLE t ADD c int",
    "DROP TABLE t",
    "DROP SCHEMA public CASCADE",
    "DROP OWNED BY CURRENT_USER",
    "CREATE SCHEMA u",
    "CREATE INDEX ON t (b)",
    "CREATE EXTENSION dblink",
    "COMMENT ON TABLE t IS 'other'",
    "ALTER ROLE CURRENT_USER SET work_mem = '1MB'",
    "GRANT ALL ON t TO PUBLIC",
    "INSERT INTO t VALUES (3, 'three')",
    "INSERT INTO t VALUES (3, 'three') RETURNING a",
    "UPDATE t SET b = 'other'",
    "UPDATE pg_settings SET setting = 'off' WHERE name = 'default_transaction_read_only'",
    "DELETE FROM t",
    "TRUNCATE t",
    "MERGE INTO t USING t AS o ON t.a = o.a WHEN MATCHED THEN DELETE",
    "WITH gone AS (DELETE FROM t RETURNING *) SELECT * FROM gone",
    "WITH new AS (INSERT INTO t VALUES (3, 'c') RETURNING *) TABLE new",
    "WITH new AS (MERGE INTO t USING t AS o ON t.a = o.a WHEN MATCHED THEN DELETE RETURNING 1)"
    " TABLE new",
    "SELECT * INTO u FROM t",
    "SELECT a INTO TEMP u FROM t",
    "COPY t TO PROGRAM 'touch FILE'",
    "COPY (SELECT 1) TO 'FILE'",
    "COPY t FROM PROGRAM 'touch FILE; printf \"3\\tx\"'",
    "COPY t FROM STDIN",
    "COPY t FROM 'FILE'",
    "COPY (DELETE FROM t RETURNING a) TO STDOUT",
    "DO $$BEGIN INSERT INTO t VALUES (3, 'c'); END$$",
    "CALL writes()",
    "SELECT 1; COMMIT; DROP TABLE t",
    "SELECT 1; DELETE FROM t",
    "COMMIT; DELETE FROM t; SELECT 1",
    "COMMIT; INSERT INTO t VALUES (3, 'three')",
    "SELECT 1; ROLLBACK; INSERT INTO t VALUES (3, 'three')",
    "COMMIT",
    "ROLLBACK AND CHAIN",
    "RELEASE reading",
    "BEGIN READ WRITE",
    "SET transaction_read_only = off",
    "SET default_transaction_read_only = off",
    "RESET ALL",
    "SET ROLE NONE",
    "RESET ROLE",
    "SET SESSION AUTHORIZATION DEFAULT",
    "RESET SESSION AUTHORIZATION",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "DISCARD ALL",
    "LOAD 'auto_explain'",
    "SELECT * FROM t FOR UPDATE",
    "SELECT * FROM t FOR KEY SHARE",
    "LOCK TABLE t",
    "SELECT nextval('s')",
    "SELECT setval('s', 7)",
    "SELECT lo_create(4343)",
    "SELECT lo_unlink(4242)",
    "SELECT lo_open(4242, 131072)",
    "SELECT lo_put(4242, 0, 'x')",
    "SELECT lo_import('/etc/hostname')",
    "SELECT lo_export(4242, 'FILE')",
    "SELECT pg_read_file('postgresql.conf')",
    "SELECT * FROM pg_ls_dir('.')",
    "SELECT pg_terminate_backend(VICTIM)",
    "SELECT pg_cancel_backend(VICTIM)",
    "SELECT pg_reload_conf()",
    "SELECT pg_rotate_logfile()",
    "SELECT pg_switch_wal()",
    "SELECT pg_create_physical_replication_slot('slot')",
    "SELECT pg_create_restore_point('point')",
    "SELECT pg_stat_reset()",
    "SELECT pg_clear_relation_stats('public', 't')",
    "SELECT query_to_xml('DELETE FROM t', true, false, '')",
    "SELECT query_to_xml('SELECT nextval(''s'')', true, false, '')",
    "NOTIFY heard",
    "LISTEN heard",
    "VACUUM t",
    "ANALYZE t",
    "REINDEX TABLE t",
    "CHECKPOINT",
    "EXPLAIN ANALYZE INSERT INTO t VALUES (3, 'c')",
    "ANALYZE INSERT INTO t VALUES (3, 'c')",
    "PREPARE p AS DELETE FROM t",
    "EXECUTE p",
    "EXECUTE workbench_end",
    "FETCH ALL FROM asked",
    "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
    "ALTER SYSTEM SET work_mem = '1MB'",
    "SELECT sneaks()",
    "SELECT a FROM t WHERE a = sneaks()",
    "VALUES (sneaks())",
    "SELECT runs('DELETE FROM t')",
    "SELECT runs('CALL writes()')",
    "SELECT runs('LOCK TABLE t')",
    "SELECT owner_runs('DELETE FROM t')",
    "SELECT owner_runs('SET TRANSACTION READ WRITE'), sneaks()",
    "SELECT owner_runs('COMMIT')",
    "SELECT owner_runs('VACUUM t')",
    "SELECT runs('CREATE TEMP TABLE u ()')",
    "SELECT runs('COPY t TO PROGRAM ''touch FILE'''), sneaks()",
    "SELECT set_config('transaction_read_only', 'off', true), sneaks()",
    "SELECT set_config('transaction_read_only', 'off', false), sneaks()",
    "SELECT set_config('role', 'none', true), pg_terminate_backend(VICTIM)",
    "SELECT set_config('role', 'none', true),"
    " query_to_xml('SELECT pg_reload_conf(), lo_export(4242, ''FILE'')', true, false, '')",
    "SELECT 1) TO PROGRAM 'touch FILE' --",
    "SELECT 1) AS answer; DELETE FROM t; --",
    "SELECT 1 /* ",
    "",
)
SETTINGS = """
SELECT current_setting('default_transaction_read_only'), current_setting('transaction_read_only'),
       current_setting('statement_timeout'), (SELECT count(*) FROM pg_cursors WHERE is_holdable)
"""
SWITCHES = (
    "SELECT set_config('default_transaction_read_only', 'off', false)",
    "SELECT set_config('role', 'none', false)",
    "SELECT set_config('statement_timeout', '100', false)",
    "SELECT runs('SET default_transaction_read_only = off')",
)
WAYS_BACK = (
    "SELECT SET_CONFIG('role', 'none', true)",
    "SELECT set_config('ro' || 'le', 'none', true)",
    "SELECT set_config('Session_Authorization', 'default', true)",
    "SELECT set_config(setting_name => 'role', new_value => 'none', is_local => true)",
    "SELECT \"set_config\"(E'role', 'none', true)",
    "SELECT U&\"set\\005fconfig\"('role', 'none', true)",
    "SELECT query_to_xml('SELECT set_' || 'config(''role'',''none'',true)', true, true, '')",
)
LEAVES_NOTHING = (
    "SELECT pg_notify('heard', 'x')",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_lock_shared(2, 3)",
    "SELECT 1 / 0 FROM pg_advisory_lock(4)",
    "SELECT runs('SET default_transaction_read_only = off')",
    "SELECT runs('SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE')",
    "SELECT set_config('search_path', 'pg_temp', false)",
    "SELECT pg_logical_emit_message(true, 'heard', 'x')",
    "SELECT runs('NOTIFY heard')",
    "SELECT owner_runs('LOCK TABLE t')",
    "SELECT owner_runs('DECLARE c CURSOR WITH HOLD FOR SELECT 1')",
    "SELECT runs('DEALLOCATE ALL')",
)

Door = Callable[[Postgres, str], Any]


def inside(store: Postgres, text: str) -> None:
    with store.transaction():
        store.rows(text)


DOORS: dict[str, Door] = {
    "typed": lambda store, text: store.rows(text),
    "typed with a limit and a timeout": lambda store, text: store.rows(text, limit=5, timeout=5),
    "reviewed": lambda store, text: store.rows(text, reviewed=True),
    "reviewed with a limit": lambda store, text: store.rows(text, limit=5, reviewed=True),
    "frame": lambda store, text: store.frame(text),
    "inside a transaction": inside,
}


@pytest.fixture
def witness(relational: Postgres, tmp_path: Path) -> Iterator[Witness]:
    relational.write(WORLD)
    found = Witness(relational._conninfo, tmp_path)
    yield found
    found.close()


def answered(store: Postgres, door: Door, text: str) -> bool:
    try:
        door(store, text)
    except WorkbenchError:
        return False
    return True


@pytest.mark.parametrize("name", DOORS)
def test_no_door_lets_a_change_through(relational: Postgres, witness: Witness, name: str) -> None:
    before, door = witness.sees(), DOORS[name]
    through = [
        text
        for text in ATTEMPTS
        if answered(relational, door, witness.armed(text)) or witness.sees() != before
    ]
    assert through == []
    assert relational.rows("SELECT count(*) FROM t").values == [(2,)]


def test_explain_runs_nothing(relational: Postgres, witness: Witness) -> None:
    before = witness.sees()
    for text in ATTEMPTS + LEAVES_NOTHING:
        for said in (text, f"ANALYZE {text}", f"(ANALYZE) {text}"):
            with suppress(WorkbenchError):
                relational.explain(witness.armed(said))
    assert witness.sees() == before


def settled(witness: Witness, expected: list[Any]) -> list[Any]:
    """What the witness sees once a session that has gone is gone for the server too."""
    due = time.monotonic() + 5
    while (seen := witness.sees()) != expected and time.monotonic() < due:
        time.sleep(0.01)
    return seen


@pytest.mark.parametrize("name", [name for name in DOORS if name != "inside a transaction"])
def test_a_read_leaves_no_message_lock_or_setting(
    relational: Postgres, witness: Witness, name: str
) -> None:
    # The advisory locks of a transaction last as long as its session; they may be its own.
    before = witness.sees()
    for text in LEAVES_NOTHING:
        with suppress(QueryFailed):  # one of them divides by zero
            DOORS[name](relational, text)
        assert settled(witness, before) == before, text
        for reviewed in (False, True):
            assert relational.rows(SETTINGS, reviewed=reviewed).values == [("on", "on", "30s", 0)]


@pytest.mark.parametrize("reviewed", [False, True])
def test_a_switch_thrown_by_one_read_is_back_for_the_next(
    relational: Postgres, witness: Witness, reviewed: bool
) -> None:
    before = witness.sees()
    for switch in SWITCHES:
        with suppress(WriteRefused):  # the role, on a superuser's session
            relational.rows(switch, reviewed=reviewed)
        for text in ("INSERT INTO t VALUES (3, 'c')", "SELECT sneaks()", "SELECT pg_reload_conf()"):
            assert not any(answered(relational, door, text) for door in DOORS.values())
    assert witness.sees() == before


def test_a_lesser_role_is_not_given_back(relational: Postgres) -> None:
    with closing(Postgres(relational._conninfo)) as lowered:
        for text in WAYS_BACK:
            for door in DOORS.values():
                with pytest.raises(WriteRefused, match="reading account"):
                    door(lowered, text)


def test_a_failed_read_leaves_a_transaction_whole(relational: Postgres, witness: Witness) -> None:
    with relational.transaction():
        relational.write("INSERT INTO t VALUES (3, 'three')")
        for text in ("SELECT sneaks()", "SELECT 1 / 0", "DELETE FROM t"):
            with pytest.raises(QueryFailed):
                relational.rows(text)
        relational.write("INSERT INTO t VALUES (4, 'four')")
    assert relational.rows("SELECT a FROM t ORDER BY a").column("a") == [1, 2, 3, 4]


def test_settings_local_to_a_statement_stay_possible_for_the_catalogue(
    relational: Postgres,
) -> None:
    relational.write("CREATE EXTENSION IF NOT EXISTS vector")
    text = "SELECT set_config('hnsw.ef_search', $width::text, true) AS width"
    for reviewed, timeout in ((True, None), (True, 5.0), (False, None)):
        found = relational.rows(text, {"width": "77"}, reviewed=reviewed, timeout=timeout)
        assert found.values == [("77",)]
    assert relational.explain(text, {"width": "77"}).operator == "Result"


def test_a_refusal_says_why_and_what_to_do(relational: Postgres) -> None:
    with pytest.raises(WriteRefused, match="found DELETE") as caught:
        relational.rows("-- tidy up\nDELETE FROM t")
    assert caught.value.statement == "-- tidy up\nDELETE FROM t"
    assert "a load, a migration or a saga" in str(caught.value)
