"""Grist, tables, graph and vectors of a knowledge base held against each other."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.errors import BadInput
from ..core.findings import GristRecords, Inconsistency, inconsistency_rows
from ..core.protocols import Asks, Embedder
from ..core.values import Rows
from .consistency.fixes import LOAD
from .consistency.graph import check_graph
from .consistency.models import check_sample, check_spaces
from .consistency.tables import check_copies, check_grist, check_vectors

_SPACE = "workbench_vector_space"
_NEEDED = {
    *("grist_nodes", "nodes", "grist_edges", "edges", "dm_anchor_attributes"),
    *("dm_link_attributes", "rag_anchor_embeddings", "rag_edge_embeddings"),
}


def check_consistency(
    bench: Asks,
    *,
    grist: GristRecords | None = None,
    embedder: Embedder | None = None,
    sample: int = 100,
    most: int = 10_000,
) -> Rows:
    """Every record that one store has and another lacks or tells otherwise, with the fix.

    In the order in which data flows, from the documents to the vectors: type the first fix and
    check again, for it may mend what follows, and a later one may undo it.
    Columns of `Inconsistency`; kinds: missing, orphan, stale, duplicate, shared id, dangling,
    ghost (a node with nothing but an id), count (the graph has nothing of a label), no id,
    stale text, zero vector, dimension, model, more (the tables have more than `most` faults of
    a sort). With `grist` the documents are compared too. With `embedder`, `sample` vectors of
    each label and attribute are made again to tell another model's (D12). A label of which the
    graph has nothing is one finding, not one a node (D24). BadInput where Vedana's tables are
    missing.
    """
    tables = bench.ask("vedana/check_tables").rows
    there: dict[str, int | None] = dict(tables.values)
    if missing := sorted(_NEEDED - there.keys()):
        raise BadInput(
            f"check_consistency reads Vedana's tables; missing here: {', '.join(missing)}. "
            "bench.migrate('vedana') makes them; a database of threads only has none."
        )
    return inconsistency_rows(_found(bench, there, grist, embedder, (sample, most)))


def _found(
    bench: Asks,
    there: dict[str, int | None],
    grist: GristRecords | None,
    embedder: Embedder | None,
    limits: tuple[int, int],
) -> Iterator[Inconsistency]:
    sample, most = limits
    if grist:
        yield from check_grist(bench, grist)
    yield from check_copies(bench, most, grist.load if grist else LOAD)
    yield from check_graph(bench)
    yield from check_vectors(bench, most)
    if _SPACE in there:
        yield from check_spaces(bench, there, embedder)
    if embedder:
        yield from check_sample(bench, embedder, sample)
