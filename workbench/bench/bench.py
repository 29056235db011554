"""An open bench: its stores, its questions, and what is done with it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ..core.values import Rows
from ..stores import profile
from ..stores.local import folder as bench_folder
from ..stores.local.bench_servers import BenchServers
from .progress import bar, stages
from .questions import Questions
from .sample import shipped

if TYPE_CHECKING:
    from ..core.drift import DriftTable
    from ..core.thread_list import ThreadPage
    from ..core.threads import Thread
    from ..etl.pipeline import Etl
    from ..etl.receipt import Receipt
    from ..etl.threads import ThreadsReceipt
    from ..etl.world import WorldReceipt, WorldStores
    from ..etl.world.archive import Archive
    from ..etl.world.forms import Schema, Shape
    from ..etl.world.world_ids import WorldIdReceipt
    from ..schema import DimensionChange
    from .evaluation.evaluation import BenchEvaluation
    from .sagas import BenchSagas
    from .see import See


def open(folder: str | os.PathLike[str], **settings: Any) -> Bench:
    """Make or open the bench in `folder`.

    `settings` are those of `stores.profile.Profile` (`relational="postgresql://me:${PW}@host/db"`,
    `graph="bolt://…"`, …). On a new bench they are written to its `bench.toml`; on one that
    exists they hold for this opening alone. Servers start when they are first asked.
    """
    path = Path(folder).expanduser().resolve()
    chosen = profile.changed(profile.Profile(), settings, where="open()")
    bench_folder.prepare(path, chosen.text())
    kept = profile.read(path / bench_folder.PROFILE)
    return Bench(path, profile.changed(kept, settings, where="open()"))


class Bench(Questions):
    """An open bench.

    `relational`, `graph`, `objects`, `cache` and `embedder` open on first use. Close it, or
    use it in a `with` block; a process that dies has closed it too.
    """

    _sagas: BenchSagas | None = None

    def migrate(self, *systems: str, dimension: int | None = None) -> list[str]:
        """Bring the tables of `systems` ("vedana", "lore", "sagas") to their newest form.

        Returns the revisions applied. `dimension` is that of new vector tables, the
        embedder's where None.
        """
        from ..schema import migrate

        size = self.embedder.dimension if dimension is None else dimension
        return migrate(self.relational, ("workbench", *systems), dimension=size)

    def reembed(self, dimension: int | None = None) -> DimensionChange:
        """Make every stored vector anew with this bench's embedder, in its dimension.

        All or nothing. BadInput where `dimension` is not the embedder's.
        """
        from ..schema import change_dimension

        made_by = self.embedder
        size = made_by.dimension if dimension is None else dimension
        return change_dimension(self.relational, size, embed=made_by.embed, model=made_by.model)

    def etl(
        self,
        source: str | os.PathLike[str] | None = None,
        *,
        documents: Sequence[str] = (),
        api_key: str | None = None,
        csv: bool = False,
    ) -> Etl:
        """Grist documents on their way in: `plan()` shows what would be done, `run()` does it.

        `source` is a folder of `.grist` files, told apart by their tables, or the URL of a
        Grist server with the ids of its `documents` and its `api_key`, `${NAME}` for an
        environment variable; all three are the profile's where None. `csv` reads a server's
        documents table by table. The tables are made where the bench may.
        """
        from ..etl.grist import Etl, Extract, Stores, read
        from .documents import named

        def extract() -> Extract:
            with named(self.profile, source, documents, api_key, csv=csv) as found:
                return read(found.model, found.data, found.golden)

        if self.profile.relational == profile.LOCAL or self.profile.write:
            # The bench's own tables alone first: where Vedana made its tables, that is all to do.
            self.migrate()
            self.migrate("vedana")
        stores = Stores(self.relational, self.graph, self.embedder)
        where = os.fspath(source or self.profile.grist)
        return Etl(extract, stores, source=where, rejects_folder=self.folder / "runs")

    def load_grist(
        self,
        source: str | os.PathLike[str] | None = None,
        *,
        documents: Sequence[str] = (),
        api_key: str | None = None,
    ) -> Receipt:
        """Load Grist documents: data model, data and, where there is one, the golden set.

        The sources are those of `etl`. Tables, graph and embeddings are brought up to date;
        the receipt names every dropped or odd record.
        """
        etl = self.etl(source, documents=documents, api_key=api_key)
        with stages() as progress:
            return etl.run(progress)

    def load_world(
        self,
        folder: str | os.PathLike[str] | None = None,
        *,
        schema: Schema = "setting",
        shape: Shape = "native",
    ) -> WorldReceipt:
        """Load a fictional world from its folder, the shipped sample world where None.

        Graph, log tables, texts and their vectors are brought up to date; see
        `etl.world.load_world`. `schema` is "setting" or "v1.2", `shape` of edges "native" or
        "reified": those of the graph, where it holds a world. The receipt names every refused
        record with file and line.
        """
        from ..etl.world import load_world

        if self.profile.relational == profile.LOCAL or self.profile.write:
            self.migrate("lore")
        where = shipped("data/world") if folder is None else Path(folder)
        stores = self._world_stores()
        rejects = self.folder / "runs"
        with stages() as progress:
            return load_world(
                where,
                stores,
                schema=schema,
                shape=shape,
                rejects_folder=rejects,
                progress=progress,
            )

    def migrate_world_ids(
        self, mapping: Iterable[Mapping[str, Any]], *, dry_run: bool = True
    ) -> WorldIdReceipt:
        """Give nodes with a `world_id` their settings and planes, by the entries of `mapping`.

        The receipt shows what would change, and with `dry_run=False` what did; see
        `etl.world.world_ids`.
        """
        from ..etl.world.world_ids import migrate_world_ids

        return migrate_world_ids(mapping, self._world_stores(), dry_run=dry_run)

    def export_world(self, setting: str | None = None) -> Archive:
        """Store a setting, or all of them, as one archive among the objects."""
        from ..etl.world.archive import export_world

        return export_world(self._world_stores(), setting)

    def import_world(self, name: str, *, shape: Shape = "native") -> Archive:
        """Bring an archive from among the objects into this bench."""
        from ..etl.world.archive import import_world

        if self.profile.relational == profile.LOCAL or self.profile.write:
            self.migrate("lore")
        return import_world(self._world_stores(), name, shape=shape)

    def _world_stores(self) -> WorldStores:
        from ..etl.world import WorldStores

        return WorldStores(self, self.graph, self.relational, self.objects, self.embedder)

    @property
    def sagas(self) -> BenchSagas:
        """Changes of several stores, whole or undone: missions, retcons, recovery, report.

        Their tables are made where the bench may.
        """
        from .sagas import BenchSagas

        if self._sagas is None:
            if self.profile.relational == profile.LOCAL or self.profile.write:
                self.migrate("lore", "sagas")
            self._sagas = BenchSagas(self)
        return self._sagas

    @property
    def evaluation(self) -> BenchEvaluation:
        """Golden sets, systems on this bench's stores, judges, and the runs kept here."""
        from .evaluation.evaluation import BenchEvaluation

        return BenchEvaluation(self)

    @property
    def see(self) -> See:
        """Views of what the bench holds: graph, planes, threads, embeddings, queries, runs."""
        from .see import See

        return See(self)

    def load_threads(self, file: str | os.PathLike[str]) -> ThreadsReceipt:
        """Load recorded conversations from a JSONL file; see `etl.threads.load_threads`."""
        from ..etl.threads import load_threads

        self.migrate("vedana")
        return load_threads(Path(file), self.relational)

    def threads(self, **filters: Any) -> ThreadPage:
        """One page of the threads that match; the filters and the order of `tools.threads`."""
        from .. import tools

        return tools.threads(self, **filters)

    def thread(self, thread_id: UUID | str) -> Thread:
        """A thread with its `events`, `turns`, `context(n)`; BadInput where there is none."""
        from .. import tools

        return tools.thread(self, thread_id)

    def replay_threads(self, thread_ids: Iterable[UUID | str] | None = None) -> DriftTable:
        """Run the recorded searches and Cypher again, of all threads if None; see `tools`."""
        from .. import tools

        with bar("replaying threads") as progress:
            return tools.replay_all(self, thread_ids, progress)

    def lint(self, source: str | os.PathLike[str] | None = None) -> Rows:
        """What in the data model leads nowhere: the stored one's, or that of documents."""
        from .. import tools
        from .documents import named

        if source is None:
            return tools.lint_data_model(self)
        with named(self.profile, source) as found:
            return tools.lint_data_model(self, model=found.model, data=found.data)

    def check(self, source: str | os.PathLike[str] | None = None) -> Rows:
        """Where the stores differ from each other, and from documents; each with its fix."""
        from .. import tools

        if source is None:
            return tools.check_consistency(self, embedder=self.embedder)
        from ..core.findings import GristRecords
        from ..etl.grist import read
        from .documents import named

        with named(self.profile, source) as found:
            extract = read(found.model, found.data, found.golden)
        records = GristRecords(extract.nodes, extract.edges, f"bench.load_grist({str(source)!r})")
        return tools.check_consistency(self, embedder=self.embedder, grist=records)

    def status(self) -> Rows:
        """What this bench opens: kind, engine, version, where, state. Starts no server.

        Of a relational store that runs, also whose tables it holds and what is missing, and
        each load of which only a part may be stored, and tables that a failed one left old.
        """
        from ..etl.grist import stale, unfinished
        from ..schema import recognise, summary
        from ..stores.status import status

        found = status(self.profile, self.folder)
        where, state = next((row[3], row[4]) for row in found.values if row[0] == "relational")
        if not state.startswith("ready"):
            return found
        told = [("schema", *row) for row in summary(recognise(self.relational))]
        told += [("load", "grist", None, str(load)) for load in unfinished(self.relational)]
        told += [("stale", row["where"], None, _old(row)) for row in stale(self.relational)]
        values = [*found.values, *((*row[:3], where, row[3]) for row in told)]
        return Rows(found.columns, values)

    def stop(self) -> list[str]:
        """Stop the local servers now, whoever else uses them; the names of those that ran."""
        self._stores.let_go()
        return BenchServers(self.folder).stop()


def _old(row: Mapping[str, Any]) -> str:
    return f"{row['rows']} rows since {row['since']}: {row['error']}"
