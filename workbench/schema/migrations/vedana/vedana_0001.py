"""The tables of Vedana at its own revision a4ffc429e5ab, column for column.

Source: the restored schema of Vedana 78347d8 (jims-core 0.6.2, vedana-etl 0.9.0,
datapipe-core 0.14.8). The names of the transform tables hold a hash of the pipeline's
wiring, which Datapipe derives anew when the wiring changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import UserDefinedType

revision = "vedana_0001"
down_revision = None
branch_labels = ("vedana",)
depends_on = None

# pgvector builds no HNSW index over `vector` columns of more dimensions.
HNSW_LIMIT = 2000

EDGE = "from_node_id to_node_id from_node_type to_node_type edge_label"
SHORT_EDGE = "from_node_id to_node_id edge_label"
ATTRIBUTE = "description data_example embeddable query dtype embed_threshold embed_top_n"

DATA = {  # table: (key columns, other columns)
    "dm_anchors": ("noun", "description id_example query"),
    "dm_anchor_attributes": ("anchor attribute_name", ATTRIBUTE),
    "dm_links": (
        "anchor1 anchor2 sentence",
        "description query anchor1_link_column_name anchor2_link_column_name has_direction",
    ),
    "dm_link_attributes": ("link attribute_name", ATTRIBUTE),
    "dm_queries": ("query_name", "query_example"),
    "dm_prompts": ("name", "text"),
    "dm_conversation_lifecycle": ("event", "text"),
    "grist_nodes": ("node_id node_type", "attributes"),
    "nodes": ("node_id node_type", "attributes"),
    "grist_edges": (EDGE, "attributes"),
    "edges": (EDGE, "attributes"),
    "memgraph_anchor_indexes": ("anchor", ""),
    "memgraph_link_indexes": ("link", ""),
    "rag_anchor_embeddings": ("node_id node_type attribute_name", "attribute_value embedding"),
    "rag_edge_embeddings": (f"{SHORT_EDGE} attribute_name", "attribute_value embedding"),
    "eval_gds": (
        "gds_question",
        "gds_answer question_context question_scenario question_comment",
    ),
}
# The data of these two live in the graph only; the relational side keeps their row meta.
IN_GRAPH = {"memgraph_nodes": "node_id node_type", "memgraph_edges": EDGE}

TRANSFORMS = {
    "prepare_nodes_34bc19d28a_meta": "node_id",
    "prepare_edges_c225902fe6_meta": SHORT_EDGE,
    "ensure_memgraph_node_indexes_0926b0c60b_meta": "attribute_name",
    "ensure_memgraph_edge_indexes_4b7fc56c1d_meta": "attribute_name",
    "pass_df_to_memgraph_37de095f96_meta": "node_id node_type",
    "pass_df_to_memgraph_1d4bbbddd8_meta": SHORT_EDGE,
    "generate_embeddings_3c11efed1b_meta": "node_id node_type",
    "generate_embeddings_698f247fd3_meta": SHORT_EDGE,
}
VECTOR_TABLES = ("rag_anchor_embeddings", "rag_edge_embeddings")


class Vector(UserDefinedType[Any]):
    """pgvector's column type, as text: this room renders statements and holds no driver."""

    cache_ok = True

    def __init__(self, dimension: int) -> None:
        self.dimension = dimension

    def get_col_spec(self, **_: Any) -> str:
        return f"vector({self.dimension})"


def upgrade() -> None:
    dimension = op.get_context().opts["dimension"]
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    create_jims()
    for table, (keys, others) in DATA.items():
        op.create_table(table, *columns(keys, others, dimension), key(keys))
    for table, keys in ({t: keys for t, (keys, _) in DATA.items()} | IN_GRAPH).items():
        op.create_table(f"{table}_meta", *columns(keys), *row_meta(), key(keys))
    for table, keys in TRANSFORMS.items():
        op.create_table(table, *columns(keys), *transform_meta(), key(keys))
    if dimension <= HNSW_LIMIT:
        create_vector_indexes()


def downgrade() -> None:
    """Drops the tables; the extension stays, for other tables may use it."""
    metas = [f"{table}_meta" for table in (*DATA, *IN_GRAPH)]
    for table in (*TRANSFORMS, *metas, *DATA, "thread_events", "threads"):
        op.drop_table(table)


def create_jims() -> None:
    op.create_table(
        "threads",
        sa.Column("thread_id", sa.Uuid(), primary_key=True),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.Column("thread_config", postgresql.JSONB(), nullable=False),
        sa.Column("contact_id", sa.String()),
        sa.Column("external_id", sa.String()),
    )
    op.create_index("ix_threads_contact_id", "threads", ["contact_id"])
    op.create_index("ix_threads_external_id", "threads", ["external_id"])
    now = sa.text("CURRENT_TIMESTAMP")
    op.create_table(
        "thread_events",
        sa.Column("thread_id", sa.Uuid(), primary_key=True),
        sa.Column("event_id", sa.Uuid(), primary_key=True),
        sa.Column("created_at", sa.DateTime(), nullable=False, server_default=now),
        sa.Column("event_type", sa.String(255), nullable=False),
        sa.Column("event_domain", sa.String(255)),
        sa.Column("event_name", sa.String(255)),
        sa.Column("event_data", sa.JSON()),
    )


def columns(keys: str, others: str = "", dimension: int = 0) -> Iterable[sa.Column[Any]]:
    """Key columns, which are never NULL, then the others; text unless the name says more."""
    types: dict[str, Any] = {
        "attributes": postgresql.JSONB(),
        "embedding": Vector(dimension),
        "embeddable": sa.Boolean(),
        "has_direction": sa.Boolean(),
        "embed_threshold": sa.Double(),
        "embed_top_n": sa.Integer(),
    }
    for name in keys.split():
        yield sa.Column(name, sa.String(), nullable=False)
    for name in others.split():
        yield sa.Column(name, types.get(name, sa.String()), nullable=name != "embedding")


def key(keys: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*keys.split())


def row_meta() -> Iterable[sa.Column[Any]]:
    yield sa.Column("hash", sa.Integer())
    for name in ("create_ts", "update_ts", "process_ts", "delete_ts"):
        yield sa.Column(name, sa.Double())


def transform_meta() -> Iterable[sa.Column[Any]]:
    yield sa.Column("process_ts", sa.Double())
    yield sa.Column("is_success", sa.Boolean())
    yield sa.Column("priority", sa.Integer())
    yield sa.Column("error", sa.String())


def create_vector_indexes() -> None:
    for table in VECTOR_TABLES:
        op.create_index(
            f"{table}_hnsw_idx",
            table,
            ["embedding"],
            postgresql_using="hnsw",
            postgresql_ops={"embedding": "vector_cosine_ops"},
        )
