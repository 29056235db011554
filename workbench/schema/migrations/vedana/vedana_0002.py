"""Indexes that Vedana itself lacks: events by thread and by type, embeddings by their filter.

In the order of a thread's reading (`created_at`, then `event_id`), and on the two columns
that every vector search filters by.
"""

from __future__ import annotations

from alembic import op

revision = "vedana_0002"
down_revision = "vedana_0001"
branch_labels = None
depends_on = None

INDEXES = {
    "thread_events_thread_id_created_at_event_id_idx": (
        "thread_events",
        ["thread_id", "created_at", "event_id"],
    ),
    "thread_events_event_type_created_at_idx": ("thread_events", ["event_type", "created_at"]),
    "rag_anchor_embeddings_node_type_attribute_name_idx": (
        "rag_anchor_embeddings",
        ["node_type", "attribute_name"],
    ),
    "rag_edge_embeddings_edge_label_attribute_name_idx": (
        "rag_edge_embeddings",
        ["edge_label", "attribute_name"],
    ),
}


def upgrade() -> None:
    for name, (table, columns) in INDEXES.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    for name, (table, _) in reversed(INDEXES.items()):
        op.drop_index(name, table)
