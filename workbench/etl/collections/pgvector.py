"""Records from a table with a pgvector column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ...core.collections.definition import (
    DEFAULT_SPARSE,
    DEFAULT_VECTOR,
    Definition,
    Metric,
    VectorSpace,
)
from ...core.collections.records import Vectors
from ...core.errors import BadInput
from ...core.protocols import Reads
from .batch import Batch, EdgeBatch, Fault, Stream, Wanted
from .tables import Columns, quoted

_METRICS: dict[str, Metric] = {"cosine": "cosine", "l2": "euclidean", "ip": "dot"}
_INTEGERS = ("smallint", "integer", "bigint")
_JSON = ("jsonb", "json")


class Snapshot(Protocol):
    """What was stored at one moment."""

    def batches(
        self, text: str, columns: Mapping[str, Any], size: int
    ) -> Iterator[dict[str, Any]]: ...


class Store(Reads, Protocol):
    """A relational store that streams whole columns."""

    def snapshot(self) -> AbstractContextManager[Snapshot]: ...


class PgvectorTable:
    """A table or view, as it is at one moment.

    `id` is a column, or several whose values become one text, a JSON array. `vector` is a column
    of type vector or halfvec, or columns by the names that their vectors have in the collection;
    `sparse` one of type sparsevec. `payload` is a jsonb column that is the whole payload, or the
    columns that become its fields; where it is None those are all others, or where the only other
    is a jsonb column `payload`, that is the payload. Values have the form that PostgreSQL's
    row_to_json gives them: a float without a fraction is an integer, NaN is a text.
    """

    notes: Sequence[str] = ()

    def __init__(
        self,
        store: Store,
        table: str,
        *,
        id: str | Sequence[str] = "id",
        vector: str | Mapping[str, str] | None = "embedding",
        sparse: str | None = None,
        payload: str | Sequence[str] | None = None,
    ) -> None:
        self._store, self._table = store, table
        self._columns = Columns.of(store, table)
        self._id = (id,) if isinstance(id, str) else tuple(id)
        self._vector, self._sparse = vector, sparse
        self.name = f"pgvector table {table}"
        self._columns.check(self._id, ())
        self._columns.check(self._columns_of_vectors().values(), ("vector", "halfvec"))
        self._columns.check([sparse] if sparse else [], ("sparsevec",))
        self._payload = self._payload_text(payload)

    def definition(self, name: str, wanted: Wanted) -> Definition:
        """With the metric of the table's index of a column, cosine where there is none."""
        types = self._columns.types
        whole = len(self._id) == 1 and types[self._id[0]] in _INTEGERS
        spaces = {
            space: VectorSpace(self._dimension(column), wanted.metric or self._metric(column))
            for space, column in self._columns_of_vectors().items()
        }
        ids = wanted.ids or ("integer" if whole else "text")
        return Definition(name, "vector" if spaces else "graph", ids, spaces)

    def batches(self, definition: Definition, size: int) -> Stream[Batch]:
        """In the table's own order, of one moment."""
        spaces = self._columns_of_vectors(definition.vector or DEFAULT_VECTOR)
        lengths = {name: _length(name, definition) for name in spaces}
        kinds: dict[str, Any] = {"id": str, "payload": str, "sparse": str}
        for at, length in enumerate(lengths.values()):
            kinds |= {f"n{at}": int, f"v{at}": length}
        text = self._select(list(zip(spaces.values(), lengths.values(), strict=True)))
        whole = definition.ids == "integer"
        with self._store.snapshot() as snapshot:
            for found in snapshot.batches(text, kinds, size):
                yield _batch(found, lengths, whole=whole, sparse=self._sparse is not None)

    def edges(self, size: int) -> Stream[EdgeBatch]:
        """None."""
        yield from ()

    def _columns_of_vectors(self, name: str = DEFAULT_VECTOR) -> Mapping[str, str]:
        """Columns by name; `name` is that of the one that was given without."""
        given = self._vector
        return {name: given} if isinstance(given, str) else given or {}

    def _dimension(self, column: str) -> int:
        size = self._columns.sizes[column]
        if size > 0:
            return size
        found = self._store.rows(
            f"SELECT vector_dims({quoted(column)}) AS n FROM {quoted(*self._table.split('.', 1))} "
            f"WHERE {quoted(column)} IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
            reviewed=True,
        ).values
        if not found:
            told = "no vector to tell the dimension by; make the collection first"
            raise BadInput(f"table {self._table}, column {column!r}: {told}")
        return int(found[0][0])

    def _metric(self, column: str) -> Metric:
        """That of the operators of an index on the column: vector_l2_ops, halfvec_ip_ops, …"""
        for operators in self._columns.operators(column):
            metric = _METRICS.get(operators.split("_")[1])
            if metric:
                return metric
        return "cosine"

    def _payload_text(self, payload: str | Sequence[str] | None) -> str:
        types = self._columns.types
        if payload is None:
            own = {*self._columns_of_vectors().values(), self._sparse}
            own |= set(self._id) if len(self._id) == 1 else set()
            others = [name for name in types if name not in own]
            payload = "payload" if others == ["payload"] else others
        fields = [payload] if isinstance(payload, str) else list(payload)
        self._columns.check(fields, ())
        if isinstance(payload, str) and types[payload] in _JSON:
            return f"t.{quoted(payload)}::text"
        if not fields:
            return "NULL::text"
        chosen = ", ".join(f"t.{quoted(field)}" for field in fields)
        return f"row_to_json((SELECT r FROM (SELECT {chosen}) AS r))::text"

    def _select(self, vectors: Sequence[tuple[str, int]]) -> str:
        """A vector of another length than the collection's is zero, and its length is told."""
        names = [f"t.{quoted(column)}" for column in self._id]
        id = f"{names[0]}::text" if len(names) == 1 else f"json_build_array({', '.join(names)})"
        items = [f"{id}::text AS id", f"{self._payload} AS payload"]
        items.append(
            f"t.{quoted(self._sparse)}::text AS sparse" if self._sparse else "'' AS sparse"
        )
        for at, (column, length) in enumerate(vectors):
            given = f"t.{quoted(column)}"
            zero = f"array_fill(0, ARRAY[{length}])::vector"
            items.append(f"coalesce(vector_dims({given}), 0)::int8 AS n{at}")
            fits = f"vector_dims({given}) = {length}"
            items.append(f"CASE WHEN {fits} THEN {given}::vector ELSE {zero} END AS v{at}")
        return f"SELECT {', '.join(items)} FROM {quoted(*self._table.split('.', 1))} AS t"


