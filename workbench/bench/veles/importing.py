"""Records of other stores into collections of a bench."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from ...collections.mirrors.mirror import Mirror
from ...core.collections.definition import Definition, Id, IdType, Metric
from ...core.collections.records import Change, Edges, Points
from ...core.errors import BadInput, WorkbenchError
from ...velesql.executing.changing.schema import check_edge, check_nodes, labels_of
from ...velesql.executing.defining.defining import checked

if TYPE_CHECKING:
    from ...collections.collections import Collections
    from ...etl.collections.batch import Source
    from ...etl.collections.pgvector import Store
    from ...etl.collections.receipt import ImportReceipt
    from .asking import Asking

Place = str | os.PathLike[str]


class Making(TypedDict, total=False):
    """How an import makes a collection, or fills it.

    `ids`, `metric` and `options` are of a new one; without them the source tells. `batch` is the
    number of records stored at once, each time in one transaction.
    """

    ids: IdType
    metric: Metric
    options: Mapping[str, Any]
    batch: int


class Imports:
    """Imports into a collection of a name, made where there is none.

    Each gives a receipt: how many records were read, added, replaced and refused, and why. What
    is stored takes the place of what has its id, so an import can be run again. Refused records
    are listed in the bench's folder `runs`. `Making` says what else can be given.
    """

    def __init__(
        self, asking: Asking, relational: Callable[[], Store], rejects_folder: Path | None
    ) -> None:
        self._asking = asking
        self._relational, self._rejects_folder = relational, rejects_folder

    def import_pgvector(
        self,
        name: str,
        table: str,
        *,
        id: str | Sequence[str] = "id",
        vector: str | Mapping[str, str] | None = "embedding",
        sparse: str | None = None,
        payload: str | Sequence[str] | None = None,
        store: Store | None = None,
        **making: Unpack[Making],
    ) -> ImportReceipt:
        """From a table or view of the bench's relational store, or of another.

        `id` is a column, or several; `vector` one of type vector or halfvec, or columns by name;
        `sparse` one of type sparsevec; `payload` a jsonb column or those that become fields. See
        `etl.collections.pgvector`.
        """
        from ...etl.collections.pgvector import PgvectorTable

        found = PgvectorTable(
            store or self._relational(),
            table,
            id=id,
            vector=vector,
            sparse=sparse,
            payload=payload,
        )
        return self._imported(name, found, making)

    def import_qdrant(
        self,
        name: str,
        client: Any,
        collection: str,
        *,
        vectors: Sequence[str] | None = None,
        **making: Unpack[Making],
    ) -> ImportReceipt:
        """From a collection of Qdrant, through a `qdrant_client.QdrantClient`.

        Named and sparse vectors keep their names, UUIDs are ids of type text; see
        `etl.collections.qdrant`.
        """
        from ...etl.collections.qdrant import QdrantCollection

        return self._imported(name, QdrantCollection(client, collection, vectors=vectors), making)

    def import_chroma(
        self,
        name: str,
        collection: Any,
        *,
        document: str = "document",
        uri: str = "uri",
        **making: Unpack[Making],
    ) -> ImportReceipt:
        """From a `chromadb` collection; documents and URIs are fields of these names.

        See `etl.collections.chroma`.
        """
        from ...etl.collections.chroma import ChromaCollection

        return self._imported(
            name, ChromaCollection(collection, document=document, uri=uri), making
        )

    def import_faiss(
        self,
        name: str,
        index: Place,
        file: Place | None = None,
        *,
        id: str = "id",
        key: str | None = None,
        payload: str | Sequence[str] | None = None,
        **making: Unpack[Making],
    ) -> ImportReceipt:
        """From a FAISS index file, which FAISS trusts, and a Parquet file of ids and payload.

        Row i of the file is the i-th vector, or with `key` the vector of the number in that
        column; without a file the index's numbers are the ids. See `etl.collections.faiss_index`
        and `stores.vector.index_file`, which says which indexes give vectors back.
        """
        from ...etl.collections.faiss_index import FaissIndex
        from ...stores.vector.index_file import IndexFile

        rows = None if file is None else _path(file)
        source = FaissIndex(IndexFile(_path(index)), rows, id=id, key=key, payload=payload)
        return self._imported(name, source, making)

    def import_parquet(
        self,
        name: str,
        file: Place,
        *,
        id: str = "id",
        vector: str | Mapping[str, str] | None = None,
        payload: str | Sequence[str] | None = None,
        **making: Unpack[Making],
    ) -> ImportReceipt:
        """From a Parquet file: what `export_parquet` wrote, with its edges, or any other.

        `vector` is a column, or columns by name; `payload` one of JSON objects, or those that
        become fields. See `etl.collections.parquet`.
        """
        from ...etl.collections.parquet import ParquetFile

        source = ParquetFile(_path(file), id=id, vector=vector, payload=payload)
        return self._imported(name, source, making)

    def _imported(self, name: str, source: Source, making: Making) -> ImportReceipt:
        from ...etl.collections.loading import BATCH, load

        size = making.get("batch", BATCH)
        with self._asking.database() as database:
            new = name not in database.definitions()
            if new:
                database.create(_definition(name, source, making))
            elif making.keys() - {"batch"}:
                given = ", ".join(sorted(making.keys() - {"batch"}))
                raise BadInput(f"collection {name!r} is there; leave out {given}, which it has")
            try:
                into = Into(database, name)
                return load(source, into, batch=size, rejects_folder=self._rejects_folder)
            except BaseException:
                if new:
                    _forget_empty(database, name)
                raise


def _forget_empty(database: Collections, name: str) -> None:
    """Remove a collection that an import made and stored nothing in, where that can be done."""
    with suppress(WorkbenchError):
        if not database.mirror(name).points.count:
            database.drop(name)


class Into:
    """A collection as an import sees it; see `etl.collections.target`."""

    def __init__(self, database: Collections, name: str) -> None:
        self._database, self._name = database, name

    @property
    def definition(self) -> Definition:
        return self._database.definition(self._name)

    def known(self, ids: Sequence[Id]) -> Sequence[bool]:
        with self._database.reading():
            at = self._database.mirror(self._name).points.positions(ids)
        return [place >= 0 for place in at.tolist()]

    def known_edges(self, ids: Sequence[int]) -> Sequence[bool]:
        with self._database.reading():
            at = self._database.mirror(self._name).edges.table.positions(ids)
        return [place >= 0 for place in at.tolist()]

    def store(self, points: Points) -> None:
        if self.definition.schema is None:
            self._database.write(self._name, Change(points=points))
            return

        def change(mirror: Mirror) -> Change:
            fields = map(json.loads, points.payloads)
            check_nodes(dict(zip(points.ids, fields, strict=True)), mirror)
            return Change(points=points)

        self._database.change(self._name, change)

    def join(self, edges: Edges) -> None:
        def change(mirror: Mirror) -> Change:
            for source, target, label in zip(
                edges.sources, edges.targets, edges.labels, strict=True
            ):
                ends = _labels(mirror, source), _labels(mirror, target)
                check_edge(label, ends, mirror.definition)
            return Change(edges=edges)

        self._database.change(self._name, change)


def _labels(mirror: Mirror, id: Id) -> frozenset[str]:
    return labels_of(mirror.points.payload(mirror.points.position(id)))


def _definition(name: str, source: Source, making: Making) -> Definition:
    from ...etl.collections.batch import Wanted

    wanted = Wanted(making.get("ids"), making.get("metric"))
    found = source.definition(name, wanted)
    return checked(replace(found, options={**found.options, **making.get("options", {})}))


def _path(place: Place) -> Path:
    return Path(place).expanduser()
