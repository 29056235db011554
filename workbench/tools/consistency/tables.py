"""The tables against each other, and against what Grist documents hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...core.findings import GristRecords, Inconsistency
from ...core.protocols import Asks
from ...core.values import Rows
from . import fixes
from .fixes import EDGE, NODE
from .frames import compare, content, frame
from .reading import in_table


def check_grist(bench: Asks, grist: GristRecords) -> Iterator[Inconsistency]:
    """grist_nodes and grist_edges against the documents."""
    nodes = frame(NODE, (((node.id, node.labels[0]), node.properties) for node in grist.nodes))
    edges = frame(
        EDGE,
        (
            ((e.source, e.target, e.source_label, e.target_label, e.type), e.properties)
            for e in grist.edges
        ),
    )
    for table, expected, columns in (("grist_nodes", nodes, NODE), ("grist_edges", edges, EDGE)):
        for kind, *key, seen, wanted in compare(in_table(bench, table), expected, columns).rows():
            told = (seen or "", wanted or "")
            yield Inconsistency(kind, table, " | ".join(key), *told, grist.load)


def check_copies(bench: Asks, most: int, load: str) -> Iterator[Inconsistency]:
    """nodes and edges against grist_nodes and grist_edges, and edges against nodes."""
    for table, columns in (("nodes", NODE), ("edges", EDGE)):
        rows = bench.ask(f"vedana/check_{table}", row_limit=most).rows
        for row in rows:
            yield _copied(table, [row[column] for column in columns], row, load)
        yield from more(rows, table)


def _copied(table: str, key: list[str], row: dict[str, Any], load: str) -> Inconsistency:
    kind, name = row["kind"], " | ".join(key)
    seen, expected = (_told(row[side]) for side in ("seen", "expected"))
    if kind == "shared id":
        types = f"one type, not {row['node_type']}"
        return Inconsistency(kind, table, row["node_id"], row["node_type"], types, load)
    if kind == "dangling":
        return Inconsistency(kind, table, name, seen, "both its nodes in nodes", load)
    fix = fixes.delete_row(table, key) if kind == "orphan" else fixes.copy_row(table, key)
    return Inconsistency(kind, table, name, seen, expected, fix)


def _told(attributes: Any) -> str:
    return "" if attributes is None else content(attributes)


def check_vectors(bench: Asks, most: int) -> Iterator[Inconsistency]:
    """Both tables of vectors against the texts of nodes and edges."""
    rows = bench.ask("vedana/check_vectors", row_limit=most).rows
    for kind, store, key, seen, expected in rows.values:
        told = (seen or "", expected or "")
        yield Inconsistency(
            kind, store, " | ".join(key), *told, _vector_fix(kind, store, key, expected)
        )
    yield from more(rows, "vectors")


def _vector_fix(kind: str, store: str, key: list[str], expected: str | None) -> str:
    if kind == "orphan" or expected is None:
        return fixes.drop_vector(store, key)
    return fixes.REEMBED if kind == "dimension" else fixes.put_vector(store, key, expected)


def more(rows: Rows, store: str) -> Iterator[Inconsistency]:
    """One finding that says that others were cut."""
    if rows.truncated:
        fix = f"tools.check_consistency(bench, most={10 * len(rows)})"
        yield Inconsistency("more", store, "", f"more than {len(rows)}", "", fix)
