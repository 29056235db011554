"""The eight operational tables of the lore engine's storage strategy, v1.2.

Index names are those that PostgreSQL gives to the document's unnamed `CREATE INDEX ON`.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "lore_0001"
down_revision = None
branch_labels = ("lore",)
depends_on = None

TABLES = (
    "world",
    "lore_event",
    "trade_log",
    "mission_log",
    "campaign_event",
    "tool_call",
    "retcon",
    "dialogue_log",
)
# Each of these is indexed together with the table's clock, newest first.
BY_TIME = {
    "lore_event": ("occurred_at", ("world_id", "entity_id", "event_type")),
    "trade_log": (
        "occurred_at",
        ("world_id", "buyer_id", "seller_id", "item_id", "location_id"),
    ),
    "campaign_event": ("occurred_at", ("campaign_id", "faction_id", "location_id")),
    "tool_call": ("called_at", ("tool_name", "session_id")),
    "retcon": ("retconned_at", ("target_id",)),
    "dialogue_log": ("occurred_at", ("npc_id",)),
}


def upgrade() -> None:
    create_world()
    create_lore_event()
    create_trade_log()
    create_mission_log()
    create_campaign_event()
    create_tool_call()
    create_retcon()
    create_dialogue_log()
    create_indexes()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def text(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.Text(), **options)


def texts(*names: str) -> list[sa.Column[Any]]:
    return [text(name) for name in names]


def serial() -> sa.Column[Any]:
    return sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True)


def world_id() -> sa.Column[Any]:
    return sa.Column("world_id", sa.Text(), sa.ForeignKey("world.id"))


def moment(name: str, **options: Any) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), **options)


def now(name: str) -> sa.Column[Any]:
    return moment(name, server_default=sa.func.now())


def sources(name: str = "sources") -> sa.Column[Any]:
    return sa.Column(name, ARRAY(sa.Text()))


def payload(name: str = "payload", **options: Any) -> sa.Column[Any]:
    return sa.Column(name, JSONB(), **options)


def create_world() -> None:
    op.create_table(
        "world",
        text("id", primary_key=True),
        text("name", nullable=False),
        text("current_era", nullable=False),
        text("schema_version", nullable=False),
        now("created_at"),
    )


def create_lore_event() -> None:
    op.create_table(
        "lore_event",
        serial(),
        world_id(),
        text("event_type", nullable=False),
        *texts("entity_id", "entity_type"),
        moment("occurred_at", nullable=False),
        text("in_fiction_time"),
        payload(nullable=False),
        sources(),
        text("actor_id"),
        now("created_at"),
    )


def create_trade_log() -> None:
    op.create_table(
        "trade_log",
        serial(),
        world_id(),
        text("lot_id", nullable=False),
        *texts("item_id", "buyer_id", "seller_id"),
        sa.Column("quantity", sa.Numeric()),
        text("unit"),
        sa.Column("unit_price", sa.Numeric()),
        sa.Column("total_price", sa.Numeric()),
        moment("occurred_at", nullable=False),
        *texts("in_fiction_time", "location_id", "secrecy"),
        payload(),
        sources(),
    )


def create_mission_log() -> None:
    op.create_table(
        "mission_log",
        serial(),
        text("mission_id", nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=False),
        text("step_type"),
        moment("occurred_at", nullable=False),
        text("in_fiction_time"),
        sources("party"),
        *texts("location_id", "outcome", "notes"),
        sources(),
        sa.UniqueConstraint("mission_id", "step_no"),
    )


def create_campaign_event() -> None:
    op.create_table(
        "campaign_event",
        serial(),
        text("campaign_id", nullable=False),
        text("event_type"),
        moment("occurred_at", nullable=False),
        *texts("in_fiction_time", "faction_id", "location_id"),
        sa.Column("army_size", sa.Integer()),
        sa.Column("casualties", sa.Integer()),
        text("outcome"),
        payload(),
        sources(),
    )


def create_tool_call() -> None:
    op.create_table(
        "tool_call",
        serial(),
        text("session_id"),
        text("tool_name", nullable=False),
        payload("arguments"),
        payload("result"),
        sa.Column("duration_ms", sa.Integer()),
        text("error"),
        now("called_at"),
    )


def create_retcon() -> None:
    op.create_table(
        "retcon",
        serial(),
        world_id(),
        text("target_kind"),
        text("target_id", nullable=False),
        payload("before"),
        payload("after"),
        *texts("reason", "actor_id"),
        now("retconned_at"),
        sources(),
    )


def create_dialogue_log() -> None:
    op.create_table(
        "dialogue_log",
        serial(),
        world_id(),
        text("npc_id", nullable=False),
        text("session_id"),
        text("message", nullable=False),
        text("in_fiction_time"),
        now("occurred_at"),
    )


def create_indexes() -> None:
    for table, (clock, columns) in BY_TIME.items():
        for column in columns:
            newest_first = sa.text(f"{clock} DESC")
            op.create_index(f"{table}_{column}_{clock}_idx", table, [column, newest_first])
    op.create_index("trade_log_lot_id_idx", "trade_log", ["lot_id"])
    for table in ("lore_event", "trade_log"):
        op.create_index(f"{table}_payload_idx", table, ["payload"], postgresql_using="gin")
