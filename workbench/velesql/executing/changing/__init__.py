"""Statements that change rows, nodes and edges."""
