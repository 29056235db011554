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


class _Stored(NamedTuple):
    text: str | None
    zero: bool


_NONE = _Stored(None, zero=False)
Texts = Mapping[tuple[str, ...], str]
Vector = Sequence[float]


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
    wanted = {NODE_VECTORS: extract.node_texts, EDGE_VECTORS: extract.edge_texts}
    stored = {table: _stored(store, table, embedder) for table in wanted}
    stale = {
        table: {key for key, text in texts.items() if stored[table].get(key, _NONE).text != text}
        for table, texts in wanted.items()
    }
    unknown = dict.fromkeys(wanted[table][key] for table in wanted for key in stale[table])
    made, refused = _embed(sorted(unknown), embedder)
    records: dict[Table, Records] = {}
    rejects: list[Reject] = []
    for table, texts in wanted.items():
        records[table] = [
            (*key, text, made[text] if key in stale[table] else None)
            for key, text in texts.items()
            if text not in refused
        ]
        rejects += _odd(extract.source, table, texts, stored[table], made, refused)
    kept = sum(len(wanted[table]) - len(stale[table]) for table in wanted)
    return Vectors(records, len(made), kept, tuple(rejects))


def _stored(store: Reads, table: Table, embedder: Embedder) -> dict[tuple[str, ...], _Stored]:
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


def _embed(texts: list[str], embedder: Embedder) -> tuple[dict[str, Vector], dict[str, str]]:
    """Vectors by text; and for texts that the embedder does not take, why."""
    made: dict[str, Vector] = {}
    refused: dict[str, str] = {}
    for start in range(0, len(texts), BATCH):
        for text, found in _isolated(texts[start : start + BATCH], embedder):
            if isinstance(found, BadInput):
                refused[text] = str(found)
            else:
                made[text] = found
    return made, refused


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


def _odd(
    source: str,
    table: Table,
    texts: Texts,
    stored: Mapping[tuple[str, ...], _Stored],
    made: Mapping[str, Vector],
    refused: Mapping[str, str],
) -> Iterator[Reject]:
    """Texts without a vector, and vectors that no search can find."""
    for key, text in texts.items():
        zero = not any(made[text]) if text in made else stored.get(key, _NONE).zero
        if text in refused:
            reason = f"no vector: {refused[text]}"
        elif zero:
            reason = "kept, but its vector is zero: the model knows no part of the text"
        else:
            continue
        yield Reject(source, table.name, None, key[-1], reason, f"{key[0]}: {text:.80}")


def record_spaces(store: Relational, embedder: Embedder) -> None:
    """Which model made the vectors of both tables."""
    for table in (NODE_VECTORS, EDGE_VECTORS):
        values: dict[str, Any] = {"model": embedder.model, "dimension": embedder.dimension}
        store.write(_RECORD, {"table": table.name, **values})
