"""Connections to PostgreSQL: how a session is set up, and what it can say of its server."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import ExecStatus

from ...core.errors import StoreUnavailable
from .adapters import Connection, learn_types
from .errors import unreachable

READING_ROLE = "pg_read_all_data"


def place(conninfo: str) -> str:
    """A connection string as a person may see it: no password."""
    try:
        parts = conninfo_to_dict(conninfo)
    except psycopg.Error as error:
        raise StoreUnavailable(
            "the connection string cannot be read: expected postgresql://user:password@host/"
            "database, special characters in the password as %XX, or host=… dbname=… user=…"
        ) from error
    host = parts.get("host") or "the local socket"
    database = parts.get("dbname") or parts.get("user") or "the default database"
    return f"PostgreSQL database {database!s} at {host!s}"


def connect(conninfo: str) -> Connection:
    """An autocommit session in UTC that knows vectors and JSON."""
    where = place(conninfo)
    try:
        connection = psycopg.connect(
            conninfo,
            autocommit=True,
            cursor_factory=psycopg.RawCursor,
            connect_timeout=10,
            options="-c timezone=UTC",
            application_name="workbench",
        )
        learn_types(connection)
    except psycopg.Error as error:
        raise unreachable(error, where) from error
    return connection


def is_superuser(connection: Connection) -> bool:
    return connection.info.parameter_status("is_superuser") == "on"


def milliseconds(timeout: float) -> int:
    """Seconds as PostgreSQL's statement_timeout, where 0 would mean none."""
    return max(1, round(timeout * 1000))


def reading_settings(timeout: float, *, superuser: bool) -> tuple[str, ...]:
    """What makes a session one that only reads.

    A superuser lays the superuser's rights down, for some functions write in any
    transaction. `row_security = off` turns a policy that would hide rows from the lesser role
    into an error, so that a count is never silently short.
    """
    settings = (
        "SET timezone = 'UTC'",
        f"SET statement_timeout = {milliseconds(timeout)}",
        "SET default_transaction_read_only = on",
    )
    if superuser:
        return (*settings, "SET row_security = off", f"SET ROLE {READING_ROLE}")
    return settings


def command(connection: Connection, text: str) -> None:
    """Run statements past psycopg, which at every ROLLBACK forgets what it prepared."""
    done = connection.pgconn.exec_(text.encode())
    if connection.closed:
        raise psycopg.OperationalError(done.get_error_message())
    if done.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise psycopg.errors.error_from_result(done, connection.info.encoding)


def server(connection: Connection) -> tuple[str, dict[str, str]]:
    """The server's version and the extensions of this database by name."""
    found = connection.execute("SELECT extname, extversion FROM pg_extension ORDER BY 1").fetchall()
    return str(connection.info.parameter_status("server_version")).split()[0], dict(found)


def identifier(*names: str) -> str:
    """Names joined by dots, each quoted for a statement."""
    return sql.Identifier(*names).as_string(None)


def table_name(name: str) -> str:
    """A table, optionally `schema.table`, quoted for a statement."""
    return identifier(*name.split(".", 1))


def type_names(connection: Connection, oids: Iterable[int]) -> list[str]:
    """Names in pg_type in the order of `oids`, e.g. `int4`, `_text` for an array, `vector`."""
    wanted = list(oids)
    query = "SELECT oid::int8, typname FROM pg_type WHERE oid = ANY($1::oid[])"
    found: dict[int, str] = dict(connection.execute(query, [wanted]).fetchall())
    return [found.get(oid, "unknown") for oid in wanted]
