"""One log file into its table: staged by COPY, compared and stored by the database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ...core.protocols import Relational
from ..difference import Counts
from ..rejects import Findings
from .log_records import records
from .log_tables import LogTable

NOTHING = "{}"  # no ids, as an int8multirange
_TYPES = {"moment": "timestamptz", "json": "text", "texts": "text[]"}


def merge(
    store: Relational, table: LogTable, file: Path, brought: str, findings: Findings
) -> tuple[Counts, str]:
    """Bring `table` to what `file` says, inside a transaction; what happened, and the ids brought.

    `brought` are the ids of the load before, as text of an int8multirange.
    """
    before = _count(findings)
    _stage(store, table, file, findings)
    _refuse_repeated(store, table, findings)
    _refuse_unknown_worlds(store, table, findings)
    _note_changes(store, table)
    _refuse_taken(store, table, brought, findings)
    complete = _count(findings) == before
    deleted = _remove(store, table, brought) if complete and table.numbered else 0
    _refuse_taken_keys(store, table, findings)
    counts = _upsert(store, table, deleted)
    ids = _ids(store, table) if table.numbered else NOTHING
    store.write(f"DROP TABLE staged_{table.name}, changed_{table.name}")
    return counts, ids


def _count(findings: Iterable[object]) -> int:
    return sum(1 for _ in findings)


def _stage(store: Relational, table: LogTable, file: Path, findings: Findings) -> None:
    """The good lines as they are, JSON as text, which is cast where it is stored."""
    columns = ", ".join(f"{name} {_TYPES.get(kind, kind)}" for name, kind in table.columns.items())
    store.write(f"CREATE TEMP TABLE staged_{table.name} (line bigint, {columns}) ON COMMIT DROP")
    names = ("line", *table.columns)
    store.put(f"staged_{table.name}", names, records(file, table, findings))
    store.write(f"ANALYZE staged_{table.name}")  # no autovacuum counts a temporary table


def _refuse(
    store: Relational, table: LogTable, condition: str, why: str, findings: Findings, **given: str
) -> None:
    """Take staged lines out again, `condition` being what follows DELETE FROM … s."""
    shown = " || ' ' || ".join(f"s.{name}" for name in table.unique) or "s.id"
    gone = store.write(
        f"DELETE FROM staged_{table.name} s {condition} RETURNING s.line, ({shown})::text AS seen",
        given or None,
    )
    for line, seen in sorted(set(gone.values)):
        findings.add(table.name, line, "", why, seen=seen)


def _refuse_repeated(store: Relational, table: LogTable, findings: Findings) -> None:
    for key in filter(None, (("id",), table.unique)):
        same = " AND ".join(f"e.{name} = s.{name}" for name in key)
        condition = f"USING staged_{table.name} e WHERE {same} AND e.line < s.line"
        why = f"an earlier line has this {' and '.join(key)}"
        _refuse(store, table, condition, why, findings)


def _refuse_unknown_worlds(store: Relational, table: LogTable, findings: Findings) -> None:
    if "world_id" in table.columns:
        known = "NOT EXISTS (SELECT FROM world w WHERE w.id = s.world_id)"
        condition = f"WHERE s.world_id IS NOT NULL AND {known}"
        _refuse(store, table, condition, "its world_id is no row of `world`", findings)


def _note_changes(store: Relational, table: LogTable) -> None:
    """The ids that are new, or whose row says something else."""
    differs = " OR ".join(
        f"t.{name} IS DISTINCT FROM {_value(table, name)}" for name in table.columns if name != "id"
    )
    name = f"changed_{table.name}"
    store.write(
        f"CREATE TEMP TABLE {name} ON COMMIT DROP AS SELECT s.id, t.id IS NOT NULL AS known "
        f"FROM staged_{table.name} s LEFT JOIN {table.name} t ON t.id = s.id "
        f"WHERE t.id IS NULL OR {differs}"
    )
    store.write(f"ANALYZE {name}")


def _value(table: LogTable, column: str) -> str:
    """A staged value as the table takes it; what the database filled in keeps what is stored."""
    if table.columns[column] == "json":
        return f"s.{column}::jsonb"
    if column in table.defaulted:
        return f"coalesce(s.{column}, t.{column}, now())"
    return f"s.{column}"


def _refuse_taken(store: Relational, table: LogTable, brought: str, findings: Findings) -> None:
    if not table.numbered:
        return
    condition = (
        f"USING changed_{table.name} c WHERE c.id = s.id AND c.known "
        "AND NOT c.id <@ $brought::text::int8multirange"
    )
    why = "a row with this id is there, and another program wrote it"
    _refuse(store, table, condition, why, findings, brought=brought)


def _remove(store: Relational, table: LogTable, brought: str) -> int:
    """Rows that an earlier load brought and the file has no more."""
    gone = store.write(
        f"DELETE FROM {table.name} t WHERE t.id <@ $brought::text::int8multirange "
        f"AND NOT EXISTS (SELECT FROM staged_{table.name} s WHERE s.id = t.id)",
        {"brought": brought},
    )
    return int(gone[0]["affected"])


def _refuse_taken_keys(store: Relational, table: LogTable, findings: Findings) -> None:
    """Lines whose second key a row has that no line replaces."""
    if not table.unique:
        return
    same = " AND ".join(f"t.{name} = s.{name}" for name in table.unique)
    condition = (
        f"USING {table.name} t WHERE {same} AND t.id <> s.id "
        f"AND NOT EXISTS (SELECT FROM staged_{table.name} o WHERE o.id = t.id)"
    )
    why = f"a row of another id has this {' and '.join(table.unique)}"
    _refuse(store, table, condition, why, findings)


def _upsert(store: Relational, table: LogTable, deleted: int) -> Counts:
    name, columns = table.name, ", ".join(table.columns)
    if table.unique:  # rows that trade their second keys are stored anew
        store.write(
            f"DELETE FROM {name} t USING changed_{name} c, staged_{name} s "
            "WHERE c.id = t.id AND s.id = t.id"
        )
    values = ", ".join(_value(table, column) for column in table.columns)
    new = ", ".join(f"{column} = excluded.{column}" for column in table.columns if column != "id")
    store.write(
        f"INSERT INTO {name} ({columns}) SELECT {values} FROM staged_{name} s "
        f"JOIN changed_{name} c ON c.id = s.id LEFT JOIN {name} t ON t.id = s.id "
        f"ON CONFLICT (id) DO UPDATE SET {new}"
    )
    if table.numbered:
        _advance_sequence(store, name)
    told = store.write(
        "SELECT count(*), count(*) FILTER (WHERE NOT c.known), count(*) FILTER (WHERE c.known) "
        f"FROM staged_{name} s LEFT JOIN changed_{name} c ON c.id = s.id"
    ).values[0]
    total, added, updated = told
    return Counts(added, updated, deleted, total - added - updated)


def _advance_sequence(store: Relational, table: str) -> None:
    """Past the largest id, so that the next row counted by the database is a new one."""
    store.write(
        f"SELECT setval(counter, largest) FROM (SELECT max(id) AS largest, "
        f"pg_get_serial_sequence('{table}', 'id')::regclass AS counter FROM {table}) found "
        "WHERE largest > coalesce(pg_sequence_last_value(counter), 0)"
    )


def _ids(store: Relational, table: LogTable) -> str:
    found = store.write(
        "SELECT coalesce(range_agg(int8range(id, id, '[]')), '{}')::text AS ids "
        f"FROM staged_{table.name}"
    )
    return str(found[0]["ids"])
