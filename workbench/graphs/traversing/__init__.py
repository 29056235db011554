"""Walks over a property graph: over its mirror, or over a database that holds it."""

from .expanding import Expands
from .mirror import Mirror
from .paths import ShortestPath, shortest_path
from .projected import Projected
from .walking import bfs, frontier, k_hop, neighbors, random_walk

__all__ = [
    "Expands",
    "Mirror",
    "Projected",
    "ShortestPath",
    "bfs",
    "frontier",
    "k_hop",
    "neighbors",
    "random_walk",
    "shortest_path",
]
