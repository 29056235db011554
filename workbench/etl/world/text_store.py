"""Texts into their tables of vectors and into objects; only what changed is embedded again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple, Protocol

from ...core.errors import BadInput
from ...core.protocols import Embedder, Objects, Relational, Transacts
from ..difference import Counts
from ..embedding import Progress, Sending, embed
from ..pipeline import silent
from ..rejects import Findings, Reject
from .texts import Text, Texts

_AT_ONCE = 20_000  # texts whose vectors are in memory: 20 MB at 256 dimensions
_VISIBLE = "setting_id time secrecy owner min_tier text text_hash loaded_from"
_HASH = "encode(sha256(convert_to({}, 'UTF8')), 'hex')"
_DIALOGUE = "dialogue_log"  # what messages are `loaded_from`

_SPACES = """
SELECT c.relname::text AS table_name, a.atttypmod AS dimension, s.model
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'embedding'
LEFT JOIN workbench_vector_space s ON s.table_name = c.relname
WHERE c.oid IN (SELECT to_regclass(quote_ident(t)) FROM unnest($tables::text[]) AS t)
"""
_REMEMBER = """
INSERT INTO workbench_vector_space (table_name, model, dimension)
VALUES ($table, $model, $dimension)
ON CONFLICT (table_name) DO UPDATE
SET model = excluded.model, dimension = excluded.dimension, recorded_at = now()
WHERE (workbench_vector_space.model, workbench_vector_space.dimension)
      IS DISTINCT FROM (excluded.model, excluded.dimension)
"""
_MESSAGES = f"""
INSERT INTO staged_messages (id, npc_id, session_id, setting_id, time, text, text_hash, loaded_from)
SELECT id::text, npc_id, session_id, world_id, in_fiction_time, message,
    {_HASH.format("message")}, '{_DIALOGUE}'
