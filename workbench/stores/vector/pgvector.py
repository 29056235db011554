"""Vectors in a pgvector table: the truth, searched exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from ...core.errors import BadInput
from ...core.protocols import Relational
from ...core.values import Hit

# pgvector keeps a column's dimension where other types keep their length; -1 means any.
_COLUMNS = """
SELECT attname, format_type(atttypid, NULL) AS type, atttypmod AS size
FROM pg_attribute WHERE attrelid = to_regclass($table) AND attnum > 0 AND NOT attisdropped
ORDER BY attnum
"""


class Database(Relational, Protocol):
    """Tables whose writes can be all or none."""

    def transaction(self) -> AbstractContextManager[None]: ...


def create(relational: Database, table: str, dimension: int) -> PgVectors:
    """A new empty collection: a table of `id`, `embedding` and a `payload` document."""
    if not 1 <= dimension <= 16_000:
        raise BadInput(f"dimension: expected 1 to 16000, found {dimension}")
    relational.write(
        "CREATE EXTENSION IF NOT EXISTS vector; "
        f"CREATE TABLE {_quoted(table)} (id text PRIMARY KEY, "
        f"embedding vector({dimension}) NOT NULL, payload jsonb NOT NULL DEFAULT '{{}}')"
    )
    return PgVectors(relational, table)


class PgVectors:
    """The vectors in an existing table; see `core.protocols.Vectors`.

    `key` are the columns that name a vector: one gives its value as the id, several a tuple.
    The payload is the column `payload` where the table has one, else every other column.
    """

    def __init__(
        self,
        relational: Database,
        table: str,
        *,
        key: Sequence[str] = ("id",),
        vector: str = "embedding",
    ) -> None:
        self._store, self._table, self._key, self._vector = relational, table, tuple(key), vector
        found = relational.rows(_COLUMNS, {"table": _quoted(table)}, reviewed=True)
        types = {name: kind for name, kind, _ in found.values}
        if not types:
            raise BadInput(f"there is no table {table}; make it with `create` or a migration")
        missing = [name for name in self._key if name not in types]
        if missing or types.get(vector) != "vector":
            there = ", ".join(f"{name} {kind}" for name, kind in types.items())
            raise BadInput(
                f"table {table}: expected the columns {', '.join(self._key)} and a vector "
                f"{vector!r}, found {there}"
            )
        self.dimension = int({name: size for name, _, size in found.values}[vector])
        others = [name for name in types if name not in (*self._key, vector)]
        self._document = "payload" in others
        self._payload = ("payload",) if self._document else tuple(others)

    def nearest(
        self,
        vector: Sequence[float],
        k: int,
        *,
        where: Mapping[str, Any] | None = None,
        threshold: float | None = None,
    ) -> list[Hit]:
        """The `k` most similar vectors by cosine, exact whatever index the table has."""
        if k < 1:
            raise BadInput(f"k: expected 1 or more, found {k}")
        query = self._checked(vector, "the query")
        if not query.any():
            raise BadInput("the query vector is all zero: it has no direction to compare")
        conditions, given = self._conditions(where or {})
        if threshold is not None:
            conditions.append("similarity > $threshold")
            given["threshold"] = threshold
        found = self._store.rows(
            self._search(conditions), {**given, "query": query, "k": k}, reviewed=True
        )
        return [self._hit(row) for row in found.values]

    def put(self, records: Iterable[tuple[Any, Sequence[float], Mapping[str, Any]]]) -> int:
        """Store or replace; all or none."""
        rows: dict[Any, tuple[Any, ...]] = {}
        for name, vector, payload in records:
            if name in rows:
                raise BadInput(f"id {name!r} is given twice; nothing was stored")
            rows[name] = (
                *self._parts(name),
                self._checked(vector, repr(name)),
                *self._kept(payload),
            )
        columns = [*self._key, self._vector, *self._payload]
        names = ", ".join(map(_quoted, columns))
        updates = ", ".join(f"{_quoted(c)} = EXCLUDED.{_quoted(c)}" for c in columns)
        keys = ", ".join(map(_quoted, self._key))
        with self._store.transaction():
            self._store.write(
                f"CREATE TEMPORARY TABLE incoming_vectors ON COMMIT DROP AS "
                f"SELECT {names} FROM {_quoted(self._table)} WITH NO DATA"
            )
            self._store.put("incoming_vectors", columns, rows.values())
            self._store.write(
                f"INSERT INTO {_quoted(self._table)} ({names}) "
                f"SELECT {names} FROM incoming_vectors ON CONFLICT ({keys}) DO UPDATE SET {updates}"
            )
            self._store.write("DROP TABLE incoming_vectors")
        return len(rows)

    def drop(self, ids: Iterable[Any]) -> int:
        """Remove by id; the number that was there."""
        same = " AND ".join(f"{_quoted(c)} = $key{at}" for at, c in enumerate(self._key))
        text = f"DELETE FROM {_quoted(self._table)} WHERE {same}"
        gone = 0
        with self._store.transaction():
            for name in ids:
                keys = {f"key{at}": part for at, part in enumerate(self._parts(name))}
                gone += self._store.write(text, keys).values[0][0]
        return gone

    def _search(self, conditions: list[str]) -> str:
        """Exact: no HNSW index can serve an order by `1 - distance`. NaN is what a zero vector
        gives; PostgreSQL holds it for greater than any threshold, so it is left out by name."""
        names = ", ".join(map(_quoted, (*self._key, *self._payload)))
        keys = ", ".join(map(_quoted, self._key))
        kept = " AND ".join(["similarity <> 'NaN'", *conditions])
        return (
            f"SELECT {names}, similarity FROM (SELECT *, 1 - ({_quoted(self._vector)} <=> $query) "
            f"AS similarity FROM {_quoted(self._table)}) AS scored "
            f"WHERE {kept} ORDER BY similarity DESC, {keys} LIMIT $k"
        )

    def _conditions(self, where: Mapping[str, Any]) -> tuple[list[str], dict[str, Any]]:
        conditions: list[str] = []
        given: dict[str, Any] = {}
        for at, (field, wanted) in enumerate(where.items()):
            many = isinstance(wanted, list | tuple | set | frozenset)
            allowed = list(wanted) if many else [wanted]
            if field in (*self._key, *self._payload) and field != "payload":
                conditions.append(f"{_quoted(field)} = ANY($where{at})")
                given[f"where{at}"] = allowed
            elif self._document:
                value = f"jsonb_build_array(payload -> $field{at}::text)"
                conditions.append(f"($where{at}::jsonb -> 'any') @> {value}")
                given |= {f"field{at}": field, f"where{at}": {"any": allowed}}
            else:
                there = ", ".join((*self._key, *self._payload))
                raise BadInput(f"table {self._table} has no column {field!r}; there are: {there}")
        return conditions, given

    def _hit(self, row: tuple[Any, ...]) -> Hit:
        size = len(self._key)
        name = row[0] if size == 1 else row[:size]
        payload = (
            row[size] if self._document else dict(zip(self._payload, row[size:-1], strict=True))
        )
        return Hit(name, row[-1], payload)

    def _parts(self, name: Any) -> tuple[Any, ...]:
        parts = (name,) if len(self._key) == 1 else tuple(name)
        if len(parts) != len(self._key):
            raise BadInput(f"id {name!r}: expected {len(self._key)} parts ({', '.join(self._key)})")
        return parts

    def _kept(self, payload: Mapping[str, Any]) -> tuple[Any, ...]:
        if self._document:
            return (dict(payload),)
        unknown = set(payload) - set(self._payload)
        if unknown:
            raise BadInput(f"table {self._table} has no columns {', '.join(sorted(unknown))}")
        return tuple(payload.get(name) for name in self._payload)

    def _checked(self, vector: Sequence[float], whose: str) -> Any:
        import numpy as np

        array = np.asarray(vector, dtype=np.float32)
        if array.shape != (self.dimension,):
            raise BadInput(
                f"the vector of {whose}: expected {self.dimension} numbers, "
                f"found shape {array.shape}"
            )
        if not np.isfinite(array).all():
            raise BadInput(f"the vector of {whose} holds NaN or infinity; nothing was stored")
        return array


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
