"""Documents into tables, vectors and graph: planned, then run."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, time
from typing import Protocol
from uuid import UUID, uuid4

from ..core.errors import StoreBusy, WorkbenchError
from ..core.protocols import Embedder, IndexedGraph, Relational, Transacts
from . import books, checks, difference, embedding, graph_load, kept, rejects, vectors
from .difference import Changes
from .embedding import Made, Progress, Sending
from .extract import Extract
from .graph_load import GraphCounts
from .journal import Entry, alone, journal, unfinished
from .plan import EtlPlan
from .receipt import Receipt
from .tables import EDGES, NODES, Table
from .work import Comparison, Work, told


class Database(Relational, Transacts, Protocol):
    """Tables whose writes can be all or none."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What a load fills, and what makes its vectors."""

    relational: Database
    graph: IndexedGraph
    embedder: Embedder


def silent(stage: str, done: int, total: int) -> None:
    """Tells nobody."""


class Etl:
    """A load of documents: `plan()` tells what `run()` would do.

    `read` reads the documents. It is called once for a plan and the run after it, so that what
    is run is what was planned (D37); a run without a plan reads by itself, and so does whatever
    comes after a run, also after one that failed. `source` names them where they cannot be read.
    """

    def __init__(
        self,
        read: Callable[[], Extract],
        stores: Stores,
        *,
        source: str = "documents",
        rejects_folder: Path | None = None,
        sending: Sending | None = None,
    ) -> None:
        self._read, self._stores, self._source = read, stores, source
        self._rejects_folder, self._sending = rejects_folder, sending or Sending()
        self._extract: Extract | None = None

    def plan(self, *, price: float | None = None) -> EtlPlan:
        """What a run would do now and why; nothing is written and nothing is embedded.

        A deployment that is open to be read is enough, also one without tables of ours.
        `price` is that of one token, in any currency; without it the cost is unknown. Errors:
        those of the documents and of the stores, and those of `run()` before it writes.
        """
        extract, stores = self._snapshot(), self._stores
        checks.check(stores.relational, stores.graph, extract, stores.embedder)
        whole = not any(load.may_differ for load in unfinished(stores.relational))
        compared = Comparison(extract, stores.relational, stores.graph, stores.embedder)
        work = compared.work(whole=whole, progress=silent)
        return told(work, extract, stores.relational, stores.embedder, price)

    def run(self, progress: Progress = silent) -> Receipt:
        """Bring tables, vectors and graph to what the documents say; what is the same stays.

        All tables change in one transaction; the graph follows. `workbench_load` says `complete`
        only once the graph holds everything; until then `unfinished` names the load. A run waits
        until another one of the same database has ended. `progress` is told stage, done, total.

        BadInput where a table is missing, its vectors have another dimension, or the graph
        cannot take a name, before anything is written; StoreBusy where another program changes a
        table meanwhile. Documents that cannot be read and an embedder that fails leave all rows
        as they were, marked stale (`stale`) where they would have changed, and raise; vectors
        that were paid for are kept for the next run.
        """
        extract, stores = self._snapshot_or_mark(), self._stores
        self._extract = None
        checks.check(stores.relational, stores.graph, extract, stores.embedder)
        checks.check_own(stores.relational)
        with alone(stores.relational):
            return _Run(extract, stores, self._rejects_folder, self._sending, progress).run()

    def _snapshot(self) -> Extract:
        if self._extract is None:
            self._extract = self._read()
        return self._extract

    def _snapshot_or_mark(self) -> Extract:
        try:
            return self._snapshot()
        except WorkbenchError as error:
            with suppress(WorkbenchError):  # the documents' error is the one to be told
                self._mark_unread(error)
            raise

    def _mark_unread(self, error: WorkbenchError) -> None:
        """A failed load in the journal, by raising the error there; all that is stored is stale
        (D40)."""
        store = self._stores.relational
        with journal(store, uuid4(), self._source) as entry:
            entry.stage = "read"
            kept.mark_stale(store, kept.all_kept(store), str(error))
            raise error


