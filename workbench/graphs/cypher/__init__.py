"""Cypher over a property graph: read natively by a projection, written through a draft."""
