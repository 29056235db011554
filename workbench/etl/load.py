"""An extract into tables, vectors and graph."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Protocol
from uuid import UUID, uuid4

from ..core.errors import BadInput
from ..core.protocols import Embedder, Graph, Reads, Relational, Transacts
from . import graph_load, rejects, vectors
from .difference import Changes, bring
from .extract import Extract
from .graph_load import Census, GraphCounts
from .journal import alone, journal, unfinished
from .receipt import Receipt
from .tables import EDGE_VECTORS, EDGES, NODE_VECTORS, NODES, Table, records
from .vectors import Vectors

# pgvector keeps a column's dimension where other types keep their length; -1 means any.
_DIMENSION = """
SELECT a.atttypmod FROM pg_attribute a
WHERE a.attrelid = to_regclass($table) AND a.attname = 'embedding'
"""
_MINE = ("workbench_load", "workbench_vector_space")
_THERE = "SELECT to_regclass($table) IS NOT NULL"


class Database(Relational, Transacts, Protocol):
    """Tables whose writes can be all or none."""


def load(
    extract: Extract,
    *,
    relational: Database,
    graph: Graph,
    embedder: Embedder,
    rejects_folder: Path | None = None,
) -> Receipt:
    """Bring tables, vectors and graph to what the extract says; what is the same stays.

    All tables change in one transaction; the graph follows. Loading the same again changes
    and embeds nothing. `workbench_load` says `complete` only once the graph holds everything;
    until then `unfinished` names the load, and the next one compares the whole graph.
    A load waits until another one of the same database has ended.
    BadInput where a table is missing or its vectors have another dimension, before anything
    is written.
    """
    check_tables(relational, extract, embedder)
    with alone(relational):
        return _Load(extract, relational, graph, embedder, rejects_folder).run()


def check_tables(store: Reads, extract: Extract, embedder: Embedder) -> None:
    """BadInput where the tables are not there, or are for vectors of another dimension."""
    names = [table.name for table in (*records(extract), NODE_VECTORS, EDGE_VECTORS)]
    for name in (*names, *_MINE):
        if not store.rows(_THERE, {"table": name}, reviewed=True).values[0][0]:
            raise BadInput(
                f"the table {name} is missing. Make it with "
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


class _Load:
    def __init__(
        self,
        extract: Extract,
        relational: Database,
        graph: Graph,
        embedder: Embedder,
        rejects_folder: Path | None,
    ) -> None:
        self._extract, self._embedder, self._folder = extract, embedder, rejects_folder
        self._relational, self._graph = relational, graph
        self._seconds = {"read": extract.seconds}

    def run(self) -> Receipt:
        load_id = uuid4()
        whole = not unfinished(self._relational)
        with journal(self._relational, load_id, self._extract.source) as finish:
            with self._stage("embed"):
                planned = vectors.plan(self._relational, self._extract, self._embedder)
            file = self._write_rejects(load_id, planned)
            with self._stage("tables"):
                before = graph_load.in_tables(self._relational)
                changes = self._bring_tables(planned)
            with self._stage("graph"):
                counts = self._bring_graph(before, changes, whole)
            receipt = self._receipt(load_id, planned, changes, counts, file)
            finish(receipt.summary())
        return receipt

    def _bring_tables(self, planned: Vectors) -> dict[Table, Changes]:
        with self._relational.transaction():
            wanted = {**records(self._extract), **planned.records}
            changes = {table: bring(self._relational, table, wanted[table]) for table in wanted}
            vectors.record_spaces(self._relational, self._embedder)
        return changes

    def _bring_graph(
        self, before: Census, changes: Mapping[Table, Changes], whole: bool
    ) -> GraphCounts:
        after = graph_load.wanted(self._extract)
        there = graph_load.in_graph(self._graph, before, after)
        reload = not whole or there != before
        if reload:
            labels, types = (set(before.nodes | after.nodes), set(before.edges | after.edges))
            done = graph_load.bring_everything(self._graph, self._extract, labels, types)
        else:
            done = graph_load.bring_changes(
                self._graph, self._extract, changes[NODES], changes[EDGES]
            )
        graph_load.check(graph_load.in_graph(self._graph, before, after), after)
        return GraphCounts(*done, after.nodes.total(), after.edges.total(), reload)

    def _write_rejects(self, load_id: UUID, planned: Vectors) -> Path | None:
        found = self._extract.rejects + planned.rejects
        if self._folder is None or not found:
            return None
        return rejects.write(found, self._folder / f"load-{load_id}-rejects.jsonl")

    def _receipt(
        self,
        load_id: UUID,
        planned: Vectors,
        changes: Mapping[Table, Changes],
        graph: GraphCounts,
        file: Path | None,
    ) -> Receipt:
        return Receipt(
            load_id,
            self._extract.source,
            {table.name: found.counts for table, found in changes.items()},
            graph,
            planned.embedded,
            planned.reused,
            dict(self._extract.skipped),
            dict(self._seconds),
            self._extract.mapping,
            self._extract.rejects + planned.rejects,
            file,
        )

    @contextmanager
    def _stage(self, name: str) -> Iterator[None]:
        started = perf_counter()
        yield
        self._seconds[name] = perf_counter() - started
