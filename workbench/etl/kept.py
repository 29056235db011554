"""The table `workbench_table`: what each table was given last and then held, so that a load of
the same into the same is told by two numbers, and which tables are stale.

`given` is a digest of the records, `held` of the rows: 64 bits of PostgreSQL's own hash of each
row, all combined by exclusive or, so that their order does not count.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from typing import Any, NamedTuple

from ..core.protocols import Reads, Relational
from .tables import VECTOR_STATES, Records, Table

_THERE = "SELECT to_regclass('workbench_table') IS NOT NULL"
_KEPT = "SELECT table_name, given, held, row_count FROM workbench_table WHERE given IS NOT NULL"
_KEEP = """
INSERT INTO workbench_table (table_name, given, held, row_count, loaded_at)
VALUES ($table, $given, $held, $rows, now())
ON CONFLICT (table_name) DO UPDATE SET given = excluded.given, held = excluded.held,
    row_count = excluded.row_count, loaded_at = excluded.loaded_at
"""
_MARK = """
INSERT INTO workbench_table AS t (table_name, stale_since, error)
SELECT name, now(), $error FROM unnest($tables::text[]) AS name
ON CONFLICT (table_name) DO UPDATE
SET stale_since = coalesce(t.stale_since, excluded.stale_since), error = excluded.error
"""
_FRESH = """
UPDATE workbench_table SET stale_since = NULL, error = NULL
WHERE stale_since IS NOT NULL OR error IS NOT NULL
"""


class Held(NamedTuple):
    """A digest of a table's rows, and their number."""

    digest: int
    rows: int


class Kept(NamedTuple):
    """What the last load gave a table, and what the table held after it."""

    given: bytes
    held: Held


def given(records: Records | Mapping[Any, Any], *context: object) -> bytes:
    """A digest of records in their order, and of what else decides what becomes of them."""
    rows = records.items() if isinstance(records, Mapping) else records
    # Version 2 writes equal values alike; later ones tell whether two are one object.
    written = marshal.dumps([[tuple(row) for row in rows], *context], 2)
    return blake2b(written, digest_size=32).digest()


def held(store: Reads, table: Table) -> Held:
    """What the table holds now; of a table of vectors also which model made each."""
    found = store.rows(_held(table), reviewed=True).values[0]
    return Held(*found)


def is_kept(store: Reads) -> bool:
    """Whether the workbench has tables of its own in this database."""
    return bool(store.rows(_THERE, reviewed=True).values[0][0])


def all_kept(store: Reads) -> dict[str, Kept]:
    found = store.rows(_KEPT, reviewed=True).values
    return {table: Kept(digest, Held(*rest)) for table, digest, *rest in found}


def keep(store: Relational, table: Table, digest: bytes | None) -> None:
    """Note what the table was given, and what it holds by now; with None, that the next load is
    to compare it again."""
    now = held(store, table)
    values = {"given": digest, "held": now.digest, "rows": now.rows}
    store.write(_KEEP, {"table": table.name, **values})


def mark_stale(store: Relational, tables: Iterable[str], error: str) -> None:
    """Their rows are served on, though something newer could not be brought in."""
    store.write(_MARK, {"tables": list(tables), "error": error})


def mark_fresh(store: Relational) -> None:
    store.write(_FRESH)


def _held(table: Table) -> str:
    digest = "coalesce(bit_xor(hash_record_extended({}, 0)), 0) AS digest, count(*) AS row_count"
    if table.name not in VECTOR_STATES:
        return f"SELECT {digest.format('t')} FROM {table.name} t"
    key = [f"t.{column}" for column in table.key]
    row = ", ".join([*key, "t.attribute_value", "r.model", "r.dimension", "r.state", "s.model"])
    same = " AND ".join(f"r.{column} = t.{column}" for column in table.key)
    return (
        f"SELECT {digest.format(f'ROW({row})')} FROM {table.name} t "
        f"LEFT JOIN {VECTOR_STATES[table.name]} r ON {same} "
        f"LEFT JOIN workbench_vector_space s ON s.table_name = '{table.name}'"
    )
