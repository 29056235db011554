"""Vector collections; the truth is a pgvector table."""
