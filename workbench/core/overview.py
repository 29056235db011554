"""What a deployment's front page and its pipeline's page tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .show import Shown
from .values import Rows


@dataclass(frozen=True, slots=True, repr=False)
class Dashboard(Shown):
    """What is stored, and what changed between `since` and `until` (Unix seconds).

    `tables`: table_name, total, added, updated, deleted, for nodes, edges,
    rag_anchor_embeddings and rag_edge_embeddings; 0 where a deployment has no such table.
    `nodes` and `edges`: label, graph_count, etl_count, difference (graph minus tables), added,
    updated, deleted; a label that either side lacks counts 0 there. `node_embeddings` and
    `edge_embeddings`: label, count, added, updated, deleted. `ingest`: source, table_name,
    total, added, updated, deleted, for what is read from Grist. All but `tables` are sorted
    by their first columns.
    """

    since: float
    until: float
    tables: Rows
    nodes: Rows
    edges: Rows
    node_embeddings: Rows
    edge_embeddings: Rows
    ingest: Rows

    def _parts(self) -> Iterable[str | Rows]:
        yield f"changes from {self.since:.0f} to {self.until:.0f} (Unix seconds)"
        yield from ("tables", self.tables, "nodes", self.nodes, "edges", self.edges)
        yield from ("node embeddings", self.node_embeddings)
        yield from ("edge embeddings", self.edge_embeddings, "ingest", self.ingest)


@dataclass(frozen=True, slots=True, repr=False)
class PipelineStatus(Shown):
    """What the pipeline's books say; times are Unix seconds, None where nothing ever ran.

    `tables`: table_name, process_ts, row_count, last_run_start, last_run_end, added, updated,
    deleted. `steps`: step, function, meta, key, last_run_start, last_run_end, rows_processed,
    rows_success, rows_failed, total_success, total_failed, pending; `pending` is None for a
    step of unknown inputs.
    """

    tables: Rows
    steps: Rows

    def _parts(self) -> Iterable[str | Rows]:
        yield from ("tables", self.tables, "steps", self.steps)


@dataclass(frozen=True, slots=True, repr=False)
class EvalComparison(Shown):
    """Two evaluation runs side by side.

    `questions` is the answer of `vedana/eval_compare`. `config`: key, a, b, for the settings
    whose values differ, sorted by key.
    """

    questions: Rows
    config: Rows

    def _parts(self) -> Iterable[str | Rows]:
        yield from ("settings that differ", self.config, "questions", self.questions)
