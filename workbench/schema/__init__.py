"""The relational tables of every system, as Alembic migrations."""

from .dimension import DimensionChange, change_dimension
from .migration import migrate
from .recognition import Schema, System, recognise
from .spaces import VectorSpace, record_space, vector_space
from .summary import summary

__all__ = [
    "DimensionChange",
    "Schema",
    "System",
    "VectorSpace",
    "change_dimension",
    "migrate",
    "recognise",
    "record_space",
    "summary",
    "vector_space",
]
