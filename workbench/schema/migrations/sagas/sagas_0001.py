"""What sagas keep: the journal of their steps, what they gave up on, and what they owe.

`saga_journal` is written before each step, so that a crash leaves a trace to recover from.
Step 0 of a saga is the saga itself; its idempotency key is unique among sagas of one type.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "sagas_0001"
down_revision = None
branch_labels = ("sagas",)
depends_on = None


def upgrade() -> None:
    create_journal()
    create_dead_letter()
    create_attachments_pending()


def downgrade() -> None:
    for table in ("attachments_pending", "dead_letter", "saga_journal"):
        op.drop_table(table)


def text(name: str, *, required: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=not required)


def moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True))


def now(name: str) -> sa.Column[object]:
    moment_of_writing = sa.func.now()
    return sa.Column(
        name, sa.DateTime(timezone=True), nullable=False, server_default=moment_of_writing
    )


def serial() -> sa.Column[int]:
    return sa.Column("id", sa.BigInteger(), primary_key=True, autoincrement=True)


def attempts() -> sa.Column[int]:
    return sa.Column("attempts", sa.Integer(), nullable=False, server_default="0")


def create_journal() -> None:
    op.create_table(
        "saga_journal",
        sa.Column("saga_id", sa.Text(), primary_key=True),
        sa.Column("step_no", sa.Integer(), primary_key=True, autoincrement=False),
        text("saga_type", required=True),
        text("step_name", required=True),
        text("state", required=True),
        text("idempotency_key"),
        sa.Column("payload", JSONB()),
        text("error"),
        attempts(),
        text("lease_owner"),
        moment("lease_until"),
        now("created_at"),
        now("updated_at"),
        sa.CheckConstraint(
            "state IN ('started', 'done', 'failed', 'compensated', 'skipped')",
            name="saga_journal_state_check",
        ),
    )
    op.create_index(
        "saga_journal_saga_type_idempotency_key_idx",
        "saga_journal",
        ["saga_type", "idempotency_key"],
        unique=True,
        postgresql_where=sa.text("step_no = 0"),
    )


def create_dead_letter() -> None:
    op.create_table(
        "dead_letter",
        serial(),
        text("saga_id", required=True),
        sa.Column("step_no", sa.Integer()),
        text("reason", required=True),
        sa.Column("payload", JSONB()),
        attempts(),
        now("first_failed_at"),
        now("last_failed_at"),
        moment("resolved_at"),
        text("resolved_by"),
        text("resolution"),
    )
    op.create_index("dead_letter_saga_id_idx", "dead_letter", ["saga_id"])


def create_attachments_pending() -> None:
    op.create_table(
        "attachments_pending",
        serial(),
        text("saga_id", required=True),
        text("mission_id", required=True),
        text("object_key", required=True),
        text("sha256", required=True),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        attempts(),
        moment("next_try_at"),
        text("last_error"),
        now("created_at"),
        moment("done_at"),
        sa.UniqueConstraint("mission_id", "object_key"),
    )
    op.create_index("attachments_pending_saga_id_idx", "attachments_pending", ["saga_id"])
