"""What must hold before a load changes anything."""

from __future__ import annotations

from collections.abc import Sequence

from ..core.errors import BadInput
from ..core.protocols import Embedder, IndexedGraph, Reads
from .extract import Extract
from .tables import EDGE_VECTORS, NODE_VECTORS, VECTOR_STATES, names

# pgvector keeps a column's dimension where other types keep their length; -1 means any.
_DIMENSION = """
SELECT a.atttypmod FROM pg_attribute a
WHERE a.attrelid = to_regclass($table) AND a.attname = 'embedding'
"""
_THERE = """
SELECT name FROM unnest($tables::text[]) WITH ORDINALITY AS wanted (name, at)
WHERE to_regclass(name) IS NULL ORDER BY at
"""
_MINE = (
    *("workbench_load", "workbench_vector_space", "workbench_table", "workbench_embedding"),
    *VECTOR_STATES.values(),
)


def check_own(store: Reads) -> None:
    """BadInput where a table is missing that the workbench keeps for itself."""
    if missing := _missing(store, _MINE):
        raise BadInput(
            f'the table {missing} is missing. Make it with migrate(store, ("workbench",)).'
        )


def check(store: Reads, graph: IndexedGraph, extract: Extract, embedder: Embedder) -> None:
    """BadInput where a table is not there or is for vectors of another dimension, and where the
    graph cannot take a label or relationship type of the model or the data."""
    if missing := _missing(store, names(golden=extract.golden is not None)):
        raise BadInput(
            f"the table {missing} is missing. Make it with "
            f'migrate(store, ("workbench", "vedana"), dimension={embedder.dimension}).'
        )
    for table in (NODE_VECTORS, EDGE_VECTORS):
        (found,) = store.rows(_DIMENSION, {"table": table.name}, reviewed=True).column("atttypmod")
        if found not in (-1, embedder.dimension):
            raise BadInput(
                f"table {table.name}: its vectors have dimension {found}, those of "
                f"{embedder.model} have {embedder.dimension}. To embed the stored texts anew with "
                f"this model: bench.reembed(). To keep the table: an embedder of {found}."
            )
    labels = {anchor.noun for anchor in extract.model.anchors}
    types = {link.sentence for link in extract.model.links}
    graph.admit(labels, types | {edge.type for edge in extract.edges})


def _missing(store: Reads, tables: Sequence[str]) -> str:
    """The first that is not there, or nothing."""
    found = store.rows(_THERE, {"tables": list(tables)}, reviewed=True).values
    return str(found[0][0]) if found else ""
