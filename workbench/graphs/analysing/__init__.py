"""Algorithms over a whole property graph, and its summaries."""

from .batch import compute_batch, subgraph
from .components import connected_components
from .flowing import Flow, local_propagate, propagate
from .ranking import pagerank
from .summary import schema, stats

__all__ = [
    "Flow",
    "compute_batch",
    "connected_components",
    "local_propagate",
    "pagerank",
    "propagate",
    "schema",
    "stats",
    "subgraph",
]
