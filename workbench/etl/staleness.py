"""What is served although something newer could not be brought in."""

from __future__ import annotations

from ..core.protocols import Reads
from ..core.values import Rows

COLUMNS = ("where", "label", "attribute", "rows", "since", "error")
_THERE = "SELECT to_regclass('workbench_table') IS NOT NULL"
_STALE = """
SELECT table_name AS where, NULL::text AS label, NULL::text AS attribute, row_count AS rows,
    stale_since AS since, error
FROM workbench_table WHERE stale_since IS NOT NULL
UNION ALL
SELECT 'rag_anchor_embeddings', node_type, attribute_name, count(*), min(stale_since), max(error)
FROM workbench_node_vector WHERE state = 'stale' GROUP BY node_type, attribute_name
UNION ALL
SELECT 'rag_edge_embeddings', edge_label, attribute_name, count(*), min(stale_since), max(error)
FROM workbench_edge_vector WHERE state = 'stale' GROUP BY edge_label, attribute_name
ORDER BY 1, 2 NULLS FIRST, 3
"""


def stale(store: Reads) -> Rows:
    """Tables whose newer content could not be brought in, then vectors of changed or gone texts.

    Columns: where (the table), label and attribute (of vectors), rows (of a table all that it
    holds), since, error. Empty where all is fresh, or nothing was ever loaded.
    """
    if not store.rows(_THERE, reviewed=True).values[0][0]:
        return Rows(COLUMNS, [])
    return Rows(COLUMNS, store.rows(_STALE, reviewed=True).values)
