"""Queries over small tables, clause by clause."""
