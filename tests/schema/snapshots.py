"""A database's whole schema as data, to hold two of them against each other."""

from __future__ import annotations

from workbench.stores.relational.postgres import Postgres

Snapshot = dict[str, set[tuple[object, ...]]]

COLUMNS = """
SELECT table_name::text, ordinal_position::int, column_name::text, udt_name::text,
       format_type(a.atttypid, a.atttypmod), is_nullable::text, column_default::text
FROM information_schema.columns c
JOIN pg_attribute a ON a.attrelid = c.table_name::regclass AND a.attname = c.column_name
WHERE table_schema = 'public'
"""
CONSTRAINTS = """
SELECT conrelid::regclass::text, conname::text, contype::text, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
"""
INDEXES = """
SELECT tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


def snapshot(store: Postgres, *, without: tuple[str, ...] = ()) -> Snapshot:
    """Columns, constraints and indexes of every table but those named `without`."""
    asked = {"columns": COLUMNS, "constraints": CONSTRAINTS, "indexes": INDEXES}
    found = {name: store.rows(text).values for name, text in asked.items()}
    return {name: {row for row in rows if row[0] not in without} for name, rows in found.items()}
