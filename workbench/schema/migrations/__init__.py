"""Revisions by system. Alembic loads them by path, so they import nothing of this package."""
