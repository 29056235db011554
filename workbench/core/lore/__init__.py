"""The lore engine's values: a fictional world, its relations, and answers about it."""

from .answer import LoreAnswer, Meta
from .edges import EdgeRecord, native_edge_id, unified
from .entities import Entity
from .ontology import Ontology, RelationType, ontology_of
from .shapes import SchemaVersion, schema_version
from .world import Setting, World

__all__ = [
    "EdgeRecord",
    "Entity",
    "LoreAnswer",
    "Meta",
    "Ontology",
    "RelationType",
    "SchemaVersion",
    "Setting",
    "World",
    "native_edge_id",
    "ontology_of",
    "schema_version",
    "unified",
]
