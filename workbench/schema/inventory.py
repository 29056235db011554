"""What a relational store holds, read from its catalog: tables, columns, applied revisions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ..core.errors import BadInput
from ..core.protocols import Reads
from .shapes import Shape

VERSION_TABLE = "workbench_schema_version"  # Vedana's own `alembic_version` is never touched

# pg_catalog, because information_schema hides what the reading account may not touch. For
# pgvector's type, atttypmod is the dimension, -1 where the column does not fix one.
_COLUMNS = """
SELECT c.relname::text AS table_name, a.attname::text AS column_name,
       CASE WHEN t.typname = 'vector' THEN 'vector'
            ELSE format_type(a.atttypid, a.atttypmod) END AS type,
       CASE WHEN t.typname = 'vector' AND a.atttypmod > 0 THEN a.atttypmod END AS dimension
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_type t ON t.oid = a.atttypid
WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
  AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                  AND d.objid = c.oid AND d.deptype = 'e')
ORDER BY c.relname, a.attnum
"""


@dataclass(frozen=True, slots=True)
class Inventory:
    """Tables and views of the current schema, those of extensions left out.

    `dimensions` maps `table.column` of every vector column to its dimension, None where the
    column fixes none. `applied` are this room's revisions, `original` those in the
    `alembic_version` of another application, both in code point order.
    """

    tables: Mapping[str, Shape]
    dimensions: Mapping[str, int | None]
    applied: tuple[str, ...]
    original: tuple[str, ...]

    def revision(self, system: str) -> str | None:
        """The applied revision of a system's branch; a revision is `<system>_<number>`."""
        return next((r for r in self.applied if r.rpartition("_")[0] == system), None)


def read(store: Reads) -> Inventory:
    """The catalog as it is now; inside a transaction of `store`, as that one sees it."""
    tables: dict[str, dict[str, str]] = defaultdict(dict)
    dimensions: dict[str, int | None] = {}
    for table, column, kind, dimension in store.rows(_COLUMNS, reviewed=True).values:
        shape = tables[table]
        if column is None:
            continue
        shape[column] = kind
        if kind == "vector":
            dimensions[f"{table}.{column}"] = dimension
    if "version_num" not in tables.get(VERSION_TABLE, {"version_num": ""}):
        raise BadInput(
            f"table {VERSION_TABLE}: expected a column version_num, found "
            f"{', '.join(tables[VERSION_TABLE]) or 'no columns'}. Another application uses this "
            "name; give the bench a database or schema of its own."
        )
    return Inventory(
        dict(tables),
        dimensions,
        _versions(store, tables, VERSION_TABLE),
        _versions(store, tables, "alembic_version"),
    )


def _versions(store: Reads, tables: Mapping[str, Shape], table: str) -> tuple[str, ...]:
    if "version_num" not in tables.get(table, {}):
        return ()
    found = store.rows(f"SELECT version_num FROM {table}", reviewed=True)
    return tuple(sorted(found.column("version_num")))
