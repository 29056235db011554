"""Relational stores: one file per engine."""
