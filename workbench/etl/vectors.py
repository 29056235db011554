"""Which texts need a vector, why, and which vectors go.

A vector is stale where its text differs from the stored one, where another model made it or
nobody knows which, where its attribute is no longer embeddable, and where its row is gone.
Nothing else embeds anew (D38).

Beside each vector, in `workbench_node_vector` and `workbench_edge_vector`, stand the model, its
dimension and a hash of the text. A later word on the whole table, in `workbench_vector_space`,
counts more: `bench.reembed()` and `schema.record_space` leave one. A vector whose text is not the
one of its record was written by somebody else: its model is unknown, as it is of all vectors in
a database that Vedana filled.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..core.errors import BadInput
from ..core.protocols import Embedder, Reads, Relational
from .difference import WHOLE_TABLE, Changes
from .rejects import Reject
from .tables import VECTOR_STATES, Key, Record, Table

Vector = Sequence[float]
Made = Mapping[str, "Vector | BadInput"]

NEW, NONE_YET, NEWLY = "new", "no vector yet", "newly embeddable"
TEXT, MODEL, UNKNOWN = "text changed", "model changed", "model unknown"
GONE, NOT_EMBEDDABLE, NO_TEXT = "row gone", "no longer embeddable", "no text"

_HASH = "sha256(convert_to({}.attribute_value, 'UTF8'))"


class Work(NamedTuple):
    """A vector to make or to remove, and why; `text` is empty where it is removed."""

    key: Key
    reason: str
    text: str = ""


class Before(NamedTuple):
    """What was there before: `added` and `rows` are rows by (ids, label), as in a vector's key.

    `recorded`: the database has the tables beside the vectors, even if they are empty.
    """

    recorded: bool
    added: Collection[Key]
    rows: Collection[Key]
    embeddable: Collection[tuple[str, str]]
    embeddable_now: Collection[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class VectorChanges:
    """What a table of vectors needs; `zero` are kept vectors without direction, by their texts."""

    table: Table
    make: Sequence[Work] = ()
    remove: Sequence[Work] = ()
    stored: Collection[Key] = ()
    kept: int = 0
    zero: Mapping[Key, str] | None = None

    def groups(self) -> dict[tuple[str, str, str, str], list[Work]]:
        """Everything by what is done, label, attribute and reason."""
        found: dict[tuple[str, str, str, str], list[Work]] = {}
        for action, works in (("embed", self.make), ("delete", self.remove)):
            for work in works:
                label, attribute = work.key[-2:]
                found.setdefault((action, label, attribute, work.reason), []).append(work)
        return found

    def changes(self, made: Made) -> Changes:
        """The rows to write; a text that could not be embedded has none, and loses its old one."""
        added, updated, refused = list[Record](), list[Record](), list[Key]()
        for key, _, text in self.make:
            vector = made[text]
            if isinstance(vector, BadInput):
                refused += [key] if key in self.stored else []
            else:
                (updated if key in self.stored else added).append((*key, text, vector))
        gone = [*(work.key for work in self.remove), *refused]
        return Changes(self.table, added, updated, gone, self.kept)

    def refused(self, made: Made) -> bool:
        """Whether the embedder did not take one of the texts."""
        return any(isinstance(made[work.text], BadInput) for work in self.make)

    def odd(self, source: str, made: Made) -> Iterator[Reject]:
        """Texts without a vector, and vectors that no search can find."""
        for key, text in (self.zero or {}).items():
            yield self._reject(source, key, text, "kept, but its vector is zero")
        for key, _, text in self.make:
            vector = made[text]
            if isinstance(vector, BadInput):
                yield self._reject(source, key, text, f"no vector: {vector}")
            elif not any(vector):
                yield self._reject(source, key, text, "kept, but its vector is zero")

    def _reject(self, source: str, key: Key, text: str, reason: str) -> Reject:
        more = "" if reason.startswith("no") else ": the model knows no part of the text"
        seen = f"{key[0]}: {text:.80}"
        return Reject(source, self.table.name, None, key[-1], reason + more, seen)


def compare(
    store: Reads, table: Table, texts: Mapping[Key, str], embedder: Embedder, before: Before
) -> VectorChanges:
    """What it takes for every text of `texts` to have its vector; nothing is written."""
    asked = _stored(table) if before.recorded else _bare(table)
    rows = store.rows(asked, reviewed=True, timeout=WHOLE_TABLE).values
    stored = {row[: len(table.key)]: row for row in rows}
    make, zero = list[Work](), dict[Key, str]()
    for key, text in texts.items():
        row = stored.get(key)
        if reason := _reason(key, text, row, embedder, before):
            make.append(Work(key, reason, text))
        elif row and row[-1]:
            zero[key] = text
    remove = [Work(key, _gone(key, before)) for key in stored if key not in texts]
    return VectorChanges(table, make, remove, stored.keys(), len(texts) - len(make), zero)


def unchanged(store: Reads, table: Table, kept: int) -> VectorChanges:
    """Of a table that holds what it was given; only vectors without direction are looked for."""
    key = ", ".join(table.key)
    text = f"SELECT {key}, attribute_value FROM {table.name} WHERE vector_norm(embedding) = 0"
    rows = store.rows(text, reviewed=True, timeout=WHOLE_TABLE).values
    zero = {tuple(row[:-1]): row[-1] for row in rows}
    return VectorChanges(table, kept=kept, zero=zero)


def _reason(
    key: Key, text: str, row: Sequence[Any] | None, embedder: Embedder, before: Before
) -> str:
    if row is not None:
        stored, model, dimension = row[len(key) : -1]
        if stored != text:
            return TEXT
        if model is None:
            return UNKNOWN
        return "" if (model, dimension) == (embedder.model, embedder.dimension) else MODEL
    if key[:-1] in before.added:
        return NEW
    return NONE_YET if key[-2:] in before.embeddable else NEWLY


def _gone(key: Key, before: Before) -> str:
    if key[:-1] not in before.rows:
        return GONE
    return NO_TEXT if key[-2:] in before.embeddable_now else NOT_EMBEDDABLE


def _stored(table: Table) -> str:
    """Key, text, model and dimension as far as they are known, and whether the vector is zero."""
    key = ", ".join(f"v.{column}" for column in table.key)
    same = " AND ".join(f"r.{column} = v.{column}" for column in table.key)
    by_table = f"r.{table.key[0]} IS NULL OR r.model IS NULL OR s.recorded_at > r.made_at"
    by_record = f"r.text_hash = {_HASH.format('v')}"
    known = f"CASE WHEN {by_table} THEN s.{{0}} WHEN {by_record} THEN r.{{0}} END"
    return (
        f"SELECT {key}, v.attribute_value, {known.format('model')}, {known.format('dimension')}, "
        f"vector_norm(v.embedding) = 0 FROM {table.name} v "
        f"LEFT JOIN {VECTOR_STATES[table.name]} r ON {same} "
        f"LEFT JOIN workbench_vector_space s ON s.table_name = '{table.name}'"
    )


def _bare(table: Table) -> str:
    """The same of a database without records: nobody knows the models."""
    key = ", ".join(table.key)
    return (
        f"SELECT {key}, attribute_value, NULL::text, NULL::int, vector_norm(embedding) = 0 "
        f"FROM {table.name}"
    )


def record(store: Relational, changes: Changes, embedder: Embedder) -> None:
    """Note the model, dimension and text of every vector that was made, beside it."""
    table, state = changes.table, VECTOR_STATES[changes.table.name]
    key = ", ".join(table.key)
    made = {"model": embedder.model, "dimension": embedder.dimension}
    if changes.added or changes.updated:
        store.write(
            f"INSERT INTO {state} ({key}, model, dimension, text_hash, state, made_at) "
            f"SELECT {key}, $model, $dimension, {_HASH.format('v')}, 'fresh', now() "
            f"FROM staged_{table.name} v ON CONFLICT ({key}) DO UPDATE SET "
            "model = excluded.model, dimension = excluded.dimension, "
            "text_hash = excluded.text_hash, made_at = excluded.made_at",
            made,
        )
    same = " AND ".join(f"v.{column} = r.{column}" for column in table.key)
    if changes.deleted:
        store.write(
            f"DELETE FROM {state} r WHERE NOT EXISTS (SELECT FROM {table.name} v WHERE {same})"
        )
    store.write(
        f"UPDATE {state} SET state = 'fresh', error = NULL, stale_since = NULL "
        "WHERE state <> 'fresh' OR error IS NOT NULL"
    )
    store.write(_SPACE, {"table": table.name, **made})


_SPACE = """
INSERT INTO workbench_vector_space (table_name, model, dimension, recorded_at)
VALUES ($table, $model, $dimension, now())
ON CONFLICT (table_name) DO UPDATE
SET model = excluded.model, dimension = excluded.dimension, recorded_at = excluded.recorded_at
WHERE (workbench_vector_space.model, workbench_vector_space.dimension)
      IS DISTINCT FROM (excluded.model, excluded.dimension)
"""


def mark_stale(store: Relational, needed: VectorChanges, error: str) -> None:
    """Note that these vectors are served on, though their texts have changed or gone.

    Inside a transaction of `store`.
    """
    table, state = needed.table, VECTOR_STATES[needed.table.name]
    stale = [w.key for w in (*needed.make, *needed.remove) if w.key in needed.stored]
    if not stale:
        return
    key, staged = ", ".join(table.key), f"stale_{table.name}"
    store.write(
        f"CREATE TEMP TABLE {staged} ON COMMIT DROP AS SELECT {key} FROM {table.name} LIMIT 0"
    )
    store.put(staged, table.key, stale)
    store.write(
        f"INSERT INTO {state} AS r ({key}, state, error, stale_since) "
        f"SELECT {key}, 'stale', $error, now() FROM {staged} ON CONFLICT ({key}) DO UPDATE SET "
        "state = 'stale', error = excluded.error, "
        "stale_since = coalesce(r.stale_since, excluded.stale_since)",
        {"error": error},
    )
