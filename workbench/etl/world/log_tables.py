"""The eight tables of a world's logs: their columns, and what a row must have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

# Columns that the database fills where a file leaves them empty.
DEFAULTED = frozenset({"created_at", "called_at", "retconned_at"})


@dataclass(frozen=True, slots=True)
class LogTable:
    """`columns` map names to kinds: text, integer, bigint, numeric, moment, json, texts.

    `required` are never empty; `unique` is a second key beside `id`.
    """

    name: str
    columns: Mapping[str, str]
    required: frozenset[str]
    unique: tuple[str, ...] = ()
    defaulted: frozenset[str] = DEFAULTED

    @property
    def numbered(self) -> bool:
        """Whether the database counts `id`, so that rows may come from elsewhere too."""
        return self.columns["id"] == "bigint"


def _table(
    name: str, columns: str, required: str, unique: str = "", defaulted: frozenset[str] = DEFAULTED
) -> LogTable:
    """From `column[:kind]`, text where no kind is told."""
    kinds = {
        column: kind or "text"
        for column, _, kind in (item.partition(":") for item in columns.split())
    }
    return LogTable(
        name, kinds, frozenset({"id", *required.split()}), tuple(unique.split()), defaulted
    )


_ID = "id:bigint"
TABLES = (  # `world` first: the others refer to it
    _table(
        "world",
        "id name current_era schema_version created_at:moment",
        "name current_era schema_version",
    ),
    _table(
        "lore_event",
        f"{_ID} world_id event_type entity_id entity_type occurred_at:moment in_fiction_time "
        "payload:json sources:texts actor_id created_at:moment",
        "event_type occurred_at payload",
    ),
    _table(
        "trade_log",
        f"{_ID} world_id lot_id item_id buyer_id seller_id quantity:numeric unit "
        "unit_price:numeric total_price:numeric occurred_at:moment in_fiction_time location_id "
        "secrecy payload:json sources:texts",
        "lot_id occurred_at",
    ),
    _table(
        "mission_log",
        f"{_ID} mission_id step_no:integer step_type occurred_at:moment in_fiction_time "
        "party:texts location_id outcome notes sources:texts",
        "mission_id step_no occurred_at",
        unique="mission_id step_no",
    ),
    _table(
        "campaign_event",
        f"{_ID} campaign_id event_type occurred_at:moment in_fiction_time faction_id location_id "
        "army_size:integer casualties:integer outcome payload:json sources:texts",
        "campaign_id occurred_at",
    ),
    _table(
        "tool_call",
        f"{_ID} session_id tool_name arguments:json result:json duration_ms:integer error "
        "called_at:moment",
        "tool_name",
    ),
    _table(
        "retcon",
        f"{_ID} world_id target_kind target_id before:json after:json reason actor_id "
        "retconned_at:moment sources:texts",
        "target_id",
    ),
    _table(
        "dialogue_log",
        f"{_ID} world_id npc_id session_id message in_fiction_time occurred_at:moment",
        "npc_id message",
        defaulted=frozenset({"occurred_at"}),
    ),
)
