"""All embeddings in another dimension: every text embedded anew, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from ..core.errors import BadInput
from . import inventory
from .inventory import Inventory
from .migration import Database, check_dimension
from .shapes import DATAPIPE, LORE_VECTORS, Shape
from .spaces import check_recordable, remember

if TYPE_CHECKING:
    import numpy
    import numpy.typing

Embed = Callable[[Sequence[str]], Sequence[Sequence[float]]]

VEDANA: dict[str, Shape] = {
    table: DATAPIPE[table] for table in ("rag_anchor_embeddings", "rag_edge_embeddings")
}
INDEX_LIMIT = 2000  # dimensions of a `vector` column that pgvector's HNSW and IVFFlat take
_NO_INDEX = f"no vector index: pgvector builds none above {INDEX_LIMIT} dimensions"
_HNSW = "CREATE INDEX {table}_hnsw_idx ON {table} USING hnsw (embedding vector_cosine_ops)"
_BATCH = 2048  # texts a call, as many as Vedana sends and OpenAI's endpoint takes

_INDEXES = """
SELECT i.oid::regclass::text AS name, pg_get_indexdef(i.oid) AS definition
FROM pg_index x
JOIN pg_class i ON i.oid = x.indexrelid
JOIN pg_am m ON m.oid = i.relam AND m.amname IN ('hnsw', 'ivfflat')
JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = ANY (x.indkey)
WHERE x.indrelid = to_regclass($table) AND a.attname = 'embedding' ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class DimensionChange:
    """What `change_dimension` did.

    `vectors` counts the rows written by table; `indexes` are the vector indexes that stand
    now, and `note` says why there are none above 2000 dimensions.
    """

    dimension: int
    model: str
    vectors: Mapping[str, int]
    indexes: tuple[str, ...]
    note: str = ""


def change_dimension(
    store: Database, dimension: int, *, embed: Embed | None, model: str
) -> DimensionChange:
    """Embed every stored text anew and give its table the new dimension.

    Those are Vedana's two tables of vectors and the lore engine's three, as far as they are
    there; all change together, so that no search meets vectors of two models. `embed` gets
    different texts, at most 2048 a call, and returns as many vectors of `dimension` finite
    numbers; without it only tables that hold no vectors can change. The model is recorded
    beside every table. Writers wait meanwhile, readers do so only at the end. Under a running
    Vedana its settings EMBEDDINGS_MODEL and EMBEDDINGS_DIM must follow.

    All or nothing: BadInput, and whatever `embed` raises, leave every row and index as it was.
    """
    check_dimension(dimension)
    with store.transaction():
        tables = _tables(inventory.read(store), model)
        store.write(f"LOCK TABLE {', '.join(tables)} IN SHARE ROW EXCLUSIVE MODE")
        _store_new_vectors(store, tables, embed or _no_embed, dimension)
        vectors = {table: _rewrite(store, table, dimension) for table in tables}
        store.write("DROP TABLE workbench_new_vectors")
        for table in tables:
            remember(store, table, model, dimension)
        indexes = tuple(name for table in tables for name, _ in _indexes(store, table))
    return DimensionChange(dimension, model, vectors, indexes, "" if indexes else _NO_INDEX)


def _tables(found: Inventory, model: str) -> list[str]:
    """The tables of vectors that are there, each with all the columns of its system."""
    check_recordable(found, model)
    lore = "lore_chunks" in found.tables
    vedana = not lore or any(table in found.tables for table in VEDANA)
    expected = {**(VEDANA if vedana else {}), **(LORE_VECTORS if lore else {})}
    for table, shape in expected.items():
        seen = found.tables.get(table, {})
        if not seen.items() >= shape.items():
            raise BadInput(
                f"table {table}: expected columns {', '.join(shape)}, found "
                f"{', '.join(seen) or 'no such table'}. Make it with migrate(store)."
            )
    return list(expected)


def _text(table: str) -> str:
    """The column with the text that a vector was made of."""
    return "attribute_value" if table in VEDANA else "text"


def _no_embed(texts: Sequence[str]) -> NoReturn:
    raise BadInput(
        "vectors are stored, and a vector cannot be converted to another dimension or model: "
        "expected a function `embed` that makes them anew from their texts, found None."
    )


def _store_new_vectors(
    store: Database, tables: Sequence[str], embed: Embed, dimension: int
) -> None:
    """A temporary table with each text and its new vector."""
    asked = " UNION ".join(f"SELECT {_text(table)} AS text FROM {table}" for table in tables)
    texts = store.rows(f"{asked} ORDER BY 1", reviewed=True).column("text")
    if None in texts:
        raise BadInput(
            f"{' or '.join(VEDANA)} holds vectors whose attribute_value is NULL, which cannot "
            "be embedded anew. Fill in the text or delete those rows."
        )
    store.write(
        "CREATE TEMPORARY TABLE workbench_new_vectors "
        f"(text text, embedding vector({dimension})) ON COMMIT DROP"
    )
    for start in range(0, len(texts), _BATCH):
        batch = texts[start : start + _BATCH]
        new = zip(batch, _checked(embed(batch), len(batch), dimension), strict=True)
        store.put("workbench_new_vectors", ("text", "embedding"), new)
    store.write("ANALYZE workbench_new_vectors")  # no autovacuum counts a temporary table


def _checked(
    vectors: Sequence[Sequence[float]], count: int, dimension: int
) -> numpy.typing.NDArray[numpy.float32]:
    """The vectors as float32 of shape (count, dimension), each number finite."""
    import numpy

    lengths = sorted({numpy.size(vector) for vector in vectors})
    if len(vectors) != count or lengths != [dimension]:
        seen = " and ".join(map(str, lengths)) or "no"
        raise BadInput(
            f"embed: expected {count} vectors of {dimension} numbers, found {len(vectors)} of "
            f"{seen} numbers. Nothing was changed; give the dimension that the model makes."
        )
    with numpy.errstate(over="ignore"):  # beyond float32 becomes infinite, refused below
        array = numpy.asarray(vectors, dtype=numpy.float64).astype(numpy.float32)
    if not numpy.isfinite(array).all():
        raise BadInput(
            "embed: expected finite single precision numbers, found NaN or infinity. "
            "Nothing was changed."
        )
    return array


def _rewrite(store: Database, table: str, dimension: int) -> int:
    """Give a table its new vectors and build its vector indexes; the rows written.

    The column loses its dimension, takes the new vectors and gets the new dimension, which
    checks each of them and compacts the table.
    """
    indexes = _indexes(store, table)
    for name, _ in indexes:
        store.write(f"DROP INDEX {name}")
    store.write(f"ALTER TABLE {table} ALTER COLUMN embedding TYPE vector")
    written = store.write(
        f"UPDATE {table} AS stored SET embedding = new.embedding "
        f"FROM workbench_new_vectors AS new WHERE new.text = stored.{_text(table)}"
    )
    store.write(f"ALTER TABLE {table} ALTER COLUMN embedding TYPE vector({dimension})")
    if dimension <= INDEX_LIMIT:
        for definition in [d for _, d in indexes] or [_HNSW.format(table=table)]:
            store.write(definition)
    return int(written[0]["affected"])


def _indexes(store: Database, table: str) -> list[tuple[str, str]]:
    """Name and definition of a table's vector indexes."""
    return [(name, text) for name, text in store.rows(_INDEXES, {"table": table}).values]
