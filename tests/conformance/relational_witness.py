"""A small world in a database, and a session that sees whatever changes in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg

WORLD = """
CREATE TABLE t (a int PRIMARY KEY, b text); INSERT INTO t VALUES (1, 'one'), (2, 'two');
CREATE SEQUENCE s;
CREATE VIEW v AS SELECT * FROM t;
CREATE PROCEDURE writes() LANGUAGE sql AS 'INSERT INTO t VALUES (9, ''procedure'')';
CREATE FUNCTION sneaks() RETURNS int LANGUAGE sql SECURITY DEFINER
    AS 'INSERT INTO t VALUES (9, ''definer'') RETURNING a';
CREATE FUNCTION runs(text) RETURNS void LANGUAGE plpgsql AS 'BEGIN EXECUTE $1; END';
CREATE FUNCTION owner_runs(text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER
    AS 'BEGIN EXECUTE $1; END';
SELECT lo_from_bytea(4242, 'large');
"""


class Witness:
    """A session of the owner's that sees what changed, and one more that may be killed."""

    def __init__(self, conninfo: str, folder: Path) -> None:
        self.file = folder / "written"
        self._session = psycopg.connect(conninfo, autocommit=True)
        self._victim = psycopg.connect(conninfo, autocommit=True)
        self._session.execute("LISTEN heard")

    def armed(self, text: str) -> str:
        return text.replace("FILE", str(self.file)).replace(
            "VICTIM", str(self._victim.info.backend_pid)
        )

    def sees(self) -> list[Any]:
        """Everything in the database, in the server's settings, and around it."""
        self._victim.execute("SELECT 1")
        notified = [n.payload for n in self._session.notifies(timeout=0, stop_after=9)]
        return [self._session.execute(query).fetchall() for query in _EVERYTHING] + [
            notified,
            self.file.exists(),
        ]

    def close(self) -> None:
        self._victim.close()
        self._session.close()


_EVERYTHING = (
    "SELECT * FROM t ORDER BY a",
    "SELECT last_value, is_called FROM s",
    "SELECT oid, lo_get(oid) FROM pg_largeobject_metadata",
    "SELECT relname, relacl, relnatts FROM pg_class WHERE oid > 16383 ORDER BY oid",
    "SELECT proname FROM pg_proc WHERE oid > 16383 ORDER BY 1",
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND database ="
    " (SELECT oid FROM pg_database WHERE datname = current_database())",
    "SELECT name, setting FROM pg_file_settings",
    "SELECT slot_name FROM pg_replication_slots",
    "SELECT pg_conf_load_time()",
)
