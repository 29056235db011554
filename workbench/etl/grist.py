"""Grist documents into a knowledge base as Vedana keeps it: tables, vectors and graph.

`read` shapes the documents, `load` stores what was read,
`unfinished` tells of which loads only a part may be stored. The rules are those of Vedana's ETL
at 78347d8; each file says where it differs and why.
"""

from __future__ import annotations

from .extract import Extract, GoldenQuestion, read
from .journal import Unfinished, unfinished
from .load import load
from .receipt import Receipt
from .rejects import Reject

__all__ = [
    "Extract",
    "GoldenQuestion",
    "Receipt",
    "Reject",
    "Unfinished",
    "load",
    "read",
    "unfinished",
]
