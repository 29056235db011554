"""One collection as a notebook holds it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from ...collections.given.edges import edges_of
from ...collections.given.ids import ids_of
from ...collections.given.points import points_of, points_of_arrays
from ...collections.mirrors.mirror import Mirror
from ...core.collections.definition import LOWER_IS_BETTER, Definition, Id
from ...core.collections.records import Change, Points
from ...core.errors import BadInput, WorkbenchError
from ...core.values import Hit, Rows
from ...velesql.executing.changing.schema import check_edge, check_nodes, labels_of
from .answers import VelesAnswer
from .asking import Asking
from .exporting import Exports

if TYPE_CHECKING:
    import polars


class Page(NamedTuple):
    """Some records by ascending id; `after` begins the next page, None after the last."""

    records: list[dict[str, Any]]
    after: Id | None


class Collection(Exports):
    """Points with payload, vectors and edges; what it says is on disk when a call returns.

    A handle knows its collection by name: StaleHandle does not arise, VELES-002 tells that it
    has gone.
    """

    def __init__(self, asking: Asking, name: str) -> None:
        self._asking, self.name = asking, name

    @property
    def definition(self) -> Definition:
        with self._asking.database() as database:
            return database.definition(self.name)

    def __len__(self) -> int:
        return self._mirror.points.count

    def upsert(
        self,
        points: Any = None,
        *,
        ids: Iterable[Any] | None = None,
        vectors: Any = None,
        payloads: Sequence[Mapping[str, Any]] | None = None,
        sparse: Sequence[Any] | None = None,
    ) -> int:
        """Store points, each in place of the whole point of its id: their number.

        `points` are dicts, a polars frame or an Arrow table; or `ids` come with `vectors`, an
        (n, d) array or arrays by name, `payloads` and `sparse`. All or none; BadInput names the
        point that does not fit. See `collections.given`.
        """
        if (points is None) == (ids is None):
            raise BadInput("expected either points or ids=… with vectors=…, saw both or neither")
        if ids is None:
            given = points_of(points, self.definition)
        else:
            given = points_of_arrays(ids, vectors, payloads, sparse, self.definition)
        if len(given):
            self._store(given)
        return len(given)

    def _store(self, points: Points) -> None:
        if self.definition.schema is None:
            with self._asking.database() as database:
                database.write(self.name, Change(points=points))
            return

        def change(mirror: Mirror) -> Change:
            fields = map(json.loads, points.payloads)
            check_nodes(dict(zip(points.ids, fields, strict=True)), mirror)
            return Change(points=points)

        self._change(change)

    def relate(self, edges: Any) -> list[int]:
        """Store edges between points that are there: their ids.

        Dicts with `source`, `target`, `label`, and `properties` or fields beside; without `id`
        the next free number. BadInput names an edge whose end is missing.
        """
        made: list[int] = []

        def change(mirror: Mirror) -> Change:
            stored = edges_of(edges, mirror)
            for source, target, label in zip(
                stored.sources, stored.targets, stored.labels, strict=True
            ):
                ends = (_labels(mirror, source), _labels(mirror, target))
                check_edge(label, ends, mirror.definition)
            made.extend(stored.ids)
            return Change(edges=stored)

        self._change(change)
        return made

    def _change(self, make: Callable[[Mirror], Change | None]) -> None:
        with self._asking.database() as database:
            database.change(self.name, make)

    def get(self, ids: Any, *, vectors: bool = False) -> list[dict[str, Any]]:
        """The points of some ids, in their order, as dicts that `upsert` takes; or of one id.

        Those that are not there are left out.
        """
        wanted = [ids] if isinstance(ids, str) or not isinstance(ids, Iterable) else ids
        with self._reading() as mirror:
            at = mirror.points.positions(ids_of(wanted, mirror.definition, distinct=False))
            return [_record(mirror, int(one), vectors=vectors) for one in at if one >= 0]

    def delete(self, ids: Any = None, *, where: str | None = None, **parameters: Any) -> int:
        """Remove points, with the edges at them, by id or by a predicate: their number."""
        if (ids is None) == (where is None):
            raise BadInput("expected either ids or where=…, saw both or neither")
        if where is not None:
            done = self.query(f"DELETE FROM {_quoted(self.name)} WHERE {where}", **parameters)
            return done.affected or 0
        wanted = [ids] if isinstance(ids, str) or not isinstance(ids, Iterable) else ids
        gone = set(ids_of(wanted, self.definition, distinct=False))
        there: list[Id] = []

        def change(mirror: Mirror) -> Change | None:
            there.extend(one for one in gone if mirror.points.position(one) >= 0)
            return Change(dropped=there) if there else None

        self._change(change)
        return len(there)

    def count(self, where: str | None = None, **parameters: Any) -> int:
        """The number of points, of all or of those that satisfy a predicate."""
        if where is None:
            return len(self)
        text = f"SELECT COUNT(*) AS n FROM {_quoted(self.name)} WHERE {where}"
        found: int = self.query(text, **parameters).rows.values[0][0]
        return found

    def scroll(
        self,
        *,
        after: Any = None,
        limit: int = 100,
        where: str | None = None,
        vectors: bool = False,
        **parameters: Any,
    ) -> Page:
        """A page of at most `limit` points by ascending id, those with an id above `after`."""
        if limit < 1:
            raise BadInput(f"limit: expected 1 or more, saw {limit}")
        past = [] if after is None else ["id > $after"]
        tests = [*past, *([] if where is None else [f"({where}\n)"])]
        given = {**parameters, **({} if after is None else {"after": after})}
        condition = f" WHERE {' AND '.join(tests)}" if tests else ""
        text = f"SELECT id FROM {_quoted(self.name)}{condition} ORDER BY id LIMIT {limit + 1}"
        with self._reading():
            ids = self.query(text, **given).ids
            records = self.get(ids[:limit], vectors=vectors)
        return Page(records, ids[limit - 1] if len(ids) > limit else None)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Every point by ascending id, page by page."""
        page = self.scroll(limit=1000)
        yield from page.records
        while page.after is not None:
            page = self.scroll(after=page.after, limit=1000)
            yield from page.records

    def search(
        self,
        vector: Any,
        k: int = 10,
        *,
        where: str | None = None,
        using: str = "vector",
        mode: str = "balanced",
        **parameters: Any,
    ) -> list[Hit]:
        """The `k` nearest points that satisfy `where`, best first, ties by ascending id.

        Scores are those of the metric; distances are negative, since higher is better in a Hit.
        """
        condition = f" AND ({where}\n)" if where else ""
        effort = mode.replace("'", "''")
        text = (
            f"SELECT id FROM {_quoted(self.name)} WHERE {_quoted(using)} NEAR $_query{condition} "
            f"LIMIT {k} WITH (mode = '{effort}')"
        )
        with self._reading() as mirror:
            found = self.query(text, **{**parameters, "_query": vector})
            lower = mirror.definition.vectors[using].metric in LOWER_IS_BETTER
            points = mirror.points
            return [
                Hit(one, 0.0 - score if lower else score, points.payload(points.position(one)))
                for one, score in zip(found.ids, found.scores, strict=True)
                if one is not None
            ]

    def query(self, text: str, **parameters: Any) -> VelesAnswer:
        """The answer of a VelesQL statement; MATCH walks this collection."""
        return self._asking.asked(text, parameters, collection=self.name)

    def frame(self, *fields: str) -> polars.DataFrame:
        """`id` and some payload fields, all of them where none is named, as a polars frame."""
        items = ", ".join(["id", *map(_quoted, fields)]) if fields else "*"
        rows = self._asking.unlimited(f"SELECT {items} FROM {_quoted(self.name)}")
        return rows.polars()

    def build(self) -> Rows:
        """Measure and choose the index of its vectors now, and tell what was measured."""
        with self._asking.database() as database:
            database.build(self.name, {})
        return self.indexes()

    def indexes(self) -> Rows:
        """Every candidate that was measured for its vectors, with the one that is used.

        Few vectors are scanned exactly, without a measurement.
        """
        rows: list[dict[str, Any]] = []
        for name, space in self._mirror.vectors.items():
            used = space.report.kind
            exact = {"name": used, "recall": space.report.recall}
            for one in space.report.measured or (exact,):
                rows.append({"vector": name, **one, "used": one.get("name") == used})
        columns = tuple(dict.fromkeys(key for row in rows for key in row)) or ("vector",)
        return Rows(columns, [tuple(row.get(key) for key in columns) for row in rows])

    def audit(self, queries: int = 100, k: int = 10) -> Rows:
        """Recall against the exact answer and time, on its own vectors, space by space."""
        found = {name: rows.audit(queries, k) for name, rows in self._mirror.vectors.items()}
        columns = tuple(dict.fromkeys(key for one in found.values() for key in one))
        values = [(name, *(one.get(c) for c in columns)) for name, one in found.items()]
        return Rows(("vector", *columns), values)

    def memory(self) -> Rows:
        """Bytes held in this process, part by part."""
        parts = self._mirror.bytes()
        return Rows(("part", "bytes"), [*parts.items(), ("all", sum(parts.values()))])

    @contextmanager
    def _reading(self) -> Iterator[Mirror]:
        """The mirror, up to date, at one generation throughout."""
        with self._asking.database() as database, database.reading():
            yield database.mirror(self.name)

    @property
    def _mirror(self) -> Mirror:
        with self._asking.database() as database:
            return database.mirror(self.name)

    def __repr__(self) -> str:
        try:
            return f"Collection({self.name!r}, {self.definition.kind}, {len(self)} points)"
        except WorkbenchError as error:
            return f"Collection({self.name!r}: {error})"


def _labels(mirror: Mirror, id: Id) -> frozenset[str]:
    return labels_of(mirror.points.payload(mirror.points.position(id)))


def _record(mirror: Mirror, at: int, *, vectors: bool) -> dict[str, Any]:
    import numpy as np

    record = {"id": mirror.points.id(at), "payload": mirror.points.payload(at)}
    if not vectors:
        return record
    where = np.array([at])
    own = {n: r.rows(where)[0] for n, r in mirror.vectors.items() if mirror.present(n)[at]}
    sparse = {
        name: weights for name, index in mirror.sparse.items() if (weights := index.vector(at))
    }
    return {**record, **own, **({"sparse": sparse} if sparse else {})}


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
