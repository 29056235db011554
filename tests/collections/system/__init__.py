"""The whole of collections: statements over mirrors, files and PostgreSQL, together."""
