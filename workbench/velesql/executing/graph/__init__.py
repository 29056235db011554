"""Patterns of nodes and relationships, laid on the edges of a collection."""
