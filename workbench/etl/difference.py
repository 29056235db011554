"""A table made to hold exactly the given records, changing only what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from ..core.protocols import Relational
from .tables import Records, Table


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
    """The keys of the rows that were added, updated and deleted, and how many were neither."""

    added: list[tuple[Any, ...]]
    updated: list[tuple[Any, ...]]
    deleted: list[tuple[Any, ...]]
    unchanged: int

    @property
    def counts(self) -> Counts:
        return Counts(len(self.added), len(self.updated), len(self.deleted), self.unchanged)


def bring(store: Relational, table: Table, records: Records) -> Changes:
    """Make `table` hold `records`, whose keys are different; inside a transaction of `store`.

    The records go by COPY into a temporary table, and three statements compare.
    """
    staged = f"staged_{table.name}"
    store.write(f"CREATE TEMP TABLE {staged} (LIKE {table.name}) ON COMMIT DROP")
    for column in table.lasting:
        store.write(f"ALTER TABLE {staged} ALTER {column} DROP NOT NULL")
    store.put(staged, table.columns, records)
    store.write(f"ANALYZE {staged}")
    deleted = _keys(store, _delete(table, staged))
    updated = _keys(store, _update(table, staged)) if table.others else []
    added = _keys(store, _insert(table, staged))
    return Changes(added, updated, deleted, len(records) - len(added) - len(updated))


def _keys(store: Relational, statement: str) -> list[tuple[Any, ...]]:
    return list(store.write(statement).values)


def _same_key(table: Table) -> str:
    return " AND ".join(f"s.{column} = t.{column}" for column in table.key)


def _delete(table: Table, staged: str) -> str:
    return (
        f"DELETE FROM {table.name} t WHERE NOT EXISTS "
        f"(SELECT 1 FROM {staged} s WHERE {_same_key(table)}) RETURNING {_list('t', table.key)}"
    )


def _update(table: Table, staged: str) -> str:
    new = [
        f"coalesce(s.{column}, t.{column})" if column in table.lasting else f"s.{column}"
        for column in table.others
    ]
    changes = ", ".join(f"{c} = {value}" for c, value in zip(table.others, new, strict=True))
    return (
        f"UPDATE {table.name} t SET {changes} FROM {staged} s WHERE {_same_key(table)} "
        f"AND ROW({_list('t', table.others)}) IS DISTINCT FROM ROW({', '.join(new)}) "
        f"RETURNING {_list('t', table.key)}"
    )


def _insert(table: Table, staged: str) -> str:
    columns = ", ".join(table.columns)
    return (
        f"INSERT INTO {table.name} AS t ({columns}) SELECT {columns} FROM {staged} s "
        f"WHERE NOT EXISTS (SELECT 1 FROM {table.name} t WHERE {_same_key(table)}) "
        f"RETURNING {_list('t', table.key)}"
    )


def _list(alias: str, columns: tuple[str, ...]) -> str:
    return ", ".join(f"{alias}.{column}" for column in columns)
