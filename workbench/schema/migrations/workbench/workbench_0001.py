"""The workbench's own bookkeeping: which model made which vectors, and what was loaded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "workbench_0001"
down_revision = None
branch_labels = ("workbench",)
depends_on = None


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    now = sa.func.now()
    op.create_table(
        "workbench_vector_space",
        sa.Column("table_name", sa.Text(), primary_key=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("recorded_at", moment, nullable=False, server_default=now),
    )
    op.create_table(
        "workbench_load",
        sa.Column("load_id", sa.Uuid(), primary_key=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("started_at", moment, nullable=False, server_default=now),
        sa.Column("finished_at", moment),
        sa.Column("state", sa.Text(), nullable=False, server_default="running"),
        sa.Column("receipt", JSONB()),
        sa.CheckConstraint(
            "state IN ('running', 'complete', 'failed')", name="workbench_load_state_check"
        ),
    )


def downgrade() -> None:
    op.drop_table("workbench_load")
    op.drop_table("workbench_vector_space")
