"""Which collections there are, and up to which write each has come.

`generation` is that of a collection's last write: a write raises it under the lock of its row,
so that generations are seen in the order of commits. A mirror from before `deltas_from` cannot
be told what changed since, and is told everything. `layout` is the version of the template that
made the collection's own tables, `veles_<number>_points`, `_edges` and `_gone`.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "veles_0001"
down_revision = None
branch_labels = ("veles",)
depends_on = None

# A database without the registry has no use for the tables of its collections.
DROP_COLLECTIONS = """
DO $$
DECLARE
  collection integer;
BEGIN
  FOR collection IN SELECT number FROM veles_collections LOOP
    EXECUTE format('DROP TABLE veles_%s_points, veles_%s_edges, veles_%s_gone',
                   collection, collection, collection);
  END LOOP;
END $$
"""


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")
    create_collections()
    create_schema()


def downgrade() -> None:
    """Drops the tables; the extension stays, for other tables may use it."""
    op.execute(DROP_COLLECTIONS)
    op.drop_table("veles_schema")
    op.drop_table("veles_collections")


def count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False, server_default="0")


def create_collections() -> None:
    op.create_table(
        "veles_collections",
        sa.Column("number", sa.Integer(), sa.Identity(always=True), primary_key=True),
        sa.Column("name", sa.Text(collation="C"), nullable=False, unique=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id_type", sa.Text(), nullable=False),
        sa.Column("definition", JSONB(), nullable=False),
        sa.Column("layout", sa.Integer(), nullable=False),
        count("generation"),
        count("deltas_from"),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.func.now(),
        ),
        sa.CheckConstraint(
            "kind IN ('vector', 'graph', 'metadata')", name="veles_collections_kind_check"
        ),
        sa.CheckConstraint("id_type IN ('integer', 'text')", name="veles_collections_ids_check"),
    )


def create_schema() -> None:
    """One row: the generation of all definitions, and what tells this database from another."""
    op.create_table(
        "veles_schema",
        sa.Column("one", sa.Boolean(), primary_key=True, server_default=sa.true()),
        count("generation"),
        sa.Column("identity", sa.Uuid(), nullable=False, server_default=sa.func.gen_random_uuid()),
        sa.CheckConstraint("one", name="veles_schema_one_check"),
    )
    op.execute("INSERT INTO veles_schema DEFAULT VALUES")
