"""The bench: the one file that knows every room and wires them."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from .core.answer import Answer
from .core.errors import BadInput
from .core.values import Rows
from .stores import profile
from .stores.local import folder as bench_folder
from .stores.local.bench_servers import BenchServers
from .stores.opened import OpenStores

if TYPE_CHECKING:
    import polars

    from .catalogue.capsule import Question
    from .catalogue.catalogue import Catalogue
    from .catalogue.replay import Replay
    from .core.protocols import Embedder
    from .etl.receipt import Receipt
    from .schema import DimensionChange
    from .stores.cache.redis import Redis
    from .stores.graph.bolt import Bolt
    from .stores.objects.store import ObjectStore
    from .stores.relational.postgres import Postgres
    from .stores.vector.pgvector import PgVectors


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


class Bench:
    """An open bench: its stores, and the questions it can be asked.

    `relational`, `graph`, `objects`, `cache` and `embedder` open on first use. Close it, or
    use it in a `with` block; a process that dies has closed it too.
    """

    def __init__(self, folder: Path, settings: profile.Profile) -> None:
        self.folder, self.profile = folder, settings
        self._stores = OpenStores(settings, folder)
        self._catalogue: Catalogue | None = None

    @property
    def relational(self) -> Postgres:
        store: Postgres = self._stores.get("relational")
        return store

    @property
    def graph(self) -> Bolt:
        store: Bolt = self._stores.get("graph")
        return store

    @property
    def objects(self) -> ObjectStore:
        store: ObjectStore = self._stores.get("objects")
        return store

    @property
    def cache(self) -> Redis:
        store: Redis = self._stores.get("cache")
        return store

    @property
    def embedder(self) -> Embedder:
        embedder: Embedder = self._stores.get("embedder")
        return embedder

    def vectors(self, table: str, *, key: Sequence[str] = ("id",)) -> PgVectors:
        """The vectors in a table of the relational store; see `stores.vector.pgvector`."""
        from .stores.vector.pgvector import PgVectors

        return PgVectors(self.relational, table, key=key)

    @property
    def catalogue(self) -> Catalogue:
        """The shipped queries, and those in the bench's own folder `queries/`."""
        if self._catalogue is None:
            from .catalogue.catalogue import Catalogue

            self._catalogue = Catalogue.shipped().layered(self.folder / "queries")
        return self._catalogue

    def queries(self) -> Rows:
        """Every query: name, kind, what it answers, parameters, provenance, what differs."""
        return self.catalogue.table()

    def ask(
        self,
        name: str,
        /,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
        **parameters: Any,
    ) -> Answer:
        """The answer of a catalogue query: rows, trace, plan and capsule.

        At most `row_limit` rows (the profile's where None); `timeout` in seconds. Errors:
        QueryNotFound, BadParameters (both before a store is touched), QueryFailed,
        StoreUnavailable.
        """
        from .catalogue.asking import ask

        query = self.catalogue.get(name)
        with self._stores.reopening(query.kind):
            return ask(
                query,
                parameters,
                store=self._stores.get(query.kind),
                embedder=lambda: self.embedder,
                row_limit=row_limit or self.profile.row_limit,
                timeout=timeout,
            )

    def sql(
        self,
        text: str,
        /,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
        **parameters: Any,
    ) -> Answer:
        """The answer of an SQL query as typed, `$name` for parameters; it cannot write."""
        return self._ask_text("relational", text, parameters, row_limit, timeout)

    def cypher(
        self,
        text: str,
        /,
        *,
        row_limit: int | None = None,
        timeout: float | None = None,
        **parameters: Any,
    ) -> Answer:
        """The answer of a Cypher query as typed, `$name` for parameters; it cannot write."""
        return self._ask_text("graph", text, parameters, row_limit, timeout)

    def frame(self, text: str, /, **parameters: Any) -> polars.DataFrame:
        """The whole result of an SQL query as a polars frame: no row limit, column types kept."""
        with self._stores.reopening("relational"):
            return self.relational.frame(text, parameters)

    def replay(self, capsule: Mapping[str, Any]) -> Replay:
        """Ask again what `answer.capsule()` recorded, and compare with what it was then."""
        from .catalogue.replay import replay

        return replay(capsule, self._ask_again)

    def migrate(self, *systems: str, dimension: int | None = None) -> list[str]:
        """Bring the tables of `systems` ("vedana", "lore") to their newest form.

        Returns the revisions applied. `dimension` is that of new vector tables, the
        embedder's where None.
        """
        from .schema import migrate

        size = self.embedder.dimension if dimension is None else dimension
        return migrate(self.relational, ("workbench", *systems), dimension=size)

    def reembed(self, dimension: int | None = None) -> DimensionChange:
        """Make every stored vector anew with this bench's embedder, in its dimension.

        All or nothing. BadInput where `dimension` is not the embedder's.
        """
        from .schema import change_dimension

        made_by = self.embedder
        size = made_by.dimension if dimension is None else dimension
        return change_dimension(self.relational, size, embed=made_by.embed, model=made_by.model)

    def load_grist(
        self,
        source: str | os.PathLike[str] | None = None,
        *,
        documents: Sequence[str] = (),
        api_key: str | None = None,
    ) -> Receipt:
        """Load Grist documents: data model, data and, where there is one, the golden set.

        `source` is a folder of `.grist` files, told apart by their tables, or the URL of a
        Grist server with the ids of its `documents` and its `api_key`, `${NAME}` for an
        environment variable; all three are the profile's where None. Tables, graph and
        embeddings are brought up to date; the receipt names every dropped or odd record.
        """
        from .etl.grist import load, read
        from .stores.grist import collection

        place = os.fspath(source or self.profile.grist)
        if not place:
            raise BadInput(
                "load_grist takes a folder of .grist files or the URL of a Grist server; "
                "or set `grist` in bench.toml"
            )
        if "://" in place:
            key = profile.revealed(self.profile.grist_key if api_key is None else api_key)
            ids = documents or self.profile.grist_documents
            found_there = collection.on_server(place, ids, api_key=key or None)
        else:
            found_there = collection.in_folder(Path(place).expanduser())
        with found_there as found:
            extract = read(found.model, found.data, found.golden)
        self.migrate("vedana")
        return load(
            extract,
            relational=self.relational,
            graph=self.graph,
            embedder=self.embedder,
            rejects_folder=self.folder / "runs",
        )

    def status(self) -> Rows:
        """What this bench opens: kind, engine, version, where, state. Starts no server.

        Of a relational store that runs, also whose tables it holds and what is missing, and
        each load of which only a part may be stored.
        """
        from .etl.grist import unfinished
        from .schema import recognise, summary
        from .stores.status import status

        found = status(self.profile, self.folder)
        where, state = next((row[3], row[4]) for row in found.values if row[0] == "relational")
        if not state.startswith("ready"):
            return found
        told = [("schema", *row) for row in summary(recognise(self.relational))]
        told += [("load", "grist", None, str(load)) for load in unfinished(self.relational)]
        values = [*found.values, *((*row[:3], where, row[3]) for row in told)]
        return Rows(found.columns, values)

    def stop(self) -> list[str]:
        """Stop the local servers now, whoever else uses them; the names of those that ran."""
        self._stores.let_go()
        return BenchServers(self.folder).stop()

    def close(self) -> None:
        """Let go of the stores. The servers stop when the last user of the bench has gone."""
        self._stores.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask_text(
        self,
        kind: str,
        text: str,
        parameters: Mapping[str, Any],
        row_limit: int | None,
        timeout: float | None,
    ) -> Answer:
        from .catalogue.asking import ask_text

        with self._stores.reopening(kind):
            return ask_text(
                kind,
                text,
                parameters,
                store=self._stores.get(kind),
                row_limit=row_limit or self.profile.row_limit,
                timeout=timeout,
            )

    def _ask_again(self, question: Question) -> Answer:
        limits = (question.row_limit, question.timeout)
        if question.query is None:
            return self._ask_text(question.kind, question.text, question.parameters, *limits)
        return self.ask(
            question.query,
            row_limit=question.row_limit,
            timeout=question.timeout,
            **question.parameters,
        )
