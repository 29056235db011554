"""Which model made the vectors, by what is recorded and by making some of them again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ...core.findings import Inconsistency, shortened
from ...core.protocols import Asks, Embedder
from . import fixes
from .reading import ALL

# Services answer with slightly other numbers each time; another model gives about 0.
SAME = 0.99
_BATCH = 1000
_SPACES = """
SELECT table_name, model, dimension, CASE table_name
    WHEN 'rag_anchor_embeddings' THEN EXISTS (SELECT FROM rag_anchor_embeddings)
    ELSE EXISTS (SELECT FROM rag_edge_embeddings) END AS used
FROM workbench_vector_space
WHERE table_name IN ('rag_anchor_embeddings', 'rag_edge_embeddings') ORDER BY table_name
"""


def check_spaces(
    bench: Asks, dimensions: dict[str, int | None], embedder: Embedder | None
) -> Iterator[Inconsistency]:
    """What is recorded of tables that hold vectors; `dimensions` are those they declare."""
    used = [row for row in bench.sql(_SPACES).rows if row["used"]]
    wanted = embedder.model if embedder else used[0]["model"] if used else ""
    for row in used:
        table, declared = row["table_name"], dimensions[row["table_name"]]
        if row["model"] != wanted:
            yield Inconsistency("model", table, table, row["model"], wanted, fixes.REEMBED)
        if declared is not None and row["dimension"] != declared:
            recorded = f"recorded {row['dimension']}"
            yield Inconsistency("dimension", table, table, recorded, f"{declared}", fixes.REEMBED)


def check_sample(bench: Asks, embedder: Embedder, sample: int) -> Iterator[Inconsistency]:
    """Stored vectors that the embedder would not make of their texts."""
    rows = bench.ask("vedana/check_vector_sample", sample=sample, row_limit=ALL).rows.values
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        made = embedder.embed([text for _, _, text, _ in batch])
        for (store, key, text, stored), vector in zip(batch, made, strict=True):
            if told := _differs(stored, vector):
                fix = _fix(store, key, text, told)
                expected = f"that of {embedder.model} for {shortened(text)}"
                yield Inconsistency("model", store, " | ".join(key), told, expected, fix)


def _fix(store: str, key: Sequence[str], text: str, told: str) -> str:
    sized = told.startswith("dimension")
    return fixes.REEMBED if sized else fixes.put_vector(store, key, text)


def _differs(stored: Any, vector: Any) -> str:
    """How two vectors differ, '' where they are one; a zero vector is reported elsewhere."""
    import numpy

    one, other = (numpy.asarray(v, dtype=float) for v in (stored, vector))
    if one.shape != other.shape:
        return f"dimension {one.size}"
    lengths = float(numpy.linalg.norm(one) * numpy.linalg.norm(other))
    similarity = float(one @ other) / lengths if lengths else 0.0
    return "" if similarity >= SAME else f"similarity {similarity:.3f}"
