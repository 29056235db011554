"""Which texts need a new vector, and the vectors.

A vector is stale where the text differs from the stored one, where the attribute is no longer
embeddable or its row is gone, and where another model made it. Nothing else embeds anew (D38).
A vector whose text cannot be embedded goes away with it, so none is served unseen (D39).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..core.errors import BadInput
from ..core.protocols import Embedder, Reads, Relational
from .extract import Extract
from .rejects import Reject
from .tables import EDGE_VECTORS, NODE_VECTORS, Records, Table

BATCH = 2048  # texts a call, as many as Vedana sends and OpenAI's endpoint takes

_SPACE = "SELECT table_name, model, dimension FROM workbench_vector_space"
_RECORD = """
INSERT INTO workbench_vector_space (table_name, model, dimension, recorded_at)
VALUES ($table, $model, $dimension, now())
ON CONFLICT (table_name) DO UPDATE
SET model = excluded.model, dimension = excluded.dimension, recorded_at = excluded.recorded_at
WHERE (workbench_vector_space.model, workbench_vector_space.dimension)
      IS DISTINCT FROM (excluded.model, excluded.dimension)
"""


Key = tuple[str, ...]
Vector = Sequence[float]
Made = Mapping[str, Vector | BadInput]


class _Stored(NamedTuple):
    text: str
    zero: bool


@dataclass(frozen=True, slots=True)
class Vectors:
    """What the vector tables are to hold; a kept vector is staged as NULL.

    `embedded` counts different texts, `reused` vectors that stay as they are.
    """

    records: Mapping[Table, Records]
    embedded: int
    reused: int
    rejects: tuple[Reject, ...]


def plan(store: Reads, extract: Extract, embedder: Embedder) -> Vectors:
    """Embed what is stale; no table is written."""
    tables = [
        _Wanted(table, texts, _stored(store, table, embedder))
        for table, texts in ((NODE_VECTORS, extract.node_texts), (EDGE_VECTORS, extract.edge_texts))
    ]
    made = _embed(sorted({table.texts[key] for table in tables for key in table.stale()}), embedder)
    return Vectors(
        {table.table: table.records(made) for table in tables},
        sum(not isinstance(vector, BadInput) for vector in made.values()),
        sum(len(table.texts) - len(table.stale()) for table in tables),
        tuple(reject for table in tables for reject in table.odd(extract.source, made)),
    )


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A vector table: the texts it is to hold, and what it holds of the same model."""

    table: Table
    texts: Mapping[Key, str]
    stored: Mapping[Key, _Stored]

    def stale(self) -> set[Key]:
        return {key for key, text in self.texts.items() if not self._kept(key, text)}

    def records(self, made: Made) -> Records:
        """A text that could not be embedded has no record."""
        found: list[tuple[Any, ...]] = []
        for key, text in self.texts.items():
            vector = None if self._kept(key, text) else made[text]
            if not isinstance(vector, BadInput):
                found.append((*key, text, vector))
        return found

    def odd(self, source: str, made: Made) -> Iterator[Reject]:
        """Texts without a vector, and vectors that no search can find."""
        for key, text in self.texts.items():
            kept = self._kept(key, text)
            vector = () if kept else made[text]
            if isinstance(vector, BadInput):
                reason = f"no vector: {vector}"
            elif self.stored[key].zero if kept else not any(vector):
                reason = "kept, but its vector is zero: the model knows no part of the text"
            else:
                continue
            yield Reject(source, self.table.name, None, key[-1], reason, f"{key[0]}: {text:.80}")

    def _kept(self, key: Key, text: str) -> bool:
        return key in self.stored and self.stored[key].text == text


def _stored(store: Reads, table: Table, embedder: Embedder) -> dict[Key, _Stored]:
    """What is stored by key; nothing where another model made the vectors, or nobody knows."""
    spaces = {name: (model, size) for name, model, size in store.rows(_SPACE, reviewed=True).values}
    if spaces.get(table.name) != (embedder.model, embedder.dimension):
        return {}
    text = (
        f"SELECT {', '.join(table.key)}, attribute_value, vector_norm(embedding) = 0 "
        f"FROM {table.name}"
    )
    found = store.rows(text, reviewed=True).values
    return {tuple(key): _Stored(value, zero) for *key, value, zero in found}


def _embed(texts: list[str], embedder: Embedder) -> dict[str, Vector | BadInput]:
    """The vector of each text, or why the embedder does not take it."""
    made: dict[str, Vector | BadInput] = {}
    for start in range(0, len(texts), BATCH):
        made.update(_isolated(texts[start : start + BATCH], embedder))
    return made


def _isolated(texts: list[str], embedder: Embedder) -> Iterator[tuple[str, Vector | BadInput]]:
    """A refused batch is halved until the text is alone that the embedder does not take (D26)."""
    try:
        vectors = embedder.embed(texts)
    except BadInput as error:
        if len(texts) == 1:
            yield texts[0], error
            return
        middle = len(texts) // 2
        yield from _isolated(texts[:middle], embedder)
        yield from _isolated(texts[middle:], embedder)
        return
    yield from zip(texts, vectors, strict=True)


def record_spaces(store: Relational, embedder: Embedder) -> None:
    """Which model made the vectors of both tables."""
    for table in (NODE_VECTORS, EDGE_VECTORS):
        values: dict[str, Any] = {"model": embedder.model, "dimension": embedder.dimension}
        store.write(_RECORD, {"table": table.name, **values})