def _length(name: str, definition: Definition) -> int:
    if name not in definition.vectors:
        there = ", ".join(definition.vectors) or "none"
        raise BadInput(f"{definition.name}: expected vectors {there}, saw {name!r}")
    return definition.vectors[name].dimension


def _batch(
    found: Mapping[str, Any], lengths: Mapping[str, int], *, whole: bool, sparse: bool
) -> Batch:
    ids = [_whole(one) for one in found["id"]] if whole else found["id"]
    faults: dict[int, Fault] = {}
    vectors = {}
    for at, (name, length) in enumerate(lengths.items()):
        seen = found[f"n{at}"]
        for place in ((seen != 0) & (seen != length)).nonzero()[0].tolist():
            what = f"expected {length} numbers, saw {seen[place]}"
            faults.setdefault(place, Fault(name, what, ids[place]))
        vectors[name] = Vectors(found[f"v{at}"], seen == length)
    weights = {DEFAULT_SPARSE: [_sparse(one) for one in found["sparse"]]} if sparse else {}
    return Batch(ids, found["payload"], vectors, weights, faults)


def _whole(text: str | None) -> Any:
    """An integer, where it is written as one is."""
    digits = text is not None and text.removeprefix("-").isdecimal() and text.isascii()
    return int(text) if text is not None and digits and len(text) <= 20 else text


def _sparse(text: str | None) -> Any:
    """Of {1:0.5,7:2}/10, whose indexes count from 1."""
    if text is None:
        return None
    pairs = [one.split(":") for one in text[1 : text.rindex("}")].split(",") if one]
    return {int(index) - 1: float(weight) for index, weight in pairs}