FROM dialogue_log WHERE message <> ''
"""


class Database(Relational, Transacts, Protocol):
    """Tables whose writes can be all or none."""


class _Collection(NamedTuple):
    """A table of vectors; `columns` are those beside the vector, `loaded_from` the last."""

    table: str
    columns: tuple[str, ...]


def _collection(table: str, names: str) -> _Collection:
    return _Collection(table, tuple(f"id {names} {_VISIBLE}".split()))


CHUNKS = _collection("lore_chunks", "source_id title")
MESSAGES = _collection("messages", "npc_id session_id")
SUMMARIES = _collection("domain_summaries", "entity_id name type object_key")
COLLECTIONS = (CHUNKS, MESSAGES, SUMMARIES)


def store_texts(
    texts: Texts,
    relational: Database,
    objects: Objects | None,
    embedder: Embedder,
    progress: Progress = silent,
) -> tuple[dict[str, Counts], tuple[Reject, ...]]:
    """Bring the three tables of vectors and the objects to what a world folder says.

    Messages are those of `dialogue_log`, whoever logged them. Returns counts by table, those
    of objects by their first folder, and the texts that the embedder did not take. Rows that
    left the folder are removed, unless a lore document was refused; objects stay, since a
    version that was cited may be read again. BadInput, before anything is written, as
    `check_space` says.
    """
    check_space(relational, embedder)
    findings = Findings("lore")
    store = _Store(relational, embedder, findings, progress)
    with store.staged():
        store.put(CHUNKS, (_row(CHUNKS, text, texts.source) for text in texts.chunks))
        store.put(SUMMARIES, (_row(SUMMARIES, text, texts.source) for text in texts.summaries))
        relational.write(_MESSAGES)
        store.embed()
        with relational.transaction():
            counts = {
                CHUNKS.table: store.merge(CHUNKS, texts.source, remove=texts.complete),
                MESSAGES.table: store.merge(MESSAGES, _DIALOGUE),
                SUMMARIES.table: store.merge(SUMMARIES, texts.source, remove=texts.complete),
            }
    if objects is not None:
        counts |= _store_objects(objects, texts.objects)
    return counts, tuple(findings)


def check_space(relational: Relational, embedder: Embedder) -> None:
    """BadInput where a table of vectors is missing, or holds those of another model."""
    names = [collection.table for collection in COLLECTIONS]
    found = relational.rows(_SPACES, {"tables": names}, reviewed=True).values
    if len(found) < len(names):
        there = {table for table, *_ in found}
        raise BadInput(
            f"the tables {', '.join(n for n in names if n not in there)} are missing, where the "
            'vectors of lore are kept. Make them with bench.migrate("lore").'
        )
    for table, dimension, model in found:
        filled = relational.rows(f"SELECT FROM {table} LIMIT 1", reviewed=True).values
        other_model = filled and model not in (None, embedder.model)
        if dimension != embedder.dimension or other_model:
            raise BadInput(
                f"table {table}: its vectors are of {model or 'an unknown model'} with "
                f"{dimension} dimensions, and this bench embeds with {embedder.model}, "
                f"{embedder.dimension}. Make them anew with bench.reembed(), or open the bench "
                "with the embedder that made them."
            )


def _row(collection: _Collection, text: Text, source: str) -> tuple[Any, ...]:
    """In the order of the collection's columns; the hash is the database's to make."""
    own: dict[str, Any] = {
        "source_id": text.belongs_to,
        "entity_id": text.belongs_to,
        "title": text.name,
        "type": text.kind,
        "loaded_from": source,
        "text_hash": None,
    }
    return tuple(own[c] if c in own else getattr(text, c) for c in collection.columns)


class _Store:
    """The tables of one load on their way in, through temporary ones of this session."""

    def __init__(
        self, store: Database, embedder: Embedder, findings: Findings, progress: Progress
    ) -> None:
        self._store, self._embedder = store, embedder
        self._findings, self._progress = findings, progress

    @contextmanager
    def staged(self) -> Iterator[None]:
        """Temporary tables outlive the calls of the embedder, which keep what they paid for."""
        self._drop()
        for table, columns in COLLECTIONS:
            self._store.write(
                f"CREATE TEMP TABLE staged_{table} AS "
                f"SELECT {', '.join(columns)} FROM {table} LIMIT 0"
            )
            for name, default in (("secrecy", "'public'"), ("min_tier", "1")):
                self._store.write(
                    f"ALTER TABLE staged_{table} ALTER COLUMN {name} SET DEFAULT {default}"
                )
        self._store.write(
            "CREATE TEMP TABLE made_vectors "
            f"(text_hash text PRIMARY KEY, embedding vector({self._embedder.dimension}))"
        )
        try:
            yield
        finally:
            self._drop()

    def _drop(self) -> None:
        staged = ", ".join(f"staged_{table}" for table, _ in COLLECTIONS)
        self._store.write(f"DROP TABLE IF EXISTS {staged}, made_vectors")

    def put(self, collection: _Collection, rows: Iterable[Sequence[Any]]) -> None:
        table = f"staged_{collection.table}"
        self._store.put(table, collection.columns, rows)
        self._store.write(f"UPDATE {table} SET text_hash = {_HASH.format('text')}")

    def embed(self) -> None:
        """The vector of each different text that no row of its table has."""
        wanted = self._store.write(" UNION ".join(_wanted(table) for table, _ in COLLECTIONS))
        texts, done = iter(wanted.values), 0
        told = _told(self._progress, len(wanted))
        while batch := dict(islice(texts, _AT_ONCE)):
            made = embed(self._store, batch, self._embedder, Sending(), told(done))
            done += len(batch)
            rows = [
                (batch[text], vector)
                for text, vector in made.vectors.items()
                if not isinstance(vector, BadInput)
            ]
            self._store.put("made_vectors", ("text_hash", "embedding"), rows)
        self._store.write(
            "DELETE FROM workbench_embedding e USING made_vectors v "
            "WHERE e.text_hash = decode(v.text_hash, 'hex')"
        )

    def merge(self, collection: _Collection, source: str, *, remove: bool = True) -> Counts:
        """Store what is new or differs, and remove what `source` had brought and has no more."""
        table, columns = collection
        self._refuse(table)
        deleted = self._remove(table, source) if remove else 0
        names = ", ".join(columns)
        new = ", ".join(f"{c} = excluded.{c}" for c in (*columns[1:], "embedding"))
        changed = self._store.write(
            f"INSERT INTO {table} AS t ({names}, embedding) "
            f"SELECT {', '.join(f's.{c}' for c in columns)}, {_VECTOR} FROM staged_{table} s "
            f"LEFT JOIN {table} t ON t.id = s.id "
            "LEFT JOIN made_vectors v ON v.text_hash = s.text_hash "
            f"WHERE t.id IS NULL OR {_differs(columns)} "
            f"ON CONFLICT (id) DO UPDATE SET {new} RETURNING (xmax = 0) AS added"
        ).column("added")
        added = sum(changed)
        total = self._store.write(f"SELECT count(*) AS n FROM staged_{table}")[0]["n"]
        space = {"model": self._embedder.model, "dimension": self._embedder.dimension}
        self._store.write(_REMEMBER, {"table": table, **space})
        return Counts(added, len(changed) - added, deleted, total - len(changed))

    def _refuse(self, table: str) -> None:
        """Texts without a vector: the embedder did not take them."""
        gone = self._store.write(
            f"DELETE FROM staged_{table} s WHERE NOT EXISTS "
            "(SELECT FROM made_vectors v WHERE v.text_hash = s.text_hash) AND NOT EXISTS "
            f"(SELECT FROM {table} t WHERE t.id = s.id AND t.text_hash = s.text_hash) "
            "RETURNING s.id, s.text"
        )
        for id, text in sorted(gone.values):
            reason = f"no vector: {self._embedder.model} does not take this text"
            self._findings.add(table, None, "text", reason, seen=f"{id}: {text}")

    def _remove(self, table: str, source: str) -> int:
        gone = self._store.write(
            f"DELETE FROM {table} t WHERE t.loaded_from = $source AND NOT EXISTS "
            f"(SELECT FROM staged_{table} s WHERE s.id = t.id)",
            {"source": source},
        )
        return int(gone[0]["affected"])


# The vector of an unchanged text is the one that is there.
_VECTOR = "CASE WHEN t.text_hash = s.text_hash THEN t.embedding ELSE v.embedding END"


def _wanted(table: str) -> str:
    return (
        f"SELECT s.text, s.text_hash FROM staged_{table} s LEFT JOIN {table} t ON t.id = s.id "
        "WHERE t.text_hash IS DISTINCT FROM s.text_hash"
    )


def _differs(columns: Iterable[str]) -> str:
    return " OR ".join(f"t.{c} IS DISTINCT FROM s.{c}" for c in columns if c != "id")


def _told(progress: Progress, total: int) -> Callable[[int], Progress]:
    """Progress over all batches, from that of each."""

    def after(done: int) -> Progress:
        return lambda stage, now, _: progress(stage, done + now, total)

    return after


def _store_objects(objects: Objects, given: Mapping[str, bytes]) -> dict[str, Counts]:
    """Objects that are not there, or hold something else, by the first folder of their names."""
    counts = dict[str, Counts]()
    for folder in sorted({name.partition("/")[0] for name in given}):
        there = set(objects.names(folder))
        tally = [0, 0, 0]
        for name, content in given.items():
            if name.partition("/")[0] != folder:
                continue
            same = name in there and objects.get(name) == content
            tally[2 if same else name in there] += 1
            if not same:
                objects.put(name, content)
        counts[folder] = Counts(added=tally[0], updated=tally[1], unchanged=tally[2])
    return counts
