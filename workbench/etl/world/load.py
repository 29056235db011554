"""A world folder into the stores: graph, and where they are given logs, texts and vectors."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from time import perf_counter

from ...core.collecting import uncollected
from ..difference import Counts
from ..embedding import Progress
from ..journal import alone
from ..pipeline import silent
from ..rejects import Reject, write
from . import writing
from .clock import chronology, homes
from .difference import EdgeChanges, NodeChanges, edge_changes, name_of, node_changes
from .entries import Entries
from .forms import REIFIED, Form, Schema, Shape
from .instances import add_instances
from .logs import load_logs
from .present import (
    Present,
    check_form,
    edges_present,
    nodes_present,
    superseded,
    templates_present,
    unfinished,
)
from .reading import Contents, read_world_folder
from .receipt import WorldReceipt, counts_by
from .settle import known_after, settle_nodes, settle_relations
from .stores import WorldStores
from .text_store import check_space, store_texts
from .texts import Texts, chunk_edges, read_texts


def load_world(
    folder: Path,
    stores: WorldStores,
    *,
    schema: Schema = "setting",
    shape: Shape = "native",
    rejects_folder: Path | None = None,
    progress: Progress = silent,
) -> WorldReceipt:
    """Make the stores hold what the world folder says, and tell what that took.

    What is as it was is not written again; what left the files since the last load of a folder
    of this name is removed, and nothing that another made. BadInput, before anything is
    written, where the graph has another schema version or edge shape, or a mixture. Records
    that cannot be used are left out and told with file and line. A load that was cut short is
    completed by the next. Where tables are loaded too, a load waits until another one of the
    same database has ended.
    """
    load = _Load(stores, Form(schema, shape), progress)
    with alone(stores.relational) if stores.relational is not None else nullcontext():
        with uncollected():
            contents, nodes, edges = load.graph(folder)
        entries = contents.entries
        tables, texts = load.logs(contents), load.store_texts(entries)
    rejects = tuple(sorted(entries.rejects, key=lambda r: (r.document, r.row or 0)))
    return WorldReceipt(
        source=str(folder),
        schema=schema,
        shape=shape,
        nodes=_node_counts(nodes),
        edges=_edge_counts(edges),
        tables=tables,
        texts=texts,
        kept=nodes.kept + edges.kept,
        rejects=rejects,
        rejects_file=_written(rejects, entries.source, rejects_folder),
        seconds=load.seconds,
    )


def _written(rejects: Collection[Reject], source: str, folder: Path | None) -> Path | None:
    if not rejects or folder is None:
        return None
    return write(rejects, folder / f"{source}-rejects.jsonl")


class _Load:
    """One load on its way."""

    def __init__(self, stores: WorldStores, form: Form, progress: Progress) -> None:
        self._stores, self._form, self._progress = stores, form, progress
        self.seconds: dict[str, float] = {}
        self.texts: Texts | None = None

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = perf_counter()
        yield
        self.seconds[name] = perf_counter() - started

    def graph(self, folder: Path) -> tuple[Contents, NodeChanges, EdgeChanges]:
        """The folder read, compared with the graph, and the graph changed."""
        stores = self._stores
        if stores.relational is not None and stores.embedder is not None:
            check_space(stores.relational, stores.embedder)
        with self.stage("read"):
            contents = read_world_folder(folder)
        with self.stage("compare"):
            nodes, edges = self.compared(contents)
        with self.stage("graph"):
            self.apply(contents.entries, nodes, edges)
        return contents, nodes, edges

    def compared(self, contents: Contents) -> tuple[NodeChanges, EdgeChanges]:
        """What differs from the graph; nothing is written."""
        asks, form, entries = self._stores.tells, self._form, contents.entries
        templates = {**templates_present(asks), **contents.templates}
        check_form(asks, form, {name for t in templates.values() for name in t.relations})
        there, edges = nodes_present(asks), edges_present(asks)
        known = known_after(entries, contents.sources, there)
        add_instances(entries, contents.instances, templates, known)
        embedded = {id for id, template in templates.items() if template.embedded}
        self.texts = read_texts(contents.folder, entries, embedded)
        settle_nodes(entries, there)
        nodes = node_changes(entries, form.nodes(entries), there)
        labels = _labels(entries, there, nodes)
        settle_relations(entries, labels, edges)
        gone = {node.id for node in nodes.gone}
        rows = [
            *form.memberships(entries, homes(asks, entries, gone)),
            *form.relations(entries, labels, chronology(asks, entries, gone)),
            *chunk_edges(entries),
        ]
        changes = edge_changes(entries, rows, edges)
        self._keep_marks(changes)
        return nodes, changes

    def _keep_marks(self, changes: EdgeChanges) -> None:
        """An edge that a retcon superseded stays so, whatever its file says of it now."""
        there = (edge.ends.type for edge in changes.moved if edge.ends)
        types = {row.ends.type for row in changes.updated}.union(there)
        marks = superseded(self._stores.tells, types)
        for row in changes.updated:
            row.properties.update(marks.get(row.edge_id, {}))

    def apply(self, entries: Entries, nodes: NodeChanges, edges: EdgeChanges) -> None:
        """Make it so; readers are told before the first change and after the last."""
        tells, graph = self._stores.tells, self._stores.graph
        stored = [*nodes.added, *nodes.updated], [*edges.added, *edges.updated]
        total = sum(len(rows) for rows in stored)
        if not (total or nodes.gone or edges.gone or unfinished(tells)):
            return
        labels = {row.label for row in stored[0]} | {REIFIED, "WorldState"}
        graph.admit(labels, {row.ends.type for row in stored[1]} - {""})
        graph.index(sorted(labels))
        tells.tell("lore/touch_world", unfinished=True)
        writing.remove_edges(tells, [*edges.gone, *edges.moved])
        writing.remove_nodes(tells, nodes.gone)
        done = self._counter(total)
        writing.store_nodes(tells, stored[0], done)
        writing.store_edges(tells, stored[1], done)
        tells.tell("lore/touch_world", default_setting=entries.default_setting)

    def logs(self, contents: Contents) -> dict[str, Counts]:
        """The log tables brought up to date, where the world has logs and there are tables."""
        relational = self._stores.relational
        if relational is None or not (contents.folder / "logs").is_dir():
            return {}
        with self.stage("logs"):
            counts, rejects = load_logs(contents.folder, relational)
        contents.entries.rejects += rejects
        return counts

    def store_texts(self, entries: Entries) -> dict[str, Counts]:
        """Vectors and objects brought up to date, where there is what makes and keeps them."""
        stores = self._stores
        if stores.relational is None or stores.embedder is None or self.texts is None:
            return {}
        given = (self.texts, stores.relational, stores.objects, stores.embedder)
        with self.stage("texts"):
            counts, rejects = store_texts(*given, self._progress)
        entries.rejects += rejects
        return counts

    def _counter(self, total: int) -> writing.Done:
        so_far = 0

        def done(more: int) -> None:
            nonlocal so_far
            so_far += more
            self._progress("graph", so_far, total)

        return done


def _labels(
    entries: Entries, present: Mapping[str, list[Present]], nodes: NodeChanges
) -> dict[str, str]:
    """The labels of all nodes that will be there, by id."""
    gone = {(node.ends, node.id) for node in nodes.gone}
    stay = {
        node.id: node.ends.from_label
        for found in present.values()
        for node in found
        if node.ends and (node.ends, node.id) not in gone
    }
    return stay | {record.id: record.label for record in entries.nodes.values()}


def _node_counts(nodes: NodeChanges) -> dict[str, Counts]:
    gone = (node.ends.from_label for node in nodes.gone if node.ends)
    added, updated = ([row.label for row in rows] for rows in (nodes.added, nodes.updated))
    return counts_by(added, updated, gone, nodes.unchanged)


def _edge_counts(edges: EdgeChanges) -> dict[str, Counts]:
    gone = (edge.ends.type or REIFIED for edge in edges.gone if edge.ends)
    added, updated = ([name_of(row) for row in rows] for rows in (edges.added, edges.updated))
    return counts_by(added, updated, gone, edges.unchanged)
