"""The lore engine's three collections of vectors: chunks of lore, messages, long summaries.

The document names them and leaves their columns open. Beside each vector stands what decides
who may see its text (secrecy, owner, min_tier, time, setting), so that a search needs no other
store, `text_hash`, the SHA-256 of the text that the vector was made of, and `words`, the stems
of its English for searches by word. `loaded_from` names the world folder that brought a row.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import UserDefinedType

revision = "lore_0002"
down_revision = "lore_0001"
branch_labels = None
depends_on = None

# pgvector builds no HNSW index over `vector` columns of more dimensions.
HNSW_LIMIT = 2000

# table: (column of what the text belongs to, other columns, what words are taken from)
TABLES = {
    "lore_chunks": ("source_id", "title", "coalesce(title, '') || ' ' || text"),
    "messages": ("npc_id", "session_id", "text"),
    "domain_summaries": ("entity_id", "name type object_key", "coalesce(name, '') || ' ' || text"),
}


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
    for table, (belongs_to, others, worded) in TABLES.items():
        create(table, f"{belongs_to} {others}", worded, dimension)
        op.create_index(f"{table}_{belongs_to}_idx", table, [belongs_to])
        op.create_index(f"{table}_words_idx", table, ["words"], postgresql_using="gin")
        if dimension <= HNSW_LIMIT:
            op.create_index(
                f"{table}_hnsw_idx",
                table,
                ["embedding"],
                postgresql_using="hnsw",
                postgresql_ops={"embedding": "vector_cosine_ops"},
            )


def downgrade() -> None:
    """Drops the tables; the extension stays, for other tables may use it."""
    for table in reversed(TABLES):
        op.drop_table(table)


def create(table: str, names: str, worded: str, dimension: int) -> None:
    belongs_to, *others = names.split()
    # A tsvector holds 1 MB: as many characters as cannot exceed it are searched.
    words = sa.Computed(f"to_tsvector('english', left({worded}, 100000))", persisted=True)
    op.create_table(
        table,
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column(belongs_to, sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text()) for name in (*others, "setting_id", "time")),
        sa.Column("secrecy", sa.Text(), nullable=False, server_default="public"),
        sa.Column("owner", sa.Text()),
        sa.Column("min_tier", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_hash", sa.Text(), nullable=False),
        sa.Column("loaded_from", sa.Text()),
        sa.Column("embedding", Vector(dimension), nullable=False),
        sa.Column("words", TSVECTOR(), words),
    )
