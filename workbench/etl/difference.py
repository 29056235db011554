"""What it takes for a table to hold exactly the given records, and doing it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..core.protocols import Reads, Relational
from . import books
from .tables import Key, Record, Records, Table

WHOLE_TABLE = 3600.0  # seconds to read one: a question's limit is no measure for it


class Counts(NamedTuple):
    """Rows of one table by what happened to them; every row is counted once."""

    added: int = 0
    updated: int = 0
    deleted: int = 0
    unchanged: int = 0

    @property
    def changed(self) -> int:
        return self.added + self.updated + self.deleted


@dataclass(frozen=True, slots=True)
class Changes:
    """The records to add and to update, the keys to delete, and how many rows are neither.

    `unbooked` are unchanged records that Datapipe's books lack.
    """

    table: Table
    added: Sequence[Record] = ()
    updated: Sequence[Record] = ()
    deleted: Sequence[Key] = ()
    unchanged: int = 0
    unbooked: Sequence[Record] = ()

    @property
    def counts(self) -> Counts:
        return Counts(len(self.added), len(self.updated), len(self.deleted), self.unchanged)

    def added_keys(self) -> set[Key]:
        return {tuple(record[: len(self.table.key)]) for record in self.added}

    def stored_keys(self) -> set[Key]:
        """The keys of the records to add and to update."""
        width = len(self.table.key)
        return {tuple(record[:width]) for record in (*self.added, *self.updated)}


def compare(store: Reads, table: Table, records: Records, *, booked: bool = False) -> Changes:
    """What it takes for `table` to hold `records`, whose keys are different; nothing is written.

    Values are equal as JSON values are: whatever the order of an object's keys, and a truth
    value is no number. `booked` tables have a row meta table.
    """
    width = len(table.key)
    rows = store.rows(_select(table, booked), reviewed=True, timeout=WHOLE_TABLE).values
    stored = {row[:width]: row for row in rows}
    added, updated, unbooked = list[Record](), list[Record](), list[Record]()
    for given in records:
        record = tuple(given)
        row = stored.pop(record[:width], None)
        if row is None:
            added.append(record)
        elif row[:-1] != record or not _alike(row, record):
            updated.append(record)
        elif not row[-1]:
            unbooked.append(record)
    unchanged = len(records) - len(added) - len(updated)
    return Changes(table, added, updated, list(stored), unchanged, unbooked)


def apply(store: Relational, changes: Changes, *, booked: bool, now: float) -> None:
    """Make the changes, inside a transaction of `store`; `now` is Datapipe's time of them."""
    table = changes.table
    if changes.deleted:
        _delete(store, table, changes.deleted)
    if changes.added or changes.updated:
        _upsert(store, changes, booked=booked, now=now)
    if not booked:
        return
    if changes.unbooked:
        staged = _stage(store, f"unbooked_{table.name}", table, changes.unbooked, booked=True)
        books.book(store, table, staged, now)
    books.bury(store, table, now)


def _select(table: Table, booked: bool) -> str:
    columns = ", ".join(f"t.{column}" for column in table.columns)
    if not booked:
        return f"SELECT {columns}, true FROM {table.name} t"
    return (
        f"SELECT {columns}, m.hash IS NOT NULL FROM {table.name} t LEFT JOIN {table.name}_meta m "
        f"ON m.delete_ts IS NULL AND {_same_key(table, 'm')}"
    )


def _alike(stored: Sequence[Any], given: Sequence[Any]) -> bool:
    """Whether equal rows are equal as JSON too: to Python, true is 1."""
    return all(_same_json(ours, theirs) for ours, theirs in zip(given, stored, strict=False))


def _same_json(one: Any, other: Any) -> bool:
    if isinstance(one, str):
        return True
    if isinstance(one, dict):
        return all(_same_json(value, other[name]) for name, value in one.items())
    if isinstance(one, list):
        return all(map(_same_json, one, other))
    return isinstance(one, bool) is isinstance(other, bool)


def _delete(store: Relational, table: Table, keys: Sequence[Key]) -> None:
    gone = f"gone_{table.name}"
    columns = ", ".join(table.key)
    store.write(
        f"CREATE TEMP TABLE {gone} ON COMMIT DROP AS SELECT {columns} FROM {table.name} LIMIT 0"
    )
    store.put(gone, table.key, keys)
    store.write(f"ANALYZE {gone}")  # no autovacuum counts a temporary table
    store.write(f"DELETE FROM {table.name} t USING {gone} s WHERE {_same_key(table, 's')}")


def _upsert(store: Relational, changes: Changes, *, booked: bool, now: float) -> None:
    table, columns = changes.table, ", ".join(changes.table.columns)
    records = [*changes.added, *changes.updated]
    staged = _stage(store, f"staged_{table.name}", table, records, booked=booked)
    new = ", ".join(f"{column} = excluded.{column}" for column in table.others)
    store.write(
        f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM {staged} "
        f"ON CONFLICT ({', '.join(table.key)}) DO {f'UPDATE SET {new}' if new else 'NOTHING'}"
    )
    if booked:
        books.book(store, table, staged, now)


def _stage(
    store: Relational, name: str, table: Table, records: Sequence[Record], *, booked: bool
) -> str:
    """A temporary table of the records, with their Datapipe hashes where it keeps books."""
    store.write(
        f"CREATE TEMP TABLE {name} ON COMMIT DROP AS "
        f"SELECT {', '.join(table.columns)}, 0 AS row_hash FROM {table.name} LIMIT 0"
    )
    if not booked:
        store.put(name, table.columns, records)
        return name
    hashed = zip(records, books.hashes(table, records), strict=True)
    store.put(name, (*table.columns, "row_hash"), ((*record, number) for record, number in hashed))
    return name


def _same_key(table: Table, other: str) -> str:
    return " AND ".join(f"{other}.{column} = t.{column}" for column in table.key)
