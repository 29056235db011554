"""Records into a table by COPY."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

from ...core.errors import BadInput, NotSupported
from .adapters import Connection, learn_types, unknown_types
from .connection import identifier, table_name
from .errors import bad_records, translated

# What psycopg's binary dumpers raise for a value that is not of its column's type.
_UNFIT = (
    psycopg.DataError,
    psycopg.ProgrammingError,
    psycopg.NotSupportedError,
    ArithmeticError,
    AttributeError,
    TypeError,
    ValueError,
    struct.error,
)
_SHOWN = 200  # characters of a record in a message


def copy_in(
    session: Connection,
    table: str,
    columns: Sequence[str],
    records: Iterable[Sequence[Any]],
    *,
    where: str,
) -> int:
    """Append records by binary COPY, all or none; the number stored.

    BadInput names the record, or quotes PostgreSQL's words and line. What `records` itself
    raises passes through, and nothing is stored.
    """
    names = ", ".join(map(identifier, columns))
    target = f"{table_name(table)} ({names})"
    shape = described(session, f"SELECT {names} FROM {table_name(table)} LIMIT 0", where)
    cursor = session.cursor()
    try:
        with cursor.copy(f"COPY {target} FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types([column.type_code for column in shape])
            for number, record in enumerate(records, 1):
                try:
                    copy.write_row(record)
                except _UNFIT as error:
                    raise _unfit(error, table, shape, f"record {number}, {record!r}") from error
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise bad_records(error, table) from error
    return cursor.rowcount


def _unfit(error: Exception, table: str, shape: Sequence[psycopg.Column], record: str) -> BadInput:
    wanted = ", ".join(f"{column.name} {column.type_display}" for column in shape)
    seen = record if len(record) <= _SHOWN else f"{record[:_SHOWN]}…"
    return BadInput(
        f"table {table}: expected values of ({wanted}), found {seen}: {error}. Nothing was stored."
    )


def described(session: Connection, query: str, where: str) -> Sequence[psycopg.Column]:
    with translated(query, where=where):
        shape = session.execute(query).description or []
    if unknown_types(session, (column.type_code for column in shape)):
        learn_types(session)  # an extension has come since the session opened
    unknown = unknown_types(session, (column.type_code for column in shape))
    if unknown:
        names = ", ".join(column.name for column in shape if column.type_code in unknown)
        raise NotSupported(
            f"put() knows no binary form for the type of {names}; put text into a temporary "
            "table, and write() an INSERT … SELECT with a cast."
        )
    return shape
