"""Grist documents into a knowledge base as Vedana keeps it: tables, vectors and graph.

`read` shapes the documents, `load` stores what was read, and `Etl` plans before it does both.
`unfinished` tells of which loads only a part may be stored, `stale` what is served meanwhile.
The rules are those of Vedana's ETL at 78347d8; each file says where it differs and why.
"""

from __future__ import annotations

from .embedding import Progress, Sending
from .extract import Extract, GoldenQuestion, read
from .journal import Unfinished, unfinished
from .load import load
from .pipeline import Etl, Stores
from .plan import EtlPlan
from .receipt import Receipt
from .rejects import Reject
from .staleness import stale

__all__ = [
    "Etl",
    "EtlPlan",
    "Extract",
    "GoldenQuestion",
    "Progress",
    "Receipt",
    "Reject",
    "Sending",
    "Stores",
    "Unfinished",
    "load",
    "read",
    "stale",
    "unfinished",
]
