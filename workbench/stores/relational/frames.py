"""Whole results into polars without a Python object per value.

Arrow's PostgreSQL driver (ADBC) runs `COPY … (FORMAT binary)` and builds the columns in
C++; psycopg stays the driver of everything else. Measured on a million rows of five
columns it takes a tenth of fetchall() + DataFrame, COPY as CSV through psycopg a third
(docs/benchmarks.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import polars
import psycopg
from adbc_driver_postgresql import dbapi
from psycopg import errors as pg

from ...core.errors import NotSupported
from .errors import unreachable

# PostgreSQL types that Arrow carries to polars as they are.
_AS_THEY_ARE = {
    "bool", "int2", "int4", "int8", "float4", "float8", "text", "varchar", "bpchar", "name",
    "bytea", "date", "time", "timestamp", "timestamptz",
}  # fmt: skip
_ARRAYS = {
    "_bool", "_int2", "_int4", "_int8", "_float4", "_float8", "_text", "_varchar",
}  # fmt: skip
_CASTS = {"vector": "::real[]", "halfvec": "::real[]", "oid": "::int8"}

# The first and the last moment that Python has, as polars counts.
_DAYS = (-719_162, 2_932_896)
_MICROSECONDS = (-62_135_596_800_000_000, 253_402_300_799_999_999)

# Arrow's stream loses the SQLSTATE of an error that comes after the first row was asked for.
_BY_WORDS: tuple[tuple[str, type[psycopg.Error]], ...] = (
    ("read-only transaction", pg.ReadOnlySqlTransaction),
    ("permission denied", pg.InsufficientPrivilege),
    ("canceling statement", pg.QueryCanceled),
    ("No space left", pg.DiskFull),
    ("terminating connection", pg.AdminShutdown),
    ("server closed the connection", psycopg.OperationalError),
)
_SAYS = re.compile(r"(?:ERROR|FATAL): +(.*)")


def select(text: str, types: Sequence[str]) -> str:
    """`text` as a subquery whose columns are called c0, c1, … and cast where needed.

    A column whose values Arrow may flatten or lose brings a column `x<at>`, true where it would.
    """
    names = [f"c{at}" for at in range(len(types))]
    columns = [_column(at, type_name) for at, type_name in enumerate(types)]
    alias = f"answer({', '.join(names)})" if names else "answer"
    return f"SELECT {', '.join(columns)} FROM (\n{text}\n) AS {alias}"


def _column(at: int, type_name: str) -> str:
    if type_name in _ARRAYS:  # a slice counts from 1, as Arrow wants it
        return f"c{at}[:] AS c{at}, array_ndims(c{at}) > 1 AS x{at}"
    if type_name == "time":  # polars would make it null
        return f"c{at}, c{at} = '24:00' AS x{at}"
    cast = "" if type_name in _AS_THEY_ARE else _CASTS.get(type_name, "::text")
    return f"c{at}{cast} AS c{at}"


def read(conninfo: str, setup: Sequence[str], text: str, *, where: str) -> polars.DataFrame:
    """The result of `text` on a session of its own, read-only and rolled back.

    StoreUnavailable where no session opens; later errors are psycopg's, so that there is one
    way from an SQLSTATE to what a person reads.
    """
    try:
        connection = dbapi.connect(conninfo, autocommit=True)
    except dbapi.Error as error:
        raise unreachable(_as_psycopg(error), where) from error
    try:
        with connection, connection.cursor() as cursor:
            for statement in (*setup, "BEGIN READ ONLY"):
                cursor.execute(statement)
            cursor.execute(text)
            frame: polars.DataFrame = cursor.fetch_polars()
    except (dbapi.Error, polars.exceptions.PolarsError) as error:
        raise _as_psycopg(error) from error
    return frame


def checked(frame: polars.DataFrame, names: Sequence[str]) -> polars.DataFrame:
    """The frame under its own names; NotSupported where it would not say what is stored."""
    for at, name in enumerate(names):
        column = frame[f"c{at}"]
        lost = f"x{at}" in frame and frame[f"x{at}"].any()
        if lost and column.dtype == polars.List:
            raise NotSupported(
                f"frame: column {name!r} holds arrays of several dimensions, which a frame would "
                "flatten; ask for rows(), or cast the column to text"
            )
        if lost or _beyond_python(column):
            raise NotSupported(
                f"frame: column {name!r} holds times that Python does not have (infinity, BC, "
                "after 9999, 24:00); cast it to text"
            )
    own = frame.select([f"c{at}" for at in range(len(names))])
    own.columns = list(names)
    return own


def _beyond_python(column: polars.Series) -> bool:
    bounds = {polars.Date: _DAYS, polars.Datetime: _MICROSECONDS}.get(column.dtype.base_type())
    return bounds is not None and not column.to_physical().is_between(*bounds).all()


def _as_psycopg(error: Exception) -> psycopg.Error:
    text = str(error)
    says = found[1].strip() if (found := _SAYS.search(text)) else text.strip()
    if state := getattr(error, "sqlstate", None):
        return _of_state(state)(says)
    for words, kind in _BY_WORDS:
        if words in text:
            return kind(says)
    return psycopg.OperationalError(says) if isinstance(error, dbapi.Error) else pg.DataError(says)


def _of_state(state: str) -> type[psycopg.Error]:
    try:
        return pg.lookup(state)
    except KeyError:  # an extension's own
        return psycopg.DatabaseError