class _Run:
    def __init__(
        self,
        extract: Extract,
        stores: Stores,
        rejects_folder: Path | None,
        sending: Sending,
        progress: Progress,
    ) -> None:
        self._extract, self._stores = extract, stores
        self._folder, self._sending, self._progress = rejects_folder, sending, progress
        self._store = stores.relational
        self._seconds = {"read": extract.seconds}

    def run(self) -> Receipt:
        load_id, now = uuid4(), time()
        whole = not any(load.may_differ for load in unfinished(self._store))
        with journal(self._store, load_id, self._extract.source) as entry:
            with self._stage(entry, "compare"):
                work = self._compared(whole)
            with self._stage(entry, "embed"):
                made = self._embedded(work)
            odd = self._extract.rejects + tuple(
                reject
                for needed in work.vectors.values()
                for reject in needed.odd(self._extract.source, made.vectors)
            )
            with self._stage(entry, "tables"):
                changes = self._bring_tables(work, made, now)
            with self._stage(entry, "graph"):
                graph = self._bring_graph(work, now)
            receipt = self._receipt(load_id, changes, made, graph, odd)
            entry.finish(receipt.summary())
        return receipt

    def _compared(self, whole: bool) -> Work:
        stores = self._stores
        compared = Comparison(self._extract, stores.relational, stores.graph, stores.embedder)
        return compared.work(whole=whole, progress=self._progress)

    def _embedded(self, work: Work) -> Made:
        texts = work.texts()
        if not texts:
            return Made()
        try:
            return embedding.embed(
                self._store, texts, self._stores.embedder, self._sending, self._progress
            )
        except WorkbenchError as error:
            with suppress(WorkbenchError):  # the embedder's error is the one to be told
                self._mark_stale(work, str(error))
            raise

    def _mark_stale(self, work: Work, error: str) -> None:
        with self._store.transaction():
            kept.mark_stale(self._store, work.touched(), error)
            for needed in work.vectors.values():
                vectors.mark_stale(self._store, needed, error)

    def _bring_tables(self, work: Work, made: Made, now: float) -> Mapping[Table, Changes]:
        needed = {table: found.changes(made.vectors) for table, found in work.vectors.items()}
        changes = {**work.tables, **needed}
        # Texts that the embedder did not take are asked about, and told, every time.
        refused = {table for table, found in work.vectors.items() if found.refused(made.vectors)}
        with self._store.transaction():
            self._check_held(work)
            for at, (table, found) in enumerate(changes.items()):
                if table in work.held:
                    self._bring(work, found, refused, now)
                self._progress("tables", at + 1, len(changes))
            for step in work.books.steps:
                if not step.of_the_graph and self._is_compared(work, step):
                    books.settle(self._store, step, now)
            kept.mark_fresh(self._store)
            if made.vectors:
                embedding.forget(self._store)
        return changes

    def _bring(self, work: Work, found: Changes, refused: Collection[Table], now: float) -> None:
        table = found.table
        booked = table.name in work.books.tables
        difference.apply(self._store, found, booked=booked, now=now)
        if table in work.vectors:
            vectors.record(self._store, found, self._stores.embedder)
        whole = table not in refused
        kept.keep(self._store, table, work.given[table] if whole else None)

    def _check_held(self, work: Work) -> None:
        """StoreBusy where another program changed a table after it was compared."""
        if not work.held:
            return
        names = ", ".join(table.name for table in work.held)
        self._store.write(f"LOCK TABLE {names} IN SHARE ROW EXCLUSIVE MODE")
        for table, held in work.held.items():
            if kept.held(self._store, table) != held:
                raise StoreBusy(
                    f"table {table.name}: another program changed it while the load was being "
                    "prepared. Nothing was changed; run again when nothing else writes."
                )

    def _is_compared(self, work: Work, step: books.Step) -> bool:
        inputs = {step.units, step.model}
        return any(table.name in inputs for table in work.held)

    def _bring_graph(self, work: Work, now: float) -> GraphCounts:
        graph, after = self._stores.graph, graph_load.wanted(self._extract)
        done = graph_load.apply(graph, work.graph, self._progress)
        if any(done):
            graph_load.check(graph_load.in_graph(graph, work.graph.before, after), after)
        with self._store.transaction():
            for source, target in ((NODES, "memgraph_nodes"), (EDGES, "memgraph_edges")):
                if {source.name, target} <= work.books.tables and (
                    source in work.held or work.graph.why
                ):
                    books.copy(self._store, source.name, target, source.key, now)
            for step in work.books.steps:
                if step.of_the_graph and (work.graph.why or self._is_compared(work, step)):
                    books.settle(self._store, step, now)
        reloaded = bool(work.graph.why)
        return GraphCounts(*done, after.nodes.total(), after.edges.total(), reloaded)

    def _receipt(
        self,
        load_id: UUID,
        changes: Mapping[Table, Changes],
        made: Made,
        graph: GraphCounts,
        odd: tuple[rejects.Reject, ...],
    ) -> Receipt:
        file = None
        if self._folder is not None and odd:
            file = rejects.write(odd, self._folder / f"load-{load_id}-rejects.jsonl")
        return Receipt(
            load_id,
            self._extract.source,
            {table.name: found.counts for table, found in changes.items()},
            graph,
            made.sent,
            sum(found.unchanged for table, found in changes.items() if "embedding" in table.others),
            dict(self._extract.skipped),
            dict(self._seconds),
            self._extract.mapping,
            odd,
            file,
            made.resumed,
            made.retries,
        )

    @contextmanager
    def _stage(self, entry: Entry, name: str) -> Iterator[None]:
        entry.stage = name
        started = perf_counter()
        yield
        self._seconds[name] = perf_counter() - started
