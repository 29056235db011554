"""Property graphs with search and belief: their tables, their mirror, their questions."""
