"""Structured queries: one path of node and edge patterns, compiled to one Cypher text."""

from .answering import answer
from .compiling import Compiled, Order, compiled
from .describing import query_nl, query_schema
from .filters import Numbers
from .parsing import parsed
from .spec import EdgePattern, Filter, NodePattern, Query

__all__ = [
    "Compiled",
    "EdgePattern",
    "Filter",
    "NodePattern",
    "Numbers",
    "Order",
    "Query",
    "answer",
    "compiled",
    "parsed",
    "query_nl",
    "query_schema",
]
