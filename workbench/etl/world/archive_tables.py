"""The rows of a world's tables as lines, and the texts of its vectors."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any

from ...core.protocols import Reads
from .log_tables import LogTable
from .texts import Text, Texts

_AT_ONCE = 50_000  # rows in memory
_OWNER = {"mission_log": "mission_id", "campaign_event": "campaign_id"}
COLLECTIONS = {  # columns as `Text` calls them
    "lore_chunks": "id, source_id AS belongs_to, title AS name, NULL::text AS kind, "
    "NULL::text AS object_key",
    "domain_summaries": "id, entity_id AS belongs_to, name, type AS kind, object_key",
}
_SEEN = "setting_id, time, secrecy, owner, min_tier, text, loaded_from"


def table_lines(
    store: Reads, table: LogTable, setting: str | None, nodes: Collection[str]
) -> Iterator[dict[str, Any]]:
    """Rows by id, without what is NULL; with a setting, those of its world or of these nodes.

    Numbers are text, so that none loses a digit, and times ISO 8601. Calls of tools belong to
    no setting.
    """
    condition, given = _scope(table, setting, nodes)
    if condition is None:
        return
    names = ", ".join(table.columns)
    order = "id" if table.numbered else 'id COLLATE "C"'
    text = f"SELECT {names} FROM {table.name} WHERE {condition} AND ($after::{_kind(table)} IS NULL"
    text += f" OR {order} > $after::{_kind(table)}) ORDER BY {order} LIMIT {_AT_ONCE}"
    after = None
    while page := store.rows(text, {**given, "after": after}, reviewed=True):
        for row in page:
            yield {name: _plain(value) for name, value in row.items() if value is not None}
        after = page[-1]["id"]


def _kind(table: LogTable) -> str:
    return table.columns["id"]


def _scope(
    table: LogTable, setting: str | None, nodes: Collection[str]
) -> tuple[str | None, dict[str, Any]]:
    if setting is None:
        return "true", {}
    if table.name in _OWNER:
        return f"{_OWNER[table.name]} = ANY ($owners::text[])", {"owners": sorted(nodes)}
    column = "id" if table.name == "world" else "world_id"
    known = column in table.columns
    return (f"{column} = $setting::text", {"setting": setting}) if known else (None, {})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def text_lines(store: Reads, table: str, setting: str | None) -> list[dict[str, Any]]:
    """Texts by id, without their vectors, which the importing bench's model makes."""
    text = (
        f"SELECT {COLLECTIONS[table]}, {_SEEN} FROM {table} "
        'WHERE $setting::text IS NULL OR setting_id = $setting ORDER BY id COLLATE "C"'
    )
    return list(store.rows(text, {"setting": setting}, reviewed=True, timeout=3600.0))


def texts_of(lines: Callable[[str], Iterable[dict[str, Any]]]) -> list[Texts]:
    """The texts of an archive by the folder that they were loaded from."""
    found = dict[str, dict[str, list[Text]]]()
    for table in COLLECTIONS:
        for line in lines(table):
            source = line.pop("loaded_from") or ""
            found.setdefault(source, {}).setdefault(table, []).append(Text(**line))
    return [
        Texts(
            source,
            tuple(tables.get("lore_chunks", ())),
            tuple(tables.get("domain_summaries", ())),
            complete=False,
        )
        for source, tables in sorted(found.items())
    ]
