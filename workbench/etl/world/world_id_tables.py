"""The `world_id` columns of the log tables, rewritten by a mapping in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ...core.protocols import Relational

COLUMNS = ("lore_event.world_id", "trade_log.world_id", "retcon.world_id", "dialogue_log.world_id")

_THERE = "SELECT t FROM unnest($tables::text[]) AS t WHERE to_regclass(quote_ident(t)) IS NOT NULL"
_VALUES = "SELECT {column} AS value, count(*) AS rows FROM {table} GROUP BY 1 ORDER BY 1"
# A row that refers to a world needs it: the new one is the first old one under its new name.
_WORLDS = """
INSERT INTO world (id, name, current_era, schema_version)
SELECT DISTINCT ON (m.after) m.after, m.after, w.current_era, w.schema_version
FROM unnest($before::text[], $after::text[]) WITH ORDINALITY AS m (before, after, place)
JOIN world w ON w.id = m.before
ORDER BY m.after, m.place
ON CONFLICT (id) DO NOTHING
"""
_REWRITE = """
UPDATE {table} t SET {column} = m.after
FROM unnest($before::text[], $after::text[]) AS m (before, after)
WHERE t.{column} = m.before AND m.before <> m.after
"""


class Database(Relational, Protocol):
    def transaction(self) -> AbstractContextManager[None]: ...


class BecomesSetting(Protocol):
    """What a world_id stands for; a column holds its setting."""

    @property
    def setting_id(self) -> str: ...


def rewritable(
    store: Database | None, mapping: Mapping[str, BecomesSetting]
) -> tuple[list[tuple[Any, ...]], list[tuple[str, str, str]]]:
    """(column, before, after, rows) of what would change, and values that nobody knows."""
    changes, strange = list[tuple[Any, ...]](), list[tuple[str, str, str]]()
    known = {becomes.setting_id for becomes in mapping.values()}
    for column, table, name in _columns(store):
        asked = _VALUES.format(column=name, table=table)
        found = store.rows(asked, reviewed=True, timeout=3600.0).values if store else []
        for value, rows in found:
            after = mapping[value].setting_id if value in mapping else None
            if after and after != value:
                changes.append((column, value, after, rows))
            elif after is None and value is not None and value not in known:
                strange.append((column, value, "the mapping does not have this value"))
    return changes, strange


def rewrite(store: Database | None, mapping: Mapping[str, BecomesSetting]) -> None:
    """Every column, or none. Rows of `world` stay as they are; missing ones are added."""
    if store is None or not (columns := _columns(store)):
        return
    before, after = list(mapping), [becomes.setting_id for becomes in mapping.values()]
    given = {"before": before, "after": after}
    with store.transaction():
        store.write(_WORLDS, given)
        for _, table, name in columns:
            store.write(_REWRITE.format(table=table, column=name), given)


def _columns(store: Database | None) -> list[tuple[str, str, str]]:
    """Each column with its table and name, of those tables that are there."""
    if store is None:
        return []
    parts = [column.partition(".") for column in COLUMNS]
    asked = {"tables": [table for table, _, _ in parts]}
    there = set(store.rows(_THERE, asked, reviewed=True).column("t"))
    return [(f"{table}.{name}", table, name) for table, _, name in parts if table in there]
