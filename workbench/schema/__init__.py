"""The relational tables of every system, as Alembic migrations."""
