"""The truth of collections: their tables in PostgreSQL, where every write ends before it counts."""
