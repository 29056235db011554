"""The numbers of a deployment's front page."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..core.overview import Dashboard
from ..core.protocols import Asks
from ..core.values import Rows
from .whole import whole

_LABELS = {
    "nodes": "node_type",
    "edges": "edge_label",
    "rag_anchor_embeddings": "node_type",
    "rag_edge_embeddings": "edge_label",
}
_SOURCES = {"dm_": "Data Model", "grist_": "Grist"}  # by what extraction writes
_CHANGES = ("added", "updated", "deleted")
Counts = tuple[int, ...]


def dashboard(bench: Asks, days: float = 1, now: float | None = None) -> Dashboard:
    """What is stored and what changed in the last `days` before `now` (Unix seconds).

    A row belongs to one class of change, the same as on every other page (D49). Tables that
    the deployment lacks count 0. Source: Vedana, vedana_backoffice/states/main_dashboard.py.
    """
    until = time.time() if now is None else now
    found = whole(bench, "vedana/pipeline_tables")
    metas = {row["table_name"]: row["meta"] for row in found if row["in_relational"]}
    books = _Books(bench, metas, until - days * 86400, until)
    labelled = {table: books.by_label(table) for table in _LABELS}
    return Dashboard(
        since=books.since,
        until=until,
        tables=_totals(labelled),
        nodes=_against_graph(bench, "vedana/labels_histogram", labelled["nodes"]),
        edges=_against_graph(bench, "vedana/types_histogram", labelled["edges"]),
        node_embeddings=_labelled(labelled["rag_anchor_embeddings"]),
        edge_embeddings=_labelled(labelled["rag_edge_embeddings"]),
        ingest=_ingest(books),
    )


@dataclass(frozen=True)
class _Books:
    """Datapipe's books on its tables, for a window of time."""

    bench: Asks
    metas: Mapping[str, str]
    since: float
    until: float

    def changes(self, table: str) -> Counts:
        """Rows there now, added, updated and deleted."""
        given: dict[str, Any] = {
            "meta": self.metas[table],
            "since": self.since,
            "until": self.until,
        }
        row = self.bench.ask("vedana/row_changes", **given).rows[0]
        return tuple(row[name] for name in ("total", *_CHANGES))

    def by_label(self, table: str) -> dict[str, Counts]:
        """The same for each label, but that the rows are counted in the table itself."""
        if table not in self.metas:
            return {}
        label = _LABELS[table]
        stored = whole(self.bench, "vedana/rows_by_label", table=table, label=label)
        counts = {row["label"]: row["cnt"] for row in stored}
        changed = whole(
            self.bench,
            "vedana/row_changes_by_label",
            meta=self.metas[table],
            label=label,
            since=self.since,
            until=self.until,
        )
        changes = {row["label"]: tuple(row[name] for name in _CHANGES) for row in changed}
        return {
            label: (counts.get(label, 0), *changes.get(label, (0, 0, 0)))
            for label in sorted(counts | changes)
        }


def _totals(labelled: Mapping[str, dict[str, Counts]]) -> Rows:
    rows = [
        (table, *(sum(counts[at] for counts in labels.values()) for at in range(4)))
        for table, labels in labelled.items()
    ]
    return Rows(("table_name", "total", *_CHANGES), rows)


def _against_graph(bench: Asks, histogram: str, staged: Mapping[str, Counts]) -> Rows:
    graph = {row["label"]: row["cnt"] for row in whole(bench, histogram)}
    rows = []
    for label in sorted(graph.keys() | staged.keys()):
        total, *changed = staged.get(label, (0, 0, 0, 0))
        count = graph.get(label, 0)
        rows.append((label, count, total, count - total, *changed))
    return Rows(("label", "graph_count", "etl_count", "difference", *_CHANGES), rows)


def _labelled(counts: Mapping[str, Counts]) -> Rows:
    rows = [(label, *numbers) for label, numbers in counts.items()]
    return Rows(("label", "count", *_CHANGES), rows)


def _ingest(books: _Books) -> Rows:
    rows = [
        (source, table, *books.changes(table))
        for prefix, source in _SOURCES.items()
        for table in sorted(books.metas)
        if table.startswith(prefix)
    ]
    return Rows(("source", "table_name", "total", *_CHANGES), rows)
