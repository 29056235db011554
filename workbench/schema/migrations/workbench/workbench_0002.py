"""What a load keeps for the next one: the state of every table and vector, and paid-for vectors."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "workbench_0002"
down_revision = "workbench_0001"
branch_labels = None
depends_on = None

# Keyed like the vector tables that they stand beside.
VECTORS = {
    "workbench_node_vector": "node_id node_type attribute_name",
    "workbench_edge_vector": "from_node_id to_node_id edge_label attribute_name",
}


def upgrade() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "workbench_table",
        sa.Column("table_name", sa.Text(), primary_key=True),
        sa.Column("given", sa.LargeBinary()),
        sa.Column("held", sa.BigInteger()),
        sa.Column("row_count", sa.BigInteger()),
        sa.Column("loaded_at", moment),
        sa.Column("stale_since", moment),
        sa.Column("error", sa.Text()),
    )
    for name, key in VECTORS.items():
        op.create_table(
            name,
            *(sa.Column(column, sa.Text(), primary_key=True) for column in key.split()),
            sa.Column("model", sa.Text()),
            sa.Column("dimension", sa.Integer()),
            sa.Column("text_hash", sa.LargeBinary()),
            sa.Column("state", sa.Text(), nullable=False, server_default="fresh"),
            sa.Column("error", sa.Text()),
            sa.Column("made_at", moment),
            sa.Column("stale_since", moment),
            sa.CheckConstraint("state IN ('fresh', 'stale')", name=f"{name}_state_check"),
        )
    op.create_table(
        "workbench_embedding",
        sa.Column("model", sa.Text(), primary_key=True),
        sa.Column("text_hash", sa.LargeBinary(), primary_key=True),
        sa.Column("embedding", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", moment, nullable=False, server_default=sa.func.now()),
    )


def downgrade() -> None:
    for table in ("workbench_embedding", *reversed(VECTORS), "workbench_table"):
        op.drop_table(table)
