"""Whole results into polars without a Python object per value.

Arrow's PostgreSQL driver (ADBC) runs `COPY … (FORMAT binary)` and builds the columns in
C++; psycopg stays the driver of everything else. Measured on a million rows of five
columns it takes a tenth of fetchall() + DataFrame, COPY as CSV through psycopg a third
(docs/benchmarks.md).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars
from adbc_driver_postgresql import dbapi

# PostgreSQL types that Arrow carries to polars as they are.
_AS_THEY_ARE = {
    "bool", "int2", "int4", "int8", "float4", "float8", "text", "varchar", "bpchar", "name",
    "bytea", "date", "time", "timestamp", "timestamptz",
    "_bool", "_int2", "_int4", "_int8", "_float4", "_float8", "_text", "_varchar",
}  # fmt: skip


def cast(type_name: str) -> str:
    """The cast that a column of this type needs before Arrow can carry it."""
    if type_name in _AS_THEY_ARE:
        return ""
    return {"vector": "::real[]", "halfvec": "::real[]"}.get(type_name, "::text")


def select(text: str, types: Sequence[str]) -> str:
    """`text` as a subquery whose columns are called c0, c1, … and cast where needed."""
    names = [f"c{at}" for at in range(len(types))]
    columns = ", ".join(f"{n}{cast(t)} AS {n}" for n, t in zip(names, types, strict=True))
    return f"SELECT {columns} FROM (\n{text}\n) AS answer({', '.join(names)})"


def read(conninfo: str, setup: Sequence[str], text: str) -> polars.DataFrame:
    """The result of `text` on a session of its own, after the statements of `setup`."""
    with dbapi.connect(conninfo, autocommit=True) as connection, connection.cursor() as cursor:
        for statement in setup:
            cursor.execute(statement)
        cursor.execute(text)
        frame: polars.DataFrame = cursor.fetch_polars()
        return frame
