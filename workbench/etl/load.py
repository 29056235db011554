"""An extract into tables, vectors and graph."""

from __future__ import annotations

from pathlib import Path

from ..core.protocols import Embedder, IndexedGraph
from .extract import Extract
from .pipeline import Database, Etl, Stores
from .receipt import Receipt


def load(
    extract: Extract,
    *,
    relational: Database,
    graph: IndexedGraph,
    embedder: Embedder,
    rejects_folder: Path | None = None,
) -> Receipt:
    """`Etl.run` for documents that have been read."""
    stores = Stores(relational, graph, embedder)
    return Etl(lambda: extract, stores, rejects_folder=rejects_folder).run()
