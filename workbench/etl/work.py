"""What a load has to do, found out by comparing; `EtlPlan` tells it, `Etl.run` does it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..core.collecting import uncollected
from ..core.data_model import DataModel
from ..core.protocols import Embedder, IndexedGraph, Reads
from . import books, embedding, graph_load, kept, vectors
from .books import Books
from .difference import Changes, compare
from .embedding import Progress
from .extract import Extract
from .graph_load import GraphChanges, Tables
from .kept import Held, Kept
from .plan import EtlPlan, Step
from .tables import (
    ANCHOR_ATTRIBUTES,
    ANCHOR_INDEXES,
    EDGE_VECTORS,
    EDGES,
    LINK_ATTRIBUTES,
    NODE_VECTORS,
    NODES,
    Key,
    Record,
    Records,
    Table,
    records,
)
from .vectors import UNKNOWN, Before, VectorChanges

_EMBEDDABLE = {
    NODE_VECTORS.name: "SELECT anchor, attribute_name FROM dm_anchor_attributes WHERE embeddable",
    EDGE_VECTORS.name: "SELECT link, attribute_name FROM dm_link_attributes WHERE embeddable",
}


@dataclass(frozen=True, slots=True)
class Work:
    """The changes of every table, of the vectors and of the graph.

    `given` are digests of what each table is given, `held` of what it held when it was
    compared; a table without an entry in `held` was told to be unchanged by its digests.
    """

    books: Books
    tables: Mapping[Table, Changes]
    vectors: Mapping[Table, VectorChanges]
    graph: GraphChanges
    given: Mapping[Table, bytes]
    held: Mapping[Table, Held]

    def texts(self) -> set[str]:
        return {work.text for needed in self.vectors.values() for work in needed.make}

    def touched(self) -> list[str]:
        """The tables that would change."""
        changing = [table.name for table, found in self.tables.items() if found.counts.changed]
        return changing + [t.name for t, v in self.vectors.items() if v.make or v.remove]


class Comparison:
    """Compares an extract with the stores; nothing is written."""

    def __init__(
        self, extract: Extract, relational: Reads, graph: IndexedGraph, embedder: Embedder
    ) -> None:
        self._extract, self._store = extract, relational
        self._graph, self._embedder = graph, embedder
        self._recorded = kept.is_kept(relational)
        self._kept: Mapping[str, Kept] = kept.all_kept(relational) if self._recorded else {}
        self._given: dict[Table, bytes] = {}
        self._held: dict[Table, Held] = {}

    def work(self, *, whole: bool, progress: Progress) -> Work:
        """`whole`: the load before left graph and tables alike."""
        with uncollected():
            return self._work(whole=whole, progress=progress)

    def _work(self, *, whole: bool, progress: Progress) -> Work:
        found = books.found(self._store)
        changes = self._tables(found, progress)
        needed = {
            NODE_VECTORS: self._needed(NODE_VECTORS, self._extract.node_texts, changes),
            EDGE_VECTORS: self._needed(EDGE_VECTORS, self._extract.edge_texts, changes),
        }
        before = graph_load.in_tables(self._store)
        tables = Tables(changes[NODES], changes[EDGES], changes[ANCHOR_INDEXES], before)
        graph = graph_load.compare(self._graph, self._extract, tables, whole=whole)
        return Work(found, changes, needed, graph, self._given, self._held)

    def _tables(self, found: Books, progress: Progress) -> dict[Table, Changes]:
        wanted = records(self._extract)
        changes: dict[Table, Changes] = {}
        digests: dict[int, bytes] = {}  # two tables may be given the same records
        for at, (table, rows) in enumerate(wanted.items(), start=1):
            if id(rows) not in digests:
                digests[id(rows)] = kept.given(rows)
            self._given[table] = digests[id(rows)]
            changes[table] = self._compared(table, rows, booked=table.name in found.tables)
            progress("compare", at, len(wanted))
        return changes

    def _compared(self, table: Table, rows: Records, *, booked: bool) -> Changes:
        if self._is_unchanged(table):
            return Changes(table, unchanged=len(rows))
        return compare(self._store, table, rows, booked=booked)

    def _is_unchanged(self, table: Table) -> bool:
        """Whether the table is given what it was given last, and still holds that."""
        if not self._recorded:
            return False
        last, now = self._kept.get(table.name), kept.held(self._store, table)
        if last and last.given == self._given[table] and last.held == now:
            return True
        self._held[table] = now
        return False

    def _needed(
        self, table: Table, texts: Mapping[tuple[str, ...], str], changes: Mapping[Table, Changes]
    ) -> VectorChanges:
        made_by = self._embedder.model, self._embedder.dimension
        self._given[table] = kept.given(texts, *made_by)
        if self._is_unchanged(table):
            return vectors.unchanged(self._store, table, len(texts))
        before = self._before(table, changes)
        return vectors.compare(self._store, table, texts, self._embedder, before)

    def _before(self, table: Table, changes: Mapping[Table, Changes]) -> Before:
        is_node = table is NODE_VECTORS
        rows, short = (changes[NODES], _node) if is_node else (changes[EDGES], _short_edge)
        attributes = changes[ANCHOR_ATTRIBUTES if is_node else LINK_ATTRIBUTES]
        now = embeddable(self._extract.model, nodes=is_node)
        stored = self._store.rows(_EMBEDDABLE[table.name], reviewed=True).values
        there: set[Key] = {(node.id, node.labels[0]) for node in self._extract.nodes}
        if not is_node:
            there = {(edge.source, edge.target, edge.type) for edge in self._extract.edges}
        known = {(label, name) for label, name in stored} if attributes.counts.changed else now
        return Before(self._recorded, {short(record) for record in rows.added}, there, known, now)


def embeddable(model: DataModel, *, nodes: bool) -> set[tuple[str, str]]:
    """(label, attribute) of the embeddable attributes of nodes, or of edges."""
    owners = (
        [(anchor.noun, anchor.attributes) for anchor in model.anchors]
        if nodes
        else [(link.sentence, link.attributes) for link in model.links]
    )
    return {(label, a.name) for label, attributes in owners for a in attributes if a.embeddable}


def _node(record: Record) -> Key:
    return tuple(record[:2])


def _short_edge(record: Record) -> Key:
    return record[0], record[1], record[4]


def told(
    work: Work, extract: Extract, store: Reads, embedder: Embedder, price: float | None
) -> EtlPlan:
    """The work as a plan to be read."""
    texts = work.texts()
    resumed = embedding.kept(store, texts, embedder).keys() if kept.is_kept(store) else set()
    tokens = sum(map(embedding.estimated_tokens, texts - resumed))
    steps = [*_table_steps(work), *_vector_steps(work, price), *_graph_steps(work)]
    reasons = {w.reason for needed in work.vectors.values() for w in needed.make}
    notes = [_UNKNOWN_MODEL] if UNKNOWN in reasons else []
    return EtlPlan(
        source=extract.source,
        model=embedder.model,
        tables={table.name: found.counts for table, found in work.tables.items()},
        steps=steps,
        texts=len(texts - resumed),
        tokens=tokens,
        resumed=len(resumed),
        price=price,
        rejects=len(extract.rejects),
        notes=notes,
    )


_UNKNOWN_MODEL = (
    "nobody recorded which model made some vectors, so they are made anew; where you know it: "
    "schema.record_space(store, table, model, dimension)"
)


def _table_steps(work: Work) -> Iterator[Step]:
    for table, found in work.tables.items():
        counts = found.counts
        for action, rows in zip(("add", "update", "delete"), counts[:3], strict=True):
            if rows:
                yield Step(table.name, "", action, "", rows)


def _vector_steps(work: Work, price: float | None) -> Iterator[Step]:
    for table, needed in work.vectors.items():
        for (action, label, attribute, reason), works in needed.groups().items():
            name = f"{label}.{attribute}"
            if action == "delete":
                yield Step(table.name, name, action, reason, len(works))
                continue
            texts = {work.text for work in works}
            tokens = sum(map(embedding.estimated_tokens, texts))
            cost = None if price is None else tokens * price
            yield Step(table.name, name, action, reason, len(works), len(texts), tokens, cost)


def _graph_steps(work: Work) -> Iterator[Step]:
    graph = work.graph
    for action, label, changed in (
        ("store", "nodes", graph.nodes),
        ("store", "edges", graph.edges),
        ("delete", "nodes", graph.gone_nodes),
        ("delete", "edges", graph.gone_edges),
    ):
        if changed:
            yield Step("graph", label, action, graph.why, len(changed))
    for action, labels in (("index", graph.index), ("unindex", graph.unindex)):
        for label in labels:
            yield Step("graph", label, action, graph.why, 1)
