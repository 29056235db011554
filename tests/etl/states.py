"""Everything that a load leaves in the stores, to be compared with what another one leaves."""

from __future__ import annotations

import json
from typing import Any

from workbench.etl.tables import EDGE_VECTORS, NODE_VECTORS, records


def state(relational: Any, graph: Any, extract: Any) -> dict[str, list[Any]]:
    """The rows of every table that a load writes, and all nodes and edges, in a fixed order."""
    names = [table.name for table in (*records(extract), NODE_VECTORS, EDGE_VECTORS)]
    found = {name: _sorted(relational.rows(f"SELECT * FROM {name}").values) for name in names}
    nodes = graph.rows("MATCH (n) RETURN labels(n), properties(n)").values
    edges = graph.rows(
        "MATCH (a)-[r]->(b) RETURN a.id, labels(a), type(r), properties(r), b.id, labels(b)"
    ).values
    return {**found, "graph nodes": _sorted(nodes), "graph edges": _sorted(edges)}


def _sorted(rows: Any) -> list[str]:
    return sorted(json.dumps(list(row), sort_keys=True, default=list_of) for row in rows)


def list_of(vector: Any) -> list[float]:
    """A vector as numbers that JSON has."""
    return [float(number) for number in vector]
