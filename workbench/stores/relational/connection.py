"""Connections to PostgreSQL: how a session is set up, and what it can say of its server."""

from __future__ import annotations

from collections.abc import Iterable

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo, ExecStatus

from ...core.errors import StoreUnavailable
from .adapters import Connection, learn_types
from .errors import unreachable

READING_ROLE = "pg_read_all_data"


# What a connection string may say otherwise.
_UNLESS_GIVEN = {"connect_timeout": "10", "application_name": "workbench"}


def place(conninfo: str) -> str:
    """A connection string as a person may see it: no password."""
    parts = _parts(conninfo)
    host = parts.get("host") or "the local socket"
    database = parts.get("dbname") or parts["user"]
    return f"PostgreSQL database {database} at {host}"


def account(conninfo: str) -> str:
    """The account that a connection string logs in with."""
    return _parts(conninfo)["user"]


def connect(conninfo: str) -> Connection:
    """An autocommit session in UTC that knows vectors and JSON."""
    where, parts = place(conninfo), _parts(conninfo)
    usual = {name: value for name, value in _UNLESS_GIVEN.items() if name not in parts}
    options = f"{parts.get('options', '')} -c timezone=UTC"
    try:
        connection = psycopg.connect(
            conninfo,
            autocommit=True,
            cursor_factory=psycopg.RawCursor,
            options=options,
            **usual,  # type: ignore[arg-type]
        )
    except psycopg.Error as error:
        raise unreachable(error, where) from error
    try:
        learn_types(connection)
    except psycopg.Error as error:
        connection.close()
        raise unreachable(error, where) from error
    return connection


def _parts(conninfo: str) -> dict[str, str]:
    """What a connection string says, and what libpq adds to it (environment, login name).

    Neither message nor cause of an error shows the string, which may hold a password: where
    that has an `@` or `/` not written as %XX, libpq takes part of it for the host or database.
    """
    try:
        given = conninfo_to_dict(conninfo)
    except (psycopg.Error, UnicodeError):
        given = None
    if given is None or (_is_url(conninfo) and "@" in f"{given.get('host')}{given.get('dbname')}"):
        raise StoreUnavailable(
            "the connection string cannot be read: expected postgresql://user:password@host/"
            "database, special characters in the password as %XX, or host=… dbname=… user=…"
        )
    added = {found.keyword.decode(): found.val for found in Conninfo.get_defaults()}
    usual = {name: value.decode() for name, value in added.items() if value}
    return {"user": "", **usual, **{name: str(value) for name, value in given.items()}}


def _is_url(conninfo: str) -> bool:
    return conninfo.startswith(("postgresql://", "postgres://"))


def is_superuser(connection: Connection) -> bool:
    return connection.info.parameter_status("is_superuser") == "on"


def milliseconds(timeout: float) -> int:
    """Seconds as PostgreSQL's statement_timeout, where 0 would mean none."""
    return max(1, round(timeout * 1000))


def reading_settings(timeout: float, *, superuser: bool, owner: str | None) -> tuple[str, ...]:
    """What makes a session one that only reads, with names meaning what they mean to `owner`,
    the account that writes (None: the session's own account does).

    A superuser lays the superuser's rights down, for some functions write in any
    transaction. `row_security = off` turns a policy that would hide rows from the lesser role
    into an error, so that a count is never silently short.
    """
    settings = [
        "SET timezone = 'UTC'",
        f"SET statement_timeout = {milliseconds(timeout)}",
        "SET default_transaction_read_only = on",
    ]
    if superuser or owner:
        settings.append(keep_names(owner))
    if superuser:
        settings += ["SET row_security = off", f"SET ROLE {READING_ROLE}"]
    return tuple(settings)


def keep_names(owner: str | None = None, *, local: bool = False) -> str:
    """The statement before a change of role that keeps unqualified names where they lead.

    `"$user"` in search_path is the schema called like the current role: under another role a
    table made in the owner's schema is not found, or one of that name in `public` is.
    """
    whose = sql.Literal(owner).as_string(None) if owner else "current_user"
    path = f"""replace(current_setting('search_path'), '"$user"', quote_ident({whose}))"""
    return f"SELECT set_config('search_path', {path}, {str(local).lower()})"


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
