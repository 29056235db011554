"""Connections to PostgreSQL: how a session is set up, and the types it knows."""

from __future__ import annotations

from struct import unpack_from
from typing import Any

import psycopg
from pgvector.psycopg import register_vector
from psycopg import sql
from psycopg.adapt import Buffer, Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Format
from psycopg.types import TypeInfo
from psycopg.types.json import Jsonb, JsonbBinaryDumper, JsonbDumper

from .errors import unreachable

Connection = psycopg.Connection[tuple[Any, ...]]


def place(conninfo: str) -> str:
    """A connection string as a person may see it: no password."""
    parts = conninfo_to_dict(conninfo)
    host = parts.get("host") or "the local socket"
    database = parts.get("dbname") or parts.get("user") or "the default database"
    return f"PostgreSQL database {database!s} at {host!s}"


def connect(conninfo: str) -> Connection:
    """An autocommit session in UTC that knows vectors and JSON."""
    try:
        connection = psycopg.connect(
            conninfo,
            autocommit=True,
            cursor_factory=psycopg.RawCursor,
            connect_timeout=10,
            options="-c timezone=UTC",
            application_name="workbench",
        )
    except psycopg.Error as error:
        raise unreachable(error, place(conninfo)) from error
    learn_types(connection)
    return connection


def reading_settings(connection: Connection, timeout: float) -> tuple[str, ...]:
    """What makes a session one that only reads.

    A superuser lays the superuser's rights down, for some functions write in any
    transaction. `row_security = off` turns a policy that would hide rows from the lesser role
    into an error, so that a count is never silently short.
    """
    settings = (
        "SET timezone = 'UTC'",
        f"SET statement_timeout = {int(timeout * 1000)}",
        "SET default_transaction_read_only = on",
    )
    if connection.info.parameter_status("is_superuser") == "on":
        return (*settings, "SET row_security = off", "SET ROLE pg_read_all_data")
    return settings


def learn_types(connection: Connection) -> bool:
    """Dicts go out as jsonb, vectors both ways as numpy float32; True once `vector` exists."""
    adapters = connection.adapters
    adapters.register_dumper(dict, _JsonDumper)
    adapters.register_dumper(dict, _JsonBinaryDumper)
    if TypeInfo.fetch(connection, "vector") is None:
        return False
    register_vector(connection)
    for name in ("vector", "halfvec"):
        info = TypeInfo.fetch(connection, name)
        if info is not None:
            adapters.register_loader(info.oid, _TextVector)
            adapters.register_loader(info.oid, _binary_vector(">f4" if name == "vector" else ">f2"))
    return True


class _JsonDumper(JsonbDumper):
    def dump(self, obj: Any) -> Buffer | None:
        return super().dump(Jsonb(obj))


class _JsonBinaryDumper(JsonbBinaryDumper):
    def dump(self, obj: Any) -> Buffer | None:
        return super().dump(Jsonb(obj))


class _TextVector(Loader):
    """`[1,2,3]` as numpy float32."""

    format = Format.TEXT

    def load(self, data: Buffer) -> Any:
        import numpy as np  # here, since the first answer of most sessions needs no vectors

        return np.array(bytes(data).strip(b"[]").split(b","), dtype=np.float32)


def _binary_vector(element: str) -> type[Loader]:
    class BinaryVector(Loader):
        """pgvector's wire form: uint16 dimension, uint16 unused, then big-endian floats."""

        format = Format.BINARY

        def load(self, data: Buffer) -> Any:
            import numpy as np

            (dimension,) = unpack_from(">H", data)
            return np.frombuffer(data, element, dimension, offset=4).astype(np.float32)

    return BinaryVector


def server(connection: Connection) -> tuple[str, dict[str, str]]:
    """The server's version and the extensions of this database by name."""
    found = connection.execute("SELECT extname, extversion FROM pg_extension ORDER BY 1").fetchall()
    return str(connection.info.parameter_status("server_version")).split()[0], dict(found)


def identifier(name: str) -> str:
    """A table name, optionally `schema.table`, quoted for a statement."""
    return sql.Identifier(*name.split(".", 1)).as_string(None)


def type_name(connection: Connection, oid: int) -> str:
    """A type's name in pg_type, e.g. `int4`, `_text` for an array, `vector`."""
    found = connection.execute("SELECT typname FROM pg_type WHERE oid = $1", [oid]).fetchone()
    return str(found[0]) if found else "unknown"
