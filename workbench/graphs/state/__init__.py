"""The mirror of a property graph in this process: records, indexes, adjacency, vectors."""

from .properties import ANY
from .state import State

__all__ = ["ANY", "State"]
