"""Records into a table by COPY."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import Any

import psycopg

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
    types = _column_types(session, f"SELECT {names} FROM {table_name(table)} LIMIT 0", where)
    cursor = session.cursor()
    try:
        with cursor.copy(f"COPY {target} FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(types)
            for line, record in enumerate(records, 1):
                _write(copy, record, table, line)
    except (psycopg.DataError, psycopg.IntegrityError) as error:
        raise bad_records(error, table) from error
    return cursor.rowcount


def _write(copy: psycopg.Copy, record: Sequence[Any], table: str, line: int) -> None:
    try:
        copy.write_row(record)
    except _UNFIT as error:
        raise bad_records(error, table, record=line) from error


def _column_types(session: Connection, query: str, where: str) -> list[int]:
    with translated(query, where=where):
        described = session.execute(query).description or ()
    types = [column.type_code for column in described]
    if unknown_types(session, types):  # an extension has come since the session opened
        learn_types(session)
    return types
